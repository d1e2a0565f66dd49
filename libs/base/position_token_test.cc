#include "libs/base/position_token.h"

#include <gtest/gtest.h>

#include "libs/base/errors.h"

namespace mokuhyo::base {
namespace {

TEST(PositionTokenTest, RoundTrips) {
  for (const uint64_t number : {uint64_t{0}, uint64_t{42}, ~uint64_t{0}}) {
    const PositionToken token{.city = "niigata", .epoch = "00ff", .number = number};
    EXPECT_EQ(*ParsePositionToken(FormatPositionToken(token), "f"), token);
  }
  EXPECT_EQ(FormatPositionToken({"niigata", "0a", 7}), "niigata.0a.7");
}

TEST(PositionTokenTest, RefusesWhatIsNoToken) {
  for (const std::string& text :
       {std::string(), std::string("niigata"), std::string("niigata.0a"),
        std::string("niigata.0a."), std::string(".0a.7"), std::string("niigata..7"),
        std::string("niigata.0A.7"), std::string("niigata.0g.7"), std::string("Niigata.0a.7"),
        std::string("niigata.0a.07"), std::string("niigata.0a.-7"), std::string("niigata.0a.+7"),
        std::string("niigata.0a.7 "), std::string("niigata.0a.7.8"),
        std::string("niigata.0a.18446744073709551616"), "niigata." + std::string(65, 'a') + ".7"}) {
    const auto parsed = ParsePositionToken(text, "at_least_position");
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ErrorReason(parsed.status()), "INVALID_POSITION_TOKEN") << text;
  }
}

}  // namespace
}  // namespace mokuhyo::base
