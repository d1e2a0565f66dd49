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
    Spare& spare = OfThread();
    spare.is_wanted = true;
    if (spare.events.empty()) return std::make_unique<store::v1::RecordedEvent>();
    Event event = std::move(spare.events.back());
    spare.events.pop_back();
    return event;
  }

  static void Give(Event event) {
    Spare& spare = OfThread();
    // A thread must not hold the memory of the largest events it ever saw, nor any that it has no
    // use for.
    const bool is_large = event->payload().capacity() + event->reason().capacity() > kMaxKeptBytes;
    if (is_large || !spare.is_wanted || spare.events.size() >= kMaxKept) return;
    spare.events.push_back(std::move(event));
  }

  // Gives back the events of a page: a response with events.
  template <typename Page>
  static void GiveAll(Page page) {
    auto& events = *page.mutable_events();
    while (!events.empty()) Give(Event(events.ReleaseLast()));
  }

 private:
  static constexpr size_t kMaxKept = 1'000;
  static constexpr size_t kMaxKeptBytes = 16 << 10;

  struct Spare {
    std::vector<Event> events;
    // Whether the thread ever takes any: one that reads from another process does not.
    bool is_wanted = false;
  };

  static Spare& OfThread() {
    thread_local Spare spare;
    return spare;
  }
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SPARE_EVENTS_H_
