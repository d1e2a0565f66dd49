#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/testing/faulty_env.h"
#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"
#include "tests/crash/ledger.h"
#include "tests/crash/load.h"

namespace mokuhyo::eventstore {
namespace {

// Each round goes on in the store that the one before left, on a disk that lost everything that had
// not been synced. The power goes after a random number of changes to the disk; every fourth time
// also while the store is being opened. MOKUHYO_CRASH_ROUNDS says how often.
TEST(PowerLossTest, LosingThePowerAtAnyInstantLosesNothingAcknowledged) {
  const char* configured = std::getenv("MOKUHYO_CRASH_ROUNDS");
  const int rounds = configured == nullptr ? 300 : std::atoi(configured);
  const conformance::ScratchDirectory directory;
  const base::SystemClock clock;
  const auto disk = std::make_shared<FaultyFileSystem>(directory.Path() + "/attic", 1);
  FaultyEnv env(disk);
  std::mt19937 random(2);
  Ledger ledger("power loss under load");
  Load load(ledger, 3);
  RocksDbEventStore::Options options;
  options.directory = directory.Path() + "/store";
  options.env = &env;
  options.recovery_interval = absl::InfiniteDuration();
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    disk->RestorePower();
    if (round % 4 == 3) {
      disk->CutPower(static_cast<int>(random() % 60));
      RocksDbEventStore::Open(options, clock).status().IgnoreError();
      disk->RestorePower();
    }
    const auto store = RocksDbEventStore::Open(options, clock);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(ledger.VerifyNew(**store));
    load.RepeatUnknown(**store);
    disk->CutPower(static_cast<int>(random() % 40));
    load.RunUntilFailure(**store, 1'000'000);
  }
  disk->RestorePower();
  const auto store = RocksDbEventStore::Open(options, clock);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(ledger.VerifyAll(**store));
  ledger.Print(rounds);
}

}  // namespace
}  // namespace mokuhyo::eventstore
