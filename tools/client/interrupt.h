#ifndef MOKUHYO_TOOLS_CLIENT_INTERRUPT_H_
#define MOKUHYO_TOOLS_CLIENT_INTERRUPT_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace mokuhyo::client {

// Turns SIGINT and SIGTERM into the orderly end of a command that goes on until then. At most one
// at a time. A second signal ends the process as it does by default.
class Interrupt {
 public:
  // `on_signal` runs on another thread when a signal comes, at most once; from then on Raised() is
  // true.
  explicit Interrupt(std::function<void()> on_signal);

  // Lets the signals act as before. `on_signal` does not run afterwards.
  ~Interrupt();

  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool Raised();

  // Waits for a signal, but no longer than `timeout`. Returns whether there was one.
  bool WaitFor(absl::Duration timeout);

 private:
  void Listen();

  const std::function<void()> on_signal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool raised_ = false;  // Guarded by mutex_.
  std::thread thread_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_INTERRUPT_H_
