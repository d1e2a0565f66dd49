#ifndef MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_
#define MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::application {

// The state of one stream, folded up to a revision.
template <typename State>
struct Folded {
  State state;
  // Revision of the last event folded; absent if the stream has none.
  std::optional<uint64_t> revision;
  // Position of that event in the city; 0 if there is none.
  uint64_t position = 0;
  // History that the events are of, and how many redactions there were in the city when they were
  // read: what was folded under others is of no use.
  std::string epoch = {};
  uint64_t redaction_count = 0;
  // Latest effective date of the events folded.
  std::string latest_effective_date = {};
};

// Folds streams of one kind and keeps the most recently used states, so that a hot stream costs one
// look at its revision and a changed one the events that are new. After a redaction in the city,
// and after the store was restored, a stream is folded anew, so that nothing of what is gone is
// left.
//
// Thread-safe. Loads read from the store and may wait for it: call on threads that may (an
// executor, not gRPC's). What is returned never changes; it stays valid as long as it is held.
template <typename State>
class StreamFolds {
 public:
  // Applies one event to the state. An error (an unknown type, a damaged payload) makes the stream
  // unreadable here: it is passed on, and nothing is cached.
  using Apply = absl::Status (*)(State& state, const store::v1::RecordedEvent& event);

  // What a state counts against the capacity.
  using Weigh = size_t (*)(const State& state);

  // `store` must outlive this. As many states are kept as weigh no more than `capacity` together:
  // `capacity` states unless `weigh` says otherwise.
  StreamFolds(
      eventstore::EventStore& store, Apply apply, size_t capacity,
      Weigh weigh = [](const State&) { return size_t{1}; })
      : store_(store), apply_(apply), capacity_(capacity), weigh_(weigh) {}

  // The stream as it stands now: at least everything acknowledged before the call.
  absl::StatusOr<std::shared_ptr<const Folded<State>>> Load(const std::string& city,
                                                            const std::string& stream) {
    uint64_t clearings = 0;
    std::shared_ptr<const Folded<State>> known = Find(city, stream, clearings);
    store::v1::GetStreamRevisionRequest request;
    request.set_city(city);
    request.set_stream(stream);
    MOKUHYO_ASSIGN_OR_RETURN(const auto head,
                             eventstore::GetStreamRevisionNow(store_, std::move(request)));
    // Not kept: whoever asks for streams that are not there pushes none out that is.
    if (!head.has_revision()) return std::make_shared<const Folded<State>>();
    if (known != nullptr && !HasBasis(*known, head.epoch(), head.redaction_count()))
      known = nullptr;
    if (known != nullptr && known->revision >= head.revision()) return known;
    auto fresh = known != nullptr ? std::make_shared<Folded<State>>(*known)
                                  : std::make_shared<Folded<State>>();
    fresh->epoch = head.epoch();
    fresh->redaction_count = head.redaction_count();
    MOKUHYO_RETURN_IF_ERROR(ReadOn(city, stream, std::nullopt, "", *fresh));
    Keep(city, stream, fresh, clearings);
    return fresh;
  }

  // The stream as it stood at a position of the city; with `facts_until` (YYYY-MM-DD) only events
  // of that day and before are folded, in the order of the stream.
  absl::StatusOr<std::shared_ptr<const Folded<State>>> LoadAt(const std::string& city,
                                                              const std::string& stream,
                                                              uint64_t position,
                                                              const std::string& facts_until = "") {
    auto now = Load(city, stream);
    // Mostly nothing has happened since; only the past proper is folded anew.
    const auto is_wanted = [&](const Folded<State>& folded) {
      return folded.position <= position &&
             (facts_until.empty() || folded.latest_effective_date <= facts_until);
    };
    if (now.ok() && is_wanted(**now)) return now;
    // Of a log that is damaged, the past may be whole all the same.
    if (!now.ok() && !absl::IsDataLoss(now.status())) return now;
    auto then = std::make_shared<Folded<State>>();
    MOKUHYO_RETURN_IF_ERROR(ReadOn(city, stream, position, facts_until, *then));
    return then;
  }

  // The same as Load; but of a log that is damaged, the stream as far as that is whole.
  absl::StatusOr<std::shared_ptr<const Folded<State>>> LoadWhole(const std::string& city,
                                                                 const std::string& stream) {
    auto now = Load(city, stream);
    if (!absl::IsDataLoss(now.status())) return now;
    store::v1::GetHeadRequest request;
    request.set_city(city);
    MOKUHYO_ASSIGN_OR_RETURN(const auto head, eventstore::GetHeadNow(store_, std::move(request)));
    return head.has_damaged_from() ? LoadAt(city, stream, head.position()) : now;
  }

  // Forgets all states, so that each is folded anew from its first event when it is asked for next.
  // What is under way meanwhile may answer from what it found before, and leaves nothing of it.
  void Clear() {
    std::lock_guard lock(mutex_);
    entries_.clear();
    uses_.clear();
    weight_ = 0;
    ++clearings_;
  }

 private:
  using Key = std::pair<std::string, std::string>;
  struct Entry {
    std::shared_ptr<const Folded<State>> folded;
    typename std::list<Key>::iterator use;
    size_t weight = 0;
  };

  // Whether what was folded goes on being what the events say.
  static bool HasBasis(const Folded<State>& known, std::string_view epoch,
                       uint64_t redaction_count) {
    return known.epoch == epoch && known.redaction_count == redaction_count;
  }

  absl::Status ReadOn(const std::string& city, const std::string& stream,
                      std::optional<uint64_t> until_position, const std::string& facts_until,
                      Folded<State>& folded) {
    uint64_t next_revision = folded.revision.has_value() ? *folded.revision + 1 : 0;
    while (true) {
      store::v1::ReadStreamRequest request;
      request.set_city(city);
      request.set_stream(stream);
      request.set_direction(store::v1::DIRECTION_FORWARDS);
      if (next_revision > 0) request.set_from_revision(next_revision);
      if (until_position.has_value()) request.set_until_position(*until_position);
      MOKUHYO_ASSIGN_OR_RETURN(const auto page,
                               eventstore::ReadStreamNow(store_, std::move(request)));
      for (const store::v1::RecordedEvent& event : page.events()) {
        next_revision = event.revision() + 1;
        if (!facts_until.empty() && event.effective_date() > facts_until) continue;
        MOKUHYO_RETURN_IF_ERROR(apply_(folded.state, event));
        folded.revision = event.revision();
        folded.position = event.position();
        folded.latest_effective_date =
            std::max(folded.latest_effective_date, event.effective_date());
      }
      if (page.end_of_stream() || page.events().empty()) return absl::OkStatus();
    }
  }

  std::shared_ptr<const Folded<State>> Find(const std::string& city, const std::string& stream,
                                            uint64_t& clearings) {
    std::lock_guard lock(mutex_);
    clearings = clearings_;
    const auto found = entries_.find(Key(city, stream));
    if (found == entries_.end()) return nullptr;
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return found->second.folded;
  }

  void Keep(const std::string& city, const std::string& stream,
            std::shared_ptr<const Folded<State>> folded, uint64_t clearings) {
    const size_t weight = weigh_(folded->state);
    std::lock_guard lock(mutex_);
    // Folded from a state that was to be forgotten.
    if (clearings != clearings_) return;
    Key key(city, stream);
    auto found = entries_.find(key);
    if (found == entries_.end()) {
      uses_.push_front(key);
      found = entries_.emplace(std::move(key), Entry{nullptr, uses_.begin()}).first;
    } else if (HasBasis(*found->second.folded, folded->epoch, folded->redaction_count) &&
               found->second.folded->revision >= folded->revision) {
      // Another load has read as far meanwhile; never go back.
      return;
    }
    Entry& entry = found->second;
    weight_ += weight - entry.weight;
    entry.weight = weight;
    entry.folded = std::move(folded);
    while (weight_ > capacity_) DropLeastRecentlyUsed();
  }

  void DropLeastRecentlyUsed() {
    const auto last = entries_.find(uses_.back());
    weight_ -= last->second.weight;
    entries_.erase(last);
    uses_.pop_back();
  }

  eventstore::EventStore& store_;
  const Apply apply_;
  const size_t capacity_;
  const Weigh weigh_;
  std::mutex mutex_;
  size_t weight_ = 0;  // Of all entries.
  uint64_t clearings_ = 0;
  std::list<Key> uses_;  // Most recently used first.
  absl::flat_hash_map<Key, Entry> entries_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_
