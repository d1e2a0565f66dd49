#include "tools/client/error_report.h"

#include <gtest/gtest.h>

#include "libs/base/errors.h"
#include "libs/base/violations.h"
#include "libs/serving/grpc_status.h"

namespace mokuhyo::client {
namespace {

TEST(ErrorReportTest, SaysOneViolationOnce) {
  EXPECT_EQ(DescribeError(base::InvalidArgument("name", "BAD_NAME", "must not be empty"),
                          render::Language::kEnglish),
            std::string(base::InvalidArgument("name", "BAD_NAME", "must not be empty").message()) +
                " (INVALID_ARGUMENT, BAD_NAME)\n");
}

TEST(ErrorReportTest, ListsSeveralViolationsWithTheirPaths) {
  base::Violations violations;
  violations.Add("goals[0].level", "is missing");
  violations.Add("", "the text ends too early");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(DescribeError(status, render::Language::kEnglish),
            "refused (INVALID_ARGUMENT, INVALID_FIELDS)\n"
            "  - goals[0].level: is missing\n"
            "  - the text ends too early\n");
  EXPECT_EQ(DescribeErrorAsJson(status, render::Language::kEnglish),
            "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"" + std::string(status.message()) +
                "\",\"reason\":\"INVALID_FIELDS\",\"violations\":[\"goals[0].level: is missing\","
                "\"the text ends too early\"],\"localizedMessage\":{\"locale\":\"en\",\"message\":"
                "\"goals[0].level: is missing\\nthe text ends too early\"}}");
}

TEST(ErrorReportTest, ListsBrokenRules) {
  const std::vector<base::BrokenRule> rules = {{"g1", "has no rating"}, {"g2", "has no rating"}};
  const std::string text =
      DescribeError(base::FailedPrecondition("UNRATED", rules), render::Language::kEnglish);
  EXPECT_NE(text.find("  - g1: has no rating\n  - g2: has no rating\n"), std::string::npos) << text;
}

// What was typed comes back in messages; it must not come back as commands to the terminal.
TEST(ErrorReportTest, DisarmsWhatWouldSteerTheTerminal) {
  base::Violations violations;
  violations.Add("goals[0].title\x1B[2J", "must not contain \u202E");
  violations.Add("goals[1].title", "two\nlines");
  const std::string text = DescribeError(violations.ToStatus(), render::Language::kEnglish);
  EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  EXPECT_EQ(text.find("\u202E"), std::string::npos) << text;
  EXPECT_NE(text.find("  - goals[0].title\uFFFD[2J: must not contain \uFFFD\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("  - goals[1].title: two lines\n"), std::string::npos) << text;
}

TEST(ErrorReportTest, SaysWhatTheServerSaidForPeople) {
  const absl::Status sent = serving::FromGrpcStatus(serving::ToGrpcStatus(
      base::InvalidArgument("due", "INVALID_FIELDS", "is required"), common::v1::LANGUAGE_JA));
  EXPECT_EQ(DescribeError(sent, render::Language::kEnglish),
            "due: 必須です (INVALID_ARGUMENT, INVALID_FIELDS)\n");
  const std::string json = DescribeErrorAsJson(sent, render::Language::kEnglish);
  EXPECT_NE(json.find("\"message\":\"due: is required\""), std::string::npos) << json;
  EXPECT_NE(json.find("{\"locale\":\"ja\",\"message\":\"due: 必須です\"}"), std::string::npos)
      << json;
}

TEST(ErrorReportTest, SaysInTheLanguageWhatWentWrongOnThisSide) {
  EXPECT_EQ(DescribeError(absl::InvalidArgumentError("is required"), render::Language::kJapanese),
            "必須です (INVALID_ARGUMENT)\n");
}

TEST(ErrorReportTest, ManagesWithoutDetails) {
  EXPECT_EQ(DescribeError(absl::DeadlineExceededError("too late"), render::Language::kEnglish),
            "too late (DEADLINE_EXCEEDED)\n");
}

}  // namespace
}  // namespace mokuhyo::client
