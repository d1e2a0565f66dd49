// mokuhyo-eventstored: the event store, for the other processes of mokuhyo and for operators.

#include "libs/application/city_writes.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/subscriptions.h"
#include "services/eventstore/admin_service.h"
#include "services/eventstore/event_store_service.h"
#include "services/eventstore/store_keeping.h"
#include "services/flags.h"
#include "services/open_event_store.h"
#include "services/process.h"

namespace mokuhyo::services {
namespace {

const Program kProgram = {
    .name = "mokuhyo-eventstored",
    .description =
        "mokuhyo-eventstored keeps the event store (RocksDB) in its data directory, which it "
        "locks, and serves it to the other processes of mokuhyo, for which --listen is; "
        "AdminService has a listener of its own.\n"
        "Example: mokuhyo-eventstored --data-dir /var/lib/mokuhyo --listen 127.0.0.1:7401\n",
    .keeps_data = true,
    .serves_store = true,
    .defaults = {.listen = "127.0.0.1:7401", .admin_listen = "127.0.0.1:7406"},
};

int Run(const Flags& flags) {
  Process process(kProgram, flags, EventStoreService::kLimits);
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
  application::CityWrites city_writes(folds, runner, process.clock());
  eventstore::Subscriptions subscriptions(
      event_log, process.clock(), [&](auto step) { return process.PostStep(std::move(step)); });

  EventStoreService event_store(process.runtime(), process.executor(), event_log, subscriptions);
  AdminService admin({.runtime = process.runtime(),
                      .writes = city_writes,
                      .folds = folds,
                      .store = event_log,
                      .keeping = keeping->get(),
                      .facts = {MOKUHYO_VERSION, process.started_at(), flags.event_store}});
  return process.Serve(
      {{.options = {.listen = flags.listen,
                    .max_receive_message_bytes = eventstore::kMaxMessageBytes},
        .services = {&event_store}},
       {.options = {.listen = flags.admin_listen}, .services = {&admin}, .name = "admin"}},
      [&] { event_store.Shutdown(); });
}

}  // namespace
}  // namespace mokuhyo::services

int main(int argc, char** argv) {
  using namespace mokuhyo::services;
  Flags flags;
  if (const auto status = ParseFlags(kProgram, argc, argv, flags)) return *status;
  return Run(flags);
}
