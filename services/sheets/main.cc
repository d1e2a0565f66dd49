// mokuhyo-sheetsd: all reading, over the event store of another process.

#include "libs/projection/event_feed.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"
#include "services/flags.h"
#include "services/open_event_store.h"
#include "services/process.h"
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
    .defaults = {.event_store = "grpc://127.0.0.1:7401", .listen = "127.0.0.1:7405"},
};

int Run(const Flags& flags) {
  Process process(kProgram, flags);
  auto store = OpenEventStore(
      flags.event_store, process.clock(), [&](const auto& status) { process.StoreFailed(status); },
      [&] { process.StoreRecovered(); });
  if (!store.ok()) return process.Fail(store.status());

  application::CityFolds folds(**store);
  projection::SheetDirectory directory(**store);
  projection::SheetReader reader(**store, folds, directory, process.clock());
  projection::EventFeed feed(**store, folds, process.clock(),
                             [&](auto step) { return process.PostStep(std::move(step)); });

  SheetService sheets(process.runtime(), reader, **store);
  EventService events(process.runtime(), feed);
  return process.Serve({{.options = {.listen = flags.listen}, .services = {&sheets, &events}}},
                       [&] { feed.Shutdown(); });
}

}  // namespace
}  // namespace mokuhyo::services

int main(int argc, char** argv) {
  using namespace mokuhyo::services;
  Flags flags;
  if (const auto status = ParseFlags(kProgram, argc, argv, flags)) return *status;
  return Run(flags);
}
