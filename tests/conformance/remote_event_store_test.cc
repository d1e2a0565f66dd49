// What a client of another process's store does when that process is away, slow, or loses answers.

#include "libs/eventstore/remote/remote_event_store.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/faulty_event_store.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "tests/conformance/served_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::FaultyEventStore;
using Fault = conformance::FaultyEventStore::Fault;
using mokuhyo::conformance::ServedEventStore;
using store::v1::AppendRequest;
using store::v1::AppendResponse;
using testing::HasSubstr;

// Holds the appends that reach it until they are let go.
class HoldingEventStore {
 public:
  // Blocks the thread of the server that runs it.
  void Hold() {
    std::unique_lock lock(mutex_);
    ++held_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }

  void WaitFor(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ >= count; });
  }

  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int held_ = 0;
  bool open_ = false;
};

// The faults of the next calls, in order; none once they are used up.
class Script {
 public:
  explicit Script(std::vector<Fault> faults) : faults_(std::move(faults)) {}

  Fault operator()(const AppendRequest* append) {
    if (append == nullptr) return Fault::kNone;
    const size_t call = next_->fetch_add(1);
    return call < faults_.size() ? faults_[call] : Fault::kNone;
  }

 private:
  std::vector<Fault> faults_;
  std::shared_ptr<std::atomic<size_t>> next_ = std::make_shared<std::atomic<size_t>>(0);
};

RemoteEventStore::Options OptionsFor(const std::string& address) {
  return {.address = address,
          .retry = {.first_pause = absl::Milliseconds(1), .longest_pause = absl::Milliseconds(20)}};
}

std::unique_ptr<RemoteEventStore> MustOpen(RemoteEventStore::Options options) {
  auto store = RemoteEventStore::Open(std::move(options));
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

uint64_t HeadOf(EventStore& store, const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  const auto head = GetHeadNow(store, std::move(request));
  EXPECT_TRUE(head.ok()) << head.status();
  return head.ok() ? head->position() : 0;
}

class RemoteEventStoreTest : public testing::Test {
 protected:
  base::SystemClock clock_;
  MemoryEventStore memory_{clock_};
};

TEST_F(RemoteEventStoreTest, AnAppendWithKeyIsRepeatedAndDoneOnce) {
  FaultyEventStore faulty(memory_,
                          Script({Fault::kAnswerLost, Fault::kRefused, Fault::kAnswerLost}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  const auto response =
      AppendNow(*remote, AppendBuilder("niigata").To("s", Any(), 2).As("request-1", 'a', "answer"));
  ASSERT_TRUE(response.ok()) << response.status();
  // Its own repetition is no duplicate to the caller.
  ASSERT_TRUE(response->has_appended()) << response->ShortDebugString();
  EXPECT_EQ(response->appended().first_position(), 1U);
  EXPECT_EQ(response->appended().last_position(), 2U);
  EXPECT_EQ(response->appended().answer(), "answer");
  EXPECT_EQ(faulty.appends(), 4);
  EXPECT_EQ(HeadOf(memory_, "niigata"), 2U);
}

TEST_F(RemoteEventStoreTest, ADuplicateOfAnotherRequestStaysOne) {
  FaultyEventStore faulty(memory_, Script({Fault::kNone, Fault::kAnswerLost}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  ASSERT_TRUE(
      AppendNow(*remote, AppendBuilder("niigata").To("s", Any()).As("request-1", 'a', "first"))
          .ok());
  const auto response =
      AppendNow(*remote, AppendBuilder("niigata").To("s", Any()).As("request-1", 'a', "second"));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_TRUE(response->has_duplicate());
  EXPECT_EQ(response->duplicate().appended().answer(), "first");
}

TEST_F(RemoteEventStoreTest, AnAppendWithoutKeyIsNotRepeatedWhenItsAnswerIsLost) {
  FaultyEventStore faulty(memory_, Script({Fault::kAnswerLost}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  const auto response = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnknown) << response.status();
  EXPECT_EQ(base::ErrorReason(response.status()), "OUTCOME_UNKNOWN");
  EXPECT_EQ(faulty.appends(), 1);
  EXPECT_EQ(HeadOf(memory_, "niigata"), 1U);
}

TEST_F(RemoteEventStoreTest, AnAppendWithoutKeyIsRepeatedWhenItWasRefused) {
  FaultyEventStore faulty(memory_, Script({Fault::kRefused, Fault::kRefused}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  const auto response = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->appended().last_position(), 1U);
  EXPECT_EQ(faulty.appends(), 3);
}

TEST_F(RemoteEventStoreTest, AnOutcomeThatStaysUnknownIsSaidToBe) {
  FaultyEventStore faulty(memory_, [](const AppendRequest* append) {
    return append == nullptr ? Fault::kNone : Fault::kAnswerLost;
  });
  ServedEventStore server(faulty);
  auto options = OptionsFor(server.address());
  options.retry.total_timeout = absl::Milliseconds(200);
  const auto remote = MustOpen(options);
  const auto response =
      AppendNow(*remote, AppendBuilder("niigata").To("s", Any()).As("request-1", 'a'));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnknown) << response.status();
  EXPECT_GT(faulty.appends(), 1);
  EXPECT_EQ(HeadOf(memory_, "niigata"), 1U);
}

TEST_F(RemoteEventStoreTest, WhatIsOverTheLimitsIsNotSent) {
  FaultyEventStore faulty(memory_, Script({}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  EXPECT_EQ(remote->GetLimits().SerializeAsString(), memory_.GetLimits().SerializeAsString());
  AppendBuilder large("niigata");
  large.To("s", Any());
  large.Request().mutable_streams(0)->mutable_events(0)->set_payload(
      std::string(memory_.GetLimits().max_event_bytes() + 1, 'x'));
  const auto refused = AppendNow(*remote, large);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kOutOfRange) << refused.status();
  EXPECT_EQ(faulty.appends(), 0);
}

TEST_F(RemoteEventStoreTest, TheLargestAppendAndPageCross) {
  ServedEventStore server(memory_);
  const auto remote = MustOpen(OptionsFor(server.address()));
  const auto limits = remote->GetLimits();
  AppendBuilder append("niigata");
  append.To("s", Any(), 2);
  for (auto& event : *append.Request().mutable_streams(0)->mutable_events()) {
    event.set_payload(std::string(limits.max_event_bytes() - 1000, 'x'));
  }
  ASSERT_GT(append.Request().ByteSizeLong(), limits.max_append_bytes() - 4000);
  const auto appended = AppendNow(*remote, append);
  ASSERT_TRUE(appended.ok()) << appended.status();
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  const auto page = ReadCityNow(*remote, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_GE(page->events_size(), 1);
}

TEST_F(RemoteEventStoreTest, SaysWhereNobodyAnswersAndRecoversByItself) {
  auto server = std::make_unique<ServedEventStore>(memory_);
  const std::string address = server->address();
  auto options = OptionsFor(address);
  options.retry.total_timeout = absl::Milliseconds(300);
  const auto remote = MustOpen(options);
  server.reset();

  // The first may be the one that finds the connection broken.
  AppendNow(*remote, AppendBuilder("osaka").To("s", Any())).IgnoreError();
  const auto refused = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  // It never left, so nothing can have been written: no key is needed to know that.
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable) << refused.status();
  EXPECT_EQ(base::ErrorReason(refused.status()), "STORE_UNREACHABLE");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(address));
  const auto unread = ListCitiesNow(*remote);
  EXPECT_EQ(base::ErrorReason(unread.status()), "STORE_UNREACHABLE") << unread.status();

  server = std::make_unique<ServedEventStore>(memory_, address);
  absl::StatusOr<AppendResponse> response;
  do {
    response = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  } while (absl::IsUnavailable(response.status()));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(HeadOf(*remote, "niigata"), 1U);
}

TEST_F(RemoteEventStoreTest, OpenSaysWhatIsWrongWithTheAddress) {
  std::string nobody;
  {
    ServedEventStore server(memory_);
    nobody = server.address();
  }
  auto options = OptionsFor(nobody);
  options.open_timeout = absl::Milliseconds(200);
  const auto unreachable = RemoteEventStore::Open(options);
  EXPECT_EQ(base::ErrorReason(unreachable.status()), "STORE_UNREACHABLE") << unreachable.status();
  EXPECT_THAT(std::string(unreachable.status().message()), HasSubstr(nobody));

  const auto other = serving::Server::Start({}, {});
  ASSERT_TRUE(other.ok()) << other.status();
  const auto wrong = RemoteEventStore::Open(OptionsFor((*other)->address()));
  EXPECT_EQ(base::ErrorReason(wrong.status()), "NOT_AN_EVENT_STORE") << wrong.status();
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr((*other)->address()));
}

TEST_F(RemoteEventStoreTest, CallsUnderWayAreBoundedAndToldAtTheEnd) {
  HoldingEventStore gate;
  FaultyEventStore faulty(memory_, [&](const AppendRequest* append) {
    if (append != nullptr) gate.Hold();
    return Fault::kNone;
  });
  ServedEventStore server(faulty);
  auto options = OptionsFor(server.address());
  options.max_calls = 2;
  auto remote = MustOpen(options);
  std::vector<absl::Status> plain;
  std::vector<absl::Status> keyed;
  std::mutex mutex;
  const auto into = [&mutex](std::vector<absl::Status>& list) {
    return [&mutex, &list](const absl::StatusOr<AppendResponse>& response) {
      const std::lock_guard lock(mutex);
      list.push_back(response.status());
    };
  };
  remote->Append(AppendBuilder("niigata").To("s", Any()), into(plain));
  remote->Append(AppendBuilder("niigata").To("s", Any()).As("request-1", 'a'), into(keyed));
  gate.WaitFor(2);
  const auto busy = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  EXPECT_EQ(busy.status().code(), absl::StatusCode::kResourceExhausted) << busy.status();
  EXPECT_EQ(base::ErrorReason(busy.status()), "STORE_BUSY");

  // Both have left for the store, so nobody knows.
  remote.reset();
  {
    const std::lock_guard lock(mutex);
    ASSERT_EQ(plain.size(), 1U);
    EXPECT_EQ(plain[0].code(), absl::StatusCode::kUnknown) << plain[0];
    ASSERT_EQ(keyed.size(), 1U);
    EXPECT_EQ(keyed[0].code(), absl::StatusCode::kUnknown) << keyed[0];
  }
  gate.Open();
}

TEST_F(RemoteEventStoreTest, AnAttemptThatIsNotAnsweredInTimeIsRepeated) {
  HoldingEventStore gate;
  std::atomic<int> calls = 0;
  FaultyEventStore faulty(memory_, [&](const AppendRequest* append) {
    if (append != nullptr && calls++ == 0) gate.Hold();
    return Fault::kNone;
  });
  ServedEventStore server(faulty);
  auto options = OptionsFor(server.address());
  options.retry.attempt_timeout = absl::Milliseconds(200);
  const auto remote = MustOpen(options);
  const auto response =
      AppendNow(*remote, AppendBuilder("niigata").To("s", Any()).As("request-1", 'a'));
  gate.Open();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->has_appended());
  EXPECT_EQ(HeadOf(*remote, "niigata"), 1U);
}

TEST_F(RemoteEventStoreTest, WhatTheStoreSaysOfItselfIsPassedOnAtOnce) {
  base::ManualClock clock(clock_.Now());
  MemoryEventStore store(clock);
  FaultyEventStore faulty(store, Script({}));
  ServedEventStore server(faulty);
  const auto remote = MustOpen(OptionsFor(server.address()));
  ASSERT_TRUE(AppendNow(*remote, AppendBuilder("niigata").To("s", Any())).ok());
  clock.Advance(-absl::Minutes(2));
  const auto refused = AppendNow(*remote, AppendBuilder("niigata").To("s", Any()));
  EXPECT_EQ(base::ErrorReason(refused.status()), "CLOCK_BEHIND") << refused.status();
  EXPECT_EQ(faulty.appends(), 2);
}

}  // namespace
}  // namespace mokuhyo::eventstore
