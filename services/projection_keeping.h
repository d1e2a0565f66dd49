#ifndef MOKUHYO_SERVICES_PROJECTION_KEEPING_H_
#define MOKUHYO_SERVICES_PROJECTION_KEEPING_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/projection.h"
#include "libs/projection/projection_generations.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_index_fold.h"
#include "libs/serving/log.h"
#include "libs/serving/message_source.h"
#include "libs/serving/shared_work.h"
#include "mokuhyo/admin/v1/projection_service.pb.h"

namespace mokuhyo::services {

// Everything that a process derives from the log and keeps, and how operators have it thrown away
// and rebuilt. Thread-safe.
class ProjectionKeeping {
 public:
  // Keeps it in `directory`, below which each projection has a directory of its own; empty: in
  // memory. All references must outlive what is returned. Returns UNAVAILABLE with reason
  // DIRECTORY_HELD if another process keeps its own there; a directory of which nothing can be
  // made is said in `log`, and memory has to do.
  static absl::StatusOr<std::unique_ptr<ProjectionKeeping>> Open(const std::string& directory,
                                                                 eventstore::EventStore& event_log,
                                                                 application::CityFolds& folds,
                                                                 const base::Clock& clock,
                                                                 serving::Log& log);

  projection::SheetDirectory& directory() { return sheet_directory_; }

  // ProjectionService; what each method does is said there.
  absl::StatusOr<admin::v1::ListProjectionsResponse> List();
  std::unique_ptr<serving::MessageSource<admin::v1::RebuildProjectionsResponse>> Rebuild();

  // Stops a rebuild for good, so that no stop of the process waits for it.
  void Shutdown() { rebuild_.Stop(); }

 private:
  using Work = serving::SharedWork<admin::v1::RebuildProjectionsResponse>;

  ProjectionKeeping(std::unique_ptr<projection::ProjectionGenerations> generations,
                    eventstore::EventStore& event_log, application::CityFolds& folds,
                    const base::Clock& clock, serving::Log& log);

  absl::StatusOr<admin::v1::RebuildProjectionsResponse> RebuildAll(const Work::Report& report);

  application::CityFolds& folds_;
  serving::Log& log_;
  const projection::SheetIndexFold sheet_index_fold_;
  const std::unique_ptr<projection::ProjectionGenerations> generations_;
  projection::Projection sheet_index_;
  projection::SheetDirectory sheet_directory_;
  Work rebuild_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_PROJECTION_KEEPING_H_
