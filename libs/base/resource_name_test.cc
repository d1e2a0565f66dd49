#include "libs/base/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/errors.h"

namespace mokuhyo::base {
namespace {

using ::testing::HasSubstr;

TEST(ResourceNameTest, RoundTrips) {
  EXPECT_EQ(*ParseCityName("cities/niigata", "name"), CityName{"niigata"});
  EXPECT_EQ(*ParseSheetName("cities/niigata/sheets/2022-nishi", "name"),
            (SheetName{"niigata", "2022-nishi"}));
  EXPECT_EQ(*ParseGoalName("cities/niigata/sheets/2022-nishi/goals/g1", "name"),
            (GoalName{"niigata", "2022-nishi", "g1"}));
  EXPECT_EQ(*ParseIndicatorName("cities/niigata/sheets/2022-nishi/indicators/i1", "name"),
            (IndicatorName{"niigata", "2022-nishi", "i1"}));
  EXPECT_EQ(*ParseOrgUnitName("cities/niigata/orgUnits/nishi-kensetsu", "name"),
            (OrgUnitName{"niigata", "nishi-kensetsu"}));
  EXPECT_EQ(*ParseFormName("cities/niigata/forms/sheet", "name"), (FormName{"niigata", "sheet"}));

  EXPECT_EQ(FormatCityName({"c"}), "cities/c");
  EXPECT_EQ(FormatSheetName({"c", "s"}), "cities/c/sheets/s");
  EXPECT_EQ(FormatGoalName({"c", "s", "g"}), "cities/c/sheets/s/goals/g");
  EXPECT_EQ(FormatIndicatorName({"c", "s", "i"}), "cities/c/sheets/s/indicators/i");
  EXPECT_EQ(FormatOrgUnitName({"c", "u"}), "cities/c/orgUnits/u");
  EXPECT_EQ(FormatFormName({"c", "f"}), "cities/c/forms/f");
}

TEST(ResourceNameTest, RefusesWhatIsNoName) {
  for (const std::string_view name :
       {"", "/", "cities", "cities/", "cities/c", "cities/c/sheets", "cities/c/sheets/",
        "/cities/c/sheets/s", "cities/c/sheets/s/", "cities/c/sheets/s/goals/g", "cities//sheets/s",
        "cities/c//sheets/s", "cities/c/goals/s", "Cities/c/sheets/s", "cities/c/sheets/S",
        "cities/c/sheets/a_b", "cities/c/sheets/-", "cities/c/sheets/西区", "cities/c/sheets/s "}) {
    const auto parsed = ParseSheetName(name, "sheet");
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(ErrorReason(parsed.status()), "INVALID_RESOURCE_NAME") << name;
    EXPECT_THAT(std::string(parsed.status().message()),
                AllOf(HasSubstr("sheet: "), HasSubstr("cities/{city}/sheets/{sheet}")));
  }
}

TEST(ResourceNameTest, IdentifiersHaveLengthAndAlphabet) {
  for (const std::string& text : {std::string("a"), std::string("0"), std::string("a-b"),
                                  std::string("a--b"), std::string(63, 'x')}) {
    EXPECT_TRUE(IsIdentifier(text)) << text;
  }
  for (const std::string& text :
       {std::string(), std::string("-a"), std::string("a-"), std::string("A"), std::string("a.b"),
        std::string("a/b"), std::string(64, 'x'), std::string("a\0b", 3)}) {
    EXPECT_FALSE(IsIdentifier(text)) << text;
  }
}

}  // namespace
}  // namespace mokuhyo::base
