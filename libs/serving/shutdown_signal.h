#ifndef MOKUHYO_LIBS_SERVING_SHUTDOWN_SIGNAL_H_
#define MOKUHYO_LIBS_SERVING_SHUTDOWN_SIGNAL_H_

#include <csignal>

namespace mokuhyo::serving {

// Turns SIGTERM and SIGINT into something that main can wait for. To be made first thing in main:
// threads inherit the blocked signals, and one started before would be killed by them. A pipe or
// connection that nobody reads any more is no reason to stop: SIGPIPE is ignored.
class ShutdownSignal {
 public:
  // Blocks the signals in the calling thread; has the process ignore SIGPIPE for good.
  ShutdownSignal();

  // Restores what was blocked before.
  ~ShutdownSignal();

  ShutdownSignal(const ShutdownSignal&) = delete;
  ShutdownSignal& operator=(const ShutdownSignal&) = delete;

  // Waits for one of the signals and returns it. From then on the signals act as they do by
  // default, so that a second one ends a process whose shutdown hangs.
  int Wait();

 private:
  sigset_t signals_;
  sigset_t before_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_SHUTDOWN_SIGNAL_H_
