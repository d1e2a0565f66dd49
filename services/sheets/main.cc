// mokuhyo-sheetsd: all reading, over the event store of another process.

#include "libs/projection/event_feed.h"
#include "libs/projection/hot_sheets.h"
#include "libs/projection/sheet_reader.h"
#include "services/flags.h"
#include "services/open_event_store.h"
#include "services/process.h"
#include "services/projection_keeping.h"
#include "services/projection_service.h"
#include "services/sheets/event_service.h"
#include "services/sheets/sheet_service.h"

namespace mokuhyo::services {
namespace {

const Program kProgram = {
    .name = "mokuhyo-sheetsd",
    .description =
        "mokuhyo-sheetsd serves SheetService and EventService over the event store of a "
        "mokuhyo-eventstored.\n"
        "Example: mokuhyo-sheetsd --event-store grpc://127.0.0.1:7401 --listen 127.0.0.1:7405\n",
    .keeps_projections = true,
    .defaults = {.event_store = "grpc://127.0.0.1:7401", .listen = "127.0.0.1:7405"},
};

int Run(const Flags& flags) {
  Process process(kProgram, flags);
  auto store = OpenEventStore(
      flags.event_store, process.clock(), [&](const auto& status) { process.StoreFailed(status); },
      [&] { process.StoreRecovered(); });
  if (!store.ok()) return process.Fail(store.status());

  application::CityFolds folds(**store);
  auto projections =
      ProjectionKeeping::Open(flags.projection_dir, **store, folds, process.clock(), process.log());
  if (!projections.ok()) return process.Fail(projections.status());
  projection::SheetReader reader(**store, folds, (*projections)->directory(), process.clock());
  projection::HotSheets hot_sheets(reader);
  const auto post = [&](auto step) { return process.PostStep(std::move(step)); };
  projection::EventFeed feed(**store, folds, process.clock(), post);

  SheetService sheets(process.runtime(), reader, hot_sheets, **store, feed.subscriptions(), post);
  EventService events(process.runtime(), feed);
  ProjectionService projection_service(process.runtime(), **projections);
  return process.Serve(
      {{.options = {.listen = flags.listen}, .services = {&sheets, &events, &projection_service}}},
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
