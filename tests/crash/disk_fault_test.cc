#include <cctype>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/testing/faulty_env.h"
#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"
#include "tests/crash/appends.h"
#include "tests/crash/ledger.h"
#include "tests/crash/load.h"

namespace mokuhyo::eventstore {
namespace {

using Operation = FaultyFileSystem::Operation;

// A way in which the disk fails until it is repaired, or until what RocksDB deletes makes room.
struct DiskFault {
  std::string name;
  std::function<void(FaultyFileSystem& disk, std::mt19937& random)> strike;
  bool may_pass = false;

  friend void PrintTo(const DiskFault& fault, std::ostream* out) { *out << fault.name; }
};

DiskFault Breaking(const std::string& name, Operation operation, bool in_part) {
  return {
      name, [=](FaultyFileSystem& disk, std::mt19937& random) {
        disk.Break(
            {.operation = operation, .after = static_cast<int>(random() % 20), .in_part = in_part});
      }};
}

std::vector<DiskFault> DiskFaults() {
  return {
      Breaking("short write", Operation::kAppend, true),
      Breaking("I/O error on write", Operation::kAppend, false),
      Breaking("I/O error on flush", Operation::kFlush, false),
      Breaking("I/O error on sync", Operation::kSync, false),
      {"disk full",
       [](FaultyFileSystem& disk, std::mt19937& random) { disk.LimitSpace(random() % 200'000); },
       true},
  };
}

class DiskFaultTest : public testing::TestWithParam<DiskFault> {
 protected:
  void Repair() {
    disk_->Repair();
    disk_->MakeRoom();
  }

  const conformance::ScratchDirectory directory_;
  const base::SystemClock clock_;
  const std::shared_ptr<FaultyFileSystem> disk_ =
      std::make_shared<FaultyFileSystem>(directory_.Path() + "/attic", 4);
  FaultyEnv env_{disk_};
};

// All in one process but for every fifth round, which loses the power once the disk works again:
// what was read meanwhile must be on the disk.
TEST_P(DiskFaultTest, TheStoreIsReadOnlyUntilTheDiskWorksAndLosesNothing) {
  constexpr int kRounds = 40;
  std::mt19937 random(5);
  Ledger ledger(GetParam().name);
  Load load(ledger, 6);
  RocksDbEventStore::Options options;
  options.directory = directory_.Path() + "/store";
  options.env = &env_;
  options.recovery_interval = absl::InfiniteDuration();
  options.probe_bytes = 1 << 16;
  auto store = RocksDbEventStore::Open(options, clock_);
  ASSERT_TRUE(store.ok()) << store.status();
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    GetParam().strike(*disk_, random);
    ASSERT_TRUE(load.RunUntilFailure(**store, 100'000));
    EXPECT_EQ((*store)->Condition().state, admin::v1::STORE_STATE_READ_ONLY);
    EXPECT_EQ(base::ErrorReason(AppendNow(**store, MakeAppend("refused", random)).status()),
              "STORE_READ_ONLY");
    ASSERT_TRUE(ledger.VerifyNew(**store)) << "reads go on";
    const bool back = (*store)->TryRecovery().ok();
    EXPECT_TRUE(!back || GetParam().may_pass) << "the disk is still broken";
    ASSERT_TRUE(ledger.VerifyNew(**store)) << "reads go on";

    Repair();
    const auto recovered = (*store)->TryRecovery();
    ASSERT_TRUE(recovered.ok()) << recovered;
    ASSERT_TRUE(ledger.VerifyNew(**store));
    load.RepeatUnknown(**store);
    if (round % 5 == 4) {
      disk_->CutPower();
      store->reset();
      disk_->RestorePower();
      store = RocksDbEventStore::Open(options, clock_);
      ASSERT_TRUE(store.ok()) << store.status();
    }
    ASSERT_TRUE(ledger.VerifyNew(**store));
  }
  EXPECT_TRUE(ledger.VerifyAll(**store));
  ledger.Print(kRounds);
}

INSTANTIATE_TEST_SUITE_P(Faults, DiskFaultTest, testing::ValuesIn(DiskFaults()),
                         [](const auto& fault) {
                           std::string name = fault.param.name;
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace mokuhyo::eventstore
