#ifndef MOKUHYO_LIBS_EVENTSTORE_CITY_TAIL_H_
#define MOKUHYO_LIBS_EVENTSTORE_CITY_TAIL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "libs/eventstore/event_filter.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// The newest events of a city, as one of its subscribers read them from the log: the others, who
// want the same events at the same time, get them from here. Bounded in bytes; what is not here is
// read from the log.
//
// It knows every event up to where it ends, redactions too, and is asked up to there only: so it
// never gives what was removed, nor what is of another history. Thread-safe.
class CityTail {
 public:
  explicit CityTail(size_t capacity_bytes) : capacity_bytes_(capacity_bytes) {}

  // What ReadCity with the filter would answer for the events behind `position`, up to `max_bytes`
  // of them. Absent if not all of these events are here, up to where `head` says that the log ends.
  std::optional<store::v1::ReadCityResponse> Read(const store::v1::GetHeadResponse& head,
                                                  uint64_t position, uint32_t max_bytes,
                                                  const EventFilter& filter) const;

  // Takes over what is new in a page that was read, without a filter, from `from_position` on while
  // the city had the history `epoch`.
  void Offer(const std::string& epoch, uint64_t from_position,
             const store::v1::ReadCityResponse& page);

 private:
  struct Kept {
    std::shared_ptr<const store::v1::RecordedEvent> event;
    size_t bytes = 0;
  };

  // Position of the last event.
  uint64_t Last() const { return first_ + events_.size() - 1; }
  void Clear();
  void Add(const store::v1::RecordedEvent& event);

  const size_t capacity_bytes_;
  mutable std::mutex mutex_;
  // All guarded by mutex_.
  std::string epoch_;
  uint64_t first_ = 1;  // Position of the first event.
  std::deque<Kept> events_;
  size_t bytes_ = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_CITY_TAIL_H_
