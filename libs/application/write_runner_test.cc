#include "libs/application/write_runner.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/application/appends.h"
#include "libs/application/hooked_event_store_test_util.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/base/position_token.h"
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

// A write that appends one event behind what it has read.
class WriteRunnerTest : public ::testing::Test {
 protected:
  std::optional<uint64_t> Revision(const std::string& stream) {
    store::v1::GetStreamRevisionRequest request;
    request.set_city("test");
    request.set_stream(stream);
    const auto head = eventstore::GetStreamRevisionNow(memory_, std::move(request));
    return head->has_revision() ? std::optional<uint64_t>(head->revision()) : std::nullopt;
  }

  uint64_t Head() {
    store::v1::GetHeadRequest request;
    request.set_city("test");
    return eventstore::GetHeadNow(memory_, std::move(request))->position();
  }

  // Someone else writes to the stream.
  void OtherWrites() {
    ASSERT_TRUE(eventstore::AppendNow(memory_, AppendBuilder("test").To("a", Any())).ok());
  }

  Attempt Append(int events = 1) {
    ++decisions_;
    Attempt attempt;
    auto answer = std::make_shared<UpdateGoalResponse>();
    answer->mutable_result()->set_name(absl::StrCat("decision-", decisions_));
    attempt.response = std::move(answer);
    attempt.unchanged_etag = "as-it-is";
    if (events == 0) return attempt;
    store::v1::AppendRequest built = AppendBuilder("test").To("a", Any(), events);
    attempt.append = std::move(built);
    attempt.append.clear_actor();
    *attempt.append.mutable_streams(0)->mutable_expected() = Expect(Revision("a"));
    return attempt;
  }

  Write MakeWrite(const std::string& id = "") {
    Write write;
    write.city = "test";
    write.caller = {"client-1", "mokuhyo.test.v1.TestService/Do", ""};
    write.request_id = id;
    write.request_hash = std::string(32, 'h');
    write.effective_date = "2022-05-01";
    return write;
  }

  absl::Status Run(Write write, WriteRunner::Decide decide) {
    response_.Clear();
    int calls = 0;
    absl::Status status;
    runner_.Run(std::move(write), std::move(decide), &response_, [&](absl::Status outcome) {
      ++calls;
      status = std::move(outcome);
    });
    EXPECT_EQ(calls, 1);
    if (!status.ok()) {
      EXPECT_EQ(response_.ByteSizeLong(), 0u) << "the response was touched";
    }
    return status;
  }
  absl::Status Run(Write write, int events = 1) {
    return Run(std::move(write), [this, events] { return Append(events); });
  }

  void ExpectRefused(const absl::Status& status, absl::StatusCode code, const std::string& reason) {
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_EQ(base::ErrorReason(status), reason) << status;
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1651363200)};
  eventstore::MemoryEventStore memory_{clock_};
  HookedEventStore store_{memory_};
  int room_in_executor_ = 1000;
  WriteRunner runner_{store_, [this](auto task) {
                        if (room_in_executor_-- <= 0) return false;
                        task();
                        return true;
                      }};
  int decisions_ = 0;
  UpdateGoalResponse response_;
};

TEST_F(WriteRunnerTest, AnswersWithEtagAndPosition) {
  OtherWrites();
  ASSERT_TRUE(Run(MakeWrite(), 2).ok());
  EXPECT_EQ(response_.result().name(), "decision-1");
  EXPECT_EQ(response_.result().etag(), "2");
  EXPECT_EQ(response_.result().event_count(), 2u);
  EXPECT_FALSE(response_.result().replayed());
  const auto token = base::ParsePositionToken(response_.result().position(), "position");
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->city, "test");
  EXPECT_EQ(token->number, 3u);
}

TEST_F(WriteRunnerTest, ARepeatGetsTheFirstAnswerAlthoughTheStateHasMovedOn) {
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  const UpdateGoalResponse first = response_;
  OtherWrites();
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_TRUE(response_.result().replayed());
  response_.mutable_result()->set_replayed(false);
  EXPECT_EQ(response_.DebugString(), first.DebugString());
  EXPECT_EQ(Head(), 2u);
}

TEST_F(WriteRunnerTest, ARepeatGetsTheFirstAnswerAlthoughItWouldBeRefusedNow) {
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  ASSERT_TRUE(Run(MakeWrite("r-1"), [] { return base::Aborted("STALE_ETAG", "stale"); }).ok());
  EXPECT_EQ(response_.result().name(), "decision-1");
}

TEST_F(WriteRunnerTest, ARepeatThatIsOvertakenByTheFirstGetsItsAnswerToo) {
  const auto overtake = [this](const std::string& request_id) {
    WriteRunner other(memory_, [](auto) { return false; });
    UpdateGoalResponse response;
    other.Run(
        MakeWrite(request_id), [this] { return Append(); }, &response,
        [](const absl::Status& status) { EXPECT_TRUE(status.ok()) << status; });
  };
  // Refused for what the first one has just done.
  ASSERT_TRUE(Run(MakeWrite("r-1"), [&]() -> absl::StatusOr<Attempt> {
                overtake("r-1");
                return base::AlreadyExists("a", "EXISTS", "is there");
              }).ok());
  EXPECT_TRUE(response_.result().replayed());
  EXPECT_EQ(response_.result().name(), "decision-1");
  // Or decided alike, and found out at the append.
  store_.on_append = [&](const store::v1::AppendRequest&)
      -> std::optional<absl::StatusOr<store::v1::AppendResponse>> {
    overtake("r-2");
    return std::nullopt;
  };
  ASSERT_TRUE(Run(MakeWrite("r-2")).ok());
  EXPECT_TRUE(response_.result().replayed());
  EXPECT_EQ(response_.result().name(), "decision-3");
  EXPECT_EQ(Head(), 2u);
}

TEST_F(WriteRunnerTest, ARefusalLeavesNoReceipt) {
  const auto refuse = [] { return base::Aborted("STALE_ETAG", "stale"); };
  ExpectRefused(Run(MakeWrite("r-1"), refuse), absl::StatusCode::kAborted, "STALE_ETAG");
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_FALSE(response_.result().replayed());
}

TEST_F(WriteRunnerTest, AnIdIsNotUsedForAnotherRequest) {
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  Write other = MakeWrite("r-1");
  other.request_hash = std::string(32, 'x');
  ExpectRefused(Run(other), absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED");
  // The id belongs to caller and method.
  other.caller.actor = "client-2";
  EXPECT_TRUE(Run(other).ok());
  other.caller = {"client-1", "mokuhyo.test.v1.TestService/DoElse", ""};
  EXPECT_TRUE(Run(other).ok());
  EXPECT_EQ(Head(), 3u);
}

TEST_F(WriteRunnerTest, AWriteThatChangesNothingLeavesAReceipt) {
  OtherWrites();
  ASSERT_TRUE(Run(MakeWrite("r-1"), 0).ok());
  EXPECT_EQ(response_.result().etag(), "as-it-is");
  EXPECT_EQ(response_.result().event_count(), 0u);
  const UpdateGoalResponse first = response_;
  OtherWrites();
  // Now it would change something.
  ASSERT_TRUE(Run(MakeWrite("r-1"), 1).ok());
  EXPECT_TRUE(response_.result().replayed());
  EXPECT_EQ(response_.result().etag(), "as-it-is");
  EXPECT_EQ(response_.result().position(), first.result().position());
  EXPECT_EQ(Head(), 2u);
}

TEST_F(WriteRunnerTest, AWriteThatChangesNothingAndIsNotRepeatedTouchesNothing) {
  OtherWrites();
  ASSERT_TRUE(Run(MakeWrite(), 0).ok());
  EXPECT_EQ(response_.result().etag(), "as-it-is");
  EXPECT_EQ(base::ParsePositionToken(response_.result().position(), "position")->number, 1u);
  EXPECT_EQ(store_.appends, 0);
}

TEST_F(WriteRunnerTest, ValidateOnlyStoresNothing) {
  Write write = MakeWrite("r-1");
  write.validate_only = true;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Run(write, 2).ok());
    EXPECT_TRUE(response_.result().validated_only());
    EXPECT_FALSE(response_.result().replayed());
    EXPECT_EQ(response_.result().etag(), "");
    EXPECT_EQ(response_.result().event_count(), 2u);
  }
  EXPECT_EQ(store_.appends, 0);
  EXPECT_EQ(Head(), 0u);
  // Nor is the id taken.
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_FALSE(response_.result().replayed());
}

TEST_F(WriteRunnerTest, AConflictIsDecidedAnew) {
  int others = 3;
  store_.on_append = [&](const auto&) -> std::optional<Outcome> {
    if (others-- > 0) OtherWrites();
    return std::nullopt;
  };
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_EQ(decisions_, 4);
  EXPECT_EQ(response_.result().name(), "decision-4");
  EXPECT_EQ(response_.result().etag(), "3");
}

TEST_F(WriteRunnerTest, WhatTheOtherDidMayBeAReasonToRefuse) {
  store_.on_append = [&](const auto&) -> std::optional<Outcome> {
    OtherWrites();
    return std::nullopt;
  };
  ExpectRefused(Run(MakeWrite(),
                    [this]() -> absl::StatusOr<Attempt> {
                      if (Revision("a").has_value()) return base::Aborted("STALE_ETAG", "stale");
                      return Append();
                    }),
                absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST_F(WriteRunnerTest, EndlessContentionEnds) {
  store_.on_append = [&](const auto&) -> std::optional<Outcome> {
    OtherWrites();
    return std::nullopt;
  };
  ExpectRefused(Run(MakeWrite()), absl::StatusCode::kAborted, "CONTENTION");
  EXPECT_EQ(decisions_, 64);
}

TEST_F(WriteRunnerTest, AnExecutorThatIsShutDownIsSaid) {
  room_in_executor_ = 1;
  store_.on_append = [&](const auto&) -> std::optional<Outcome> {
    OtherWrites();
    return std::nullopt;
  };
  ExpectRefused(Run(MakeWrite()), absl::StatusCode::kUnavailable, "SHUTTING_DOWN");
  EXPECT_EQ(decisions_, 2);
}

TEST_F(WriteRunnerTest, ErrorsOfTheStoreArePassedOnAndTheIdStaysFree) {
  for (const absl::Status& error :
       {absl::UnknownError("sync failed"), absl::ResourceExhaustedError("queue"),
        absl::UnavailableError("closed"), absl::OutOfRangeError("too large")}) {
    store_.on_append = [&](const auto&) { return std::optional<Outcome>(error); };
    EXPECT_EQ(Run(MakeWrite("r-1")), error);
  }
  store_.on_append = nullptr;
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_FALSE(response_.result().replayed());
}

TEST_F(WriteRunnerTest, WhatTheStoreFindsMalformedIsNotTheClientsFault) {
  store_.on_append = [](const auto&) {
    return std::optional<Outcome>(absl::InvalidArgumentError("streams[0].events is empty"));
  };
  ExpectRefused(Run(MakeWrite("r-1")), absl::StatusCode::kInternal, "STORE_REFUSED");
}

TEST_F(WriteRunnerTest, AnUnknownOutcomeIsClearedUpByRepeating) {
  // The append came through, its acknowledgement did not.
  store_.on_append = [&](const store::v1::AppendRequest& append) {
    EXPECT_TRUE(eventstore::AppendNow(memory_, append).ok());
    return std::optional<Outcome>(absl::UnknownError("sync failed"));
  };
  EXPECT_EQ(Run(MakeWrite("r-1")).code(), absl::StatusCode::kUnknown);
  store_.on_append = nullptr;
  ASSERT_TRUE(Run(MakeWrite("r-1")).ok());
  EXPECT_TRUE(response_.result().replayed());
  EXPECT_EQ(response_.result().name(), "decision-1");
  EXPECT_EQ(Head(), 1u);
}

TEST_F(WriteRunnerTest, ADamagedReceiptIsSaid) {
  auto append = AppendBuilder("test").To("a", Any());
  append.As("r-1", 'h', "\xff no message");
  ASSERT_TRUE(eventstore::AppendNow(memory_, append).ok());
  ExpectRefused(Run(MakeWrite("r-1")), absl::StatusCode::kDataLoss, "DAMAGED_RECEIPT");
}

}  // namespace
}  // namespace mokuhyo::application
