#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/conformance/task_threads.h"
#include "libs/eventstore/subscriptions.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using store::v1::RecordedEvent;
using store::v1::SubscribeRequest;
using store::v1::SubscribeResponse;

constexpr int kWriters = 16;
constexpr int kAppendsPerWriter = 40;
// The type of the last event of all, which every filter below lets through.
constexpr char kLastType[] = "Last";

absl::StatusOr<SubscribeResponse> NextNow(Subscription& subscription) {
  return Await<SubscribeResponse>([&](auto done) { subscription.Next(std::move(done)); });
}

// What one reader got.
struct Seen {
  std::vector<uint64_t> positions;
  std::vector<store::v1::SubscriptionNotice> notices;
  uint64_t checkpoint = 0;
  bool last = false;

  // Everything that a response promises, besides which events it holds.
  void Take(const SubscribeResponse& response) {
    EXPECT_GE(response.position(), checkpoint);
    EXPECT_GE(response.head_position(), response.position());
    for (const RecordedEvent& event : response.events()) {
      EXPECT_GT(event.position(), positions.empty() ? 0 : positions.back());
      EXPECT_GT(event.position(), checkpoint) << "given again";
      EXPECT_LE(event.position(), response.position());
      positions.push_back(event.position());
      last = event.type() == kLastType;
    }
    if (response.notice() != store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED) {
      EXPECT_TRUE(notices.empty() || notices.back() != response.notice()) << "said twice";
      notices.push_back(response.notice());
    }
    checkpoint = response.position();
  }
};

// Reads to the last event, without a pause.
Seen ReadSteadily(Subscriptions& subscriptions, const SubscribeRequest& request) {
  Seen seen;
  const auto subscription = subscriptions.Open(request);
  while (!seen.last) {
    const auto response = NextNow(*subscription);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return seen;
    seen.Take(*response);
  }
  return seen;
}

// Gives up in the middle of every other call and goes on from the last checkpoint.
Seen ReadWithRestarts(Subscriptions& subscriptions, SubscribeRequest request) {
  Seen seen;
  while (!seen.last) {
    request.set_after_position(seen.checkpoint);
    seen.notices.clear();  // Each subscription says anew that it has caught up.
    const auto subscription = subscriptions.Open(request);
    const auto response = NextNow(*subscription);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return seen;
    seen.Take(*response);
    if (seen.last) break;
    std::promise<absl::StatusOr<SubscribeResponse>> promise;
    auto future = promise.get_future();
    subscription->Next([&promise](auto result) { promise.set_value(std::move(result)); });
    subscription->Cancel();
    const auto cancelled = future.get();
    if (cancelled.ok()) {
      seen.Take(*cancelled);
    } else {
      EXPECT_EQ(cancelled.status().code(), absl::StatusCode::kCancelled) << cancelled.status();
    }
    EXPECT_EQ(NextNow(*subscription).status().code(), absl::StatusCode::kCancelled);
  }
  return seen;
}

// Takes what there is at first, and the rest when nobody writes any more.
Seen ReadSlowly(Subscriptions& subscriptions, const SubscribeRequest& request,
                std::promise<void>& began, std::shared_future<void> written) {
  Seen seen;
  const auto subscription = subscriptions.Open(request);
  const auto first = NextNow(*subscription);
  EXPECT_TRUE(first.ok()) << first.status();
  if (first.ok()) seen.Take(*first);
  began.set_value();
  written.wait();
  while (!seen.last) {
    const auto response = NextNow(*subscription);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return seen;
    seen.Take(*response);
  }
  return seen;
}

// Writes to a stream of its own and to one that all share.
void Write(EventStore& store, int writer) {
  for (int i = 0; i < kAppendsPerWriter; ++i) {
    AppendBuilder append("niigata");
    append.To(absl::StrCat("sheets/", writer), Any(), 1 + i % 3).To("shared", Any());
    if (i % 4 == 0) {
      for (auto& stream : *append.Request().mutable_streams()) {
        stream.mutable_events(0)->set_type("Rare");
      }
    }
    const auto response = AppendNow(store, append);
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_TRUE(response->has_appended());
  }
}

// A reader of the test below: what it asks for, and which events that are.
struct Reader {
  SubscribeRequest request;
  std::function<bool(const RecordedEvent&)> wants;
};

std::vector<Reader> Readers() {
  std::vector<Reader> readers(4);
  for (auto& reader : readers) reader.request.set_city("niigata");
  readers[0].wants = [](const RecordedEvent&) { return true; };
  readers[1].request.add_types("Rare");
  readers[1].request.add_types(kLastType);
  readers[1].wants = [](const RecordedEvent& event) {
    return event.type() == "Rare" || event.type() == kLastType;
  };
  readers[2].request.add_stream_prefixes("sheets/1");
  readers[2].request.add_stream_prefixes("last");
  readers[2].wants = [](const RecordedEvent& event) {
    return event.stream().starts_with("sheets/1") || event.stream() == "last";
  };
  readers[3].request.add_types(kLastType);
  readers[3].wants = [](const RecordedEvent& event) { return event.type() == kLastType; };
  return readers;
}

TEST_P(EventStoreConformance, EverySubscriberSeesEveryEventOnceAndInOrder) {
  TaskThreads threads(4);
  const auto post = [&](auto task) { return threads.Post(std::move(task)); };
  Subscriptions subscriptions(Store(), Clock(), post);
  // Pages of a few events, so that readers fall behind and catch up.
  Subscriptions small(Store(), Clock(), post, {.max_page_bytes = 2000, .max_silent_events = 10});
  std::promise<void> began;
  std::promise<void> wrote;
  const std::shared_future<void> written = wrote.get_future().share();

  std::vector<std::pair<Reader, std::future<Seen>>> readings;
  for (const Reader& reader : Readers()) {
    for (Subscriptions* const source : {&subscriptions, &small}) {
      readings.emplace_back(reader, std::async(std::launch::async, [source, reader] {
                              return ReadSteadily(*source, reader.request);
                            }));
      readings.emplace_back(reader, std::async(std::launch::async, [source, reader] {
                              return ReadWithRestarts(*source, reader.request);
                            }));
    }
  }
  auto slow = std::async(std::launch::async,
                         [&] { return ReadSlowly(small, Readers()[0].request, began, written); });
  // From here on the slow one is caught up and will fall behind.
  began.get_future().wait();
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) writers.emplace_back([&, i] { Write(Store(), i); });
  for (auto& writer : writers) writer.join();
  AppendBuilder last("niigata");
  last.To("last", NoStream());
  last.Request().mutable_streams(0)->mutable_events(0)->set_type(kLastType);
  MustAppend(last);
  wrote.set_value();

  const auto log = ReadAll("niigata");
  ASSERT_GT(log.size(), static_cast<size_t>(kWriters * kAppendsPerWriter * 2));
  for (auto& [reader, reading] : readings) {
    SCOPED_TRACE(reader.request.ShortDebugString());
    std::vector<uint64_t> wanted;
    for (const RecordedEvent& event : log) {
      if (reader.wants(event)) wanted.push_back(event.position());
    }
    EXPECT_EQ(reading.get().positions, wanted);
  }
  const Seen slowly = slow.get();
  EXPECT_EQ(slowly.positions.size(), log.size());
  EXPECT_THAT(slowly.notices, testing::ElementsAre(store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP,
                                                   store::v1::SUBSCRIPTION_NOTICE_FELL_BEHIND,
                                                   store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP));
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
