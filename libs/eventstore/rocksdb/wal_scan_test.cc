#include "libs/eventstore/rocksdb/wal_scan.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::ScratchDirectory;
using testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string Flip(std::string bytes, uint64_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  return bytes;
}

// A store in a directory that a test may damage while the store is closed.
class WalScanTest : public testing::Test {
 protected:
  static constexpr int kEventsPerAppend = 2;

  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open() {
    RocksDbEventStore::Options options;
    options.directory = directory_.Path() + "/store";
    return RocksDbEventStore::Open(options, clock_);
  }

  void Append(int appends, size_t payload_bytes) {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    for (int i = 0; i < appends; ++i) {
      AppendBuilder append("niigata");
      append.To("s", Any(), kEventsPerAppend);
      append.Request().mutable_streams(0)->mutable_events(0)->set_payload(
          std::string(payload_bytes, static_cast<char>('a' + i % 26)));
      ASSERT_TRUE(AppendNow(**store, append).ok());
    }
  }

  // The newest write-ahead log that holds anything.
  std::string LogPath() const {
    std::vector<std::string> logs;
    for (const auto& entry :
         std::filesystem::directory_iterator(directory_.Path() + "/store/log")) {
      if (entry.path().extension() == ".log" && entry.file_size() > 0) logs.push_back(entry.path());
    }
    EXPECT_FALSE(logs.empty());
    return logs.empty() ? "" : *std::max_element(logs.begin(), logs.end());
  }

  // Keeps the closed store as it is, to damage copies of it.
  void Preserve() {
    std::filesystem::copy(directory_.Path() + "/store", directory_.Path() + "/preserved",
                          std::filesystem::copy_options::recursive);
  }
  void Restore() {
    std::filesystem::remove_all(directory_.Path() + "/store");
    std::filesystem::copy(directory_.Path() + "/preserved", directory_.Path() + "/store",
                          std::filesystem::copy_options::recursive);
  }

  absl::StatusOr<std::optional<WalTear>> Scan() {
    return ScanWriteAheadLogs(*rocksdb::Env::Default(), directory_.Path() + "/store/log");
  }

  // Where the last record of the only log begins.
  uint64_t LastRecord() {
    const std::string log = LogPath();
    const std::string bytes = ReadFile(log);
    WriteFile(log, bytes.substr(0, bytes.size() - 1));
    const auto tear = Scan();
    WriteFile(log, bytes);
    EXPECT_TRUE(tear.ok() && tear->has_value()) << tear.status();
    return tear.ok() && tear->has_value() ? (*tear)->offset : 0;
  }

  // Opens and counts the events; demands whole appends.
  absl::StatusOr<uint64_t> CountEvents() {
    const auto store = Open();
    if (!store.ok()) return store.status();
    store::v1::ReadCityRequest request;
    request.set_city("niigata");
    const auto page = ReadCityNow(**store, request);
    if (!page.ok()) return page.status();
    EXPECT_TRUE(page->end_of_log());
    EXPECT_EQ(page->events_size() % kEventsPerAppend, 0);
    return static_cast<uint64_t>(page->events_size());
  }

  const ScratchDirectory directory_;
  const base::SystemClock clock_;
};

TEST_F(WalScanTest, AnyFlippedBitIsFound) {
  Append(4, 20);
  Preserve();
  const std::string log = LogPath();
  const std::string bytes = ReadFile(log);
  for (uint64_t bit = 0; bit < bytes.size() * 8; ++bit) {
    SCOPED_TRACE(bit);
    WriteFile(log, Flip(bytes, bit));
    const auto tear = Scan();
    ASSERT_EQ(tear.status().code(), absl::StatusCode::kDataLoss) << tear.status();
    ASSERT_THAT(std::string(tear.status().message()), HasSubstr(log));
  }
  // And the store asks.
  for (uint64_t bit = 0; bit < bytes.size() * 8; bit += 997) {
    SCOPED_TRACE(bit);
    Restore();
    WriteFile(log, Flip(bytes, bit));
    ASSERT_EQ(CountEvents().status().code(), absl::StatusCode::kDataLoss);
  }
}

// Space may have been given to the log before the record that was to fill it.
TEST_F(WalScanTest, ZerosBehindTheLastRecordAreNoDamage) {
  Append(2, 20);
  const std::string log = LogPath();
  WriteFile(log, ReadFile(log) + std::string(100'000, '\0'));
  const auto events = CountEvents();
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(*events, 2U * kEventsPerAppend);
}

TEST_F(WalScanTest, ALogCutAnywhereOpensWithThePrefix) {
  Append(4, 20);
  Preserve();
  const std::string log = LogPath();
  const std::string bytes = ReadFile(log);
  uint64_t events_before = 0;
  for (uint64_t size = bytes.size() % 13; size <= bytes.size(); size += 13) {
    SCOPED_TRACE(size);
    Restore();
    WriteFile(log, bytes.substr(0, size));
    const auto events = CountEvents();
    ASSERT_TRUE(events.ok()) << events.status();
    ASSERT_GE(*events, events_before);
    events_before = *events;
  }
  EXPECT_EQ(events_before, 4U * kEventsPerAppend);
}

TEST_F(WalScanTest, RecordsOfManyBlocksAreNoExcuse) {
  Append(4, 90'000);
  Preserve();
  const std::string log = LogPath();
  const std::string bytes = ReadFile(log);
  const uint64_t last_record = LastRecord();
  for (uint64_t bit = 41; bit < bytes.size() * 8; bit += 239'999) {
    SCOPED_TRACE(bit);
    Restore();
    WriteFile(log, Flip(bytes, bit));
    ASSERT_EQ(CountEvents().status().code(), absl::StatusCode::kDataLoss);
  }
  for (uint64_t size = last_record; size < bytes.size(); size += 29'989) {
    SCOPED_TRACE(size);
    Restore();
    WriteFile(log, bytes.substr(0, size));
    const auto events = CountEvents();
    ASSERT_TRUE(events.ok()) << events.status();
    ASSERT_EQ(*events, 3U * kEventsPerAppend);
  }
}

TEST_F(WalScanTest, AStoreThatLostATornRecordGoesOn) {
  Append(3, 20);
  const std::string log = LogPath();
  std::string torn = ReadFile(log);
  torn.resize(torn.size() - 10);
  WriteFile(log, torn);
  Append(2, 20);
  ASSERT_NE(LogPath(), log);
  // A crash while the old log was being removed leaves it there.
  WriteFile(log, torn);
  const auto events = CountEvents();
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(*events, 4U * kEventsPerAppend);
}

TEST_F(WalScanTest, ALaterLogConvictsATornOne) {
  Append(3, 20);
  const std::string log = LogPath();
  std::string torn = ReadFile(log);
  torn.resize(torn.size() - 10);
  // The store went on from three appends, so none of them can have been cut off by a crash.
  Append(2, 20);
  ASSERT_NE(LogPath(), log);
  WriteFile(log, torn);
  const auto events = CountEvents();
  EXPECT_EQ(events.status().code(), absl::StatusCode::kDataLoss) << events.status();
  EXPECT_THAT(std::string(events.status().message()), HasSubstr(log));
}

TEST_F(WalScanTest, ALaterLogConvictsOneTornInItsFirstRecord) {
  Append(3, 20);
  const std::string whole = LogPath();
  const std::string whole_bytes = ReadFile(whole);
  Append(1, 20);
  const std::string torn = LogPath();
  const std::string torn_bytes = ReadFile(torn);
  Append(2, 20);
  ASSERT_NE(torn, whole);
  ASSERT_NE(LogPath(), torn);
  // The newest log goes on behind the one record of the torn log, which is therefore missing.
  WriteFile(whole, whole_bytes);
  WriteFile(torn, torn_bytes.substr(0, torn_bytes.size() - 10));
  const auto tear = Scan();
  EXPECT_EQ(tear.status().code(), absl::StatusCode::kDataLoss) << tear.status();
  EXPECT_THAT(std::string(tear.status().message()), HasSubstr(torn));
}

TEST_F(WalScanTest, NoDirectoryAndNoLogsAreNoDamage) {
  const auto none = ScanWriteAheadLogs(*rocksdb::Env::Default(), directory_.Path() + "/missing");
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_FALSE(none->has_value());
}

TEST_F(WalScanTest, ALogWithoutItsCurrentFileIsNotBegunAnew) {
  Append(1, 20);
  std::filesystem::remove(directory_.Path() + "/store/log/CURRENT");
  const auto events = CountEvents();
  EXPECT_EQ(events.status().code(), absl::StatusCode::kDataLoss) << events.status();
}

}  // namespace
}  // namespace mokuhyo::eventstore
