// Rebuilds by several threads: the same data as by one, in bounded parallelism, however often they
// are interrupted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/projection/rocksdb/kept_index_test_util.h"
#include "libs/projection/rocksdb/rocksdb_projection_store.h"

namespace mokuhyo::projection {
namespace {

using ::testing::HasSubstr;

constexpr uint32_t kThreads = 4;

class ParallelRebuildTest : public KeptIndexTest {
 protected:
  std::unique_ptr<Kept> OpenWith(uint32_t threads) {
    return std::make_unique<Kept>(directory_, fold_, store_, clock_, threads);
  }

  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }

  // Something about a sheet of a city.
  void AppendAny() {
    // Cities differ much in length.
    const std::string city = absl::StrCat("city-", Below(1 + Below(7)));
    const std::string sheet = absl::StrCat("s", Below(5));
    const std::string other = absl::StrCat("s", Below(5));
    switch (Below(6)) {
      case 0:
      case 1:
        Create(city, sheet, absl::StrCat("unit", Below(3)), 2020 + static_cast<int>(Below(3)));
        return;
      case 2:
        Delete(city, sheet);
        return;
      case 3:
        GiveSeries(city, sheet, absl::StrCat("series", Below(4)));
        return;
      case 4:
        BreakSeries(city, sheet, absl::StrCat("series", Below(4)), other);
        return;
      default:
        CreateGoalLinkedTo(city, sheet, other);
    }
  }

  // Replaces the unit of a sheet's creation, if there is one in the city.
  void RedactAny() {
    const std::string city = absl::StrCat("city-", Below(3));
    store::v1::ReadCityRequest request;
    request.set_city(city);
    request.add_types(events::v1::SheetCreated::descriptor()->full_name());
    const auto page = eventstore::ReadCityNow(store_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->events().empty()) return;
    events::v1::SheetCreated left;
    left.mutable_sheet()->set_org_unit("removed");
    eventstore::conformance::AppendBuilder redact(city);
    redact.Redact(page->events(0).position(), "", left.SerializeAsString());
    ASSERT_TRUE(eventstore::AppendNow(store_, redact).ok());
  }

  // All that a generation holds but what it says of itself. It must not be open.
  std::map<std::string, std::string> Contents(uint64_t generation) {
    const auto store = RocksDbProjectionStore::Open(absl::StrCat(directory_, "/", generation),
                                                    RocksDbProjectionStore::Mode::kOpen);
    EXPECT_TRUE(store.ok()) << store.status();
    std::map<std::string, std::string> contents;
    EXPECT_TRUE((*store)
                    ->View()
                    ->Scan("",
                           [&](std::string_view key, std::string_view value) {
                             contents.emplace(key, value);
                             return absl::OkStatus();
                           })
                    .ok());
    contents.erase("g");
    return contents;
  }

  // Rebuilds with so many threads, and returns what that made.
  std::map<std::string, std::string> Rebuilt(uint32_t threads) {
    const auto generation =
        OpenWith(threads)->index.Rebuild([](const RebuildProgress&) { return true; });
    EXPECT_TRUE(generation.ok()) << generation.status();
    return Contents(generation.value_or(0));
  }

  std::mt19937 random_;
};

class EveryOrderTest : public ParallelRebuildTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(EveryOrderTest, SeveralThreadsMakeWhatOneMakes) {
  random_.seed(GetParam());
  for (int i = 0; i < 150; ++i) AppendAny();
  const auto by_one = Rebuilt(1);
  ASSERT_GT(by_one.size(), 100u);
  EXPECT_EQ(Rebuilt(kThreads), by_one);
}

TEST_P(EveryOrderTest, WhateverHappensMeanwhile) {
  random_.seed(GetParam());
  for (int i = 0; i < 100; ++i) AppendAny();
  bool is_over = false;
  for (int tries = 0; !is_over && tries < 100; ++tries) {
    const auto kept = OpenWith(kThreads);
    uint64_t done_before = 0;
    int reports = static_cast<int>(Below(40));
    const auto generation = kept->index.Rebuild([&](const RebuildProgress& progress) {
      EXPECT_GE(progress.events_done, done_before);
      EXPECT_LE(progress.events_done, progress.events_total);
      EXPECT_LE(progress.events_resumed, progress.events_done);
      done_before = progress.events_done;
      if (Below(10) == 0) AppendAny();
      if (Below(40) == 0) RedactAny();
      return --reports > 0;
    });
    is_over = generation.ok();
    if (!is_over) {
      ASSERT_EQ(generation.status().code(), absl::StatusCode::kCancelled);
    }
  }
  ASSERT_TRUE(is_over);
  // Reads what it had no time for.
  {
    const auto kept = OpenWith(1);
    const auto cities = eventstore::ListCitiesNow(store_);
    ASSERT_TRUE(cities.ok());
    for (const std::string& city : cities->cities()) {
      const auto head = FindHead(store_, city);
      ASSERT_TRUE(head.ok());
      ASSERT_TRUE(kept->sheets.List(city, head->position()).ok());
    }
  }
  const auto names = Names(directory_);
  const auto carried_on = Contents(std::stoull(*names.begin()));
  EXPECT_EQ(carried_on, Rebuilt(1));
}

INSTANTIATE_TEST_SUITE_P(Seeds, EveryOrderTest, testing::Range(1u, 13u));

// Where the first to come waits until as many are there as there may be.
class Meeting {
 public:
  explicit Meeting(int expected) : expected_(expected) {}

  void Attend() {
    std::unique_lock lock(mutex_);
    most_ = std::max(most_, ++here_);
    changed_.notify_all();
    EXPECT_TRUE(
        changed_.wait_for(lock, std::chrono::seconds(60), [this] { return most_ == expected_; }));
    --here_;
  }

  // How many were there at once.
  int most() const { return most_; }

 private:
  const int expected_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int here_ = 0;
  int most_ = 0;
};

TEST_F(ParallelRebuildTest, CitiesAreReadAtOnceByNoMoreThreadsThanAllowed) {
  for (int city = 0; city < 6; ++city) {
    for (int i = 0; i < 6; ++i) Create(absl::StrCat("city-", city), absl::StrCat("s", i));
  }
  const auto kept = OpenWith(3);
  Meeting pages(3);
  store_.before_page = [&] { pages.Attend(); };
  int reporting = 0;
  const auto rebuilt = kept->index.Rebuild([&](const RebuildProgress&) {
    // Not guarded: one at a time is what was promised.
    EXPECT_EQ(++reporting, 1);
    --reporting;
    return true;
  });
  store_.before_page = nullptr;
  EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(pages.most(), 3);
}

// Also those that found no city of their own.
TEST_F(ParallelRebuildTest, OneCityIsReadByAllThreads) {
  for (int i = 0; i < 40; ++i) {
    Create("minato", absl::StrCat("s", i));
    // Of these, the index wants to hear nothing, so that pages overlap.
    if (i % 3 == 0) Append("minato", "access", "mokuhyo.events.v1.Unheard", "");
  }
  const auto by_one = Rebuilt(1);
  Meeting pages(static_cast<int>(kThreads));
  store_.before_page = [&] { pages.Attend(); };
  EXPECT_EQ(Rebuilt(kThreads), by_one);
  store_.before_page = nullptr;
  EXPECT_EQ(pages.most(), static_cast<int>(kThreads));
}

TEST_F(ParallelRebuildTest, AnEventThatCannotBeReadEndsAllPagesBehindIt) {
  for (int i = 0; i < 20; ++i) Create("minato", absl::StrCat("s", i));
  Append("minato", "sheets/b", "mokuhyo.events.v1.SheetCreated", "\xff");
  for (int i = 20; i < 40; ++i) Create("minato", absl::StrCat("s", i));
  uint64_t done = 0;
  const auto failed = OpenWith(kThreads)->index.Rebuild([&](const RebuildProgress& progress) {
    done = progress.events_done;
    return true;
  });
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(failed.status().message()), HasSubstr("position 21 of minato"));
  EXPECT_LE(done, 20u);
}

TEST_F(ParallelRebuildTest, OneLogThatCannotBeReadIsWhatIsSaid) {
  for (int city = 0; city < 6; ++city) {
    for (int i = 0; i < 20; ++i) Create(absl::StrCat("city-", city), absl::StrCat("s", i));
  }
  Append("city-3", "sheets/b", "mokuhyo.events.v1.SheetCreated", "\xff");
  const auto failed =
      OpenWith(kThreads)->index.Rebuild([](const RebuildProgress&) { return true; });
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(failed.status().message()), HasSubstr("position 21 of city-3"));
}

TEST_F(ParallelRebuildTest, ACityThatIsCreatedMeanwhileIsInItOrReadWhenItIsAskedFor) {
  for (int i = 0; i < 1100; ++i) Create("minato", absl::StrCat("s", i));
  const auto kept = OpenWith(kThreads);
  bool is_created = false;
  const auto rebuilt = kept->index.Rebuild([&](const RebuildProgress&) {
    if (!std::exchange(is_created, true)) Create("kawanishi", "a");
    return true;
  });
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  // The first pass had many events to read, so that there was another.
  const int pages = store_.pages_read();
  EXPECT_EQ(kept->sheets.List("kawanishi", 1)->front().sheet, "a");
  EXPECT_EQ(store_.pages_read(), pages);
  Create("nagoya", "b");
  EXPECT_EQ(kept->sheets.List("nagoya", 1)->front().sheet, "b");
}

}  // namespace
}  // namespace mokuhyo::projection
