#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using store::v1::ReadCityRequest;
using store::v1::ReadStreamRequest;
using testing::ElementsAre;
using testing::IsEmpty;

ReadStreamRequest Stream(const std::string& city, const std::string& stream) {
  ReadStreamRequest request;
  request.set_city(city);
  request.set_stream(stream);
  return request;
}

// A page of a table of tests.
struct PageCase {
  std::string name;
  std::optional<uint64_t> from;
  uint32_t max_events;
  store::v1::Direction direction;
  std::vector<uint64_t> numbers;
  bool end;
};

TEST_P(EventStoreConformance, PagesAStreamInBothDirections) {
  // Revisions 0 … 4 stand at positions 1, 2, 4, 6, 7.
  MustAppend(AppendBuilder("niigata").To("s", NoStream(), 2).To("other", NoStream()));
  MustAppend(AppendBuilder("niigata").To("s", Exactly(1)).To("other", Exactly(0)));
  MustAppend(AppendBuilder("niigata").To("s", Exactly(2), 2).To("s2", NoStream()));
  constexpr auto kForwards = store::v1::DIRECTION_FORWARDS;
  constexpr auto kBackwards = store::v1::DIRECTION_BACKWARDS;
  const std::vector<PageCase> cases = {
      {"all", {}, 0, kForwards, {0, 1, 2, 3, 4}, true},
      {"all, no direction", {}, 0, store::v1::DIRECTION_UNSPECIFIED, {0, 1, 2, 3, 4}, true},
      {"all backwards", {}, 0, kBackwards, {4, 3, 2, 1, 0}, true},
      {"first two", {}, 2, kForwards, {0, 1}, false},
      {"last two", {}, 2, kBackwards, {4, 3}, false},
      {"from the middle", 2, 2, kForwards, {2, 3}, false},
      {"from the middle to the end", 2, 3, kForwards, {2, 3, 4}, true},
      {"from the middle backwards", 2, 2, kBackwards, {2, 1}, false},
      {"from the middle to the beginning", 2, 3, kBackwards, {2, 1, 0}, true},
      {"from the first backwards", 0, 0, kBackwards, {0}, true},
      {"from behind the end", 5, 0, kForwards, {}, true},
      {"from behind the end backwards", 9, 2, kBackwards, {4, 3}, false},
      {"from the largest number", UINT64_MAX, 0, kForwards, {}, true},
      {"from the largest number backwards", UINT64_MAX, 1, kBackwards, {4}, false},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    auto request = Stream("niigata", "s");
    if (test.from.has_value()) request.set_from_revision(*test.from);
    request.set_max_events(test.max_events);
    request.set_direction(test.direction);
    const auto page = ReadStreamNow(Store(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    std::vector<uint64_t> revisions;
    for (const auto& event : page->events()) {
      EXPECT_EQ(event.stream(), "s");
      revisions.push_back(event.revision());
    }
    EXPECT_EQ(revisions, test.numbers);
    EXPECT_EQ(page->end_of_stream(), test.end);
    EXPECT_EQ(page->at_position(), 8U);
  }
}

TEST_P(EventStoreConformance, ReadsAStreamAsItStoodAtAPosition) {
  MustAppend(AppendBuilder("niigata").To("s", NoStream(), 2));
  MustAppend(AppendBuilder("niigata").To("other", NoStream()));
  MustAppend(AppendBuilder("niigata").To("s", Exactly(1), 2));
  const std::vector<std::pair<uint64_t, std::vector<uint64_t>>> cases = {
      {0, {}}, {1, {0}}, {3, {0, 1}}, {4, {0, 1, 2}}, {5, {0, 1, 2, 3}}, {99, {0, 1, 2, 3}}};
  for (const auto& [until, expected] : cases) {
    SCOPED_TRACE(until);
    for (const bool backwards : {false, true}) {
      auto request = Stream("niigata", "s");
      request.set_until_position(until);
      if (backwards) request.set_direction(store::v1::DIRECTION_BACKWARDS);
      const auto page = ReadStreamNow(Store(), request);
      ASSERT_TRUE(page.ok()) << page.status();
      std::vector<uint64_t> revisions;
      for (const auto& event : page->events()) revisions.push_back(event.revision());
      if (backwards) std::reverse(revisions.begin(), revisions.end());
      EXPECT_EQ(revisions, expected);
      EXPECT_TRUE(page->end_of_stream());
      EXPECT_EQ(page->at_position(), std::min<uint64_t>(until, 5));
    }
  }
}

TEST_P(EventStoreConformance, PagesACityInBothDirections) {
  MustAppend(AppendBuilder("niigata").To("a", NoStream(), 2).To("b", NoStream(), 3));
  constexpr auto kForwards = store::v1::DIRECTION_FORWARDS;
  constexpr auto kBackwards = store::v1::DIRECTION_BACKWARDS;
  const std::vector<PageCase> cases = {
      {"all", {}, 0, kForwards, {1, 2, 3, 4, 5}, true},
      {"all backwards", {}, 0, kBackwards, {5, 4, 3, 2, 1}, true},
      {"from position 0", 0, 2, kForwards, {1, 2}, false},
      {"before position 1", 0, 2, kBackwards, {}, true},
      {"from the middle", 3, 2, kForwards, {3, 4}, false},
      {"from the middle to the end", 4, 2, kForwards, {4, 5}, true},
      {"from the middle backwards", 3, 2, kBackwards, {3, 2}, false},
      {"from the middle to the beginning", 2, 2, kBackwards, {2, 1}, true},
      {"from above the head", 6, 2, kForwards, {}, true},
      {"from above the head backwards", 6, 2, kBackwards, {5, 4}, false},
      {"from the largest number", UINT64_MAX, 0, kForwards, {}, true},
      {"more than a page", 1, 100'000, kForwards, {1, 2, 3, 4, 5}, true},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    ReadCityRequest request;
    request.set_city("niigata");
    if (test.from.has_value()) request.set_from_position(*test.from);
    request.set_max_events(test.max_events);
    request.set_direction(test.direction);
    const auto page = ReadCityNow(Store(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    std::vector<uint64_t> positions;
    for (const auto& event : page->events()) positions.push_back(event.position());
    EXPECT_EQ(positions, test.numbers);
    EXPECT_EQ(page->end_of_log(), test.end);
    EXPECT_EQ(page->head_position(), 5U);
  }
}

TEST_P(EventStoreConformance, PagesAreBoundedInEventsAndBytes) {
  auto limits = DefaultLimits();
  limits.set_max_page_events(3);
  limits.set_max_page_bytes(1000);
  Reopen(limits);
  AppendBuilder append("niigata");
  append.To("s", NoStream(), 6);
  append.Request().mutable_streams(0)->mutable_events(3)->set_payload(std::string(2000, 'x'));
  MustAppend(append);
  std::vector<int> sizes;
  auto request = Stream("niigata", "s");
  for (bool end = false; !end;) {
    const auto page = ReadStreamNow(Store(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    sizes.push_back(page->events_size());
    request.set_from_revision(request.from_revision() + static_cast<uint64_t>(sizes.back()));
    end = page->end_of_stream();
  }
  EXPECT_THAT(sizes, ElementsAre(3, 1, 2));
  EXPECT_EQ(ReadAll("niigata").size(), 6U);
}

TEST_P(EventStoreConformance, UnknownCitiesAndStreamsAreEmpty) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()));
  for (const auto& [city, stream] : std::vector<std::pair<std::string, std::string>>{
           {"niigata", "sheets/2"}, {"niigata", "sheets"}, {"niigat", "sheets/1"}}) {
    SCOPED_TRACE(absl::StrCat(city, " ", stream));
    const auto page = ReadStreamNow(Store(), Stream(city, stream));
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_THAT(page->events(), IsEmpty());
    EXPECT_TRUE(page->end_of_stream());
    store::v1::GetStreamRevisionRequest request;
    request.set_city(city);
    request.set_stream(stream);
    const auto revision = GetStreamRevisionNow(Store(), request);
    ASSERT_TRUE(revision.ok()) << revision.status();
    EXPECT_FALSE(revision->has_revision());
  }
  EXPECT_THAT(ReadAll("niigat"), IsEmpty());
  store::v1::GetHeadRequest request;
  request.set_city("niigat");
  const auto head = GetHeadNow(Store(), request);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->position(), 0U);
  EXPECT_FALSE(head->has_last_recorded_time());
  EXPECT_EQ(head->epoch().size(), 32U);
}

TEST_P(EventStoreConformance, TellsHeadAndRevision) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream(), 3).To("forms", NoStream()));
  store::v1::GetHeadRequest head_request;
  head_request.set_city("niigata");
  const auto head = GetHeadNow(Store(), head_request);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->position(), 4U);
  EXPECT_EQ(FromTimestamp(head->last_recorded_time()), Clock().Now());
  store::v1::GetStreamRevisionRequest request;
  request.set_city("niigata");
  request.set_stream("sheets/1");
  const auto revision = GetStreamRevisionNow(Store(), request);
  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(revision->revision(), 2U);
}

TEST_P(EventStoreConformance, KeepsCitiesApart) {
  // Names that begin alike, in cities that begin alike.
  MustAppend(AppendBuilder("osaka").To("sheets/1", NoStream(), 2));
  MustAppend(AppendBuilder("osaka-fu").To("sheets/1", NoStream()));
  MustAppend(AppendBuilder("osak").To("asheets/1", NoStream()));
  MustAppend(AppendBuilder("osaka").To("sheets/11", NoStream()));
  EXPECT_EQ(ReadAll("osaka").size(), 3U);
  EXPECT_EQ(ReadAll("osaka-fu").size(), 1U);
  EXPECT_EQ(ReadAll("osak").size(), 1U);
  EXPECT_EQ(ReadStreamNow(Store(), Stream("osaka", "sheets/1"))->events_size(), 2);
  const auto cities = ListCitiesNow(Store());
  ASSERT_TRUE(cities.ok()) << cities.status();
  EXPECT_THAT(cities->cities(), ElementsAre("osak", "osaka", "osaka-fu"));
}

TEST_P(EventStoreConformance, ACityWithoutEventsIsNotListed) {
  MustAppend(AppendBuilder("niigata").Check("sheets/1", NoStream()).As("request-1", 'a'));
  MustConflict(AppendBuilder("osaka").To("sheets/1", Exists()));
  EXPECT_THAT(ListCitiesNow(Store())->cities(), IsEmpty());
}

TEST_P(EventStoreConformance, RingsAfterCommitsOfTheCityOnly) {
  // Shared with answers that may come when the test is over.
  struct Seen {
    std::mutex mutex;
    std::condition_variable rung;
    uint64_t position = 0;
  };
  const auto seen = std::make_shared<Seen>();
  std::atomic<int> other_rings = 0;
  // GetHead may be called inside a ring and knows the events that it announces.
  const auto watch = Store().WatchCity("niigata", [&] {
    store::v1::GetHeadRequest request;
    request.set_city("niigata");
    Store().GetHead(request, [seen](absl::StatusOr<store::v1::GetHeadResponse> head) {
      if (!head.ok()) return;
      const std::lock_guard lock(seen->mutex);
      seen->position = std::max(seen->position, head->position());
      seen->rung.notify_all();
    });
  });
  auto other = Store().WatchCity("osaka", [&] { ++other_rings; });
  for (uint64_t i = 1; i <= 20; ++i) MustAppend(AppendBuilder("niigata").To("s", Any()));
  std::unique_lock lock(seen->mutex);
  seen->rung.wait(lock, [&] { return seen->position == 20; });
  EXPECT_EQ(other_rings, 0);
}

TEST_P(EventStoreConformance, ARingMaySilenceItselfAndAWatchMayOutliveTheStore) {
  std::mutex mutex;
  std::condition_variable rung;
  int rings = 0;
  std::unique_ptr<Watch> once;
  once = Store().WatchCity("niigata", [&] {
    const std::lock_guard lock(mutex);
    ++rings;
    once.reset();
    rung.notify_all();
  });
  const auto survivor = Store().WatchCity("niigata", [] {});
  MustAppend(AppendBuilder("niigata").To("s", Any()));
  {
    std::unique_lock lock(mutex);
    rung.wait(lock, [&] { return rings > 0; });
  }
  MustAppend(AppendBuilder("niigata").To("s", Any()));
  Reopen(DefaultLimits());
  EXPECT_EQ(rings, 1);
}

TEST_P(EventStoreConformance, FindsItsLogAgainAfterReopening) {
  if (!Home().IsPersistent()) GTEST_SKIP() << "this backend keeps nothing";
  const AppendBuilder append =
      AppendBuilder("niigata").To("s", NoStream(), 3).As("request-1", 'a', "answer");
  MustAppend(append);
  store::v1::GetHeadRequest request;
  request.set_city("niigata");
  const auto before = GetHeadNow(Store(), request);
  Reopen(DefaultLimits());
  const auto after = GetHeadNow(Store(), request);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(ReadAll("niigata").size(), 3U);
  EXPECT_TRUE(AppendNow(Store(), append)->has_duplicate());
  MustConflict(AppendBuilder("niigata").To("s", NoStream()));
  EXPECT_EQ(MustAppend(AppendBuilder("niigata").To("s", Exactly(2))).first_position(), 4U);
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
