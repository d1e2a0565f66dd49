#include "libs/application/write.h"

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/domain/testing/proto.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::application {
namespace {

using domain::testing::Proto;
using goals::v1::UpdateGoalRequest;

// 2022-04-01 00:30 in Japan, still the day before in UTC.
const base::ManualClock kClock(absl::FromUnixSeconds(1648740600));

Write Of(const UpdateGoalRequest& request) {
  return WriteOf(request, "test", {"client-1", "m", ""}, kClock);
}

TEST(Write, TakesTheCommonFields) {
  const auto write = Of(Proto<UpdateGoalRequest>(
      "request_id: 'r-1' effective_date: '2020-04-01' reason: '誤字' validate_only: true"));
  EXPECT_EQ(write.city, "test");
  EXPECT_EQ(write.caller.actor, "client-1");
  EXPECT_EQ(write.request_id, "r-1");
  EXPECT_EQ(write.request_hash.size(), 32u);
  EXPECT_EQ(write.effective_date, "2020-04-01");
  EXPECT_EQ(write.reason, "誤字");
  EXPECT_TRUE(write.validate_only);
}

TEST(Write, TheDayIsThatOfJapanUnlessSaid) {
  const auto write = Of(UpdateGoalRequest());
  EXPECT_EQ(write.effective_date, "2022-04-01");
  EXPECT_EQ(write.request_hash, "");
}

TEST(Write, TellsEverythingThatIsWrong) {
  UpdateGoalRequest request;
  request.set_request_id("with a space");
  request.set_effective_date("2022-4-1");
  request.set_reason("\x01");
  std::vector<std::string> fields;
  const Write write = Of(request);
  for (const auto& violation : write.violations.list()) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"request_id", "effective_date", "reason"}));
}

TEST(Write, LimitsOfTheRequestId) {
  UpdateGoalRequest request;
  for (const auto& [id, fine] :
       std::vector<std::pair<std::string, bool>>{{std::string(100, 'x'), true},
                                                 {std::string(101, 'x'), false},
                                                 {"5f0c8a1e-0000-4000-8000-000000000000!~", true},
                                                 {"依頼", false},
                                                 {"a\x7f", false}}) {
    request.set_request_id(id);
    EXPECT_EQ(Of(request).violations.empty(), fine) << id;
  }
}

TEST(Write, TheHashIsThatOfTheContentWhateverTheOrderOfMaps) {
  UpdateGoalRequest one;
  UpdateGoalRequest other;
  for (int i = 0; i < 50; ++i) (*one.mutable_goal()->mutable_texts())[std::to_string(i)] = "x";
  for (int i = 49; i >= 0; --i) (*other.mutable_goal()->mutable_texts())[std::to_string(i)] = "x";
  EXPECT_EQ(HashRequest(one), HashRequest(other));
  (*other.mutable_goal()->mutable_texts())["7"] = "y";
  EXPECT_NE(HashRequest(one), HashRequest(other));
}

}  // namespace
}  // namespace mokuhyo::application
