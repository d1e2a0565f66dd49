// mokuhyod: all services of mokuhyo in one process.

#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/projection/event_feed.h"
#include "libs/projection/hot_sheets.h"
#include "libs/projection/organization_reader.h"
#include "libs/projection/sheet_reader.h"
#include "libs/render/canonical_json.h"
#include "services/evaluations/evaluation_service.h"
#include "services/eventstore/admin_service.h"
#include "services/eventstore/store_keeping.h"
#include "services/flags.h"
#include "services/goals/goal_service.h"
#include "services/goals/import_service.h"
#include "services/goals/organization_service.h"
#include "services/indicators/indicator_service.h"
#include "services/open_event_store.h"
#include "services/process.h"
#include "services/projection_keeping.h"
#include "services/projection_service.h"
#include "services/sheets/event_service.h"
#include "services/sheets/sheet_service.h"

namespace mokuhyo::services {
namespace {

const Program kProgram = {
    .name = "mokuhyod",
    .description =
        "mokuhyod serves all of mokuhyo from one process: goal definition, results, evaluation and "
        "reading, over an event store (RocksDB) in its data directory, which it locks.\n"
        "Example: mokuhyod --data-dir /var/lib/mokuhyo --listen 127.0.0.1:7400\n",
    .keeps_data = true,
    .keeps_projections = true,
    .defaults = {.listen = "127.0.0.1:7400"},
};

int Run(const Flags& flags) {
  Process process(kProgram, flags);
  auto store = OpenEventStore(
      flags.event_store, process.clock(), [&](const auto& status) { process.StoreFailed(status); },
      [&] { process.StoreRecovered(); });
  if (!store.ok()) return process.Fail(store.status());
  auto keeping =
      StoreKeeping::Start(**store, OperationsOf(**store), process.clock(), process.log(), flags);
  if (!keeping.ok()) return process.Fail(keeping.status());
  if (*keeping != nullptr && !(*keeping)->refusal().ok()) {
    process.StoreFailed((*keeping)->refusal());
  }
  eventstore::EventStore& event_log = *keeping == nullptr ? **store : (*keeping)->store();

  application::CityFolds folds(event_log);
  application::WriteRunner runner(event_log,
                                  [&](auto step) { return process.PostStep(std::move(step)); });
  application::SheetWrites sheet_writes(folds, runner, process.clock(), [](const auto& document) {
    return render::WriteCanonicalJson(document);
  });
  application::CityWrites city_writes(folds, runner, process.clock());
  auto projections = ProjectionKeeping::Open(flags.projection_dir, event_log, folds,
                                             process.clock(), process.log());
  if (!projections.ok()) return process.Fail(projections.status());
  projection::SheetReader reader(event_log, folds, (*projections)->directory(), process.clock());
  projection::HotSheets hot_sheets(reader);
  projection::OrganizationReader organization_reader(event_log, folds, process.clock());
  const auto post = [&](auto step) { return process.PostStep(std::move(step)); };
  projection::EventFeed feed(event_log, folds, process.clock(), post);

  serving::CallRuntime& runtime = process.runtime();
  GoalService goals(runtime, sheet_writes);
  OrganizationService organization(runtime, city_writes, organization_reader);
  ImportService imports(runtime, sheet_writes);
  IndicatorService indicators(runtime, sheet_writes, reader);
  EvaluationService evaluations(runtime, sheet_writes, reader);
  SheetService sheets(runtime, reader, hot_sheets, event_log, feed.subscriptions(), post);
  EventService events(runtime, feed);
  AdminService admin({.runtime = runtime,
                      .writes = city_writes,
                      .folds = folds,
                      .store = event_log,
                      .keeping = keeping->get(),
                      .facts = {MOKUHYO_VERSION, process.started_at(), flags.event_store}});
  ProjectionService projection_service(runtime, **projections);
  return process.Serve({{.options = {.listen = flags.listen},
                         .services = {&goals, &organization, &imports, &indicators, &evaluations,
                                      &sheets, &events, &admin, &projection_service}}},
                       [&] {
                         feed.Shutdown();
                         (*projections)->Shutdown();
                       });
}

}  // namespace
}  // namespace mokuhyo::services

int main(int argc, char** argv) {
  using namespace mokuhyo::services;
  Flags flags;
  if (const auto status = ParseFlags(kProgram, argc, argv, flags)) return *status;
  return Run(flags);
}
