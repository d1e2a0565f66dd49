#ifndef MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/yearly_summary.h"

namespace mokuhyo::projection {

inline constexpr char kQuestionDay[] = "2023-03-31";

// A sheet of FY2022 under `test-form`, unless the text says otherwise.
inline sheets::v1::Sheet Sheet(const std::string& text) {
  sheets::v1::Sheet sheet = domain::testing::Proto<sheets::v1::Sheet>(text);
  if (sheet.name().empty()) sheet.set_name("cities/test/sheets/a");
  if (sheet.form().empty()) sheet.set_form("test-form");
  if (sheet.org_unit().empty()) sheet.set_org_unit("kensetsu");
  sheet.set_fiscal_year(2022);
  return sheet;
}

// Their summary, for the unit `nishi` of TestOrganization().
inline sheets::v1::YearlySummary Summarize(std::vector<SheetWithForm> sheets) {
  const SummaryQuestion question{"test", "nishi", 2022, kQuestionDay};
  return SummarizeYear(question, std::move(sheets), domain::testing::TestOrganization());
}

// The only table of the summary of one sheet under TestForm().
inline sheets::v1::FormTotals Totals(const sheets::v1::Sheet& sheet) {
  const forms::v1::Form form = domain::testing::TestForm();
  sheets::v1::YearlySummary summary = Summarize({{&sheet, &form}});
  EXPECT_EQ(summary.tables_size(), 1);
  return summary.tables(0);
}

// "達成 2, 未達成 1, none 1": ratings that occur.
inline std::string Brief(const sheets::v1::Tally& tally) {
  std::string text;
  for (const auto& rating : tally.ratings()) {
    if (rating.row_count() == 0) continue;
    if (!text.empty()) text += ", ";
    text += rating.rating() + " " + std::to_string(rating.row_count());
  }
  if (tally.unrated_count() > 0)
    text += (text.empty() ? "none " : ", none ") + std::to_string(tally.unrated_count());
  return text;
}

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_TEST_UTIL_H_
