#include "libs/projection/level_groups.h"

#include <string>

#include "libs/application/test_city_test_util.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;

TEST(ParseLevelFilterTest, NeedsALevelOfTheForm) {
  const forms::v1::Form form = domain::testing::TestForm();
  const auto filter = ParseLevelFilter("item:I/(1): a", form);
  ASSERT_TRUE(filter.has_value());
  EXPECT_EQ(filter->level, "item");
  EXPECT_EQ(filter->rest, "I/(1): a");
  EXPECT_EQ(ParseLevelFilter("goal:", form)->rest, "");
  EXPECT_FALSE(ParseLevelFilter("item", form).has_value());
  EXPECT_FALSE(ParseLevelFilter("pillar:I", form).has_value());
  EXPECT_FALSE(ParseLevelFilter("", form).has_value());
}

class GroupLevelTest : public application::TestCity {
 protected:
  absl::StatusOr<sheets::v1::GetYearlySummaryResponse> Summary(const std::string& fields) {
    return reader_.GetYearlySummary(Proto<sheets::v1::GetYearlySummaryRequest>(
        "parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022 " + fields));
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

TEST_F(GroupLevelTest, IsALevelOfAFormOfTheSheets) {
  CreateSheet();
  CreateGoals(2);
  const auto summary = Summary("group_level: 'goal'");
  ExpectOk(summary.status());
  ASSERT_EQ(summary->summary().tables(0).levels_size(), 1);
  EXPECT_EQ(summary->summary().tables(0).levels(0).tally().row_count(), 2);
  EXPECT_EQ(Summary("")->summary().tables(0).levels_size(), 0);
  const absl::Status refused = Summary("group_level: 'pillar'").status();
  ExpectRefused(refused, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  EXPECT_NE(refused.message().find("goal, heading, item"), std::string::npos) << refused;
}

TEST_F(GroupLevelTest, WithoutSheetsIsALevelOfAFormOfTheCity) {
  ExpectOk(Summary("group_level: 'goal'").status());
  ExpectOk(Summary("group_level: 'goal' form: 'test-form'").status());
  ExpectRefused(Summary("group_level: 'pillar'").status(), absl::StatusCode::kInvalidArgument,
                "INVALID_FIELDS");
}

}  // namespace
}  // namespace mokuhyo::projection
