#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::Key;
using conformance::NoStream;
using conformance::ScratchDirectory;
using testing::HasSubstr;

constexpr int kEvents = 30;
// In the payload of the last event; no compression makes it shorter.
constexpr char kPattern[] = "q7Zx!kP#v9wR.tYb2&Lm";

// A closed store of several cities in one table, with several blocks for each.
class DamagedCityTest : public testing::Test {
 protected:
  void SetUp() override {
    {
      const auto store = Open();
      ASSERT_TRUE(store.ok()) << store.status();
      for (const std::string city : {"akita", "niigata", "niigata-2", "sendai"}) {
        for (int i = 1; i <= kEvents; ++i) Append(**store, city, i);
      }
      // Its one event stands behind a block of another city's.
      Append(**store, "niigata-1", 1);
    }
    // Opening anew brings what the write-ahead log holds into a table.
    ASSERT_TRUE(Open().ok());
    for (const auto& entry : std::filesystem::directory_iterator(Log())) {
      if (entry.path().extension() == ".sst") table_ = entry.path();
    }
    bytes_ = Read(table_);
    std::filesystem::copy(Directory(), scratch_.Path() + "/preserved",
                          std::filesystem::copy_options::recursive);
  }

  // The last events are large, so that their blocks end with them.
  void Append(EventStore& store, const std::string& city, int number) {
    AppendBuilder append(city);
    append.To("s", Any()).As(absl::StrCat(number), 'h');
    const bool last = number == kEvents;
    append.Request().mutable_streams(0)->mutable_events(0)->set_payload(
        absl::StrCat(last ? kPattern + city : "", Noise(last ? 5'000 : 500)));
    ASSERT_TRUE(AppendNow(store, append).ok());
  }

  std::string Noise(size_t size) {
    std::string noise(size, '\0');
    for (char& c : noise) c = static_cast<char>(random_());
    return noise;
  }

  std::string Directory() const { return scratch_.Path() + "/store"; }
  std::string Log() const { return Directory() + "/log"; }

  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open() {
    return RocksDbEventStore::OpenOrSalvage(
        {.directory = Directory(), .sync = false, .block_cache_bytes = 1 << 20}, clock_);
  }

  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // The store as it was, but for one bit of the table.
  void Flip(size_t byte) {
    std::filesystem::remove_all(Directory());
    std::filesystem::copy(scratch_.Path() + "/preserved", Directory(),
                          std::filesystem::copy_options::recursive);
    std::string flipped = bytes_;
    flipped[byte] = static_cast<char>(flipped[byte] ^ 1);
    std::ofstream(table_, std::ios::binary | std::ios::trunc) << flipped;
  }

  size_t BlockOfHead(const std::string& city) const { return bytes_.find(kPattern + city); }

  static store::v1::GetHeadResponse Head(EventStore& store, const std::string& city) {
    store::v1::GetHeadRequest request;
    request.set_city(city);
    return *GetHeadNow(store, request);
  }

  static absl::StatusOr<store::v1::ReadCityResponse> ReadFrom(EventStore& store,
                                                              const std::string& city,
                                                              uint64_t position) {
    store::v1::ReadCityRequest request;
    request.set_city(city);
    request.set_from_position(position);
    return ReadCityNow(store, request);
  }

  static absl::StatusOr<store::v1::AppendResponse> AppendOne(EventStore& store,
                                                             const std::string& city) {
    return AppendNow(store, AppendBuilder(city).To("t", NoStream()));
  }

  void ExpectWhole(EventStore& store, const std::string& city, uint64_t events) {
    SCOPED_TRACE(city);
    EXPECT_FALSE(Head(store, city).has_damaged_from());
    EXPECT_EQ(Head(store, city).position(), events);
    const auto page = ReadFrom(store, city, 1);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_TRUE(page->end_of_log());
    EXPECT_EQ(static_cast<uint64_t>(page->events_size()), events);
    const auto appended = AppendOne(store, city);
    ASSERT_TRUE(appended.ok()) << appended.status();
    EXPECT_EQ(appended->appended().last_position(), events + 1);
  }

  // Expects that what is below the damage can be read, and nothing be written.
  void ExpectDamaged(EventStore& store, const std::string& city) {
    SCOPED_TRACE(city);
    const auto head = Head(store, city);
    EXPECT_EQ(head.damaged_from(), head.position() + 1);
    EXPECT_LE(head.damaged_from(), static_cast<uint64_t>(kEvents));
    const auto page = ReadFrom(store, city, 1);
    if (head.position() > 0) {
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_FALSE(page->end_of_log());
      EXPECT_EQ(page->next_position(), head.damaged_from());
      EXPECT_EQ(static_cast<uint64_t>(page->events_size()), head.position());
    }
    for (int i = 0; i < 2; ++i) {
      const auto refused = AppendOne(store, city).status();
      EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss) << refused;
    }
    EXPECT_EQ(Head(store, city).position(), head.position());
  }

  const ScratchDirectory scratch_;
  const base::SystemClock clock_;
  std::mt19937 random_{1};
  std::string table_;
  std::string bytes_;
};

TEST_F(DamagedCityTest, ACityWhoseLastEventCannotBeReadIsDamagedAlone) {
  Flip(BlockOfHead("niigata"));
  // And again: nothing was written that hides it.
  for (uint64_t more = 0; more < 2; ++more) {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->Condition().state, admin::v1::STORE_STATE_SERVING);
    EXPECT_TRUE((*store)->Condition().refusal.ok());
    EXPECT_FALSE(std::filesystem::exists(Directory() + "/salvage"));
    EXPECT_EQ(ListCitiesNow(**store)->cities_size(), 5);
    if (more == 0) {
      ExpectWhole(**store, "akita", kEvents);
      ExpectWhole(**store, "niigata-1", 1);
      ExpectWhole(**store, "niigata-2", kEvents);
      ExpectWhole(**store, "sendai", kEvents);
    } else {
      EXPECT_EQ(Head(**store, "sendai").position(), kEvents + more);
    }
    ExpectDamaged(**store, "niigata");
    EXPECT_GT(Head(**store, "niigata").position(), kEvents / 2);
  }
}

TEST_F(DamagedCityTest, WhatDependsOnTheEndIsDataLoss) {
  Flip(BlockOfHead("niigata"));
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const std::string event = absl::StrCat("event ", Head(**store, "niigata").damaged_from());
  const auto expect_lost = [&](const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_EQ(base::ErrorReason(status), "LOG_DAMAGED");
    EXPECT_THAT(std::string(status.message()),
                testing::AllOf(HasSubstr(event), HasSubstr(table_), HasSubstr("restore a backup")));
  };
  expect_lost(AppendOne(**store, "niigata").status());
  expect_lost(ReadFrom(**store, "niigata", kEvents).status());
  store::v1::ReadStreamRequest backwards;
  backwards.set_city("niigata");
  backwards.set_stream("s");
  backwards.set_direction(store::v1::DIRECTION_BACKWARDS);
  expect_lost(ReadStreamNow(**store, backwards).status());
  store::v1::GetStreamRevisionRequest revision;
  revision.set_city("niigata");
  revision.set_stream("s");
  expect_lost(GetStreamRevisionNow(**store, revision).status());
  store::v1::FindRequestRequest find;
  find.set_city("niigata");
  *find.mutable_request() = Key("never");
  expect_lost(FindRequestNow(**store, find).status());
  *find.mutable_request() = Key("4");
  EXPECT_EQ(FindRequestNow(**store, find)->receipt().appended().last_position(), 4U);
}

// An append that was written before can be told from one that never came only if its receipt is
// there; it is refused either way.
TEST_F(DamagedCityTest, ARepeatedAppendIsRefusedToo) {
  Flip(BlockOfHead("niigata"));
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto repeated =
      AppendNow(**store, AppendBuilder("niigata").To("s", Any()).As(absl::StrCat(kEvents), 'h'));
  EXPECT_EQ(repeated.status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamagedCityTest, AnOperatorHearsOfItAndOfNoOther) {
  Flip(BlockOfHead("niigata"));
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto damages = [&](const std::string& city) {
    const auto result = (*store)->operations().Verify(city, {}, [](const auto&) { return true; });
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->damage_count() : 0;
  };
  EXPECT_GT(damages("niigata"), 0U);
  EXPECT_EQ(damages("sendai"), 0U);
  const auto backup = (*store)->operations().CreateBackup(scratch_.Path() + "/backups",
                                                          [](const auto&) { return true; });
  EXPECT_EQ(backup.status().code(), absl::StatusCode::kDataLoss) << backup.status();
}

TEST_F(DamagedCityTest, IsWholeAgainOnceItsFilesAre) {
  Flip(BlockOfHead("niigata"));
  ASSERT_TRUE(Open().ok());
  std::ofstream(table_, std::ios::binary | std::ios::trunc) << bytes_;
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectWhole(**store, "niigata", kEvents);
}

TEST_F(DamagedCityTest, OpenRefusesIt) {
  Flip(BlockOfHead("niigata"));
  const auto store = RocksDbEventStore::Open({.directory = Directory()}, clock_);
  EXPECT_EQ(store.status().code(), absl::StatusCode::kDataLoss) << store.status();
}

// Wherever it lies: nobody appends behind an end that was not seen, and where the log opens, at
// most the two cities are damaged that a block may hold.
TEST_F(DamagedCityTest, AFlippedBitOfATableIsNeverWrittenOver) {
  int served = 0;
  int damaged_alone = 0;
  for (size_t byte = 100; byte < bytes_.size(); byte += 1'700) {
    SCOPED_TRACE(byte);
    Flip(byte);
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    const bool serving = (*store)->Condition().state == admin::v1::STORE_STATE_SERVING;
    int damaged = 0;
    for (const std::string city : {"akita", "niigata", "niigata-1", "niigata-2", "sendai"}) {
      const uint64_t events = city == "niigata-1" ? 1 : kEvents;
      if (!serving || Head(**store, city).has_damaged_from()) {
        ++damaged;
        EXPECT_EQ(AppendOne(**store, city).status().code(), absl::StatusCode::kDataLoss);
        continue;
      }
      EXPECT_EQ(Head(**store, city).position(), events);
      const auto appended = AppendOne(**store, city);
      if (appended.ok()) {
        EXPECT_EQ(appended->appended().last_position(), events + 1);
      } else {
        EXPECT_EQ(appended.status().code(), absl::StatusCode::kDataLoss);
      }
    }
    if (serving) {
      ++served;
      EXPECT_LE(damaged, 2);
      if (damaged > 0) ++damaged_alone;
    }
  }
  EXPECT_GT(served, 20);
  EXPECT_GT(damaged_alone, 3);
}

}  // namespace
}  // namespace mokuhyo::eventstore
