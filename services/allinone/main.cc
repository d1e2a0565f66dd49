// mokuhyod: all services of mokuhyo in one process, over an event store of its own.

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/projection/organization_reader.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"
#include "libs/render/canonical_json.h"
#include "libs/serving/call_runtime.h"
#include "libs/serving/exception_net.h"
#include "libs/serving/executor.h"
#include "libs/serving/exit_within.h"
#include "libs/serving/log.h"
#include "libs/serving/metrics.h"
#include "libs/serving/server.h"
#include "libs/serving/shutdown_signal.h"
#include "services/evaluations/evaluation_service.h"
#include "services/eventstore/admin_service.h"
#include "services/flags.h"
#include "services/goals/goal_service.h"
#include "services/goals/import_service.h"
#include "services/goals/organization_service.h"
#include "services/indicators/indicator_service.h"
#include "services/sheets/sheet_service.h"

namespace {

// Reads that miss the caches wait for the disk on these threads; the queue bounds what waits for
// one of them.
constexpr size_t kExecutorThreads = 4;
constexpr size_t kExecutorQueue = 4096;
// Five seconds are what a stop may take; what is acknowledged is on the disk long before.
constexpr absl::Duration kStopLimit = absl::Milliseconds(4700);

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "mokuhyod: %s\n", std::string(status.message()).c_str());
  return 1;
}

int Run(const mokuhyo::services::Flags& flags) {
  using namespace mokuhyo;
  serving::ShutdownSignal signal;
  const base::SystemClock clock;
  const absl::Time started_at = clock.Now();
  serving::Log log(serving::StderrSink(), spdlog::level::from_str(flags.log_level));
  serving::Metrics metrics;
  log.CountDropped(metrics.registry());
  const std::string events_dir = flags.data_dir + "/events";
  // Set once there is a server to say so.
  std::atomic<serving::Server*> health = nullptr;
  const auto on_failed = [&](const absl::Status& status) {
    log.Error("the event store takes no writes until the server is started again",
              {{"error", std::string(status.message())}});
    if (serving::Server* const running = health.load()) running->SetServing(false);
  };
  auto store =
      eventstore::RocksDbEventStore::Open({.directory = events_dir, .on_failed = on_failed}, clock);
  if (!store.ok()) return Fail(store.status());

  serving::Executor executor(kExecutorThreads, kExecutorQueue);
  serving::CallRuntime runtime(executor, metrics, log, clock, {});
  application::CityFolds folds(**store);
  application::WriteRunner runner(**store, [&](auto task) {
    return executor.PostContinuation(
        [&log, task = std::move(task)]() mutable { serving::CatchExceptions(log, "write", task); });
  });
  application::SheetWrites sheet_writes(folds, runner, clock, [](const auto& document) {
    return render::WriteCanonicalJson(document);
  });
  application::CityWrites city_writes(folds, runner, clock);
  projection::SheetDirectory directory(**store);
  projection::SheetReader reader(**store, folds, directory, clock);
  projection::OrganizationReader organization_reader(**store, folds, clock);

  services::GoalService goals(runtime, sheet_writes);
  services::OrganizationService organization(runtime, city_writes, organization_reader);
  services::ImportService imports(runtime, sheet_writes);
  services::IndicatorService indicators(runtime, sheet_writes);
  services::EvaluationService evaluations(runtime, sheet_writes, reader);
  services::SheetService sheets(runtime, reader, **store);
  services::AdminService admin(runtime, city_writes, folds, **store,
                               {MOKUHYO_VERSION, started_at, "rocksdb:" + events_dir});
  if (!flags.metrics_listen.empty()) {
    if (const auto port = metrics.Expose(flags.metrics_listen); !port.ok())
      return Fail(port.status());
  }
  auto server = serving::Server::Start(
      {.listen = flags.listen},
      {&goals, &organization, &imports, &indicators, &evaluations, &sheets, &admin});
  if (!server.ok()) return Fail(server.status());
  health = server->get();
  std::printf("listening on %s\n", (*server)->address().c_str());
  std::fflush(stdout);
  log.Info("listening",
           {{"address", (*server)->address()}, {"event_store", "rocksdb:" + events_dir}});
  const int number = signal.Wait();
  serving::ExitWithin(kStopLimit);
  log.Info("shutting down", {{"signal", number}});
  (*server)->Shutdown();
  health = nullptr;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  mokuhyo::services::Flags flags;
  if (const auto status = mokuhyo::services::ParseFlags(argc, argv, flags)) return *status;
  return Run(flags);
}
