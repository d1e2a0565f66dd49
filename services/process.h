#ifndef MOKUHYO_SERVICES_PROCESS_H_
#define MOKUHYO_SERVICES_PROCESS_H_

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/system_clock.h"
#include "libs/serving/call_runtime.h"
#include "libs/serving/executor.h"
#include "libs/serving/log.h"
#include "libs/serving/metrics.h"
#include "libs/serving/server.h"
#include "libs/serving/shutdown_signal.h"
#include "services/flags.h"

namespace mokuhyo::services {

// An address of a process and what is served there.
struct Listener {
  serving::ServerOptions options;
  std::vector<grpc::Service*> services;
  // Tells it from the others of the process where it says that it listens; empty for the main one.
  std::string name = {};
};

// What every server process has around its services: signals, clock, log, metrics, executor, the
// wrapper around each call, and the life from the first line to the last. To be made first thing in
// main, before any thread is started.
class Process {
 public:
  // `limits` are those of the wrapper.
  Process(const Program& program, const Flags& flags, const serving::CallLimits& limits = {});

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const base::Clock& clock() const { return clock_; }
  absl::Time started_at() const { return started_at_; }
  serving::Log& log() { return log_; }
  serving::Metrics& metrics() { return metrics_; }
  serving::Executor& executor() { return executor_; }
  serving::CallRuntime& runtime() { return runtime_; }

  // Runs the next step of a call that was let in (application::WriteRunner::Post). False: the
  // process shuts down.
  bool PostStep(absl::AnyInvocable<void()> step);

  // The event store takes no writes any more, or takes them again: says so in the log and to health
  // checks. Thread-safe.
  void StoreFailed(const absl::Status& status);
  void StoreRecovered();

  // Says on standard error why the process cannot go on, and returns its exit status.
  int Fail(const absl::Status& status) const;

  // Serves until a signal comes, then shuts down within five seconds; the executor runs nothing
  // afterwards. Says `listening on ADDRESS` on standard output, a line for each listener, as soon
  // as all are ready. Returns the exit status. At most once; what the listeners serve must outlive
  // it. `on_shutdown`, if given, is called when the signal came: what would go on by itself until
  // the time is up, such as subscriptions, is to end then.
  int Serve(const std::vector<Listener>& listeners, const std::function<void()>& on_shutdown = {});

 private:
  absl::Status Start(const std::vector<Listener>& listeners);
  void Announce(const std::vector<Listener>& listeners);
  void Shutdown();

  const std::string name_;
  const Flags flags_;
  serving::ShutdownSignal signal_;
  const base::SystemClock clock_;
  const absl::Time started_at_;
  serving::Log log_;
  serving::Metrics metrics_;
  serving::Executor executor_;
  serving::CallRuntime runtime_;

  std::mutex mutex_;
  bool store_failed_ = false;                              // Guarded by mutex_.
  std::vector<std::unique_ptr<serving::Server>> servers_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_PROCESS_H_
