#include "libs/eventstore/conformance/event_store_conformance.h"

#include <utility>

#include "gmock/gmock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/default_limits.h"

namespace mokuhyo::eventstore::conformance {

EventStoreConformance::EventStoreConformance()
    : clock_(absl::FromCivil(absl::CivilSecond(2020, 4, 1, 12, 0, 0), absl::UTCTimeZone())),
      home_(GetParam().make_home()),
      store_(home_->Open(clock_, DefaultLimits())) {}

void EventStoreConformance::SetUp() {
  const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto excluded = GetParam().exclusions.find(name.substr(0, name.find('/')));
  if (excluded != GetParam().exclusions.end()) GTEST_SKIP() << excluded->second;
}

void EventStoreConformance::Reopen(const store::v1::Limits& limits) {
  store_.reset();
  store_ = home_->Open(clock_, limits);
}

store::v1::Appended EventStoreConformance::MustAppend(store::v1::AppendRequest request) {
  auto response = AppendNow(*store_, std::move(request));
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  EXPECT_TRUE(response->has_appended()) << response->ShortDebugString();
  return response->appended();
}

store::v1::Conflict EventStoreConformance::MustConflict(store::v1::AppendRequest request) {
  auto response = AppendNow(*store_, std::move(request));
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  EXPECT_TRUE(response->has_conflict()) << response->ShortDebugString();
  return response->conflict();
}

std::vector<store::v1::RecordedEvent> EventStoreConformance::ReadAll(const std::string& city) {
  std::vector<store::v1::RecordedEvent> events;
  store::v1::ReadCityRequest request;
  request.set_city(city);
  while (true) {
    auto page = ReadCityNow(*store_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return events;
    for (auto& event : *page->mutable_events()) events.push_back(std::move(event));
    if (page->end_of_log()) return events;
    request.set_from_position(events.back().position() + 1);
  }
}

uint64_t EventStoreConformance::HeadPosition(const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  const auto head = GetHeadNow(*store_, request);
  EXPECT_TRUE(head.ok()) << head.status();
  return head.ok() ? head->position() : 0;
}

}  // namespace mokuhyo::eventstore::conformance
