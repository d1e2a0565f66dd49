#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_LOG_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_LOG_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/forwarding_event_store.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {

// Hands calls on to a store and counts the pages of city logs that are read.
class CountingEventStore final : public eventstore::ForwardingEventStore {
 public:
  explicit CountingEventStore(eventstore::EventStore& store) : ForwardingEventStore(store) {}

  // Goes on with another store in the place of this one, as after a restore.
  void ReplaceStore(eventstore::EventStore& other) { ReplaceWith(other); }

  int pages_read() const { return pages_read_; }

  // Called before each page; set it while nobody reads.
  std::function<void()> before_page;

  void ReadCity(store::v1::ReadCityRequest request,
                eventstore::Callback<store::v1::ReadCityResponse> done) override {
    ++pages_read_;
    if (before_page) before_page();
    store().ReadCity(std::move(request), std::move(done));
  }

 private:
  std::atomic<int> pages_read_ = 0;
};

// Writes events of sheets as they come, whether or not they make sense.
class SheetLogTest : public testing::Test {
 protected:
  // Appends one event and returns its position.
  uint64_t Append(const std::string& city, const std::string& stream, const std::string& type,
                  const std::string& payload, uint32_t schema_version = 1) {
    store::v1::AppendRequest request;
    request.set_city(city);
    request.set_actor("tester");
    auto* append = request.add_streams();
    append->set_stream(stream);
    append->mutable_expected()->mutable_any();
    auto* event = append->add_events();
    event->set_type(type);
    event->set_schema_version(schema_version);
    event->set_effective_date("2022-04-01");
    event->set_origin(store::v1::ORIGIN_OPERATED);
    event->set_payload(payload);
    const auto response = eventstore::AppendNow(store_, std::move(request));
    EXPECT_TRUE(response.ok() && response->has_appended()) << response.status();
    return response.ok() ? response->appended().last_position() : 0;
  }

  template <typename Event>
  uint64_t AppendTo(const std::string& city, const std::string& sheet, const Event& event) {
    return Append(city, absl::StrCat("sheets/", sheet), Event::descriptor()->full_name(),
                  event.SerializeAsString());
  }

  uint64_t Create(const std::string& city, const std::string& sheet,
                  const std::string& unit = "kita", int year = 2022) {
    events::v1::SheetCreated created;
    created.mutable_sheet()->set_form("goals");
    created.mutable_sheet()->set_form_version(3);
    created.mutable_sheet()->set_fiscal_year(year);
    created.mutable_sheet()->set_org_unit(unit);
    return AppendTo(city, sheet, created);
  }

  uint64_t Delete(const std::string& city, const std::string& sheet) {
    return AppendTo(city, sheet, events::v1::SheetDeleted());
  }

  uint64_t GiveSeries(const std::string& city, const std::string& sheet,
                      const std::string& series) {
    events::v1::IndicatorUpdated updated;
    updated.mutable_indicator()->set_series(series);
    return AppendTo(city, sheet, updated);
  }

  uint64_t BreakSeries(const std::string& city, const std::string& sheet, const std::string& before,
                       const std::string& series) {
    events::v1::SeriesBroken broken;
    broken.set_previous_series(before);
    broken.set_series(series);
    return AppendTo(city, sheet, broken);
  }

  uint64_t CreateGoalOfSeries(const std::string& city, const std::string& sheet,
                              const std::string& series) {
    events::v1::GoalCreated created;
    created.mutable_goal()->add_indicators()->set_series(series);
    return AppendTo(city, sheet, created);
  }

  uint64_t CreateGoalLinkedTo(const std::string& city, const std::string& sheet,
                              const std::string& linked) {
    events::v1::GoalCreated created;
    created.mutable_goal()->add_contributes_to()->set_sheet(
        absl::StrCat("cities/", city, "/sheets/", linked));
    return AppendTo(city, sheet, created);
  }

  uint64_t Link(const std::string& city, const std::string& sheet, const std::string& linked) {
    events::v1::GoalsLinked event;
    event.add_links()->set_sheet(absl::StrCat("cities/", city, "/sheets/", linked));
    return AppendTo(city, sheet, event);
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1'650'000'000)};
  eventstore::MemoryEventStore memory_{clock_};
  CountingEventStore store_{memory_};
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_LOG_TEST_UTIL_H_
