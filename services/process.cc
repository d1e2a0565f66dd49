#include "services/process.h"

#include <cstdio>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/serving/exception_net.h"
#include "libs/serving/exit_within.h"

namespace mokuhyo::services {
namespace {

// Reads that miss the caches wait for the disk, or for the store of another process, on these
// threads; the queue bounds what waits for one of them.
constexpr size_t kDiskThreads = 4;
constexpr size_t kRemoteThreads = 32;
constexpr size_t kExecutorQueue = 4096;
// Five seconds are what a stop may take; what is acknowledged is on the disk long before.
constexpr absl::Duration kStopLimit = absl::Milliseconds(4700);

size_t ExecutorThreads(const Flags& flags) {
  return absl::StartsWith(flags.event_store, "grpc:") ? kRemoteThreads : kDiskThreads;
}

}  // namespace

Process::Process(const Program& program, const Flags& flags, const serving::CallLimits& limits)
    : name_(program.name),
      flags_(flags),
      started_at_(clock_.Now()),
      log_(serving::StderrSink(), spdlog::level::from_str(flags.log_level)),
      executor_(ExecutorThreads(flags), kExecutorQueue),
      runtime_(executor_, metrics_, log_, clock_, limits) {
  // Debian's Abseil has its checks for deadlocks built in: every lock that gRPC takes would be
  // noted in a graph that is guarded by one lock for the whole process.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  log_.CountDropped(metrics_.registry());
}

bool Process::PostStep(absl::AnyInvocable<void()> step) {
  return executor_.PostContinuation(
      [this, step = std::move(step)]() mutable { serving::CatchExceptions(log_, "write", step); });
}

void Process::StoreFailed(const absl::Status& status) {
  log_.Error("the event store takes no writes", {{"error", std::string(status.message())}});
  const std::lock_guard lock(mutex_);
  store_failed_ = true;
  for (const auto& server : servers_) server->SetServing(false);
}

void Process::StoreRecovered() {
  log_.Info("the event store takes writes again");
  const std::lock_guard lock(mutex_);
  store_failed_ = false;
  for (const auto& server : servers_) server->SetServing(true);
}

int Process::Fail(const absl::Status& status) const {
  std::fprintf(stderr, "%s: %s\n", name_.c_str(), std::string(status.message()).c_str());
  return 1;
}

int Process::Serve(const std::vector<Listener>& listeners,
                   const std::function<void()>& on_shutdown) {
  if (!flags_.metrics_listen.empty()) {
    if (const auto port = metrics_.Expose(flags_.metrics_listen); !port.ok()) {
      return Fail(port.status());
    }
  }
  if (const absl::Status started = Start(listeners); !started.ok()) {
    Shutdown();
    return Fail(started);
  }
  Announce(listeners);
  const int number = signal_.Wait();
  serving::ExitWithin(kStopLimit);
  log_.Info("shutting down", {{"signal", number}});
  if (on_shutdown) on_shutdown();
  Shutdown();
  return 0;
}

absl::Status Process::Start(const std::vector<Listener>& listeners) {
  for (const Listener& listener : listeners) {
    auto server = serving::Server::Start(listener.options, listener.services);
    if (!server.ok()) return server.status();
    const std::lock_guard lock(mutex_);
    if (store_failed_) (*server)->SetServing(false);
    servers_.push_back(*std::move(server));
  }
  return absl::OkStatus();
}

void Process::Announce(const std::vector<Listener>& listeners) {
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < servers_.size(); ++i) {
    const std::string& name = listeners[i].name;
    const std::string& address = servers_[i]->address();
    std::printf("%s\n",
                absl::StrCat(name, name.empty() ? "" : " ", "listening on ", address).c_str());
    log_.Info("listening",
              {{"name", name}, {"address", address}, {"event_store", flags_.event_store}});
  }
  std::fflush(stdout);
}

void Process::Shutdown() {
  // Together, so that the calls of all of them share the time that there is.
  std::vector<std::unique_ptr<serving::Server>> servers;
  {
    const std::lock_guard lock(mutex_);
    servers.swap(servers_);
  }
  std::vector<std::thread> threads;
  threads.reserve(servers.size());
  for (const auto& server : servers) threads.emplace_back([&server] { server->Shutdown(); });
  for (std::thread& thread : threads) thread.join();
  executor_.Shutdown();
}

}  // namespace mokuhyo::services
