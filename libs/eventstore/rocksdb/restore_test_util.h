#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_TEST_UTIL_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_TEST_UTIL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "libs/base/manual_clock.h"
#include "libs/base/sha256.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/restore.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/store_operations.h"

namespace mokuhyo::eventstore {

// A store that a test backs up, destroys and restores.
class BackupRestoreTest : public testing::Test {
 protected:
  std::string Directory() const { return scratch_.Path() + "/events"; }
  std::string Backups() const { return scratch_.Path() + "/backups"; }

  void Open() {
    RocksDbEventStore::Options options;
    options.directory = Directory();
    options.env = env_;
    auto store = RocksDbEventStore::Open(options, clock_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void Close() { store_.reset(); }

  // Appends `count` events in one append; the clock goes on by a second.
  store::v1::Appended Append(const std::string& city, const std::string& stream, int count) {
    conformance::AppendBuilder append(city);
    append.To(stream, conformance::Any(), count);
    return Append(append);
  }

  store::v1::Appended Append(store::v1::AppendRequest request) {
    const auto response = AppendNow(*store_, std::move(request));
    EXPECT_TRUE(response.ok() && response->has_appended()) << response.status();
    clock_.Advance(absl::Seconds(1));
    return response.ok() ? response->appended() : store::v1::Appended();
  }

  absl::StatusOr<admin::v1::Backup> BackUpNow() {
    return store_->operations().CreateBackup(Backups(), [](const auto&) { return true; });
  }

  RestoreOptions ToRestore() const {
    RestoreOptions options;
    options.backup_directory = Backups();
    options.directory = Directory();
    options.env = env_;
    return options;
  }

  absl::StatusOr<admin::v1::RestoredStore> Restore() { return Restore(ToRestore()); }
  absl::StatusOr<admin::v1::RestoredStore> Restore(const RestoreOptions& options) {
    return RestoreBackup(options, clock_, [](const auto&) { return true; });
  }

  store::v1::GetHeadResponse Head(const std::string& city) {
    store::v1::GetHeadRequest request;
    request.set_city(city);
    return *GetHeadNow(*store_, request);
  }

  std::string Root(const std::string& city, uint64_t size) {
    const auto root = store_->operations().FindRoot(city, size);
    EXPECT_TRUE(root.ok()) << root.status();
    return base::HexEncode(proof::View(*root));
  }

  const conformance::ScratchDirectory scratch_;
  base::ManualClock clock_{absl::FromUnixSeconds(1651363200)};
  // The disk; null: the machine's.
  rocksdb::Env* env_ = nullptr;
  std::unique_ptr<RocksDbEventStore> store_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_TEST_UTIL_H_
