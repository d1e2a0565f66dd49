#include "libs/projection/folded_generation.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/spare_events.h"

namespace mokuhyo::projection {
namespace {

// How many events a page of a log has at least, where it is not told and they are not large.
constexpr uint64_t kUsualPageEvents = 1000;

// The same error, saying where in the log it was met.
absl::Status Locate(const absl::Status& status, const std::string& city,
                    const store::v1::RecordedEvent& event) {
  absl::Status located(status.code(),
                       absl::StrCat("position ", event.position(), " of ", city, ", stream ",
                                    event.stream(), ": ", status.message()));
  status.ForEachPayload([&located](absl::string_view url, const absl::Cord& payload) {
    located.SetPayload(url, payload);
  });
  return located;
}

// Whether the checkpoint knows of redactions that `basis` does not.
bool KnowsMore(const ProjectionCheckpoint& checkpoint, const LogBasis& basis) {
  return checkpoint.epoch == basis.epoch && basis.redaction_count.has_value() &&
         checkpoint.redaction_count > *basis.redaction_count;
}

}  // namespace

struct FoldedGeneration::City {
  std::mutex mutex;
  std::condition_variable moved;
  // Guarded by mutex. Whoever sets `busy` may read and write the rest without it.
  bool busy = false;
  // Whether `checkpoint` is what the store has.
  bool loaded = false;
  ProjectionCheckpoint checkpoint;

  // Whether there is nothing to do for `basis` and `position`.
  bool IsThere(const LogBasis& basis, uint64_t position) const {
    if (!loaded) return false;
    return KnowsMore(checkpoint, basis) ||
           (checkpoint.Holds(basis) && checkpoint.position >= position);
  }
};

// A page that was folded.
struct FoldedGeneration::Stretch {
  uint64_t first = 0;
  // The last position that was looked at.
  uint64_t reached = 0;
  ProjectionPuts puts;
  // Why nothing more can be read behind it; OK if it can.
  absl::Status end;
};

FoldedGeneration::FoldedGeneration(const ProjectionFold& fold, eventstore::EventStore& log,
                                   ProjectionGeneration kept, Options options)
    : fold_(fold), log_(log), kept_(std::move(kept)), options_(std::move(options)) {}

FoldedGeneration::~FoldedGeneration() = default;

FoldedGeneration::City& FoldedGeneration::GetCity(const std::string& city) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<City>& found = cities_[city];
  if (found == nullptr) found = std::make_unique<City>();
  return *found;
}

absl::StatusOr<bool> FoldedGeneration::Advance(const std::string& name, const LogBasis& basis,
                                               uint64_t position, OnPage on_page,
                                               absl::FunctionRef<size_t()> threads) {
  City& city = GetCity(name);
  bool has_moved = false;
  std::unique_lock lock(city.mutex);
  while (!city.IsThere(basis, position)) {
    has_moved = true;
    if (city.busy) {
      city.moved.wait(lock);
      continue;
    }
    city.busy = true;
    lock.unlock();
    const absl::Status stepped = [&] {
      const absl::Cleanup end = [&] {
        lock.lock();
        city.busy = false;
        city.moved.notify_all();
      };
      return Step(name, city, basis, position, threads());
    }();
    if (!stepped.ok()) return stepped;
    const uint64_t reached = city.checkpoint.position;
    lock.unlock();
    if (!on_page(reached)) return absl::CancelledError("told to stop");
    lock.lock();
  }
  return has_moved;
}

void FoldedGeneration::Forget(const std::string& name) {
  City& city = GetCity(name);
  std::unique_lock lock(city.mutex);
  city.moved.wait(lock, [&] { return !city.busy; });
  city.loaded = false;
}

absl::Status FoldedGeneration::Step(const std::string& name, City& city, const LogBasis& basis,
                                    uint64_t position, size_t threads) {
  if (!city.loaded) MOKUHYO_RETURN_IF_ERROR(Load(name, city, basis));
  if (KnowsMore(city.checkpoint, basis)) return absl::OkStatus();
  if (!city.checkpoint.Holds(basis)) return Discard(name, city, basis);
  if (city.checkpoint.position >= position) return absl::OkStatus();
  return FoldPages(name, city, position, threads);
}

absl::Status FoldedGeneration::Load(const std::string& name, City& city, const LogBasis& basis) {
  auto found = ReadCheckpoint(*store().View(), name);
  if (!found.ok()) {
    Fail(found.status());
    return found.status();
  }
  // Files that were put back from an older copy of the log: what was derived lies in a future that
  // is lost. A log that is damaged is another thing: what was derived from it while it was whole
  // goes on being so.
  store::v1::GetHeadRequest request;
  request.set_city(name);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, eventstore::GetHeadNow(log_, std::move(request)));
  const bool is_ahead = found->position > head.position() || KnowsMore(*found, basis);
  if (is_ahead && !head.has_damaged_from()) found->epoch.clear();
  city.checkpoint = *std::move(found);
  city.loaded = true;
  return absl::OkStatus();
}

absl::Status FoldedGeneration::Discard(const std::string& name, City& city, const LogBasis& basis) {
  const ProjectionCheckpoint begin{basis.epoch, basis.redaction_count.value_or(0), 0};
  ProjectionBatch batch;
  batch.DeletePrefix(CityPrefix(name));
  batch.Put(CheckpointKey(name), begin.Encode());
  MOKUHYO_RETURN_IF_ERROR(Keep(batch));
  const bool had_data = city.checkpoint.position > 0;
  city.checkpoint = begin;
  if (!had_data) return absl::OkStatus();
  if (options_.on_discarded) options_.on_discarded();
  // What was redacted must not stay in files either.
  const absl::Status purged = store().Purge(CityPrefix(name));
  if (!purged.ok()) Fail(purged);
  return purged;
}

absl::Status FoldedGeneration::FoldPages(const std::string& name, City& city, uint64_t position,
                                         size_t threads) {
  const uint64_t first = city.checkpoint.position + 1;
  // Where a page ends is known when it was read, because a fold looks at some of the events only.
  // So the pages of the others begin where this one will have got to at least, and overlap it a
  // little: an event that is folded twice puts the same again.
  const uint64_t step = options_.page_events == 0 ? kUsualPageEvents : options_.page_events;
  std::vector<std::future<Stretch>> others;
  for (size_t i = 1; i < threads && position - city.checkpoint.position > i * step; ++i) {
    others.push_back(
        std::async(std::launch::async, [this, &name, position, begin = first + i * step] {
          return FoldPage(name, begin, position);
        }));
  }
  absl::Status kept = KeepStretch(name, city, FoldPage(name, first, position));
  for (auto& other : others) {
    Stretch stretch = other.get();
    // Not read as far as expected: what is in between comes first.
    if (!kept.ok() || stretch.first > city.checkpoint.position + 1) continue;
    kept = KeepStretch(name, city, std::move(stretch));
  }
  if (city.checkpoint.position >= position) return absl::OkStatus();
  return kept;
}

FoldedGeneration::Stretch FoldedGeneration::FoldPage(const std::string& name, uint64_t first,
                                                     uint64_t position) const {
  store::v1::ReadCityRequest request;
  request.set_city(name);
  request.set_from_position(first);
  request.set_max_events(options_.page_events);
  request.set_direction(store::v1::DIRECTION_FORWARDS);
  fold_.Narrow(request);
  Stretch stretch;
  stretch.first = first;
  stretch.reached = first - 1;
  auto page = eventstore::ReadCityNow(log_, std::move(request));
  if (!page.ok()) {
    stretch.end = page.status();
    return stretch;
  }
  for (const store::v1::RecordedEvent& event : page->events()) {
    const absl::Status folded = fold_.Fold(event, stretch.puts);
    if (folded.ok()) continue;
    // What is before it is kept, so that the past can be asked about.
    stretch.end = Locate(folded, name, event);
    stretch.reached = event.position() - 1;
    return stretch;
  }
  stretch.reached = page->next_position() - 1;
  if (page->end_of_log()) {
    stretch.end = base::OutOfRange(
        "position", "POSITION_BEYOND_HEAD",
        absl::StrCat("position ", position, " of ", name, " does not exist yet: its log ends at ",
                     page->head_position()));
  }
  eventstore::SpareEvents::GiveAll(*std::move(page));
  return stretch;
}

absl::Status FoldedGeneration::KeepStretch(const std::string& name, City& city, Stretch stretch) {
  if (stretch.reached <= city.checkpoint.position) return stretch.end;
  ProjectionCheckpoint reached = city.checkpoint;
  reached.position = stretch.reached;
  ProjectionBatch batch;
  const std::string prefix = CityPrefix(name);
  for (auto& [key, value] : stretch.puts) batch.Put(absl::StrCat(prefix, key), std::move(value));
  batch.Put(CheckpointKey(name), reached.Encode());
  MOKUHYO_RETURN_IF_ERROR(Keep(batch));
  city.checkpoint = std::move(reached);
  return stretch.end;
}

absl::Status FoldedGeneration::Keep(const ProjectionBatch& batch) {
  absl::Status written = store().Write(batch);
  if (!written.ok()) Fail(written);
  return written;
}

void FoldedGeneration::Fail(const absl::Status& failure) {
  const std::lock_guard lock(mutex_);
  failure_.Update(failure);
}

absl::Status FoldedGeneration::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace mokuhyo::projection
