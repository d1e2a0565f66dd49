#include "libs/projection/projection.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "libs/base/date.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/projection/memory_projection_store.h"

namespace mokuhyo::projection {
namespace {

// Writers that never pause must not keep a rebuild from its end: after so many passes over all logs
// what is left is read when it is asked for.
constexpr int kMostPasses = 4;
// A generation that is so few events behind has caught up.
constexpr uint64_t kFewEvents = 1000;

// A query that so many generations did not satisfy, one of them in memory, is not asked again.
constexpr int kMostFailures = 4;

bool GoOn(uint64_t) { return true; }

bool SameBasis(const LogBasis& a, const LogBasis& b) {
  return a.epoch == b.epoch && a.redaction_count == b.redaction_count;
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
      return std::make_shared<FoldedGeneration>(fold_, log_, *std::move(kept),
                                                options_.page_events);
    }
    if (kept.ok()) kept->store->RemoveOnClose();
    if (!kept.ok() && !absl::IsNotFound(kept.status())) Tell(kept.status());
  }
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
  return std::make_shared<FoldedGeneration>(fold_, log_, std::move(begun), options_.page_events);
}

Projection::Current Projection::BeginInMemory() {
  ++newest_number_;
  return std::make_shared<FoldedGeneration>(
      fold_, log_,
      ProjectionGeneration{newest_number_, fold_.schema_version(), clock_.Now(),
                           std::make_unique<MemoryProjectionStore>()},
      options_.page_events);
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
    MOKUHYO_ASSIGN_OR_RETURN(basis, FindBasis(name));
    const Current generation = GetCurrent();
    // What the generation has is of later than this, and goes on being so: a copy of the log from
    // before was put in its place.
    if (SameBasis(before, basis)) generation->Forget(name);
    const auto advanced = generation->Advance(name, basis, position, GoOn);
    absl::Status status = advanced.status();
    if (advanced.ok() && *advanced) {
      // What was read meanwhile may be of a history that has just begun.
      MOKUHYO_ASSIGN_OR_RETURN(const LogBasis now, FindBasis(name));
      if (!SameBasis(now, basis)) continue;
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

absl::StatusOr<LogBasis> Projection::FindBasis(const std::string& city) {
  store::v1::GetStreamRevisionRequest request;
  request.set_city(city);
  request.set_stream(std::string(eventstore::kRedactionStream));
  const auto redactions = eventstore::GetStreamRevisionNow(log_, std::move(request));
  if (redactions.ok()) return LogBasis{redactions->epoch(), redactions->redaction_count()};
  // Of a log that is damaged, what is whole is there to be read.
  if (!absl::IsDataLoss(redactions.status())) return redactions.status();
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  return LogBasis{head.epoch(), std::nullopt};
}

absl::StatusOr<store::v1::GetHeadResponse> Projection::Head(const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return eventstore::GetHeadNow(log_, std::move(request));
}

absl::StatusOr<uint64_t> Projection::Rebuild(Report report) {
  const std::lock_guard rebuild(rebuild_mutex_);
  is_rebuilding_ = true;
  const absl::Cleanup end = [this] { is_rebuilding_ = false; };
  Current next;
  {
    const std::lock_guard lock(generations_mutex_);
    MOKUHYO_ASSIGN_OR_RETURN(next, BeginNext());
  }
  absl::Status status = FoldAll(*next, report);
  if (status.ok()) status = Switch(next);
  if (status.ok()) return next->number();
  next->store().RemoveOnClose();
  return status;
}

absl::Status Projection::FoldAll(FoldedGeneration& next, Report report) {
  for (int pass = 0; pass < kMostPasses; ++pass) {
    MOKUHYO_ASSIGN_OR_RETURN(const bool has_caught_up, FoldOnce(next, report));
    if (has_caught_up) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Projection::FoldOnce(FoldedGeneration& next, Report report) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(log_));
  std::map<std::string, uint64_t> heads;
  Progress progress;
  for (const std::string& city : cities.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
    heads[city] = head.position();
    progress.events_total += head.position();
  }
  bool has_caught_up = true;
  for (const auto& [city, head] : heads) {
    MOKUHYO_ASSIGN_OR_RETURN(const LogBasis basis, FindBasis(city));
    progress.city = city;
    const uint64_t done_before = progress.events_done;
    uint64_t first = head;
    MOKUHYO_RETURN_IF_ERROR(next.Advance(city, basis, head,
                                         [&](uint64_t position) {
                                           first = std::min(first, position);
                                           progress.events_done =
                                               done_before + std::min(position, head);
                                           return report(progress);
                                         })
                                .status());
    has_caught_up = has_caught_up && head - first <= kFewEvents;
    progress.events_done = done_before + head;
  }
  if (!report(progress)) return absl::CancelledError("told to stop");
  return has_caught_up;
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
    MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
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
