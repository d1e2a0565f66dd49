#include "tools/client/interrupt.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace mokuhyo::client {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
constexpr char kSignal = 's';
constexpr char kEnd = 'e';

// What a handler may do is to write to a pipe. gRPC has threads of its own by then, so the signals
// cannot be blocked and waited for instead. The pipe stays for the life of the process: a handler
// may still be at it.
int pipe_ends[2] = {-1, -1};

void Write(char what) {
  while (write(pipe_ends[1], &what, 1) < 0 && errno == EINTR) {
  }
}

void OnSignal(int) {
  const int error = errno;
  Write(kSignal);
  errno = error;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> on_signal) : on_signal_(std::move(on_signal)) {
  if (pipe_ends[0] < 0 && pipe(pipe_ends) != 0) std::abort();  // No file to be had at the start.
  thread_ = std::thread([this] { Listen(); });
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (const int number : kSignals) sigaction(number, &action, nullptr);
}

Interrupt::~Interrupt() {
  for (const int number : kSignals) std::signal(number, SIG_DFL);
  Write(kEnd);
  thread_.join();
}

bool Interrupt::Raised() {
  const std::lock_guard lock(mutex_);
  return raised_;
}

bool Interrupt::WaitFor(absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, absl::ToChronoNanoseconds(timeout), [this] { return raised_; });
}

void Interrupt::Listen() {
  char what = 0;
  while (true) {
    if (read(pipe_ends[0], &what, 1) != 1) continue;
    if (what == kEnd) return;
    {
      const std::lock_guard lock(mutex_);
      if (raised_) continue;
      raised_ = true;
    }
    changed_.notify_all();
    on_signal_();
  }
}

}  // namespace mokuhyo::client
