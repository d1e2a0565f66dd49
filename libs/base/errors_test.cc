#include "libs/base/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "libs/base/status_macros.h"

namespace mokuhyo::base {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// The detail of type `T`; fails the test where there is none.
template <typename T>
T Detail(const absl::Status& status) {
  T detail;
  EXPECT_TRUE(ReadDetail(status, detail)) << "no " << detail.GetTypeName() << " in " << status;
  return detail;
}

TEST(ErrorsTest, InvalidArgumentNamesTheField) {
  const absl::Status status =
      InvalidArgument("goal.title", "TOO_LONG", "has 201 characters", {{"limit", "200"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "goal.title: has 201 characters");
  const auto bad_request = Detail<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad_request.field_violations_size(), 1);
  EXPECT_EQ(bad_request.field_violations(0).field(), "goal.title");
  EXPECT_EQ(bad_request.field_violations(0).description(), "has 201 characters");
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "TOO_LONG");
  EXPECT_EQ(info.domain(), "mokuhyo");
  EXPECT_THAT(info.metadata(), UnorderedElementsAre(Pair("limit", "200")));
}

TEST(ErrorsTest, FailedPreconditionCarriesEveryBrokenRule) {
  const absl::Status status = FailedPrecondition(
      "GOALS_INCOMPLETE", {{"goals/g1", "has no indicator"}, {"goals/g2", "has no target"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "has no indicator");
  const auto failure = Detail<google::rpc::PreconditionFailure>(status);
  ASSERT_EQ(failure.violations_size(), 2);
  EXPECT_EQ(failure.violations(1).type(), "GOALS_INCOMPLETE");
  EXPECT_EQ(failure.violations(1).subject(), "goals/g2");
  EXPECT_EQ(failure.violations(1).description(), "has no target");
  EXPECT_EQ(ErrorReason(status), "GOALS_INCOMPLETE");
}

TEST(ErrorsTest, StaleEtagSaysWhichEtagsWithoutDroppingOtherMetadata) {
  const absl::Status status =
      StaleEtag("cities/c/sheets/s/goals/g1", "3", "5", {{"changed_by", "someone"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Detail<google::rpc::ErrorInfo>(status).metadata(),
              UnorderedElementsAre(Pair("resource_name", "cities/c/sheets/s/goals/g1"),
                                   Pair("given_etag", "3"), Pair("actual_etag", "5"),
                                   Pair("changed_by", "someone")));
  EXPECT_EQ(ErrorReason(status), "STALE_ETAG");
}

TEST(ErrorsTest, MissingAndExistingResourcesAreNamedWithTheirCollection) {
  const absl::Status missing = NotFound("cities/c/sheets/s", "there is no such sheet");
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Detail<google::rpc::ResourceInfo>(missing).resource_type(), "sheets");
  EXPECT_EQ(Detail<google::rpc::ResourceInfo>(missing).resource_name(), "cities/c/sheets/s");

  const absl::Status taken = AlreadyExists("cities/c", "CITY_EXISTS", "the id is taken");
  EXPECT_EQ(taken.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Detail<google::rpc::ResourceInfo>(taken).resource_type(), "cities");
  EXPECT_EQ(ErrorReason(taken), "CITY_EXISTS");

  // A name that is none still gets its message through.
  EXPECT_EQ(Detail<google::rpc::ResourceInfo>(NotFound("c", "gone")).resource_type(), "");
}

TEST(ErrorsTest, EachBuilderHasItsCodeAndReason) {
  const struct {
    absl::Status status;
    absl::StatusCode code;
  } cases[] = {
      {OutOfRange("at_least_position", "R", "d"), absl::StatusCode::kOutOfRange},
      {ResourceExhausted("R", "d"), absl::StatusCode::kResourceExhausted},
      {Unavailable("R", "d"), absl::StatusCode::kUnavailable},
      {DataLoss("R", "d"), absl::StatusCode::kDataLoss},
      {Unknown("R", "d"), absl::StatusCode::kUnknown},
      {Internal("R", "d"), absl::StatusCode::kInternal},
      {Aborted("R", "d"), absl::StatusCode::kAborted},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(expected.status.code(), expected.code);
    EXPECT_EQ(ErrorReason(expected.status), "R") << expected.status;
    EXPECT_THAT(std::string(expected.status.message()), HasSubstr("d"));
  }
}

TEST(ErrorsTest, ReasonOfForeignStatusIsEmpty) {
  EXPECT_EQ(ErrorReason(absl::OkStatus()), "");
  EXPECT_EQ(ErrorReason(absl::UnavailableError("a library says so")), "");
}

TEST(ErrorsTest, SurvivesTheWire) {
  const absl::Status status = NotFound("cities/c", "there is no city c", {{"k", "v"}});
  google::rpc::Status parsed;
  ASSERT_TRUE(parsed.ParseFromString(ToRpcStatus(status).SerializeAsString()));
  EXPECT_EQ(FromRpcStatus(parsed), status);
  EXPECT_TRUE(FromRpcStatus(ToRpcStatus(absl::OkStatus())).ok());
}

TEST(ErrorsTest, DetailsComeInOneOrder) {
  const auto details = ToRpcStatus(NotFound("cities/c", "gone")).details();
  ASSERT_EQ(details.size(), 2);
  EXPECT_EQ(details[0].type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(details[1].type_url(), "type.googleapis.com/google.rpc.ResourceInfo");
}

TEST(ErrorsTest, ForeignCodesBecomeUnknown) {
  for (const int code : {-1, 17, 1000}) {
    google::rpc::Status rpc;
    rpc.set_code(code);
    EXPECT_EQ(FromRpcStatus(rpc).code(), absl::StatusCode::kUnknown) << code;
  }
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return InvalidArgument("number", "ODD", "is odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  MOKUHYO_ASSIGN_OR_RETURN(const int half, Half(number));
  MOKUHYO_RETURN_IF_ERROR(Half(half).status());
  return half / 2;
}

TEST(StatusMacrosTest, ReturnTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(ErrorReason(Quarter(7).status()), "ODD");
  EXPECT_EQ(ErrorReason(Quarter(6).status()), "ODD");
}

}  // namespace
}  // namespace mokuhyo::base
