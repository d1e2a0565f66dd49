#include "tools/client/error_report.h"

#include <gtest/gtest.h>

#include "libs/base/errors.h"
#include "libs/base/violations.h"

namespace mokuhyo::client {
namespace {

TEST(ErrorReportTest, SaysOneViolationOnce) {
  EXPECT_EQ(DescribeError(base::InvalidArgument("name", "BAD_NAME", "must not be empty")),
            std::string(base::InvalidArgument("name", "BAD_NAME", "must not be empty").message()) +
                " (INVALID_ARGUMENT, BAD_NAME)\n");
}

TEST(ErrorReportTest, ListsSeveralViolationsWithTheirPaths) {
  base::Violations violations;
  violations.Add("goals[0].level", "is missing");
  violations.Add("", "the text ends too early");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(DescribeError(status), std::string(status.message()) +
                                       " (INVALID_ARGUMENT, INVALID_FIELDS)\n"
                                       "  - goals[0].level: is missing\n"
                                       "  - the text ends too early\n");
  EXPECT_EQ(DescribeErrorAsJson(status),
            "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"" + std::string(status.message()) +
                "\",\"reason\":\"INVALID_FIELDS\",\"violations\":[\"goals[0].level: is missing\","
                "\"the text ends too early\"]}");
}

TEST(ErrorReportTest, ListsBrokenRules) {
  const std::vector<base::BrokenRule> rules = {{"g1", "has no rating"}, {"g2", "has no rating"}};
  const std::string text = DescribeError(base::FailedPrecondition("UNRATED", rules));
  EXPECT_NE(text.find("  - g1: has no rating\n  - g2: has no rating\n"), std::string::npos) << text;
}

// What was typed comes back in messages; it must not come back as commands to the terminal.
TEST(ErrorReportTest, DisarmsWhatWouldSteerTheTerminal) {
  base::Violations violations;
  violations.Add("goals[0].title\x1B[2J", "must not contain \u202E");
  violations.Add("goals[1].title", "two\nlines");
  const std::string text = DescribeError(violations.ToStatus());
  EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  EXPECT_EQ(text.find("\u202E"), std::string::npos) << text;
  EXPECT_NE(text.find("  - goals[0].title\uFFFD[2J: must not contain \uFFFD\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("  - goals[1].title: two\uFFFDlines\n"), std::string::npos) << text;
}

TEST(ErrorReportTest, ManagesWithoutDetails) {
  EXPECT_EQ(DescribeError(absl::DeadlineExceededError("too late")),
            "too late (DEADLINE_EXCEEDED)\n");
}

}  // namespace
}  // namespace mokuhyo::client
