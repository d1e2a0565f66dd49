#include "libs/eventstore/city_tail.h"

#include <algorithm>
#include <utility>

#include "libs/eventstore/redaction_stream.h"

namespace mokuhyo::eventstore {

using store::v1::GetHeadResponse;
using store::v1::ReadCityResponse;
using store::v1::RecordedEvent;

std::optional<ReadCityResponse> CityTail::Read(const GetHeadResponse& head, uint64_t position,
                                               uint32_t max_bytes,
                                               const EventFilter& filter) const {
  std::vector<std::shared_ptr<const RecordedEvent>> wanted;
  ReadCityResponse page;
  {
    const std::lock_guard lock(mutex_);
    const bool is_here = !events_.empty() && epoch_ == head.epoch() && Last() >= head.position() &&
                         position + 1 >= first_ && position < Last();
    if (!is_here) return std::nullopt;
    size_t bytes = 0;
    size_t next = position + 1 - first_;
    for (; next < events_.size(); ++next) {
      const Kept& kept = events_[next];
      if (!filter.Matches(*kept.event)) continue;
      bytes += kept.bytes;
      if (bytes > max_bytes && !wanted.empty()) break;
      wanted.push_back(kept.event);
    }
    page.set_next_position(first_ + next);
    page.set_head_position(Last());
    page.set_end_of_log(next == events_.size());
  }
  page.mutable_events()->Reserve(static_cast<int>(wanted.size()));
  for (const auto& event : wanted) *page.add_events() = *event;
  return page;
}

void CityTail::Offer(const std::string& epoch, uint64_t from_position,
                     const ReadCityResponse& page) {
  const std::lock_guard lock(mutex_);
  // What does not go on from the last event is another place of the log: where there is more to
  // read, the end is of more use.
  if (epoch_ != epoch || from_position > Last() + 1) Clear();
  epoch_ = epoch;
  for (const RecordedEvent& event : page.events()) {
    if (events_.empty() || event.position() == Last() + 1) Add(event);
  }
}

void CityTail::Clear() {
  events_.clear();
  bytes_ = 0;
}

void CityTail::Add(const RecordedEvent& event) {
  // It says that something before it is not what it was when it was read.
  if (event.stream() == kRedactionStream) Clear();
  if (events_.empty()) first_ = event.position();
  const size_t bytes = event.ByteSizeLong();
  events_.push_back({std::make_shared<const RecordedEvent>(event), bytes});
  bytes_ += bytes;
  for (; bytes_ > capacity_bytes_; events_.pop_front(), ++first_) bytes_ -= events_.front().bytes;
}

}  // namespace mokuhyo::eventstore
