#include "libs/serving/shutdown_signal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace mokuhyo::serving {
namespace {

bool IsBlocked(int signal) {
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  return sigismember(&blocked, signal) == 1;
}

TEST(ShutdownSignalTest, WaitsForTerminationAndInterrupt) {
  for (const int signal : {SIGTERM, SIGINT}) {
    ShutdownSignal shutdown;
    ASSERT_TRUE(IsBlocked(signal));
    // To this thread: others of the process do not block it.
    ASSERT_EQ(pthread_kill(pthread_self(), signal), 0);
    EXPECT_EQ(shutdown.Wait(), signal);
    EXPECT_FALSE(IsBlocked(signal)) << "a second signal could not end the process";
  }
  EXPECT_FALSE(IsBlocked(SIGTERM));
}

TEST(ShutdownSignalTest, ABrokenPipeIsNoReasonToStop) {
  const ShutdownSignal shutdown;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  EXPECT_EQ(write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  close(ends[1]);
}

}  // namespace
}  // namespace mokuhyo::serving
