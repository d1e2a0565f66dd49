#include "libs/serving/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "absl/synchronization/notification.h"

namespace mokuhyo::serving {
namespace {

using ::testing::ElementsAre;

// Occupies the only thread of an executor until it is let go.
class Blocker {
 public:
  explicit Blocker(Executor& executor) {
    EXPECT_TRUE(executor.TryPost([this] {
      started_.Notify();
      go_.WaitForNotification();
    }));
    started_.WaitForNotification();
  }

  void LetGo() { go_.Notify(); }

 private:
  absl::Notification started_;
  absl::Notification go_;
};

TEST(ExecutorTest, RunsTasksInOrder) {
  std::vector<int> ran;
  Executor executor(1, 10);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(executor.TryPost([&ran, i] { ran.push_back(i); }));
  executor.Shutdown();
  EXPECT_THAT(ran, ElementsAre(0, 1, 2));
}

TEST(ExecutorTest, RunsAsManyAtATimeAsItHasThreads) {
  Executor executor(2, 10);
  Blocker first(executor);
  Blocker second(executor);  // Returns only when both run.
  first.LetGo();
  second.LetGo();
}

TEST(ExecutorTest, RefusesWhatTheQueueCannotHold) {
  std::vector<int> ran;
  Executor executor(1, 1);
  Blocker blocker(executor);
  EXPECT_TRUE(executor.TryPost([&ran] { ran.push_back(1); }));
  EXPECT_FALSE(executor.TryPost([&ran] { ran.push_back(2); }));
  EXPECT_TRUE(executor.PostContinuation([&ran] { ran.push_back(3); }));
  blocker.LetGo();
  executor.Shutdown();
  EXPECT_THAT(ran, ElementsAre(1, 3));
}

TEST(ExecutorTest, ShutdownRunsWhatIsQueuedAndTakesNothingMore) {
  std::atomic<int> ran = 0;
  Executor executor(1, 10);
  Blocker blocker(executor);
  for (int i = 0; i < 5; ++i) executor.TryPost([&ran] { ++ran; });
  blocker.LetGo();
  executor.Shutdown();
  EXPECT_EQ(ran, 5);
  EXPECT_FALSE(executor.TryPost([] {}));
  EXPECT_FALSE(executor.PostContinuation([] {}));
  executor.Shutdown();
}

TEST(ExecutorTest, ATaskMayPostAnother) {
  absl::Notification done;
  Executor executor(1, 1);
  executor.TryPost([&] { executor.TryPost([&done] { done.Notify(); }); });
  done.WaitForNotification();
}

}  // namespace
}  // namespace mokuhyo::serving
