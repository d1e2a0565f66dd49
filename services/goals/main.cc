// mokuhyo-goalsd: goal definition, org units, forms and the import of documents, over the event
// store of another process.

#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/projection/organization_reader.h"
#include "libs/render/canonical_json.h"
#include "services/flags.h"
#include "services/goals/goal_service.h"
#include "services/goals/import_service.h"
#include "services/goals/organization_service.h"
#include "services/open_event_store.h"
#include "services/process.h"

namespace mokuhyo::services {
namespace {

const Program kProgram = {
    .name = "mokuhyo-goalsd",
    .description =
        "mokuhyo-goalsd serves GoalService, OrganizationService and ImportService over the event "
        "store of a mokuhyo-eventstored.\n"
        "Example: mokuhyo-goalsd --event-store grpc://127.0.0.1:7401 --listen 127.0.0.1:7402\n",
    .defaults = {.event_store = "grpc://127.0.0.1:7401", .listen = "127.0.0.1:7402"},
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
  application::CityWrites city_writes(folds, runner, process.clock());
  projection::OrganizationReader organization_reader(**store, folds, process.clock());

  GoalService goals(process.runtime(), sheet_writes);
  OrganizationService organization(process.runtime(), city_writes, organization_reader);
  ImportService imports(process.runtime(), sheet_writes);
  return process.Serve(
      {{.options = {.listen = flags.listen}, .services = {&goals, &organization, &imports}}});
}

}  // namespace
}  // namespace mokuhyo::services

int main(int argc, char** argv) {
  using namespace mokuhyo::services;
  Flags flags;
  if (const auto status = ParseFlags(kProgram, argc, argv, flags)) return *status;
  return Run(flags);
}
