#include "libs/eventstore/rocksdb/salvaged_event_store.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::Key;
using conformance::ScratchDirectory;
using testing::HasSubstr;

constexpr char kCity[] = "niigata";

// A closed store of some events in a directory whose files a test may damage.
class SalvagedEventStoreTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open() {
    RocksDbEventStore::Options options;
    options.directory = Path("store");
    options.sync = false;
    options.block_cache_bytes = 1 << 20;
    return RocksDbEventStore::OpenOrSalvage(options, clock_);
  }

  // Opens the store and appends to streams "s" and "t" in turns, one event a minute. The requests
  // are called "{position}".
  void Append(int events) {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    for (int i = 0; i < events; ++i) {
      clock_.Advance(absl::Minutes(1));
      const std::string stream = ++position_ % 2 == 1 ? "s" : "t";
      ASSERT_TRUE(AppendNow(**store,
                            AppendBuilder(kCity).To(stream, Any()).As(absl::StrCat(position_), 'h'))
                      .ok());
    }
  }

  // A store of one table with 8 events, and a write-ahead log with 4 more.
  void AppendTwice() {
    Append(8);
    Append(4);
  }

  std::string Path(const std::string& name) const { return directory_.Path() + "/" + name; }

  // The files of the store's log that end with `suffix`, in order.
  std::vector<std::string> Files(const std::string& suffix) const {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(Path("store/log"))) {
      if (absl::EndsWith(entry.path().string(), suffix) && entry.file_size() > 0) {
        paths.push_back(entry.path());
      }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  void Preserve() {
    std::filesystem::copy(Path("store"), Path("preserved"),
                          std::filesystem::copy_options::recursive);
  }
  void Restore() {
    std::filesystem::remove_all(Path("store"));
    std::filesystem::copy(Path("preserved"), Path("store"),
                          std::filesystem::copy_options::recursive);
  }

  // Damages the middle of the write-ahead log, so that some of the last 4 events are lost.
  void DamageTheLog() {
    const std::string log = Files(".log").back();
    std::string bytes = Read(log);
    bytes[bytes.size() / 2] ^= 1;
    Write(log, bytes);
  }

  static store::v1::GetHeadResponse Head(EventStore& store) {
    store::v1::GetHeadRequest request;
    request.set_city(kCity);
    return *GetHeadNow(store, request);
  }

  static absl::StatusOr<store::v1::ReadCityResponse> ReadFrom(EventStore& store, uint64_t from) {
    store::v1::ReadCityRequest request;
    request.set_city(kCity);
    request.set_from_position(from);
    return ReadCityNow(store, request);
  }

  static store::v1::ReadStreamRequest StreamRequest(const std::string& stream) {
    store::v1::ReadStreamRequest request;
    request.set_city(kCity);
    request.set_stream(stream);
    return request;
  }

  // Expects a store that either has everything, or says where it ends and why, with all below it
  // readable. Returns the first damaged position, if there is one.
  std::optional<uint64_t> ExpectAllOrDamage(const std::function<void()>& damage) {
    Restore();
    damage();
    const auto store = Open();
    EXPECT_TRUE(store.ok()) << store.status();
    if (!store.ok()) return std::nullopt;
    const auto head = Head(**store);
    if (!head.has_damaged_from()) {
      EXPECT_EQ((*store)->Condition().state, admin::v1::STORE_STATE_SERVING);
      ExpectEverything(**store);
      return std::nullopt;
    }
    EXPECT_EQ(head.damaged_from(), head.position() + 1);
    EXPECT_LE(head.position(), position_);
    ExpectWholeBelow(**store, head.damaged_from());
    return head.damaged_from();
  }

  // Damage inside a table is found where it is read: that is DATA_LOSS then.
  void ExpectEverything(EventStore& store) {
    EXPECT_EQ(Head(store).position(), position_);
    const auto page = ReadFrom(store, 1);
    if (!page.ok()) {
      EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss) << page.status();
      EXPECT_THAT(std::string(page.status().message()), HasSubstr("event "));
      return;
    }
    EXPECT_EQ(static_cast<uint64_t>(page->events_size()), position_);
  }

  void ExpectWholeBelow(EventStore& store, uint64_t damaged_from) {
    if (damaged_from > 1) {
      const auto page = ReadFrom(store, 1);
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_FALSE(page->end_of_log());
      EXPECT_EQ(page->next_position(), damaged_from);
      ASSERT_EQ(static_cast<uint64_t>(page->events_size()), damaged_from - 1);
      for (const auto& event : page->events()) {
        EXPECT_EQ(event.payload(), absl::StrCat(event.stream(), " 0"));
      }
      auto request = StreamRequest("s");
      request.set_until_position(damaged_from - 1);
      const auto stream = ReadStreamNow(store, request);
      ASSERT_TRUE(stream.ok()) << stream.status();
      EXPECT_TRUE(stream->end_of_stream());
      EXPECT_EQ(static_cast<uint64_t>(stream->events_size()), damaged_from / 2);
    }
    EXPECT_EQ(ReadStreamNow(store, StreamRequest("unknown")).status().code(),
              absl::StatusCode::kDataLoss);
    EXPECT_EQ(ReadFrom(store, position_ + 1).status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(AppendNow(store, AppendBuilder(kCity).To("s", Any())).status().code(),
              absl::StatusCode::kDataLoss);
  }

  const ScratchDirectory directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1'600'000'000)};
  uint64_t position_ = 0;
};

TEST_F(SalvagedEventStoreTest, SaysWhatIsDamagedAndServesWhatIsBelow) {
  AppendTwice();
  DamageTheLog();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto condition = (*store)->Condition();
  EXPECT_EQ(condition.state, admin::v1::STORE_STATE_DAMAGED);
  EXPECT_THAT(std::string(condition.refusal.message()),
              testing::AllOf(HasSubstr(Files(".log").back()), HasSubstr("restore a backup")));
  const auto head = Head(**store);
  EXPECT_GE(head.damaged_from(), 9U);
  EXPECT_LE(head.damaged_from(), 12U);
  EXPECT_EQ(head.position(), head.damaged_from() - 1);
  EXPECT_EQ(head.last_recorded_time().seconds(),
            1'600'000'000 + 60 * static_cast<int64_t>(head.position()));
  ExpectWholeBelow(**store, head.damaged_from());
  EXPECT_THAT(ListCitiesNow(**store)->cities(), testing::ElementsAre(kCity));
}

TEST_F(SalvagedEventStoreTest, WhatDependsOnTheEndIsDataLossNamingTheFirstDamagedPosition) {
  AppendTwice();
  DamageTheLog();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const std::string damaged_from = absl::StrCat("event ", Head(**store).damaged_from(), " of city");
  const auto expect_lost = [&](const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_EQ(base::ErrorReason(status), "LOG_DAMAGED");
    EXPECT_THAT(std::string(status.message()), HasSubstr(damaged_from));
  };
  auto backwards = StreamRequest("s");
  backwards.set_direction(store::v1::DIRECTION_BACKWARDS);
  expect_lost(ReadStreamNow(**store, backwards).status());
  auto from_beyond = StreamRequest("s");
  from_beyond.set_from_revision(100);
  expect_lost(ReadStreamNow(**store, from_beyond).status());
  store::v1::ReadCityRequest city;
  city.set_city(kCity);
  city.set_direction(store::v1::DIRECTION_BACKWARDS);
  expect_lost(ReadCityNow(**store, city).status());
  store::v1::GetStreamRevisionRequest revision;
  revision.set_city(kCity);
  revision.set_stream("s");
  expect_lost(GetStreamRevisionNow(**store, revision).status());
  store::v1::FindRequestRequest request;
  request.set_city(kCity);
  *request.mutable_request() = Key("never");
  expect_lost(FindRequestNow(**store, request).status());
}

TEST_F(SalvagedEventStoreTest, WhatIsFoundIsAnsweredAsEver) {
  AppendTwice();
  DamageTheLog();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  // A stream that goes on: its page ends before the damage, and the next one is refused.
  auto request = StreamRequest("s");
  const auto page = ReadStreamNow(**store, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_FALSE(page->end_of_stream());
  request.set_from_revision(page->next_revision());
  EXPECT_EQ(ReadStreamNow(**store, request).status().code(), absl::StatusCode::kDataLoss);

  request.set_from_revision(2);
  request.set_direction(store::v1::DIRECTION_BACKWARDS);
  EXPECT_EQ(ReadStreamNow(**store, request)->events_size(), 3);
  store::v1::ReadCityRequest city;
  city.set_city(kCity);
  city.set_from_position(3);
  city.set_direction(store::v1::DIRECTION_BACKWARDS);
  EXPECT_EQ(ReadCityNow(**store, city)->events_size(), 3);
  store::v1::FindRequestRequest find;
  find.set_city(kCity);
  *find.mutable_request() = Key("4");
  EXPECT_EQ(FindRequestNow(**store, find)->receipt().appended().last_position(), 4U);
}

TEST_F(SalvagedEventStoreTest, ACityOfWhichNothingIsLeftMayHaveBeenThere) {
  AppendTwice();
  DamageTheLog();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  store::v1::GetHeadRequest head;
  head.set_city("sendai");
  EXPECT_EQ(GetHeadNow(**store, head)->damaged_from(), 1U);
  store::v1::ReadCityRequest city;
  city.set_city("sendai");
  EXPECT_EQ(ReadCityNow(**store, city).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SalvagedEventStoreTest, TouchesNothingAndCanBeOpenedAgain) {
  AppendTwice();
  DamageTheLog();
  const auto snapshot = [&] {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(Path("store/log"))) {
      files[entry.path()] = Read(entry.path());
    }
    return files;
  };
  const auto before = snapshot();
  for (int i = 0; i < 2; ++i) {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->Condition().state, admin::v1::STORE_STATE_DAMAGED);
    EXPECT_EQ((*store)->TryRecovery().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(snapshot(), before);
}

// What is salvaged holds what may be redacted later.
TEST_F(SalvagedEventStoreTest, WhatWasSalvagedGoesOnceTheLogOpens) {
  AppendTwice();
  Preserve();
  DamageTheLog();
  ASSERT_TRUE(Open().ok());
  EXPECT_TRUE(std::filesystem::exists(Path("store/salvage")));
  for (const auto& entry : std::filesystem::directory_iterator(Path("preserved/log"))) {
    std::filesystem::copy(entry.path(), Path("store/log"),
                          std::filesystem::copy_options::overwrite_existing);
  }
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Condition().state, admin::v1::STORE_STATE_SERVING);
  EXPECT_FALSE(std::filesystem::exists(Path("store/salvage")));
}

TEST_F(SalvagedEventStoreTest, MissingFilesLeaveWhatIsWhole) {
  AppendTwice();
  Preserve();
  // Not the newest write-ahead log: without it, the store looks like one that was never written to
  // since it was opened. FORMAT.md says how that is found.
  for (const std::string suffix : {"CURRENT", ".sst"}) {
    for (const std::string& path : Files(suffix)) {
      SCOPED_TRACE(path);
      const auto damaged_from = ExpectAllOrDamage([&] { std::filesystem::remove(path); });
      EXPECT_TRUE(damaged_from.has_value());
    }
  }
  const auto manifest = std::find_if(
      std::filesystem::directory_iterator(Path("preserved/log")), {}, [](const auto& entry) {
        return absl::StartsWith(entry.path().filename().string(), "MANIFEST");
      });
  const std::string name = manifest->path().filename();
  const auto damaged_from =
      ExpectAllOrDamage([&] { std::filesystem::remove(Path("store/log/" + name)); });
  // Tables and logs are all there: nothing is missing up to the last event.
  EXPECT_EQ(damaged_from, position_ + 1);
}

TEST_F(SalvagedEventStoreTest, AnyFlippedBitOfAnyFileIsHarmlessOrFound) {
  AppendTwice();
  Preserve();
  int opened_damaged = 0;
  for (const auto& entry : std::filesystem::directory_iterator(Path("preserved/log"))) {
    const std::string name = entry.path().filename();
    const std::string bytes = Read(entry.path());
    const uint64_t bits = bytes.size() * 8;
    const uint64_t step = name == "CURRENT" ? 1 : absl::EndsWith(name, ".log") ? 53 : 211;
    for (uint64_t bit = step / 2; bit < bits; bit += step) {
      SCOPED_TRACE(absl::StrCat(name, " bit ", bit));
      const auto damaged_from = ExpectAllOrDamage([&] {
        std::string flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        Write(Path("store/log/" + name), flipped);
      });
      if (damaged_from.has_value()) ++opened_damaged;
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(opened_damaged, 20);
}

}  // namespace
}  // namespace mokuhyo::eventstore
