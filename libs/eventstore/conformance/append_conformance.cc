#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using store::v1::AppendResponse;
using testing::ElementsAre;

TEST_P(EventStoreConformance, RecordsEverythingTheCallerGave) {
  AppendBuilder append("niigata");
  append.To("sheets/1", NoStream()).As("request-1", 'a');
  append.Request().set_trace_context("00-trace-01");
  auto& given = *append.Request().mutable_streams(0)->mutable_events(0);
  given.set_schema_version(3);
  given.set_reason("差し替え");
  given.set_origin(store::v1::ORIGIN_TRANSCRIBED);
  given.set_payload(std::string("\0\xFF", 2));
  MustAppend(append);

  const auto events = ReadAll("niigata");
  ASSERT_EQ(events.size(), 1U);
  const auto& event = events[0];
  EXPECT_EQ(event.position(), 1U);
  EXPECT_EQ(event.revision(), 0U);
  EXPECT_EQ(FromTimestamp(event.recorded_time()), Clock().Now());
  EXPECT_EQ(event.stream(), "sheets/1");
  EXPECT_EQ(event.type(), "mokuhyo.test.v1.Happened");
  EXPECT_EQ(event.schema_version(), 3U);
  EXPECT_EQ(event.effective_date(), "2020-04-01");
  EXPECT_EQ(event.actor(), "actor-1");
  EXPECT_EQ(event.reason(), "差し替え");
  EXPECT_EQ(event.request_id(), "request-1");
  EXPECT_EQ(event.origin(), store::v1::ORIGIN_TRANSCRIBED);
  EXPECT_EQ(event.trace_context(), "00-trace-01");
  EXPECT_EQ(event.payload(), std::string("\0\xFF", 2));
}

TEST_P(EventStoreConformance, AppendsToSeveralStreamsInTheOrderOfTheRequest) {
  MustAppend(AppendBuilder("niigata").To("b", NoStream()));
  const auto appended =
      MustAppend(AppendBuilder("niigata").To("b", Exactly(0), 2).To("a", NoStream(), 3));
  EXPECT_EQ(appended.first_position(), 2U);
  EXPECT_EQ(appended.last_position(), 6U);
  ASSERT_EQ(appended.streams_size(), 2);
  EXPECT_EQ(appended.streams(0).stream(), "b");
  EXPECT_EQ(appended.streams(0).last_revision(), 2U);
  EXPECT_EQ(appended.streams(1).stream(), "a");
  EXPECT_EQ(appended.streams(1).last_revision(), 2U);
  std::vector<std::string> places;
  for (const auto& event : ReadAll("niigata")) {
    places.push_back(absl::StrCat(event.position(), event.stream(), event.revision()));
  }
  EXPECT_THAT(places, ElementsAre("1b0", "2b1", "3b2", "4a0", "5a1", "6a2"));
}

TEST_P(EventStoreConformance, HoldsEachKindOfExpectationAgainstTheStream) {
  MustAppend(AppendBuilder("niigata").To("there", NoStream(), 2));
  struct Case {
    std::string name;
    std::string stream;
    store::v1::ExpectedRevision expected;
    bool holds;
  };
  const std::vector<Case> cases = {
      {"exactly the last", "there", Exactly(1), true},
      {"exactly an earlier one", "there", Exactly(0), false},
      {"exactly a later one", "there", Exactly(2), false},
      {"exactly, of none", "missing", Exactly(0), false},
      {"no stream, of one", "there", NoStream(), false},
      {"no stream, of none", "missing", NoStream(), true},
      {"exists, of one", "there", Exists(), true},
      {"exists, of none", "missing", Exists(), false},
      {"any, of one", "there", Any(), true},
      {"any, of none", "missing", Any(), true},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    // As a check, which leaves the streams as they are.
    const auto checked =
        AppendNow(Store(), AppendBuilder("niigata").Check(test.stream, test.expected));
    ASSERT_TRUE(checked.ok()) << checked.status();
    EXPECT_EQ(checked->has_appended(), test.holds);
    // As the expectation of a write that another demand keeps from going through.
    const auto written = MustConflict(
        AppendBuilder("niigata").To(test.stream, test.expected).Check("never", Exists()));
    EXPECT_EQ(written.violations_size(), test.holds ? 1 : 2);
  }
  EXPECT_EQ(HeadPosition("niigata"), 2U);
}

TEST_P(EventStoreConformance, ReportsAllViolationsAtOnceAndWritesNothing) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream(), 5).To("forms", NoStream()));
  const auto conflict = MustConflict(AppendBuilder("niigata")
                                         .To("sheets/1", Exactly(3))
                                         .To("sheets/2", Exists())
                                         .To("sheets/3", NoStream())
                                         .Check("forms", NoStream())
                                         .Check("access", Exactly(7)));
  ASSERT_EQ(conflict.violations_size(), 4);
  EXPECT_EQ(conflict.violations(0).stream(), "sheets/1");
  EXPECT_EQ(conflict.violations(0).expected().exactly(), 3U);
  EXPECT_EQ(conflict.violations(0).actual_revision(), 4U);
  EXPECT_EQ(conflict.violations(1).stream(), "sheets/2");
  EXPECT_FALSE(conflict.violations(1).has_actual_revision());
  EXPECT_EQ(conflict.violations(2).stream(), "forms");
  EXPECT_TRUE(conflict.violations(2).has_actual_revision());
  EXPECT_EQ(conflict.violations(2).actual_revision(), 0U);
  EXPECT_EQ(conflict.violations(3).stream(), "access");
  EXPECT_EQ(ReadAll("niigata").size(), 6U);
}

TEST_P(EventStoreConformance, AnswersARepeatedRequestFromItsReceipt) {
  const AppendBuilder append =
      AppendBuilder("niigata").To("sheets/1", NoStream(), 2).As("request-1", 'a', "the answer");
  const auto first = MustAppend(append);
  EXPECT_EQ(first.answer(), "the answer");
  MustAppend(AppendBuilder("niigata").To("sheets/1", Exactly(1)));

  // Its expectation does not hold any more; that does not matter.
  const auto again = AppendNow(Store(), append);
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_TRUE(again->has_duplicate());
  EXPECT_EQ(again->duplicate().appended().SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(again->duplicate().request_hash(), std::string(32, 'a'));
  EXPECT_EQ(HeadPosition("niigata"), 3U);
}

TEST_P(EventStoreConformance, TellsAReusedRequestIdByItsHash) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()).As("request-1", 'a'));
  const auto reused =
      AppendNow(Store(), AppendBuilder("niigata").To("sheets/2", NoStream()).As("request-1", 'b'));
  ASSERT_TRUE(reused.ok()) << reused.status();
  EXPECT_EQ(reused->duplicate().request_hash(), std::string(32, 'a'));
  EXPECT_EQ(HeadPosition("niigata"), 1U);
}

TEST_P(EventStoreConformance, RequestKeysAreTakenAsAWhole) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", Any()).As("id", 'a'));
  AppendBuilder other_caller("niigata");
  other_caller.To("sheets/1", Any()).As("id", 'a');
  other_caller.Request().mutable_request()->set_caller("client-2");
  MustAppend(other_caller);
  AppendBuilder other_method("niigata");
  other_method.To("sheets/1", Any()).As("id", 'a');
  other_method.Request().mutable_request()->set_method("mokuhyo.test.v1.TestService/Other");
  MustAppend(other_method);
  MustAppend(AppendBuilder("osaka").To("sheets/1", Any()).As("id", 'a'));
  EXPECT_EQ(HeadPosition("niigata"), 3U);
  EXPECT_EQ(HeadPosition("osaka"), 1U);
}

TEST_P(EventStoreConformance, ARequestWithoutEventsLeavesAReceipt) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream(), 4));
  const auto appended = MustAppend(
      AppendBuilder("niigata").Check("sheets/1", Exactly(3)).As("request-1", 'a', "unchanged"));
  EXPECT_EQ(appended.first_position(), 0U);
  EXPECT_EQ(appended.last_position(), 4U);
  EXPECT_EQ(HeadPosition("niigata"), 4U);

  store::v1::FindRequestRequest request;
  request.set_city("niigata");
  *request.mutable_request() = Key("request-1");
  const auto found = FindRequestNow(Store(), request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(found->has_receipt());
  EXPECT_EQ(found->receipt().appended().answer(), "unchanged");
  EXPECT_EQ(found->receipt().appended().last_position(), 4U);
}

TEST_P(EventStoreConformance, AConflictLeavesNoReceipt) {
  MustConflict(AppendBuilder("niigata").To("sheets/1", Exists()).As("request-1", 'a'));
  store::v1::FindRequestRequest request;
  request.set_city("niigata");
  *request.mutable_request() = Key("request-1");
  const auto found = FindRequestNow(Store(), request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->has_receipt());
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()).As("request-1", 'a'));
}

// Sends requests without waiting, so that a store that batches has something to batch.
std::vector<AppendResponse> AppendTogether(EventStore& store,
                                           std::vector<store::v1::AppendRequest> requests) {
  std::vector<std::future<absl::StatusOr<AppendResponse>>> pending;
  for (auto& request : requests) {
    std::promise<absl::StatusOr<AppendResponse>> promise;
    pending.push_back(promise.get_future());
    store.Append(std::move(request),
                 [promise = std::move(promise)](absl::StatusOr<AppendResponse> result) mutable {
                   promise.set_value(std::move(result));
                 });
  }
  std::vector<AppendResponse> responses;
  for (auto& future : pending) {
    auto response = future.get();
    EXPECT_TRUE(response.ok()) << response.status();
    responses.push_back(response.ok() ? *std::move(response) : AppendResponse());
  }
  return responses;
}

TEST_P(EventStoreConformance, NeighboursDecideInOrderAndDoNotDisturbEachOther) {
  // The first may be committed alone; those behind it gather meanwhile.
  const auto responses = AppendTogether(
      Store(), {AppendBuilder("niigata").To("other", NoStream()),
                AppendBuilder("niigata").To("sheets/1", NoStream()).As("request-1", 'a'),
                AppendBuilder("niigata").To("sheets/1", NoStream()),
                AppendBuilder("niigata").To("sheets/1", Exactly(0)).Check("other", Exists()),
                AppendBuilder("niigata").To("sheets/1", Exactly(1)).As("request-1", 'a'),
                AppendBuilder("niigata").To("sheets/1", Exactly(1), 2)});
  ASSERT_EQ(responses.size(), 6U);
  EXPECT_EQ(responses[1].appended().last_position(), 2U);
  ASSERT_TRUE(responses[2].has_conflict());
  EXPECT_EQ(responses[2].conflict().violations(0).actual_revision(), 0U);
  EXPECT_EQ(responses[3].appended().last_position(), 3U);
  ASSERT_TRUE(responses[4].has_duplicate());
  EXPECT_EQ(responses[4].duplicate().appended().last_position(), 2U);
  EXPECT_EQ(responses[5].appended().first_position(), 4U);
  EXPECT_EQ(responses[5].appended().last_position(), 5U);
  EXPECT_EQ(HeadPosition("niigata"), 5U);
}

TEST_P(EventStoreConformance, ConcurrentWritersGetDensePositionsInWholeAppends) {
  constexpr int kWriters = 8;
  constexpr int kAppends = 40;
  std::mutex mutex;
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kAppends; ++i) {
        const auto appended = MustAppend(AppendBuilder("niigata")
                                             .To(absl::StrCat("own/", writer), Any(), 2)
                                             .To("shared", Any()));
        const std::lock_guard lock(mutex);
        ranges.emplace_back(appended.first_position(), appended.last_position());
      }
    });
  }
  for (auto& writer : writers) writer.join();

  const auto events = ReadAll("niigata");
  ASSERT_EQ(events.size(), static_cast<size_t>(kWriters * kAppends * 3));
  uint64_t shared_revision = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].position(), i + 1);
    if (events[i].stream() != "shared") continue;
    EXPECT_EQ(events[i].revision(), shared_revision++);
  }
  for (const auto& [first, last] : ranges) {
    ASSERT_EQ(last - first, 2U);
    EXPECT_EQ(events[first - 1].stream(), events[first].stream());
    EXPECT_EQ(events[last - 1].stream(), "shared");
  }
}

TEST_P(EventStoreConformance, OneOfManyWritersWinsEachRevision) {
  constexpr int kWriters = 8;
  constexpr uint64_t kRounds = 25;
  std::atomic<uint64_t> won = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&] {
      for (uint64_t round = 0; round < kRounds; ++round) {
        const auto expected = round == 0 ? NoStream() : Exactly(round - 1);
        const auto response = AppendNow(Store(), AppendBuilder("niigata").To("one", expected));
        ASSERT_TRUE(response.ok()) << response.status();
        if (response->has_appended()) ++won;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(won, HeadPosition("niigata"));
  EXPECT_EQ(won, kRounds);
}

TEST_P(EventStoreConformance, RecordedTimeNeverRunsBackwards) {
  const absl::Time noon = Clock().Now();
  MustAppend(AppendBuilder("niigata").To("sheets/1", Any()));
  Clock().Advance(absl::Seconds(-30));
  const auto early = MustAppend(AppendBuilder("niigata").To("sheets/1", Any()));
  EXPECT_EQ(FromTimestamp(early.recorded_time()), noon);
  Clock().Advance(absl::Seconds(40) + absl::Nanoseconds(1500));
  const auto later = MustAppend(AppendBuilder("niigata").To("sheets/1", Any()));
  EXPECT_EQ(FromTimestamp(later.recorded_time()), noon + absl::Seconds(10) + absl::Microseconds(1));
}

// Back and forth, also across a restart: times never run backwards, small lags are bridged, large
// ones refused, and all is well again as soon as the clock is.
TEST_P(EventStoreConformance, AClockThatJumpsNeverMakesTimesRunBackwards) {
  const std::vector<absl::Duration> jumps = {
      absl::Hours(5),    -absl::Seconds(60), absl::Microseconds(1),
      -absl::Hours(1),   absl::Hours(1),     -absl::Seconds(30),
      absl::Hours(9000), -absl::Hours(9000), absl::Hours(9000) - absl::Seconds(59)};
  absl::Time last = absl::InfinitePast();
  for (const auto& jump : jumps) {
    SCOPED_TRACE(absl::FormatDuration(jump));
    Clock().Advance(jump);
    if (Home().IsPersistent()) Reopen(DefaultLimits());
    const auto response = AppendNow(Store(), AppendBuilder("niigata").To("sheets/1", Any()));
    if (Clock().Now() < last - absl::Minutes(1)) {
      EXPECT_EQ(base::ErrorReason(response.status()), "CLOCK_BEHIND") << response.status();
      continue;
    }
    ASSERT_TRUE(response.ok()) << response.status();
    const absl::Time recorded = FromTimestamp(response->appended().recorded_time());
    EXPECT_EQ(recorded, std::max(last, Clock().Now()));
    last = recorded;
  }
  absl::Time before = absl::InfinitePast();
  for (const auto& event : ReadAll("niigata")) {
    EXPECT_GE(FromTimestamp(event.recorded_time()), before);
    before = FromTimestamp(event.recorded_time());
  }
}

TEST_P(EventStoreConformance, RefusesToAppendWhileTheClockIsAMinuteBehind) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", Any()));
  Clock().Advance(-absl::Minutes(1) - absl::Microseconds(1));
  const auto refused = AppendNow(Store(), AppendBuilder("niigata").To("sheets/1", Any()));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable) << refused.status();
  // Another city has no such event.
  MustAppend(AppendBuilder("osaka").To("sheets/1", Any()));
  Clock().Advance(absl::Microseconds(1));
  MustAppend(AppendBuilder("niigata").To("sheets/1", Any()));
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
