#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/forms/shipped_forms.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

// The definition of what counts against documents whose totals are known from print.
namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::SheetDocument;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::filesystem::path SeedsDirectory() {
  if (const char* directory = std::getenv("MOKUHYO_SEEDS")) return directory;
  return MOKUHYO_DEFAULT_SEEDS;
}

void CopyGoal(const DocumentGoal& from, sheets::v1::Goal& to) {
  to.set_level(from.level());
  if (from.has_label()) to.set_label(from.label());
  if (from.has_responsible_unit()) to.set_responsible_unit(from.responsible_unit());
  if (from.has_not_counted()) *to.mutable_not_counted() = from.not_counted();
  if (from.evaluation().has_rating())
    to.mutable_evaluation()->set_rating(from.evaluation().rating());
  *to.mutable_editorial() = from.editorial();
  for (const DocumentGoal& child : from.goals()) CopyGoal(child, *to.add_goals());
}

// What is known of all sheets of a form.
struct Totals {
  int sheets = 0;
  int rows = 0;
  int restored_ratings = 0;
  int restored_rows = 0;
  std::map<const sheets::v1::Goal*, int> goals;
  std::map<std::string, int> ratings;
  std::vector<std::pair<std::string, std::map<std::string, int>>> by_top_goal;
};

class SeedTotals : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(SeedsDirectory())) {
      GTEST_SKIP() << "no seeds; set MOKUHYO_SEEDS to their directory";
    }
    for (const auto& entry : std::filesystem::directory_iterator(SeedsDirectory())) {
      if (entry.path().extension() != ".json" || entry.path().stem() == "org-units") continue;
      std::ifstream file(entry.path());
      const std::string json{std::istreambuf_iterator<char>(file), {}};
      ASSERT_TRUE(
          google::protobuf::util::JsonStringToMessage(json, &documents_.emplace_back()).ok())
          << entry.path();
    }
  }

  Totals Count(const std::string& form_id) {
    Totals totals;
    for (const forms::v1::Form& form : ShippedForms("test")) {
      if (FormId(form) != form_id) continue;
      for (const SheetDocument& document : documents_) {
        if (document.form() == form_id) Add(document, form, totals);
      }
    }
    return totals;
  }

 private:
  void Add(const SheetDocument& document, const forms::v1::Form& form, Totals& totals) {
    auto& sheet = *sheets_.emplace_back(std::make_unique<sheets::v1::Sheet>());
    sheet.set_org_unit(document.org_unit());
    for (const DocumentGoal& goal : document.goals()) CopyGoal(goal, *sheet.add_goals());
    ++totals.sheets;
    for (const CountedRow& row : CountedRows(sheet, form)) {
      ASSERT_TRUE(row.counts());
      ++totals.rows;
      ++totals.goals[row.counted];
      ++totals.ratings[row.rating];
      totals.restored_ratings += row.rating_restored ? 1 : 0;
      totals.restored_rows += row.row_restored ? 1 : 0;
      if (totals.by_top_goal.empty() || totals.by_top_goal.back().first != row.top->label()) {
        totals.by_top_goal.push_back({row.top->label(), {}});
      }
      ++totals.by_top_goal.back().second[row.rating];
    }
  }

  std::vector<SheetDocument> documents_;
  std::vector<std::unique_ptr<sheets::v1::Sheet>> sheets_;
};

TEST_F(SeedTotals, OfSectionGoals) {
  const Totals totals = Count("niigata-section-goals");
  EXPECT_EQ(totals.sheets, 11);
  EXPECT_EQ(totals.goals.size(), 37u);
  EXPECT_EQ(totals.rows, 38);
  EXPECT_THAT(totals.ratings,
              UnorderedElementsAre(Pair("達成", 33), Pair("一部未達成", 3), Pair("未達成", 2)));
}

TEST_F(SeedTotals, OfVisionProgress) {
  const Totals totals = Count("niigata-vision-progress");
  EXPECT_EQ(totals.rows, 103);
  EXPECT_THAT(totals.ratings, UnorderedElementsAre(Pair("達成", 75), Pair("未達成", 28)));
  const auto pillar = [](const char* label, int achieved, int missed) {
    return std::pair<std::string, std::map<std::string, int>>(
        label, {{"達成", achieved}, {"未達成", missed}});
  };
  EXPECT_THAT(totals.by_top_goal,
              ElementsAre(pillar("I", 29, 8), pillar("II", 6, 2), pillar("III", 7, 8),
                          pillar("IV", 19, 5), pillar("V", 14, 5)));
  EXPECT_EQ(totals.restored_ratings, 2);
  EXPECT_EQ(totals.restored_rows, 1);
}

TEST_F(SeedTotals, OfWardGoalsHaveNoRating) {
  const Totals totals = Count("niigata-ward-goals");
  EXPECT_THAT(totals.ratings, UnorderedElementsAre(Pair("", 5)));
}

TEST_F(SeedTotals, OfPoliciesAreNone) {
  EXPECT_EQ(Count("osaka-policy-results").sheets, 1);
  EXPECT_EQ(Count("osaka-policy-results").rows, 0);
  EXPECT_EQ(Count("yokohama-policy").rows, 0);
}

}  // namespace
}  // namespace mokuhyo::domain
