#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "libs/application/appends.h"
#include "libs/application/hooked_event_store_test_util.h"
#include "libs/application/write_runner.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::application {
namespace {

using eventstore::conformance::Any;
using eventstore::conformance::AppendBuilder;
using goals::v1::UpdateGoalResponse;
using Outcome = absl::StatusOr<store::v1::AppendResponse>;

// Threads that run tasks in the order of posting, until everything is done.
class Threads {
 public:
  explicit Threads(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { Run(); });
  }
  ~Threads() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  bool Post(absl::AnyInvocable<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      absl::AnyInvocable<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<absl::AnyInvocable<void()>> tasks_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

// Writers of one stream over a store that commits on a thread of its own, as the real one does, so
// that decisions and commits overlap.
class WriteLinesTest : public ::testing::Test {
 protected:
  std::optional<uint64_t> Revision(const std::string& stream) {
    store::v1::GetStreamRevisionRequest request;
    request.set_city("test");
    request.set_stream(stream);
    const auto head = eventstore::GetStreamRevisionNow(memory_, std::move(request));
    return head->has_revision() ? std::optional<uint64_t>(head->revision()) : std::nullopt;
  }

  // Appends an event behind what it has read.
  absl::StatusOr<Attempt> Decide(const std::string& stream) {
    ++decisions_;
    Attempt attempt;
    attempt.response = std::make_shared<UpdateGoalResponse>();
    const std::optional<uint64_t> revision = Revision(stream);
    store::v1::AppendRequest built = AppendBuilder("test").To(stream, Any());
    attempt.append = std::move(built);
    *attempt.append.mutable_streams(0)->mutable_expected() = Expect(revision);
    return attempt;
  }

  static Write MakeWrite(Caller caller = {"client-1", "mokuhyo.test.v1.TestService/Do", ""}) {
    Write write;
    write.city = "test";
    write.caller = std::move(caller);
    write.effective_date = "2022-05-01";
    return write;
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1651363200)};
  eventstore::MemoryEventStore memory_{clock_};
  HookedEventStore store_{memory_};
  std::atomic<int> decisions_ = 0;
  Threads committer_{1};
  Threads executor_{4};
  WriteRunner runner_{store_, [this](auto task) { return executor_.Post(std::move(task)); }};
};

TEST_F(WriteLinesTest, HoweverManyWriteToOneStreamAllComeThrough) {
  constexpr int kWriters = 300;
  store_.run_append = [this](auto append) { committer_.Post(std::move(append)); };
  std::vector<UpdateGoalResponse> responses(kWriters);
  std::vector<absl::Status> outcomes(kWriters, absl::UnknownError("not called"));
  absl::BlockingCounter open(kWriters);
  for (size_t i = 0; i < kWriters; ++i) {
    executor_.Post([&, i] {
      runner_.Run(
          MakeWrite(), [this] { return Decide("a"); }, &responses[i],
          [&, i](const absl::Status& status) {
            outcomes[i] = status;
            open.DecrementCount();
          });
    });
  }
  open.Wait();
  std::set<std::string> etags;
  for (size_t i = 0; i < kWriters; ++i) {
    EXPECT_TRUE(outcomes[i].ok()) << outcomes[i];
    etags.insert(responses[i].result().etag());
  }
  EXPECT_EQ(etags.size(), size_t{kWriters});
  EXPECT_EQ(Revision("a"), kWriters - 1);
  // Once to find out about the line, perhaps, and once when it is its turn; a few more at its head.
  EXPECT_LE(decisions_, 2 * kWriters + 10);
}

TEST_F(WriteLinesTest, WhoDoesNotWaitAnyMoreIsNotTriedAgain) {
  store_.on_append = [this](const auto&) -> std::optional<Outcome> {
    EXPECT_TRUE(eventstore::AppendNow(memory_, AppendBuilder("test").To("a", Any())).ok());
    return std::nullopt;
  };
  for (const auto code : {absl::StatusCode::kCancelled, absl::StatusCode::kDeadlineExceeded}) {
    decisions_ = 0;
    Caller caller{"client-1", "mokuhyo.test.v1.TestService/Do", ""};
    if (code == absl::StatusCode::kCancelled) {
      caller.cancelled = [this] { return decisions_ == 2; };
    } else {
      caller.deadline = absl::Now() - absl::Seconds(1);
    }
    UpdateGoalResponse response;
    absl::Status outcome;
    absl::Notification over;
    runner_.Run(
        MakeWrite(caller), [this] { return Decide("a"); }, &response,
        [&](const absl::Status& status) {
          outcome = status;
          over.Notify();
        });
    over.WaitForNotification();
    EXPECT_EQ(outcome.code(), code) << outcome;
    EXPECT_EQ(decisions_, code == absl::StatusCode::kCancelled ? 2 : 0);
  }
}

TEST_F(WriteLinesTest, TheLineGoesOnWhenItsHeadIsRefused) {
  // The first conflicts, and is refused when it decides anew; the second waits behind it.
  store_.run_append = [this](auto append) { committer_.Post(std::move(append)); };
  constexpr int kWriters = 20;
  absl::BlockingCounter open(kWriters);
  std::atomic<int> refused = 0;
  std::vector<UpdateGoalResponse> responses(kWriters);
  for (size_t i = 0; i < kWriters; ++i) {
    executor_.Post([&, i] {
      runner_.Run(
          MakeWrite(),
          [this, tries = 0]() mutable -> absl::StatusOr<Attempt> {
            if (++tries > 1) return absl::FailedPreconditionError("refused now");
            return Decide("a");
          },
          &responses[i],
          [&](const absl::Status& status) {
            if (!status.ok()) ++refused;
            open.DecrementCount();
          });
    });
  }
  open.Wait();
  EXPECT_EQ(Revision("a"), static_cast<uint64_t>(kWriters - refused - 1));
}

}  // namespace
}  // namespace mokuhyo::application
