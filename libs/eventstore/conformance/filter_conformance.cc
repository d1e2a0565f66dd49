#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/default_limits.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using store::v1::ReadCityRequest;
using store::v1::ReadCityResponse;
using store::v1::ReadStreamRequest;
using store::v1::ReadStreamResponse;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kForwards = store::v1::DIRECTION_FORWARDS;
constexpr auto kBackwards = store::v1::DIRECTION_BACKWARDS;

// One event of `type` for `stream`.
AppendBuilder Event(const std::string& stream, const std::string& type) {
  AppendBuilder append("niigata");
  append.To(stream, Any());
  append.Request().mutable_streams(0)->mutable_events(0)->set_type(type);
  return append;
}

ReadCityRequest City(store::v1::Direction direction) {
  ReadCityRequest request;
  request.set_city("niigata");
  request.set_direction(direction);
  return request;
}

ReadStreamRequest Stream(store::v1::Direction direction) {
  ReadStreamRequest request;
  request.set_city("niigata");
  request.set_stream("s");
  request.set_direction(direction);
  return request;
}

std::vector<uint64_t> Positions(const ReadCityResponse& page) {
  std::vector<uint64_t> positions;
  for (const auto& event : page.events()) positions.push_back(event.position());
  return positions;
}

// A page by its events, and where the next one begins (absent: it was the last).
using Page = std::pair<std::vector<uint64_t>, std::optional<uint64_t>>;

// Reads on from page to page until the end.
std::vector<Page> AllPages(EventStore& store, ReadCityRequest request) {
  std::vector<Page> pages;
  while (true) {
    const auto page = ReadCityNow(store, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return pages;
    const bool backwards = request.direction() == kBackwards;
    if (page->end_of_log()) {
      EXPECT_EQ(page->next_position(), backwards ? 0 : page->head_position() + 1);
      pages.emplace_back(Positions(*page), std::nullopt);
      return pages;
    }
    pages.emplace_back(Positions(*page), page->next_position());
    request.set_from_position(page->next_position());
  }
}

std::vector<Page> AllPages(EventStore& store, ReadStreamRequest request) {
  std::vector<Page> pages;
  while (true) {
    const auto page = ReadStreamNow(store, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return pages;
    std::vector<uint64_t> revisions;
    for (const auto& event : page->events()) revisions.push_back(event.revision());
    EXPECT_EQ(page->has_next_revision(), !page->end_of_stream());
    if (page->end_of_stream()) {
      pages.emplace_back(std::move(revisions), std::nullopt);
      return pages;
    }
    pages.emplace_back(std::move(revisions), page->next_revision());
    request.set_from_revision(page->next_revision());
  }
}

TEST_P(EventStoreConformance, FiltersACityByStreamPrefixAndType) {
  MustAppend(Event("sheets/1", "Created"));   // 1
  MustAppend(Event("forms", "Registered"));   // 2
  MustAppend(Event("sheets/12", "Created"));  // 3
  MustAppend(Event("sheets/1", "Changed"));   // 4
  MustAppend(Event("places/1", "Created"));   // 5
  struct Case {
    std::vector<std::string> prefixes;
    std::vector<std::string> types;
    std::vector<uint64_t> positions;
  };
  const std::vector<Case> cases = {
      {{}, {}, {1, 2, 3, 4, 5}},
      {{"sheets/"}, {}, {1, 3, 4}},
      {{"sheets/12"}, {}, {3}},
      {{"forms", "places/"}, {}, {2, 5}},
      {{"sheets/", "sheets/1"}, {}, {1, 3, 4}},
      {{}, {"Created"}, {1, 3, 5}},
      {{}, {"Registered", "Changed", "Changed"}, {2, 4}},
      {{"sheets/"}, {"Created"}, {1, 3}},
      {{"Sheets/"}, {}, {}},
      {{}, {"Create"}, {}},
  };
  for (const auto& test : cases) {
    for (const auto direction : {kForwards, kBackwards}) {
      auto request = City(direction);
      request.mutable_stream_prefixes()->Assign(test.prefixes.begin(), test.prefixes.end());
      request.mutable_types()->Assign(test.types.begin(), test.types.end());
      SCOPED_TRACE(request.ShortDebugString());
      auto expected = test.positions;
      if (direction == kBackwards) std::reverse(expected.begin(), expected.end());
      EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page(expected, std::nullopt)));
    }
  }
}

TEST_P(EventStoreConformance, PagesAFilteredCityInBothDirections) {
  for (int i = 0; i < 3; ++i) {
    MustAppend(Event("a", "Wanted"));    // 1, 4, 7
    MustAppend(Event("b", "Unwanted"));  // 2, 5, 8
    MustAppend(Event("b", "Unwanted"));  // 3, 6, 9
  }
  auto request = City(kForwards);
  request.add_types("Wanted");
  request.set_max_events(2);
  // A page ends as soon as it is full: what it has not looked at may hold nothing.
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({1, 4}, 5), Page({7}, std::nullopt)));
  request.set_max_events(3);
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({1, 4, 7}, 8), Page({}, std::nullopt)));
  request.set_direction(kBackwards);
  request.set_max_events(2);
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({7, 4}, 3), Page({1}, std::nullopt)));
}

TEST_P(EventStoreConformance, APageWithAFilterLooksAtNoMoreThanTheLimit) {
  auto limits = DefaultLimits();
  limits.set_max_page_scanned_events(4);
  Reopen(limits);
  for (int i = 0; i < 9; ++i) MustAppend(Event("s", i == 5 ? "Wanted" : "Unwanted"));
  auto city = City(kForwards);
  EXPECT_EQ(AllPages(Store(), city).size(), 1U) << "without a filter nothing is looked at in vain";
  city.add_types("Wanted");
  EXPECT_THAT(AllPages(Store(), city),
              ElementsAre(Page({}, 5), Page({6}, 9), Page({}, std::nullopt)));
  city.set_direction(kBackwards);
  EXPECT_THAT(AllPages(Store(), city),
              ElementsAre(Page({6}, 5), Page({}, 1), Page({}, std::nullopt)));
  auto stream = Stream(kForwards);
  stream.add_types("Wanted");
  EXPECT_THAT(AllPages(Store(), stream),
              ElementsAre(Page({}, 4), Page({5}, 8), Page({}, std::nullopt)));
  stream.set_direction(kBackwards);
  EXPECT_THAT(AllPages(Store(), stream),
              ElementsAre(Page({5}, 4), Page({}, 0), Page({}, std::nullopt)));
}

TEST_P(EventStoreConformance, FiltersAStreamByType) {
  for (int i = 0; i < 3; ++i) {
    MustAppend(Event("s", "Created"));
    MustAppend(Event("s", "Changed"));
    MustAppend(Event("other", "Created"));
  }
  auto request = Stream(kForwards);
  request.add_types("Created");
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({0, 2, 4}, std::nullopt)));
  request.set_max_events(2);
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({0, 2}, 3), Page({4}, std::nullopt)));
  request.set_until_position(6);
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({0, 2}, 3), Page({}, std::nullopt)));
  request.set_direction(kBackwards);
  request.add_types("Changed");
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({3, 2}, 1), Page({1, 0}, std::nullopt)));
}

TEST_P(EventStoreConformance, APageOfACityIsAsSmallAsAsked) {
  AppendBuilder append("niigata");
  append.To("s", NoStream(), 6);
  append.Request().mutable_streams(0)->mutable_events(3)->set_payload(std::string(9000, 'x'));
  MustAppend(append);
  auto request = City(kForwards);
  request.set_max_bytes(5000);
  EXPECT_THAT(AllPages(Store(), request),
              ElementsAre(Page({1, 2, 3}, 4), Page({4}, 5), Page({5, 6}, std::nullopt)));
  // What the filter leaves out takes no room.
  request.add_types("nothing");
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({}, std::nullopt)));
  request.clear_types();
  request.set_max_bytes(UINT32_MAX);
  EXPECT_THAT(AllPages(Store(), request), ElementsAre(Page({1, 2, 3, 4, 5, 6}, std::nullopt)));
}

TEST_P(EventStoreConformance, SaysWhereTheNextEventWillStand) {
  EXPECT_EQ(ReadCityNow(Store(), City(kForwards))->next_position(), 1U);
  EXPECT_EQ(ReadCityNow(Store(), City(kBackwards))->next_position(), 0U);
  MustAppend(Event("s", "Created"));
  auto request = City(kForwards);
  request.set_from_position(ReadCityNow(Store(), request)->next_position());
  EXPECT_THAT(Positions(*ReadCityNow(Store(), request)), IsEmpty());
  MustAppend(Event("s", "Created"));
  EXPECT_THAT(Positions(*ReadCityNow(Store(), request)), ElementsAre(2));
}

TEST_P(EventStoreConformance, RefusesMalformedAndTooLargeFilters) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  constexpr auto kRange = absl::StatusCode::kOutOfRange;
  struct Case {
    std::string name;
    std::vector<std::string> prefixes;
    std::vector<std::string> types;
    absl::StatusCode code;
    std::string names;
  };
  const std::vector<Case> cases = {
      {"empty prefix", {"a", ""}, {}, kInvalid, "stream_prefixes[1] is empty"},
      {"empty type", {}, {""}, kInvalid, "types[0] is empty"},
      {"prefix with a space", {"a b"}, {}, kInvalid, "stream_prefixes[0]"},
      {"type with a zero byte", {}, {"T", std::string(1, '\0')}, kInvalid, "types[1]"},
      {"long prefix", {std::string(257, 'a')}, {}, kRange, "stream_prefixes[0]"},
      {"long type", {}, {std::string(257, 'a')}, kRange, "types[0]"},
      {"many terms", std::vector<std::string>(100, "a"), std::vector<std::string>(101, "T"), kRange,
       "201, the limit is 200"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    auto city = City(kForwards);
    city.mutable_stream_prefixes()->Assign(test.prefixes.begin(), test.prefixes.end());
    city.mutable_types()->Assign(test.types.begin(), test.types.end());
    const auto refused = ReadCityNow(Store(), city).status();
    EXPECT_EQ(refused.code(), test.code) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(test.names));
    if (!test.prefixes.empty()) continue;
    auto stream = Stream(kForwards);
    stream.mutable_types()->Assign(test.types.begin(), test.types.end());
    EXPECT_EQ(ReadStreamNow(Store(), stream).status().code(), test.code);
  }
  auto full = City(kForwards);
  for (int i = 0; i < 100; ++i) full.add_stream_prefixes("a");
  for (int i = 0; i < 100; ++i) full.add_types("T");
  EXPECT_TRUE(ReadCityNow(Store(), full).ok());
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
