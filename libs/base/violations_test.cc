#include "libs/base/violations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace mokuhyo::base {
namespace {

using ::testing::ElementsAre;

TEST(ViolationsTest, NoneIsOk) {
  const Violations violations;
  EXPECT_TRUE(violations.empty());
  EXPECT_TRUE(violations.ToStatus().ok());
}

TEST(ViolationsTest, ReportsAllAtOnce) {
  Violations violations;
  violations.Add("goals[3].title", "is empty");
  violations.Add("goals[4].level", "is not a level of the form");
  violations.Add("", "is too large");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "goals[3].title: is empty (and 2 more)");
  EXPECT_EQ(ErrorReason(status), "INVALID_FIELDS");

  Violations read;
  read.Add(status);
  EXPECT_EQ(read.list(), violations.list());
}

TEST(ViolationsTest, OneOfNoParticularFieldIsItsOwnMessage) {
  Violations violations;
  violations.Add("", "is too large");
  EXPECT_EQ(violations.ToStatus().message(), "is too large");
}

TEST(ViolationsTest, TakesOverStatuses) {
  Violations violations;
  violations.Add(absl::OkStatus());
  EXPECT_TRUE(violations.empty());
  violations.Add(InvalidArgument("name", "INVALID_RESOURCE_NAME", "is no name"));
  violations.Add(absl::UnknownError("a library says so"));
  EXPECT_THAT(violations.list(), ElementsAre(FieldViolation{"name", "is no name"},
                                             FieldViolation{"", "a library says so"}));
}

}  // namespace
}  // namespace mokuhyo::base
