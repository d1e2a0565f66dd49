// mokuhyo-indicatorsd: reported results, over the event store of another process.

#include "libs/application/sheet_writes.h"
#include "libs/projection/sheet_reader.h"
#include "libs/render/canonical_json.h"
#include "services/flags.h"
#include "services/indicators/indicator_service.h"
#include "services/open_event_store.h"
#include "services/process.h"
#include "services/projection_keeping.h"
#include "services/projection_service.h"

namespace mokuhyo::services {
namespace {

const Program kProgram = {
    .name = "mokuhyo-indicatorsd",
    .description =
        "mokuhyo-indicatorsd serves IndicatorService over the event store of a "
        "mokuhyo-eventstored.\n"
        "Example: mokuhyo-indicatorsd --event-store grpc://127.0.0.1:7401 --listen "
        "127.0.0.1:7403\n",
    .keeps_projections = true,
    .defaults = {.event_store = "grpc://127.0.0.1:7401", .listen = "127.0.0.1:7403"},
};

int Run(const Flags& flags) {
  Process process(kProgram, flags);
  auto store = OpenEventStore(
      flags.event_store, process.clock(), [&](const auto& status) { process.StoreFailed(status); },
      [&] { process.StoreRecovered(); });
  if (!store.ok()) return process.Fail(store.status());

  application::CityFolds folds(**store);
  application::WriteRunner runner(**store,
                                  [&](auto step) { return process.PostStep(std::move(step)); });
  application::SheetWrites sheet_writes(folds, runner, process.clock(), [](const auto& document) {
    return render::WriteCanonicalJson(document);
  });
  auto projections =
      ProjectionKeeping::Open(flags.projection_dir, **store, folds, process.clock(), process.log());
  if (!projections.ok()) return process.Fail(projections.status());
  projection::SheetReader reader(**store, folds, (*projections)->directory(), process.clock());

  IndicatorService indicators(process.runtime(), sheet_writes, reader);
  ProjectionService projection_service(process.runtime(), **projections);
  return process.Serve(
      {{.options = {.listen = flags.listen}, .services = {&indicators, &projection_service}}},
      [&] { (*projections)->Shutdown(); });
}

}  // namespace
}  // namespace mokuhyo::services

int main(int argc, char** argv) {
  using namespace mokuhyo::services;
  Flags flags;
  if (const auto status = ParseFlags(kProgram, argc, argv, flags)) return *status;
  return Run(flags);
}
