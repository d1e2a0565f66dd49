#include "libs/serving/grpc_status.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/errors.h"
#include "libs/base/violations.h"

namespace mokuhyo::serving {
namespace {

TEST(GrpcStatusTest, RoundTrips) {
  for (const absl::Status& status :
       {absl::OkStatus(), base::NotFound("cities/c", "there is no city c", {{"k", "v"}}),
        base::StaleEtag("cities/c/sheets/s", "1", "2"), absl::UnavailableError("plain")}) {
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status) << status;
  }
}

TEST(GrpcStatusTest, CarriesCodeAndMessageForThoseWhoReadNoDetails) {
  const grpc::Status status = ToGrpcStatus(base::NotFound("cities/c", "there is no city c"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "there is no city c");
}

TEST(GrpcStatusTest, ReadsStatusesOfOthers) {
  const absl::Status plain =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_EQ(plain, absl::UnavailableError("connection refused"));
  const absl::Status foreign =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "try again", "\xff no protobuf"));
  EXPECT_EQ(foreign, absl::AbortedError("try again"));
}

TEST(GrpcStatusTest, KeepsTheFirstOfManyViolationsAndSaysHowManyAreLeftOut) {
  base::Violations violations;
  constexpr int kViolations = 1000;
  for (int i = 0; i < kViolations; ++i) {
    violations.Add(absl::StrCat("goals[", i, "].title"), "は空にできません");
  }
  const grpc::Status shortened = ToGrpcStatus(violations.ToStatus());
  EXPECT_LE(shortened.error_details().size(), kMaxStatusDetailsBytes);

  const absl::Status read = FromGrpcStatus(shortened);
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(base::ReadDetail(read, bad_request));
  ASSERT_GT(bad_request.field_violations_size(), 10);
  EXPECT_EQ(bad_request.field_violations(0).field(), "goals[0].title");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(base::ReadDetail(read, info));
  EXPECT_EQ(info.reason(), "INVALID_FIELDS");
  EXPECT_EQ(info.metadata().at("omitted_violations"),
            std::to_string(kViolations - bad_request.field_violations_size()));
}

TEST(GrpcStatusTest, ShortensBrokenRulesToo) {
  std::vector<base::BrokenRule> rules(500, {"cities/c/sheets/s/goals/g", "has no indicator"});
  const grpc::Status shortened = ToGrpcStatus(base::FailedPrecondition("INCOMPLETE", rules));
  EXPECT_LE(shortened.error_details().size(), kMaxStatusDetailsBytes);
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(base::ReadDetail(FromGrpcStatus(shortened), failure));
  EXPECT_GT(failure.violations_size(), 10);
}

TEST(GrpcStatusTest, KeepsTheReasonWhateverElseIsTooLong) {
  const absl::Status status =
      base::Aborted("STALE", "changed", {{"everything", std::string(10'000, 'x')}});
  const grpc::Status shortened = ToGrpcStatus(status);
  EXPECT_LE(shortened.error_details().size(), kMaxStatusDetailsBytes);
  EXPECT_EQ(base::ErrorReason(FromGrpcStatus(shortened)), "STALE");
}

TEST(GrpcStatusTest, CarriesTheMessageForPeopleBesideThatForDevelopers) {
  const absl::Status refused = base::InvalidArgument("due", "INVALID_FIELDS", "is required");
  const grpc::Status status = ToGrpcStatus(refused, common::v1::LANGUAGE_JA);
  EXPECT_EQ(status.error_message(), "due: is required");
  google::rpc::LocalizedMessage localized;
  ASSERT_TRUE(base::ReadDetail(FromGrpcStatus(status), localized));
  EXPECT_EQ(localized.locale(), "ja");
  EXPECT_EQ(localized.message(), "due: 必須です");

  // What another server said in another language is said again.
  const grpc::Status passed_on = ToGrpcStatus(FromGrpcStatus(status), common::v1::LANGUAGE_EN);
  ASSERT_TRUE(base::ReadDetail(FromGrpcStatus(passed_on), localized));
  EXPECT_EQ(localized.message(), "due: is required");
  google::rpc::Status rpc;
  ASSERT_TRUE(rpc.ParseFromString(passed_on.error_details()));
  EXPECT_EQ(std::count_if(rpc.details().begin(), rpc.details().end(),
                          [](const google::protobuf::Any& detail) {
                            return detail.Is<google::rpc::LocalizedMessage>();
                          }),
            1);
  absl::Status without = FromGrpcStatus(passed_on);
  without.ErasePayload("type.googleapis.com/google.rpc.LocalizedMessage");
  EXPECT_EQ(without, refused);
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), common::v1::LANGUAGE_JA).ok());
}

TEST(GrpcStatusTest, StaysUnderTheLimitWithTheMessageForPeople) {
  base::Violations many;
  for (int i = 0; i < 1000; ++i) many.Add(absl::StrCat("goals[", i, "].title"), "is required");
  base::Violations long_ones;
  long_ones.Add("a", std::string(5000, 'x'));
  long_ones.Add("b", std::string(5000, 'y'));
  const std::vector<base::BrokenRule> rules(500, {"cities/c/sheets/s/goals/g", "is odd"});
  for (const absl::Status& status :
       {many.ToStatus(), long_ones.ToStatus(), base::FailedPrecondition("R", rules),
        base::Aborted("R", std::string(9000, 'z'), {{"k", std::string(9000, 'm')}}),
        base::NotFound(std::string(3000, 'n'), "x")}) {
    for (const auto language : {common::v1::LANGUAGE_JA, common::v1::LANGUAGE_EN}) {
      const grpc::Status shortened = ToGrpcStatus(status, language);
      EXPECT_LE(shortened.error_details().size(), kMaxStatusDetailsBytes);
      const absl::Status read = FromGrpcStatus(shortened);
      EXPECT_EQ(base::ErrorReason(read), base::ErrorReason(status));
      google::rpc::LocalizedMessage localized;
      ASSERT_TRUE(base::ReadDetail(read, localized));
      EXPECT_FALSE(localized.message().empty());
    }
  }
  const absl::Status read = FromGrpcStatus(ToGrpcStatus(many.ToStatus(), common::v1::LANGUAGE_JA));
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(base::ReadDetail(read, bad_request));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(base::ReadDetail(read, info));
  EXPECT_EQ(info.metadata().at("omitted_violations"),
            std::to_string(1000 - bad_request.field_violations_size()));
}

TEST(GrpcStatusTest, CutsMessagesBetweenCharacters) {
  std::string message;
  for (int i = 0; i < 1000; ++i) message += "目";
  const std::string cut = ToGrpcStatus(absl::InternalError(message)).error_message();
  EXPECT_LE(cut.size(), kMaxStatusMessageBytes);
  EXPECT_TRUE(absl::EndsWith(cut, "目…")) << cut;
  EXPECT_EQ(cut.size() % 3, 0u);
}

}  // namespace
}  // namespace mokuhyo::serving
