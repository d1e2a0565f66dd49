#ifndef MOKUHYO_LIBS_EVENTSTORE_SPARE_EVENTS_H_
#define MOKUHYO_LIBS_EVENTSTORE_SPARE_EVENTS_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// The memory of events that were read and looked at, for the next ones that the thread reads:
// making such messages and their strings costs more than reading into them. Whoever reads many
// pages gives each back; who does not, loses nothing but time.
class SpareEvents {
 public:
  using Event = std::unique_ptr<store::v1::RecordedEvent>;

  // An event that is to be overwritten as a whole: what it holds means nothing.
  static Event Take() {
    std::vector<Event>& kept = Kept();
    if (kept.empty()) return std::make_unique<store::v1::RecordedEvent>();
    Event event = std::move(kept.back());
    kept.pop_back();
    return event;
  }

  static void Give(Event event) {
    // A thread must not hold the memory of the largest events it ever saw.
    if (event->payload().capacity() > kMaxKeptPayload || Kept().size() >= kMaxKept) return;
    Kept().push_back(std::move(event));
  }

  // Gives back the events of a page: a response with events.
  template <typename Page>
  static void GiveAll(Page page) {
    auto& events = *page.mutable_events();
    while (!events.empty()) Give(Event(events.ReleaseLast()));
  }

 private:
  static constexpr size_t kMaxKept = 1'000;
  static constexpr size_t kMaxKeptPayload = 16 << 10;

  static std::vector<Event>& Kept() {
    thread_local std::vector<Event> kept;
    return kept;
  }
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SPARE_EVENTS_H_
