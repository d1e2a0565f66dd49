#include "services/projection_keeping.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/projection/memory_projection_generations.h"
#include "libs/projection/rocksdb/rocksdb_projection_generations.h"

namespace mokuhyo::services {
namespace {

using admin::v1::RebuildProjectionsResponse;

std::string Message(const absl::Status& status) { return std::string(status.message()); }

void LogFailure(serving::Log& log, const absl::Status& failure) {
  log.Error("derived data cannot be kept as they were; they are derived anew, in memory if need be",
            {{"error", Message(failure)}});
}

absl::StatusOr<std::unique_ptr<projection::ProjectionGenerations>> OpenGenerations(
    const std::string& directory, std::string_view name, serving::Log& log) {
  if (!directory.empty()) {
    auto on_disk = projection::RocksDbProjectionGenerations::Open(
        absl::StrCat(directory, "/", std::string(name)));
    if (on_disk.ok())
      return std::unique_ptr<projection::ProjectionGenerations>(*std::move(on_disk));
    if (base::ErrorReason(on_disk.status()) == "DIRECTORY_HELD") return on_disk.status();
    LogFailure(log, on_disk.status());
  }
  return std::make_unique<projection::MemoryProjectionGenerations>();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectionKeeping>> ProjectionKeeping::Open(
    const std::string& directory, eventstore::EventStore& event_log, application::CityFolds& folds,
    const base::Clock& clock, serving::Log& log) {
  MOKUHYO_ASSIGN_OR_RETURN(auto generations,
                           OpenGenerations(directory, projection::SheetIndexFold().name(), log));
  return absl::WrapUnique(
      new ProjectionKeeping(std::move(generations), event_log, folds, clock, log));
}

ProjectionKeeping::ProjectionKeeping(std::unique_ptr<projection::ProjectionGenerations> generations,
                                     eventstore::EventStore& event_log,
                                     application::CityFolds& folds, const base::Clock& clock,
                                     serving::Log& log)
    : folds_(folds),
      log_(log),
      generations_(std::move(generations)),
      sheet_index_(
          sheet_index_fold_, event_log, *generations_, clock,
          {.on_failed = [&log](const absl::Status& failure) { LogFailure(log, failure); }}),
      sheet_directory_(sheet_index_),
      rebuild_(log, [this](const auto& report) { return RebuildAll(report); }) {}

absl::StatusOr<admin::v1::ListProjectionsResponse> ProjectionKeeping::List() {
  admin::v1::ListProjectionsResponse response;
  MOKUHYO_ASSIGN_OR_RETURN(*response.add_projections(), sheet_index_.Describe());
  return response;
}

std::unique_ptr<serving::MessageSource<RebuildProjectionsResponse>> ProjectionKeeping::Rebuild() {
  return rebuild_.StartOrJoin();
}

absl::StatusOr<RebuildProjectionsResponse> ProjectionKeeping::RebuildAll(
    const Work::Report& report) {
  RebuildProjectionsResponse response;
  const auto generation =
      sheet_index_.Rebuild([&](const projection::Projection::Progress& progress) {
        response.set_events_done(progress.events_done);
        response.set_events_total(progress.events_total);
        response.set_events_resumed(progress.events_resumed);
        response.set_city(progress.city.empty() ? "" : base::FormatCityName({progress.city}));
        return report(response);
      });
  if (!generation.ok()) {
    log_.Error("derived data were not rebuilt; those from before go on answering",
               {{"error", Message(generation.status())}});
    return generation.status();
  }
  // What is kept in memory only is derived anew as it is asked for.
  folds_.Clear();
  log_.Info("derived data rebuilt", {{"generation", *generation},
                                     {"events", response.events_done()},
                                     {"events_resumed", response.events_resumed()}});
  response.set_generation(*generation);
  return response;
}

}  // namespace mokuhyo::services
