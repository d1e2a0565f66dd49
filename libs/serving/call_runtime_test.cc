#include "libs/serving/call_runtime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/errors.h"
#include "libs/serving/grpc_status.h"
#include "libs/serving/loopback.h"

namespace mokuhyo::serving {
namespace {

using ::testing::HasSubstr;

constexpr char kTrace[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// A call on a thread of its own, of which somebody else decides when it is answered.
class PendingCall {
 public:
  explicit PendingCall(Loopback& loopback)
      : thread_([this, &loopback] { status_ = loopback.GetStatus(context_, &response_); }) {}

  ~PendingCall() {
    if (thread_.joinable()) thread_.join();
  }

  grpc::Status Wait() {
    thread_.join();
    return status_;
  }

 private:
  grpc::ClientContext context_;
  Loopback::Status response_;
  grpc::Status status_;
  std::thread thread_;
};

void AnswerOk(const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
  done(absl::OkStatus());
}

TEST(CallRuntimeTest, TheAnswerReachesTheClient) {
  Loopback loopback;
  loopback.on_status = [](const CallInfo&, Loopback::Status& response, CallRuntime::Done done) {
    response.set_version("1.2.3");
    done(absl::OkStatus());
  };
  grpc::ClientContext context;
  Loopback::Status response;
  ASSERT_TRUE(loopback.GetStatus(context, &response).ok());
  EXPECT_EQ(response.version(), "1.2.3");
}

TEST(CallRuntimeTest, DetailsReachTheClient) {
  const absl::Status refused =
      base::FailedPrecondition("NOT_APPROVED", "cities/c/sheets/s", "approve the goals first");
  Loopback loopback;
  loopback.on_status = [&](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    done(refused);
  };
  absl::Status received = FromGrpcStatus(loopback.GetStatus());
  received.ErasePayload("type.googleapis.com/google.rpc.LocalizedMessage");
  EXPECT_EQ(received, refused);
}

TEST(CallRuntimeTest, ErrorsComeInTheLanguageOfTheCallerToo) {
  Loopback loopback;
  common::v1::Language seen = common::v1::LANGUAGE_UNSPECIFIED;
  loopback.on_status = [&](const CallInfo& call, Loopback::Status&, CallRuntime::Done done) {
    seen = call.language;
    done(base::Unavailable("SHUTTING_DOWN", "the server is shutting down"));
  };
  struct Case {
    const char* header;
    common::v1::Language language;
    const char* message;
  };
  for (const auto& [header, language, message] :
       {Case{"", common::v1::LANGUAGE_JA, "サーバーは停止処理中です"},
        Case{"ja-JP,en;q=0.5", common::v1::LANGUAGE_JA, "サーバーは停止処理中です"},
        Case{"en-US", common::v1::LANGUAGE_EN, "the server is shutting down"}}) {
    grpc::ClientContext context;
    if (*header != '\0') context.AddMetadata("accept-language", header);
    Loopback::Status response;
    const grpc::Status status = loopback.GetStatus(context, &response);
    EXPECT_EQ(seen, language) << header;
    EXPECT_EQ(status.error_message(), "the server is shutting down");
    google::rpc::LocalizedMessage localized;
    ASSERT_TRUE(base::ReadDetail(FromGrpcStatus(status), localized));
    EXPECT_EQ(localized.message(), message);
  }
}

TEST(CallRuntimeTest, LinesOfOneHeaderBelongTogether) {
  Loopback loopback;
  common::v1::Language seen = common::v1::LANGUAGE_UNSPECIFIED;
  loopback.on_status = [&](const CallInfo& call, Loopback::Status&, CallRuntime::Done done) {
    seen = call.language;
    done(absl::OkStatus());
  };
  grpc::ClientContext context;
  context.AddMetadata("accept-language", "ja;q=0.5");
  context.AddMetadata("accept-language", "en");
  Loopback::Status response;
  ASSERT_TRUE(loopback.GetStatus(context, &response).ok());
  EXPECT_EQ(seen, common::v1::LANGUAGE_EN);
}

TEST(CallRuntimeTest, AHandlerMayAnswerLaterFromAnotherThread) {
  Loopback loopback;
  std::thread later;
  loopback.on_status = [&](const CallInfo&, Loopback::Status& response, CallRuntime::Done done) {
    later = std::thread([&response, done = std::move(done)]() mutable {
      response.set_version("later");
      done(absl::OkStatus());
    });
  };
  grpc::ClientContext context;
  Loopback::Status response;
  EXPECT_TRUE(loopback.GetStatus(context, &response).ok());
  EXPECT_EQ(response.version(), "later");
  later.join();
}

TEST(CallRuntimeTest, WhatIsAtHandIsAnsweredWithoutTheExecutor) {
  Loopback loopback({.threads = 1, .max_queued = 0});
  loopback.at_hand = [](const CallInfo& call, CallRuntime::PromptDone done) {
    EXPECT_EQ(call.actor, "anonymous");
    done(absl::OkStatus());
  };
  EXPECT_TRUE(loopback.GetSheet().ok());
  loopback.at_hand = [](const CallInfo&, CallRuntime::PromptDone done) {
    done(absl::NotFoundError("gone"));
  };
  EXPECT_EQ(loopback.GetSheet().error_message(), "gone");
}

TEST(CallRuntimeTest, WhatIsNotAtHandGoesToTheHandler) {
  Loopback loopback;
  std::thread later;
  loopback.at_hand = [&](const CallInfo&, CallRuntime::PromptDone done) {
    later = std::thread([done = std::move(done)]() mutable { done(std::nullopt); });
  };
  loopback.on_sheet = [](const CallInfo&) { return absl::NotFoundError("looked for it"); };
  EXPECT_EQ(loopback.GetSheet().error_message(), "looked for it");
  later.join();
}

TEST(CallRuntimeTest, APromptThatIsLostOrThrowsCostsOnlyItsCall) {
  Loopback loopback;
  loopback.at_hand = [](const CallInfo&, CallRuntime::PromptDone) {};
  EXPECT_EQ(base::ErrorReason(FromGrpcStatus(loopback.GetSheet())), "NO_ANSWER");
  loopback.at_hand = [](const CallInfo&, CallRuntime::PromptDone) {
    throw std::runtime_error("no such luck");
  };
  EXPECT_EQ(loopback.GetSheet().error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(loopback.StopAndReadLog(), HasSubstr("no such luck"));
}

TEST(CallRuntimeTest, OnlyTheFirstAnswerCounts) {
  Loopback loopback;
  loopback.on_status = [](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    done(absl::NotFoundError("first"));
    done(absl::OkStatus());
  };
  EXPECT_EQ(loopback.GetStatus().error_message(), "first");
}

TEST(CallRuntimeTest, ALostCallIsAnswered) {
  Loopback loopback;
  loopback.on_status = [](const CallInfo&, Loopback::Status&, CallRuntime::Done) {};
  const absl::Status status = FromGrpcStatus(loopback.GetStatus());
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(base::ErrorReason(status), "NO_ANSWER");
}

TEST(CallRuntimeTest, AnExceptionCostsOnlyItsCall) {
  Loopback loopback;
  loopback.on_status = [](const CallInfo&, Loopback::Status&, CallRuntime::Done) {
    throw std::runtime_error("no such luck");
  };
  const absl::Status status = FromGrpcStatus(loopback.GetStatus());
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  loopback.on_status = AnswerOk;
  EXPECT_TRUE(loopback.GetStatus().ok());
  EXPECT_THAT(loopback.StopAndReadLog(), HasSubstr("no such luck"));
}

TEST(CallRuntimeTest, TellsTheHandlerWhoCallsAndForHowLong) {
  Loopback loopback;
  CallInfo seen;
  loopback.on_status = [&](const CallInfo& call, Loopback::Status&, CallRuntime::Done done) {
    EXPECT_FALSE(call.cancelled());
    seen = call;
    done(absl::OkStatus());
  };
  ASSERT_TRUE(loopback.GetStatus().ok());
  EXPECT_EQ(seen.method, "mokuhyo.admin.v1.AdminService/GetStatus");
  EXPECT_EQ(seen.actor, "anonymous");
  EXPECT_EQ(seen.trace_context, "");
  EXPECT_EQ(seen.deadline, absl::InfiniteFuture());

  grpc::ClientContext context;
  context.AddMetadata("x-mokuhyo-actor", "staff-17");
  context.AddMetadata("traceparent", kTrace);
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  context.set_deadline(absl::ToChronoTime(deadline));
  Loopback::Status response;
  ASSERT_TRUE(loopback.GetStatus(context, &response).ok());
  EXPECT_EQ(seen.actor, "staff-17");
  EXPECT_EQ(seen.trace_context, kTrace);
  // On the wire it is the time left, so it moves by what the request takes.
  EXPECT_LT(absl::AbsDuration(seen.deadline - deadline), absl::Seconds(20));
}

TEST(CallRuntimeTest, RefusesMalformedActorsAndIgnoresMalformedTraces) {
  Loopback loopback;
  loopback.on_status = [&](const CallInfo& call, Loopback::Status& response,
                           CallRuntime::Done done) {
    response.set_version(call.trace_context);
    done(absl::OkStatus());
  };
  for (const std::string& actor : {std::string("a b"), std::string(101, 'a')}) {
    grpc::ClientContext context;
    context.AddMetadata("x-mokuhyo-actor", actor);
    Loopback::Status response;
    const absl::Status status = FromGrpcStatus(loopback.GetStatus(context, &response));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << actor;
    EXPECT_EQ(base::ErrorReason(status), "INVALID_ACTOR") << actor;
  }
  grpc::ClientContext context;
  context.AddMetadata("x-mokuhyo-actor", std::string(100, '~'));
  context.AddMetadata("traceparent", "00-no-trace-01");
  Loopback::Status response;
  ASSERT_TRUE(loopback.GetStatus(context, &response).ok());
  EXPECT_EQ(response.version(), "");
}

TEST(CallRuntimeTest, RefusesMoreCallsThanTheLimitAndRecovers) {
  Loopback loopback({.limits = {.max_calls = 1}});
  absl::Notification entered;
  absl::Notification go;
  loopback.on_status = [&](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    entered.Notify();
    go.WaitForNotification();
    done(absl::OkStatus());
  };
  PendingCall first(loopback);
  entered.WaitForNotification();
  const absl::Status refused = FromGrpcStatus(loopback.GetStatus());
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ErrorReason(refused), "TOO_MANY_CALLS");
  go.Notify();
  EXPECT_TRUE(first.Wait().ok());

  loopback.on_status = AnswerOk;
  EXPECT_TRUE(loopback.GetStatus().ok());
}

TEST(CallRuntimeTest, RefusesWhatTheQueueCannotHold) {
  Loopback loopback({.threads = 1, .max_queued = 0});
  loopback.on_status = AnswerOk;
  const absl::Status refused = FromGrpcStatus(loopback.GetStatus());
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ErrorReason(refused), "QUEUE_FULL");
}

TEST(CallRuntimeTest, DoesNotRunWhatIsPastItsDeadline) {
  Loopback loopback;
  std::atomic<int> ran = 0;
  loopback.on_status = [&](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    ++ran;
    done(absl::OkStatus());
  };
  const auto call = [&] {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
    Loopback::Status response;
    return loopback.GetStatus(context, &response).error_code();
  };
  EXPECT_EQ(call(), grpc::StatusCode::OK);
  loopback.clock.Advance(absl::Minutes(10));
  EXPECT_EQ(call(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ran, 1);
}

TEST(CallRuntimeTest, CountsCallsByMethodAndCode) {
  Loopback loopback;
  loopback.on_status = AnswerOk;
  ASSERT_TRUE(loopback.GetStatus().ok());
  ASSERT_TRUE(loopback.GetStatus().ok());
  loopback.on_status = [](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    done(absl::NotFoundError("gone"));
  };
  ASSERT_FALSE(loopback.GetStatus().ok());

  const std::string text =
      prometheus::TextSerializer().Serialize(loopback.metrics().registry().Collect());
  const std::string method = R"(method="mokuhyo.admin.v1.AdminService/GetStatus")";
  EXPECT_THAT(text, HasSubstr("mokuhyo_calls_total{code=\"OK\"," + method + "} 2"));
  EXPECT_THAT(text, HasSubstr("mokuhyo_calls_total{code=\"NOT_FOUND\"," + method + "} 1"));
  EXPECT_THAT(text, HasSubstr("mokuhyo_call_duration_seconds_count{" + method + "} 3"));
  EXPECT_THAT(text, HasSubstr("mokuhyo_calls_in_flight{kind=\"unary\"} 0"));
}

TEST(CallRuntimeTest, LogsALineACall) {
  Loopback loopback;
  loopback.on_status = AnswerOk;
  ASSERT_TRUE(loopback.GetStatus().ok());
  loopback.on_status = [&](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    loopback.clock.Advance(absl::Microseconds(2500));
    done(base::DataLoss("LOG_DAMAGED", "position 17 is damaged"));
  };
  grpc::ClientContext context;
  context.AddMetadata("x-mokuhyo-actor", "staff-17");
  context.AddMetadata("traceparent", kTrace);
  Loopback::Status response;
  ASSERT_FALSE(loopback.GetStatus(context, &response).ok());

  std::istringstream log(loopback.StopAndReadLog());
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(log, line);) lines.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["method"], "mokuhyo.admin.v1.AdminService/GetStatus");
  EXPECT_EQ(lines[0]["code"], "OK");
  EXPECT_EQ(lines[0]["actor"], "anonymous");
  EXPECT_EQ(lines[0]["ms"], 0);
  EXPECT_FALSE(lines[0].contains("error"));
  EXPECT_EQ(lines[1]["level"], "error");
  EXPECT_EQ(lines[1]["code"], "DATA_LOSS");
  EXPECT_EQ(lines[1]["ms"], 2.5);
  EXPECT_EQ(lines[1]["reason"], "LOG_DAMAGED");
  EXPECT_EQ(lines[1]["error"], "position 17 is damaged");
  EXPECT_EQ(lines[1]["actor"], "staff-17");
  EXPECT_EQ(lines[1]["traceparent"], kTrace);
}

}  // namespace
}  // namespace mokuhyo::serving
