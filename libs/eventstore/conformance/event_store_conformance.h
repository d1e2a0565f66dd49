#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_EVENT_STORE_CONFORMANCE_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_EVENT_STORE_CONFORMANCE_H_

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "libs/base/clock.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/event_store.h"

// What every event store does, whatever it keeps its log in. A backend runs the suite by linking
// mokuhyo_eventstore_conformance and
//
//   INSTANTIATE_TEST_SUITE_P(Memory, EventStoreConformance, testing::Values(Backend{…}),
//   BackendName);
namespace mokuhyo::eventstore::conformance {

// Makes empty stores of one kind. Whatever they need on the disk lives as long as this.
class StoreHome {
 public:
  virtual ~StoreHome() = default;

  virtual std::unique_ptr<EventStore> Open(const base::Clock& clock,
                                           const store::v1::Limits& limits) = 0;

  // Whether a store that is opened again after it was destroyed finds its log.
  virtual bool IsPersistent() const = 0;
};

// Tests that do not apply to a backend, and why.
using Exclusions = std::map<std::string, std::string>;

// A kind of event store.
struct Backend {
  std::string name;
  std::function<std::unique_ptr<StoreHome>()> make_home;
  Exclusions exclusions = {};

  friend void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }
};

inline std::string BackendName(const testing::TestParamInfo<Backend>& info) {
  return info.param.name;
}

// Each test has a store of its own and a clock that stands at noon of 1 April 2020, UTC.
class EventStoreConformance : public testing::TestWithParam<Backend> {
 protected:
  EventStoreConformance();

  // Skips what the backend excludes.
  void SetUp() override;

  EventStore& Store() { return *store_; }
  base::ManualClock& Clock() { return clock_; }
  const StoreHome& Home() const { return *home_; }

  // Closes the store and opens it again, with smaller limits if a test needs them.
  void Reopen(const store::v1::Limits& limits);

  // Appends and demands that it goes through.
  store::v1::Appended MustAppend(store::v1::AppendRequest request);
  // Appends and demands that it is refused for the state of streams.
  store::v1::Conflict MustConflict(store::v1::AppendRequest request);
  // All events of a city, read page by page.
  std::vector<store::v1::RecordedEvent> ReadAll(const std::string& city);
  uint64_t HeadPosition(const std::string& city);

 private:
  base::ManualClock clock_;
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<EventStore> store_;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_EVENT_STORE_CONFORMANCE_H_
