#include "libs/eventstore/subscriptions.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/task_threads.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "libs/eventstore/swapped_event_store_test_util.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using store::v1::SubscribeRequest;
using store::v1::SubscribeResponse;
using store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP;
using store::v1::SUBSCRIPTION_NOTICE_FELL_BEHIND;
using store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED;
using testing::ElementsAre;
using testing::IsEmpty;

// Far longer than a test takes: nobody looks without a doorbell.
constexpr absl::Duration kNever = absl::Hours(24);

// A store in memory whose subscribers get on when the test says so.
class SubscriptionsTest : public testing::Test {
 protected:
  SubscriptionsTest() : store_(memory_) {}

  Subscriptions::Post Post() {
    return [this](absl::AnyInvocable<void()> task) {
      const std::lock_guard lock(mutex_);
      if (closed_) return false;
      tasks_.push_back(std::move(task));
      return true;
    };
  }

  size_t WaitingTasks() {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
  }

  // Runs all tasks, those that they post included.
  void RunTasks() {
    while (true) {
      absl::AnyInvocable<void()> task;
      {
        const std::lock_guard lock(mutex_);
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  void CloseExecutor() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

  // One append of `count` events of `type`.
  void Append(int count, const std::string& type = "T", const std::string& stream = "s") {
    AppendBuilder append("niigata");
    append.To(stream, Any(), count);
    for (auto& event : *append.Request().mutable_streams(0)->mutable_events()) {
      event.set_type(type);
    }
    ASSERT_TRUE(AppendNow(store_, append)->has_appended());
  }

  static SubscribeRequest From(uint64_t after_position) {
    SubscribeRequest request;
    request.set_city("niigata");
    request.set_after_position(after_position);
    return request;
  }

  // Asks for the next response; absent as long as there is none.
  using Answer = std::shared_ptr<std::optional<absl::StatusOr<SubscribeResponse>>>;
  static Answer Ask(Subscription& subscription) {
    auto answer = std::make_shared<Answer::element_type>();
    subscription.Next([answer](auto response) { *answer = std::move(response); });
    return answer;
  }

  // What comes without anything happening meanwhile.
  absl::StatusOr<SubscribeResponse> Get(Subscription& subscription) {
    const Answer answer = Ask(subscription);
    RunTasks();
    if (!answer->has_value()) return absl::NotFoundError("nothing to say");
    return **answer;
  }

  static std::vector<uint64_t> Positions(const SubscribeResponse& response) {
    std::vector<uint64_t> positions;
    for (const auto& event : response.events()) positions.push_back(event.position());
    return positions;
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1'600'000'000)};
  MemoryEventStore memory_{clock_};
  SwappedEventStore store_;

 private:
  std::mutex mutex_;
  std::deque<absl::AnyInvocable<void()>> tasks_;  // Guarded by mutex_.
  bool closed_ = false;                           // Guarded by mutex_.
};

TEST_F(SubscriptionsTest, GivesWhatIsThereAndThenWhatIsCommitted) {
  Append(3);
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(1));
  const auto first = Get(*subscription);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Positions(*first), ElementsAre(2, 3));
  EXPECT_EQ(first->position(), 3U);
  EXPECT_EQ(first->head_position(), 3U);
  EXPECT_EQ(first->notice(), SUBSCRIPTION_NOTICE_CAUGHT_UP);
  EXPECT_EQ(FromTimestamp(first->read_time()), clock_.Now());

  const Answer second = Ask(*subscription);
  RunTasks();
  EXPECT_FALSE(second->has_value());
  Append(1);
  RunTasks();
  ASSERT_TRUE(second->has_value());
  EXPECT_THAT(Positions(***second), ElementsAre(4));
  EXPECT_EQ((**second)->notice(), SUBSCRIPTION_NOTICE_UNSPECIFIED);
}

TEST_F(SubscriptionsTest, LooksAgainIfTheBellRangBetweenLookingAndWaiting) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  SubscribeRequest request = From(0);
  request.add_types("Wanted");
  const auto subscription = subscriptions.Open(request);
  ASSERT_TRUE(Get(*subscription).ok());
  const Answer next = Ask(*subscription);
  // Behind the page, of which the filter lets nothing through.
  store_.before_read_city = [&] {
    store_.after_get_head = [&] {
      Append(1, "Wanted");
      RunTasks();
    };
  };
  Append(1, "Unwanted");
  RunTasks();
  ASSERT_TRUE(next->has_value());
  EXPECT_THAT(Positions(***next), ElementsAre(2));
}

TEST_F(SubscriptionsTest, LooksAtOnceIfTheBellRangWhileNobodyAsked) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*subscription).ok());
  Append(1);
  RunTasks();
  EXPECT_THAT(Positions(*Get(*subscription)), ElementsAre(1));
}

TEST_F(SubscriptionsTest, WhatAllWantIsReadOnce) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  std::vector<std::unique_ptr<Subscription>> waiting;
  std::vector<Answer> answers;
  for (int i = 0; i < 10; ++i) {
    SubscribeRequest request = From(0);
    // Half of them want some of it only.
    if (i % 2 == 1) request.add_types("Wanted");
    waiting.push_back(subscriptions.Open(request));
    ASSERT_TRUE(Get(*waiting.back()).ok());
    answers.push_back(Ask(*waiting.back()));
  }
  const auto read_all = [&] {
    for (int i = 0; i < 10; ++i) {
      EXPECT_TRUE(answers[i]->has_value());
      answers[i] = Ask(*waiting[i]);
    }
    RunTasks();
  };
  Append(1, "Wanted");
  RunTasks();
  read_all();
  const int reads = store_.reads;
  Append(2, "Wanted");
  RunTasks();
  // Those with a filter may have come before the one that shares what it reads.
  EXPECT_LE(store_.reads, reads + 6);
  for (const Answer& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    EXPECT_THAT(Positions(***answer), ElementsAre(2, 3));
  }
}

TEST_F(SubscriptionsTest, AnEmptyCityIsCaughtUpAtOnce) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(0));
  const auto first = Get(*subscription);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->events(), IsEmpty());
  EXPECT_EQ(first->position(), 0U);
  EXPECT_EQ(first->notice(), SUBSCRIPTION_NOTICE_CAUGHT_UP);
  EXPECT_EQ(Get(*subscription).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SubscriptionsTest, SaysWhenItFellBehindAndCaughtUpAgain) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever, .max_page_bytes = 1});
  const auto subscription = subscriptions.Open(From(0));
  EXPECT_EQ(Get(*subscription)->notice(), SUBSCRIPTION_NOTICE_CAUGHT_UP);
  Append(3);
  std::vector<std::pair<std::vector<uint64_t>, store::v1::SubscriptionNotice>> responses;
  for (int i = 0; i < 3; ++i) {
    const auto response = Get(*subscription);
    ASSERT_TRUE(response.ok()) << response.status();
    responses.emplace_back(Positions(*response), response->notice());
  }
  EXPECT_THAT(responses,
              ElementsAre(std::pair(std::vector<uint64_t>{1}, SUBSCRIPTION_NOTICE_FELL_BEHIND),
                          std::pair(std::vector<uint64_t>{2}, SUBSCRIPTION_NOTICE_UNSPECIFIED),
                          std::pair(std::vector<uint64_t>{3}, SUBSCRIPTION_NOTICE_CAUGHT_UP)));
}

TEST_F(SubscriptionsTest, TellsHowFarTheFilterLetNothingThrough) {
  Append(2, "Unwanted");
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever, .max_silent_events = 3});
  SubscribeRequest request = From(0);
  request.add_types("Wanted");
  const auto subscription = subscriptions.Open(request);
  const auto caught_up = Get(*subscription);
  ASSERT_TRUE(caught_up.ok()) << caught_up.status();
  EXPECT_EQ(caught_up->position(), 2U);
  EXPECT_EQ(caught_up->notice(), SUBSCRIPTION_NOTICE_CAUGHT_UP);

  const Answer next = Ask(*subscription);
  for (int i = 0; i < 2; ++i) {
    Append(1, "Unwanted");
    RunTasks();
    EXPECT_FALSE(next->has_value());
  }
  Append(1, "Unwanted");
  RunTasks();
  ASSERT_TRUE(next->has_value());
  EXPECT_THAT((**next)->events(), IsEmpty());
  EXPECT_EQ((**next)->position(), 5U);
  EXPECT_EQ((**next)->notice(), SUBSCRIPTION_NOTICE_UNSPECIFIED);
  Append(1, "Wanted");
  EXPECT_THAT(Positions(*Get(*subscription)), ElementsAre(6));
}

TEST_F(SubscriptionsTest, ALostRingIsMadeUpForByTheTimeout) {
  conformance::TaskThreads threads(2);
  store_.deaf = true;
  Subscriptions subscriptions(store_, clock_,
                              [&](auto task) { return threads.Post(std::move(task)); },
                              {.timeout = absl::Milliseconds(1)});
  SubscribeRequest request = From(0);
  request.add_types("Wanted");
  const auto subscription = subscriptions.Open(request);
  const auto next = [&] {
    return *Await<SubscribeResponse>([&](auto done) { subscription->Next(std::move(done)); });
  };
  EXPECT_EQ(next().notice(), SUBSCRIPTION_NOTICE_CAUGHT_UP);
  Append(1, "Wanted");
  EXPECT_THAT(Positions(next()), ElementsAre(1));
  // The timeout also tells how far the filter let nothing through.
  Append(1, "Unwanted");
  EXPECT_EQ(next().position(), 2U);
}

TEST_F(SubscriptionsTest, CancelEndsAPendingNextOnce) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto waiting = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*waiting).ok());
  const Answer pending = Ask(*waiting);
  RunTasks();
  waiting->Cancel();
  ASSERT_TRUE(pending->has_value());
  EXPECT_EQ((*pending)->status().code(), absl::StatusCode::kCancelled);

  // In the middle of a step: what it reads comes too late.
  Append(1);
  const auto reading = subscriptions.Open(From(0));
  int answers = 0;
  reading->Next([&](auto response) {
    ++answers;
    EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
  });
  reading->Cancel();
  EXPECT_EQ(answers, 1);
  reading->Cancel();
  RunTasks();
  EXPECT_EQ(answers, 1);
  EXPECT_EQ(Get(*reading).status().code(), absl::StatusCode::kCancelled);
}

TEST_F(SubscriptionsTest, RefusesWhatIsMalformedAndPositionsOfOtherHistories) {
  Append(2);
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto refusal = [&](const SubscribeRequest& request) {
    return Get(*subscriptions.Open(request)).status();
  };
  EXPECT_EQ(refusal({}).code(), absl::StatusCode::kInvalidArgument);
  SubscribeRequest filtered = From(0);
  filtered.add_types("");
  EXPECT_EQ(refusal(filtered).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(base::ErrorReason(refusal(From(3))), "BEYOND_HEAD");
  EXPECT_EQ(base::ErrorReason(refusal(From(UINT64_MAX))), "BEYOND_HEAD");
  SubscribeRequest lost = From(1);
  lost.set_epoch(std::string(32, '0'));
  EXPECT_EQ(base::ErrorReason(refusal(lost)), "LOST_EPOCH");
  SubscribeRequest known = From(2);
  known.set_epoch(GetHeadNow(store_,
                             [] {
                               store::v1::GetHeadRequest request;
                               request.set_city("niigata");
                               return request;
                             }())
                      ->epoch());
  EXPECT_TRUE(refusal(known).ok());
}

TEST_F(SubscriptionsTest, EndsWhenTheStoreIsAnotherOne) {
  Append(2);
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto ahead = subscriptions.Open(From(0));
  const auto within = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*ahead).ok());
  ASSERT_TRUE(Get(*within).ok());
  Append(1);
  ASSERT_EQ(Get(*ahead)->position(), 3U);
  // The restored store has the first two events and another third one.
  MemoryEventStore restored(clock_);
  store::v1::EpochAncestor ancestor;
  ancestor.set_epoch(store_.Epoch());
  ancestor.set_position(2);
  store_.Swap(restored, {ancestor});
  Append(3);
  EXPECT_EQ(base::ErrorReason(Get(*ahead).status()), "LOST_EPOCH");
  const absl::Status changed = Get(*within).status();
  EXPECT_EQ(changed.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ErrorReason(changed), "EPOCH_CHANGED");
  SubscribeRequest again = From(2);
  again.set_epoch(ancestor.epoch());
  EXPECT_THAT(Positions(*Get(*subscriptions.Open(again))), ElementsAre(3));
}

TEST_F(SubscriptionsTest, GivesNoPageOfAnotherHistory) {
  Append(1);
  MemoryEventStore restored(clock_);
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*subscription).ok());
  Append(1);
  store_.before_read_city = [&] {
    store_.Swap(restored, {});
    Append(5);
  };
  EXPECT_EQ(base::ErrorReason(Get(*subscription).status()), "LOST_EPOCH");
}

TEST_F(SubscriptionsTest, PassesOnWhatTheStoreSays) {
  Append(1);
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(0));
  store_.read_error = absl::DataLossError("event 1 of city niigata is damaged");
  EXPECT_EQ(Get(*subscription).status(), store_.read_error);
  store_.read_error = absl::OkStatus();
  EXPECT_EQ(Get(*subscription).status().code(), absl::StatusCode::kDataLoss) << "it is over";
}

TEST_F(SubscriptionsTest, WhoeverDoesNotAskCostsNothing) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto subscription = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*subscription).ok());
  const int reads = store_.reads;
  for (int i = 0; i < 100; ++i) Append(1);
  // All rings are one task.
  EXPECT_EQ(WaitingTasks(), 1U);
  RunTasks();
  EXPECT_EQ(store_.reads, reads);
  EXPECT_EQ(Get(*subscription)->events_size(), 100);
}

TEST_F(SubscriptionsTest, ManySubscribersCostOneThreadAndOneTaskACommit) {
  const auto threads = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator());
  };
  const auto before = threads();
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  std::vector<std::unique_ptr<Subscription>> waiting;
  std::vector<Answer> answers;
  for (int i = 0; i < 200; ++i) {
    waiting.push_back(subscriptions.Open(From(0)));
    ASSERT_TRUE(Get(*waiting.back()).ok());
    answers.push_back(Ask(*waiting.back()));
  }
  RunTasks();
  EXPECT_EQ(threads(), before + 1);
  EXPECT_EQ(store_.watches, 1);
  Append(1);
  EXPECT_EQ(WaitingTasks(), 1U);
  RunTasks();
  for (const Answer& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    EXPECT_THAT(Positions(***answer), ElementsAre(1));
  }
  // The doorbell goes with the last of them.
  waiting.clear();
  Append(1);
  EXPECT_EQ(WaitingTasks(), 0U);
}

TEST_F(SubscriptionsTest, ShutdownEndsAllOfThemNowAndLater) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = kNever});
  const auto waiting = subscriptions.Open(From(0));
  const auto idle = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*waiting).ok());
  const Answer pending = Ask(*waiting);
  RunTasks();
  subscriptions.Shutdown();
  ASSERT_TRUE(pending->has_value());
  EXPECT_EQ(base::ErrorReason((*pending)->status()), "SHUTTING_DOWN");
  EXPECT_EQ(base::ErrorReason(Get(*idle).status()), "SHUTTING_DOWN");
  EXPECT_EQ(base::ErrorReason(Get(*subscriptions.Open(From(0))).status()), "SHUTTING_DOWN");
}

TEST_F(SubscriptionsTest, EndsWhenTheExecutorIsShutDown) {
  Subscriptions subscriptions(store_, clock_, Post(), {.timeout = absl::Milliseconds(1)});
  const auto waiting = subscriptions.Open(From(0));
  ASSERT_TRUE(Get(*waiting).ok());
  std::promise<absl::Status> end;
  waiting->Next([&](auto response) { end.set_value(response.status()); });
  RunTasks();
  CloseExecutor();
  EXPECT_EQ(base::ErrorReason(end.get_future().get()), "SHUTTING_DOWN");
  EXPECT_EQ(base::ErrorReason(Get(*waiting).status()), "SHUTTING_DOWN");
}

}  // namespace
}  // namespace mokuhyo::eventstore
