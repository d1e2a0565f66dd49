// Every number of rows in a yearly summary opens to exactly as many rows: over generated sheets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/counted_goals.h"
#include "libs/projection/tally_counter.h"
#include "libs/projection/yearly_summary.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Goal;
using sheets::v1::ListCountedGoalsRequest;

// Sheets as wild as the form allows, and a little wilder. The same seed gives the same sheets.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  // A sheet with ratings of the scale of `form`.
  sheets::v1::Sheet Sheet(int number, const forms::v1::Form& form) {
    ratings_.clear();
    for (const forms::v1::Rating& rating : form.ratings()) ratings_.push_back(rating.label());
    sheets::v1::Sheet sheet;
    sheet.set_name(absl::StrCat("cities/test/sheets/s", number));
    sheet.set_form(OneIn(3) ? "other-form" : "test-form");
    sheet.set_fiscal_year(2022);
    sheet.set_org_unit(Pick({"kensetsu", "somu"}));
    next_id_ = 0;
    for (int i = Upto(6); i > 0; --i) *sheet.add_goals() = TopGoal();
    return sheet;
  }

  bool OneIn(int n) { return Upto(n - 1) == 0; }

 private:
  int Upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[static_cast<size_t>(Upto(static_cast<int>(choices.size()) - 1))];
  }

  Goal TopGoal() {
    // Labels are printed twice, with one title or another, or not at all.
    Goal goal = OneIn(3) ? NewGoal("heading") : NewGoal("goal");
    goal.set_label(Pick({"I", "II", "III", ""}));
    goal.set_title(Pick({"Roads", "Parks", ""}));
    for (int i = Upto(3); i > 0; --i) {
      Goal& item = *goal.add_goals() = NewGoal("item");
      if (OneIn(2)) item.set_label(Pick({"1", "2", "I"}));
      if (OneIn(2)) item.set_title(Pick({"Roads", "Parks"}));
    }
    return goal;
  }

  Goal NewGoal(const std::string& level) {
    Goal goal;
    goal.set_id(absl::StrCat("g", ++next_id_));
    goal.set_level(level);
    if (OneIn(2)) goal.mutable_evaluation()->set_rating(Pick(ratings_));
    if (OneIn(4)) goal.set_responsible_unit(Pick({"nishi", "somu", "kensetsu", "nowhere"}));
    if (OneIn(6)) {
      goal.mutable_not_counted()->set_reason(OneIn(2) ? documents::v1::NotCounted::RELISTED
                                                      : documents::v1::NotCounted::OUT_OF_SCOPE);
    }
    if (OneIn(8)) goal.set_withdrawn(true);
    if (OneIn(4)) goal.add_marks("covid-19");
    if (OneIn(5)) goal.add_marks("focus");
    for (int i = Upto(2); i > 0; --i) {
      sheets::v1::Indicator& indicator = *goal.add_indicators();
      indicator.set_id(absl::StrCat("i", ++next_id_));
      if (OneIn(2)) indicator.mutable_evaluation()->set_rating(Pick(ratings_));
    }
    if (OneIn(5)) {
      auto* note = goal.add_editorial();
      note->set_field(OneIn(2) ? "evaluation.rating" : "");
      note->set_kind(documents::v1::EditorialNote::RESTORED);
    }
    return goal;
  }

  std::mt19937 random_;
  std::vector<std::string> ratings_;
  int next_id_ = 0;
};

class SummaryRowsTest : public testing::TestWithParam<uint32_t> {
 protected:
  SummaryRowsTest()
      : old_form_(domain::testing::TestForm()),
        new_form_(old_form_),
        item_form_(old_form_),
        indicator_form_(old_form_) {
    new_form_.set_version(old_form_.version() + 1);
    // 未達成 means something else on the new scale.
    new_form_.mutable_ratings(2)->set_rating_class(forms::v1::RATING_CLASS_NOT_EVALUABLE);
    // 一部未達成 is only on the old scale.
    new_form_.mutable_ratings()->DeleteSubrange(1, 1);
    // Its rows are of another kind and have a table of their own.
    item_form_.set_version(old_form_.version() + 2);
    item_form_.mutable_counting()->set_level("item");
    item_form_.mutable_counting()->clear_split_level();
    // Withdrawn goals count.
    item_form_.mutable_counting()->set_withdrawn(forms::v1::WITHDRAWN_COUNTING_COUNTED);
    // Its rows are the indicators of the goals that old_form_ counts.
    indicator_form_.set_version(old_form_.version() + 3);
    indicator_form_.set_rates_indicators(true);
    indicator_form_.mutable_counting()->set_indicators(true);
    indicator_form_.mutable_counting()->clear_split_level();
    Generator generator(GetParam());
    for (int i = 0; i < 8; ++i) {
      const forms::v1::Form& form = generator.OneIn(4)   ? item_form_
                                    : generator.OneIn(5) ? indicator_form_
                                    : generator.OneIn(2) ? old_form_
                                                         : new_form_;
      sheets_.push_back(generator.Sheet(i, form));
      inputs_.push_back({&sheets_.back(), &form});
    }
  }

  std::vector<sheets::v1::CountedGoal> Rows(const ListCountedGoalsRequest& request) const {
    return ListCountedGoals(request, inputs_);
  }

  // What all rows of a table pass.
  static ListCountedGoalsRequest FilterOf(const sheets::v1::FormTotals& table) {
    ListCountedGoalsRequest filter;
    filter.set_form(table.form());
    filter.set_counted_level(
        absl::StrCat(table.counted_level(), table.counts_indicators() ? ":indicators" : ":goals"));
    return filter;
  }

  // Checks each number of the tally against the rows that pass `filter`.
  void ExpectOpens(const sheets::v1::Tally& tally, const ListCountedGoalsRequest& filter) const {
    const auto all = Rows(filter);
    EXPECT_EQ(tally.row_count(), all.size()) << filter.ShortDebugString();
    EXPECT_EQ(tally.evaluable_count(), std::count_if(all.begin(), all.end(), [](const auto& row) {
                return !row.rating().empty() &&
                       row.rating_class() != forms::v1::RATING_CLASS_NOT_EVALUABLE;
              }));
    const auto achieved = std::count_if(all.begin(), all.end(), [](const auto& row) {
      return row.rating_class() == forms::v1::RATING_CLASS_ACHIEVED;
    });
    EXPECT_EQ(tally.achieved_count(), achieved);
    EXPECT_EQ(tally.achieved_percent_of_all(),
              PercentOf(static_cast<int32_t>(achieved), tally.row_count()));
    EXPECT_EQ(tally.achieved_percent_of_evaluable(),
              PercentOf(static_cast<int32_t>(achieved), tally.evaluable_count()));
    int rated = 0;
    for (const sheets::v1::RatingCount& count : tally.ratings()) {
      ListCountedGoalsRequest of_rating = filter;
      of_rating.set_rating(count.rating());
      EXPECT_EQ(count.row_count(), Rows(of_rating).size()) << of_rating.ShortDebugString();
      rated += count.row_count();
    }
    ListCountedGoalsRequest unrated = filter;
    unrated.set_rating("-");
    EXPECT_EQ(tally.unrated_count(), Rows(unrated).size()) << unrated.ShortDebugString();
    EXPECT_EQ(rated + tally.unrated_count(), tally.row_count());
  }

  const forms::v1::Form old_form_;
  forms::v1::Form new_form_;
  forms::v1::Form item_form_;
  forms::v1::Form indicator_form_;
  std::deque<sheets::v1::Sheet> sheets_;
  std::vector<SheetWithForm> inputs_;
};

void CheckLeftOut(const sheets::v1::FormTotals& table,
                  const std::vector<sheets::v1::CountedGoal>& all) {
  const auto count = [&all](const std::string& reason) {
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& row) { return row.left_out() == reason; });
  };
  const sheets::v1::LeftOut& left_out = table.left_out();
  EXPECT_EQ(left_out.relisted_count(), count("RELISTED"));
  EXPECT_EQ(left_out.out_of_scope_count(), count("OUT_OF_SCOPE"));
  EXPECT_EQ(left_out.withdrawn_count(), count("WITHDRAWN"));
  EXPECT_EQ(table.overall().row_count(), count(""));
  EXPECT_EQ(left_out.unrated_count(), table.overall().unrated_count());
  EXPECT_EQ(left_out.not_evaluable_count(), table.overall().row_count() -
                                                table.overall().unrated_count() -
                                                table.overall().evaluable_count());
}

void CheckRestored(const sheets::v1::FormTotals& table,
                   const std::vector<sheets::v1::CountedGoal>& counted) {
  EXPECT_EQ(table.restored_rating_count(),
            std::count_if(counted.begin(), counted.end(),
                          [](const auto& row) { return row.rating_restored(); }));
  EXPECT_EQ(table.restored_row_count(),
            std::count_if(counted.begin(), counted.end(),
                          [](const auto& row) { return row.row_restored(); }));
}

TEST_P(SummaryRowsTest, EveryNumberOpensToItsRows) {
  const SummaryQuestion question{"test", "nishi", 2022, "2023-03-31"};
  const auto summary = SummarizeYear(question, inputs_, domain::testing::TestOrganization());
  size_t rows_in_tables = 0;
  for (const sheets::v1::FormTotals& table : summary.tables()) {
    const ListCountedGoalsRequest filter = FilterOf(table);
    ExpectOpens(table.overall(), filter);
    CheckRestored(table, Rows(filter));
    rows_in_tables += Rows(filter).size();

    ListCountedGoalsRequest with_left_out = filter;
    with_left_out.set_show_left_out(true);
    CheckLeftOut(table, Rows(with_left_out));

    int in_groups = 0;
    for (const sheets::v1::GroupTally& group : table.groups()) {
      ListCountedGoalsRequest of_group = filter;
      of_group.set_group(group.key());
      of_group.set_group_title(group.title());
      ExpectOpens(group.tally(), of_group);
      in_groups += group.tally().row_count();
    }
    EXPECT_EQ(in_groups, table.overall().row_count());

    int in_units = 0;
    for (const sheets::v1::GroupTally& unit : table.units()) {
      ListCountedGoalsRequest of_unit = filter;
      of_unit.set_responsible_unit(unit.key());
      ExpectOpens(unit.tally(), of_unit);
      in_units += unit.tally().row_count();
    }
    EXPECT_EQ(in_units, table.overall().row_count());

    int in_sheets = 0;
    for (const sheets::v1::SheetTally& sheet : table.sheets()) {
      ListCountedGoalsRequest of_sheet = filter;
      of_sheet.set_sheet(sheet.sheet());
      ExpectOpens(sheet.tally(), of_sheet);
      in_sheets += sheet.tally().row_count();
    }
    EXPECT_EQ(in_sheets, table.overall().row_count());
  }
  EXPECT_EQ(rows_in_tables, Rows({}).size());
}

TEST_P(SummaryRowsTest, EverySectionOpensByItsSheets) {
  const SummaryQuestion question{"test", "nishi", 2022, "2023-03-31"};
  const auto summary = SummarizeYear(question, inputs_, domain::testing::TestOrganization());
  for (const sheets::v1::FormTotals& table : summary.tables()) {
    int in_sections = 0;
    for (const sheets::v1::GroupTally& section : table.sections()) {
      sheets::v1::Tally sum;
      for (const sheets::v1::SheetTally& sheet : table.sheets()) {
        if (sheet.org_unit() == section.key()) {
          sum.set_row_count(sum.row_count() + sheet.tally().row_count());
          sum.set_unrated_count(sum.unrated_count() + sheet.tally().unrated_count());
          sum.set_achieved_count(sum.achieved_count() + sheet.tally().achieved_count());
        }
      }
      EXPECT_EQ(section.tally().row_count(), sum.row_count());
      EXPECT_EQ(section.tally().unrated_count(), sum.unrated_count());
      EXPECT_EQ(section.tally().achieved_count(), sum.achieved_count());
      in_sections += section.tally().row_count();
    }
    EXPECT_EQ(in_sections, table.overall().row_count());
  }
}

TEST_P(SummaryRowsTest, EveryGroupOfALevelOpens) {
  for (const char* const level : {"heading", "goal", "item"}) {
    const SummaryQuestion question{"test", "nishi", 2022, "2023-03-31", level};
    const auto summary = SummarizeYear(question, inputs_, domain::testing::TestOrganization());
    for (const sheets::v1::FormTotals& table : summary.tables()) {
      int in_levels = 0;
      for (const sheets::v1::GroupTally& group : table.levels()) {
        ListCountedGoalsRequest of_group = FilterOf(table);
        of_group.set_group(absl::StrCat(level, ":", group.key()));
        of_group.set_group_title(group.title());
        ExpectOpens(group.tally(), of_group);
        in_levels += group.tally().row_count();
      }
      EXPECT_EQ(in_levels, table.overall().row_count());
    }
  }
}

TEST_P(SummaryRowsTest, EveryMarkOpens) {
  const SummaryQuestion question{"test", "nishi", 2022, "2023-03-31"};
  const auto summary = SummarizeYear(question, inputs_, domain::testing::TestOrganization());
  for (const sheets::v1::FormTotals& table : summary.tables()) {
    std::map<std::string, size_t> rows_of_marks;
    for (const sheets::v1::MarkCount& mark : table.marks()) {
      ListCountedGoalsRequest of_mark = FilterOf(table);
      of_mark.set_mark(absl::StrCat(mark.level(), ":", mark.mark()));
      ExpectOpens(mark.tally(), of_mark);
      rows_of_marks[mark.mark()] += static_cast<size_t>(mark.tally().row_count());
    }
    for (const auto& [mark, row_count] : rows_of_marks) {
      ListCountedGoalsRequest of_mark = FilterOf(table);
      of_mark.set_mark(mark);
      const auto rows = Rows(of_mark);
      EXPECT_EQ(row_count, rows.size());
      for (const sheets::v1::CountedGoal& row : rows) {
        EXPECT_THAT(row.marks(), ::testing::Contains(mark));
      }
    }
  }
}

TEST_P(SummaryRowsTest, OrderOfTheSheetsDoesNotMatter) {
  const SummaryQuestion question{"test", "nishi", 2022, "2023-03-31"};
  const auto organization = domain::testing::TestOrganization();
  const std::string expected = SummarizeYear(question, inputs_, organization).SerializeAsString();
  std::vector<SheetWithForm> reversed(inputs_.rbegin(), inputs_.rend());
  EXPECT_EQ(SummarizeYear(question, std::move(reversed), organization).SerializeAsString(),
            expected);
}

INSTANTIATE_TEST_SUITE_P(Generated, SummaryRowsTest, testing::Range<uint32_t>(1, 41));

}  // namespace
}  // namespace mokuhyo::projection
