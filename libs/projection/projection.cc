#include "libs/projection/projection.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "libs/base/date.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/projection/generation_rebuild.h"
#include "libs/projection/log_basis.h"
#include "libs/projection/memory_projection_store.h"

namespace mokuhyo::projection {
namespace {

// More threads than this only wait for each other's writes, and each takes memory for a page.
constexpr uint32_t kMostRebuildThreads = 8;

// A query that so many generations did not satisfy, one of them in memory, is not asked again.
constexpr int kMostFailures = 4;

bool GoOn(uint64_t) { return true; }

uint32_t RebuildThreads(uint32_t wanted) {
  const uint32_t cores = std::max(std::thread::hardware_concurrency(), 1u);
  return std::min(wanted == 0 ? cores : wanted, kMostRebuildThreads);
}

}  // namespace

Projection::Projection(const ProjectionFold& fold, eventstore::EventStore& log,
                       ProjectionGenerations& generations, const base::Clock& clock,
                       Options options)
    : fold_(fold),
      log_(log),
      clock_(clock),
      options_(std::move(options)),
      generations_(generations),
      newest_number_(generations.NewestNumber()),
      current_(OpenOrBegin()) {}

Projection::Current Projection::OpenOrBegin() {
  {
    auto kept = generations_.OpenCurrent();
    if (kept.ok() && kept->schema_version == fold_.schema_version()) {
      return AsFolded(*std::move(kept));
    }
    if (kept.ok()) kept->store->RemoveOnClose();
    if (!kept.ok() && !absl::IsNotFound(kept.status())) Tell(kept.status());
  }
  // It was to take the place of what is gone.
  generations_.RemoveUnfinished();
  auto next = BeginCurrent();
  if (next.ok()) return *std::move(next);
  Tell(next.status());
  return BeginInMemory();
}

void Projection::Tell(const absl::Status& failure) const {
  if (options_.on_failed) options_.on_failed(failure);
}

absl::StatusOr<Projection::Current> Projection::BeginCurrent() {
  MOKUHYO_ASSIGN_OR_RETURN(Current next, BeginNext());
  const absl::Status made = generations_.MakeCurrent(next->kept());
  if (made.ok()) return next;
  next->store().RemoveOnClose();
  return made;
}

absl::StatusOr<Projection::Current> Projection::BeginNext() {
  newest_number_ = std::max(newest_number_, generations_.NewestNumber()) + 1;
  MOKUHYO_ASSIGN_OR_RETURN(
      auto begun, generations_.Begin(newest_number_, fold_.schema_version(), clock_.Now()));
  return AsFolded(std::move(begun));
}

Projection::Current Projection::BeginInMemory() {
  ++newest_number_;
  return AsFolded(ProjectionGeneration{newest_number_, fold_.schema_version(), clock_.Now(),
                                       std::make_unique<MemoryProjectionStore>()});
}

Projection::Current Projection::AsFolded(ProjectionGeneration kept) {
  FoldedGeneration::Options options;
  options.page_events = options_.page_events;
  options.on_discarded = [this, number = kept.number] { OnDiscarded(number); };
  return std::make_shared<FoldedGeneration>(fold_, log_, std::move(kept), std::move(options));
}

Projection::Current Projection::GetCurrent() {
  const std::lock_guard lock(mutex_);
  return current_;
}

void Projection::SetCurrent(Current next) {
  {
    const std::lock_guard lock(mutex_);
    current_.swap(next);
  }
  // Whoever lets go of it last closes it and removes it.
  next->store().RemoveOnClose();
}

absl::Status Projection::Read(std::string_view city, uint64_t position, Query query) {
  // Also keeps cities that nobody has heard of from being remembered.
  if (position == 0) return absl::OkStatus();
  const std::string name(city);
  LogBasis before;
  int failures = 0;
  for (LogBasis basis;; before = std::move(basis)) {
    MOKUHYO_ASSIGN_OR_RETURN(basis, FindBasis(log_, name));
    const Current generation = GetCurrent();
    // What the generation has is of later than this, and goes on being so: a copy of the log from
    // before was put in its place.
    if (before == basis) generation->Forget(name);
    const auto advanced = generation->Advance(name, basis, position, GoOn);
    absl::Status status = advanced.status();
    if (advanced.ok() && *advanced) {
      // What was read meanwhile may be of a history that has just begun.
      MOKUHYO_ASSIGN_OR_RETURN(const LogBasis now, FindBasis(log_, name));
      if (now != basis) continue;
    }
    if (advanced.ok()) {
      const auto view = generation->store().View();
      const auto checkpoint = ReadCheckpoint(*view, name);
      // Somebody who knows of a later redaction has begun anew: ask again what holds.
      if (checkpoint.ok() && !(checkpoint->Holds(basis) && checkpoint->position >= position))
        continue;
      status = checkpoint.ok() ? query(CityView(*view, name)) : checkpoint.status();
      if (status.ok()) return status;
      generation->Fail(status);
    }
    if (generation->failure().ok()) return status;
    Replace(generation);
    // Others cannot be better when these were not: it is the query that is at fault.
    if (++failures == kMostFailures) return status;
  }
}

void Projection::Replace(const Current& failed) {
  const std::lock_guard lock(generations_mutex_);
  if (GetCurrent() != failed) return;
  Tell(failed->failure());
  if (!std::exchange(has_replaced_, true)) {
    if (!is_rebuilding_) generations_.RemoveUnfinished();
    auto next = BeginCurrent();
    if (next.ok()) {
      SetCurrent(*std::move(next));
      return;
    }
    Tell(next.status());
  }
  // The disk is not to be relied on; the next start, or a rebuild, tries it again.
  SetCurrent(BeginInMemory());
}

absl::StatusOr<uint64_t> Projection::Rebuild(RebuildReport report) {
  const std::lock_guard rebuild(rebuild_mutex_);
  const absl::Cleanup end = [this] { is_rebuilding_ = false; };
  RebuildProgress progress;
  for (bool may_resume = true;; may_resume = false) {
    Current next;
    bool is_resumed = false;
    {
      const std::lock_guard lock(generations_mutex_);
      is_rebuilding_ = true;
      has_discarded_ = false;
      if (may_resume) next = OpenUnfinished();
      is_resumed = next != nullptr;
      if (!is_resumed) {
        MOKUHYO_ASSIGN_OR_RETURN(next, BeginNext());
      }
    }
    const absl::Status status = RebuildInto(next, progress, report);
    if (status.ok()) return next->number();
    const absl::Status failure = next->failure();
    const std::lock_guard lock(generations_mutex_);
    // One that is older than the current one is not found again.
    if (!failure.ok() || has_discarded_ || next->number() < GetCurrent()->number())
      next->store().RemoveOnClose();
    next.reset();
    is_rebuilding_ = false;
    if (failure.ok() || !is_resumed) return status;
    // What was left was at fault: now from zero.
    Tell(failure);
    progress.events_resumed = 0;
  }
}

Projection::Current Projection::OpenUnfinished() {
  auto left = generations_.OpenUnfinished();
  if (left.ok() && left->schema_version == fold_.schema_version())
    return AsFolded(*std::move(left));
  if (left.ok()) left->store->RemoveOnClose();
  if (!left.ok() && !absl::IsNotFound(left.status())) Tell(left.status());
  return nullptr;
}

absl::Status Projection::RebuildInto(const Current& next, RebuildProgress& progress,
                                     RebuildReport report) {
  GenerationRebuild rebuild(*next, log_, RebuildThreads(options_.rebuild_threads), progress,
                            report);
  MOKUHYO_RETURN_IF_ERROR(rebuild.Run());
  return Switch(next);
}

void Projection::OnDiscarded(uint64_t number) {
  const std::lock_guard lock(generations_mutex_);
  if (GetCurrent()->number() != number) return;
  has_discarded_ = true;
  // A rebuild that is under way looks by itself whether what it has is still right.
  if (!is_rebuilding_) generations_.RemoveUnfinished();
}

absl::Status Projection::Switch(Current next) {
  const std::lock_guard lock(generations_mutex_);
  MOKUHYO_RETURN_IF_ERROR(next->failure());
  MOKUHYO_RETURN_IF_ERROR(generations_.MakeCurrent(next->kept()));
  SetCurrent(std::move(next));
  has_replaced_ = false;
  return absl::OkStatus();
}

absl::StatusOr<admin::v1::Projection> Projection::Describe() {
  const Current generation = GetCurrent();
  admin::v1::Projection description;
  description.set_name(std::string(fold_.name()));
  description.set_generation(generation->number());
  description.set_schema_version(generation->kept().schema_version);
  description.set_built_time(base::FormatInstant(generation->kept().built_time));
  description.set_rebuilding(is_rebuilding_);
  description.set_size_bytes(generation->store().SizeBytes());
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(log_));
  for (const std::string& city : cities.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto head, FindHead(log_, city));
    const auto checkpoint = ReadCheckpoint(*generation->store().View(), city);
    // What cannot be read, or is of another history, will be derived anew.
    const bool holds = checkpoint.ok() && checkpoint->epoch == head.epoch();
    const uint64_t position = holds ? checkpoint->position : 0;
    auto& described = *description.add_checkpoints();
    described.set_city(base::FormatCityName({city}));
    described.set_position(base::FormatPositionToken({city, head.epoch(), position}));
    described.set_events_behind(head.position() - std::min(position, head.position()));
  }
  return description;
}

}  // namespace mokuhyo::projection
