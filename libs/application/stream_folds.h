#ifndef MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_
#define MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/lru_cache.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/spare_events.h"

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
      : store_(store), apply_(apply), weigh_(weigh), kept_(capacity) {}

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
    std::shared_ptr<Folded<State>> fresh = known != nullptr
                                               ? TakeOrCopy(Key(city, stream), std::move(known))
                                               : std::make_shared<Folded<State>>();
    fresh->epoch = head.epoch();
    fresh->redaction_count = head.redaction_count();
    const absl::StatusOr<size_t> read_bytes = ReadOn(city, stream, std::nullopt, "", *fresh);
    if (!read_bytes.ok()) {
      Forget(Key(city, stream));
      return read_bytes.status();
    }
    Keep(Key(city, stream), fresh, *read_bytes, clearings);
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
    MOKUHYO_RETURN_IF_ERROR(ReadOn(city, stream, position, facts_until, *then).status());
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
    {
      const std::lock_guard lock(mutex_);
      kept_.Clear();
      ++clearings_;
    }
    returned_.notify_all();
  }

 private:
  using Key = std::pair<std::string, std::string>;
  struct Kept {
    // Null while somebody has taken it to read on.
    std::shared_ptr<const Folded<State>> folded;
    size_t weight = 0;
    // Bytes of events that were folded since it was weighed.
    size_t unweighed_bytes = 0;
  };

  // Whether what was folded goes on being what the events say.
  static bool HasBasis(const Folded<State>& known, std::string_view epoch,
                       uint64_t redaction_count) {
    return known.epoch == epoch && known.redaction_count == redaction_count;
  }

  // Returns how many bytes of events were folded.
  absl::StatusOr<size_t> ReadOn(const std::string& city, const std::string& stream,
                                std::optional<uint64_t> until_position,
                                const std::string& facts_until, Folded<State>& folded) {
    size_t bytes = 0;
    uint64_t next_revision = folded.revision.has_value() ? *folded.revision + 1 : 0;
    while (true) {
      store::v1::ReadStreamRequest request;
      request.set_city(city);
      request.set_stream(stream);
      request.set_direction(store::v1::DIRECTION_FORWARDS);
      if (next_revision > 0) request.set_from_revision(next_revision);
      if (until_position.has_value()) request.set_until_position(*until_position);
      MOKUHYO_ASSIGN_OR_RETURN(auto page, eventstore::ReadStreamNow(store_, std::move(request)));
      for (const store::v1::RecordedEvent& event : page.events()) {
        next_revision = event.revision() + 1;
        if (!facts_until.empty() && event.effective_date() > facts_until) continue;
        MOKUHYO_RETURN_IF_ERROR(apply_(folded.state, event));
        bytes += event.payload().size();
        folded.revision = event.revision();
        folded.position = event.position();
        folded.latest_effective_date =
            std::max(folded.latest_effective_date, event.effective_date());
      }
      const bool is_last = page.end_of_stream() || page.events().empty();
      eventstore::SpareEvents::GiveAll(std::move(page));
      if (is_last) return bytes;
    }
  }

  std::shared_ptr<const Folded<State>> Find(const std::string& city, const std::string& stream,
                                            uint64_t& clearings) {
    const Key key(city, stream);
    std::unique_lock lock(mutex_);
    Kept* kept = nullptr;
    returned_.wait(lock, [&] {
      kept = kept_.Find(key);
      return kept == nullptr || kept->folded != nullptr;
    });
    clearings = clearings_;
    return kept == nullptr ? nullptr : kept->folded;
  }

  // A state to read on from: the one that is kept, if nobody else holds it, so that a stream that
  // is written to is not copied for each event; otherwise a copy. Whoever asks for the stream
  // meanwhile waits for what comes of it.
  std::shared_ptr<Folded<State>> TakeOrCopy(const Key& key,
                                            std::shared_ptr<const Folded<State>> known) {
    if (!Take(key, known)) return std::make_shared<Folded<State>>(*known);
    // It goes on as another object: what was handed out never changes, and who remembers it weakly
    // can tell that it is over.
    return std::make_shared<Folded<State>>(std::move(const_cast<Folded<State>&>(*known)));
  }

  bool Take(const Key& key, const std::shared_ptr<const Folded<State>>& known) {
    constexpr int64_t kKeptAndKnown = 2;
    const std::lock_guard lock(mutex_);
    Kept* const kept = kept_.Find(key);
    if (kept == nullptr || kept->folded != known || known.use_count() != kKeptAndKnown)
      return false;
    kept->folded = nullptr;
    // What others did with it before they let go of it comes before what we do.
    std::atomic_thread_fence(std::memory_order_acquire);
    return true;
  }

  void Keep(const Key& key, std::shared_ptr<const Folded<State>> folded, size_t read_bytes,
            uint64_t clearings) {
    {
      const std::lock_guard lock(mutex_);
      // Not what was folded from a state that was to be forgotten.
      if (clearings == clearings_) Put(key, std::move(folded), read_bytes);
    }
    returned_.notify_all();
  }

  void Put(const Key& key, std::shared_ptr<const Folded<State>> folded, size_t read_bytes) {
    // Weighing looks at all of a state, so it is not done for every event.
    constexpr size_t kShareUnweighed = 8;
    Kept next;
    if (const Kept* const kept = kept_.Find(key); kept != nullptr) {
      // Another load may have read as far meanwhile; never go back.
      if (kept->folded != nullptr &&
          HasBasis(*kept->folded, folded->epoch, folded->redaction_count) &&
          kept->folded->revision >= folded->revision) {
        return;
      }
      next.weight = kept->weight;
      next.unweighed_bytes = kept->unweighed_bytes;
    }
    next.unweighed_bytes += read_bytes;
    if (next.unweighed_bytes * kShareUnweighed >= next.weight) {
      next.weight = weigh_(folded->state);
      next.unweighed_bytes = 0;
    }
    next.folded = std::move(folded);
    const size_t weight = next.weight;
    kept_.Put(key, std::move(next), weight);
  }

  void Forget(const Key& key) {
    {
      const std::lock_guard lock(mutex_);
      kept_.Erase(key);
    }
    returned_.notify_all();
  }

  eventstore::EventStore& store_;
  const Apply apply_;
  const Weigh weigh_;
  std::mutex mutex_;
  std::condition_variable returned_;
  uint64_t clearings_ = 0;          // Guarded by mutex_.
  base::LruCache<Key, Kept> kept_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_STREAM_FOLDS_H_
