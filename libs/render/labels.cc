#include "libs/render/labels.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "libs/base/era_date.h"
#include "libs/base/fiscal_year.h"

namespace mokuhyo::render {

std::string Heading(const std::string& title, Language language) {
  return absl::StrCat(Say(language, "【", "["), title, Say(language, "】", "]"));
}

std::string FiscalYearLabel(int fiscal_year, Language language) {
  const std::string western = absl::StrCat("FY", fiscal_year);
  if (language == Language::kEnglish) return western;
  return absl::StrCat(base::FormatFiscalYearJa(fiscal_year), " (", western, ")");
}

std::string ShortFiscalYearLabel(int fiscal_year, Language language) {
  if (language == Language::kEnglish) return absl::StrCat("FY", fiscal_year);
  constexpr std::string_view kSuffix = "年度";
  std::string label = base::FormatFiscalYearJa(fiscal_year);
  label.resize(label.size() - kSuffix.size());
  return label;
}

std::string DateLabel(const std::string& date, Language language) {
  return language == Language::kEnglish ? date : base::FormatDateJa(date);
}

std::string StateLabel(sheets::v1::SheetState state, Language language) {
  switch (state) {
    case sheets::v1::SHEET_STATE_DRAFT:
      return Say(language, "作成中", "draft");
    case sheets::v1::SHEET_STATE_GOALS_SUBMITTED:
      return Say(language, "目標提出済", "goals submitted");
    case sheets::v1::SHEET_STATE_GOALS_APPROVED:
      return Say(language, "目標承認済", "goals approved");
    case sheets::v1::SHEET_STATE_GOALS_PUBLISHED:
      return Say(language, "目標公表", "goals published");
    case sheets::v1::SHEET_STATE_RESULTS_REPORTED:
      return Say(language, "実績報告", "results reported");
    case sheets::v1::SHEET_STATE_ASSESSED:
      return Say(language, "評価中", "assessed");
    case sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED:
      return Say(language, "評価提出済", "evaluation submitted");
    case sheets::v1::SHEET_STATE_CONFIRMED:
      return Say(language, "評価確定", "confirmed");
    case sheets::v1::SHEET_STATE_EDITION_PUBLISHED:
      return Say(language, "公表済", "edition published");
    default:
      return "";
  }
}

std::string EditorialLabel(documents::v1::EditorialNote::Kind kind, Language language) {
  switch (kind) {
    case documents::v1::EditorialNote::RESTORED:
      return Say(language, "補った", "restored");
    case documents::v1::EditorialNote::INFERRED:
      return Say(language, "推定した", "inferred");
    case documents::v1::EditorialNote::PARAPHRASED:
      return Say(language, "言い換えた", "paraphrased");
    default:
      return "";
  }
}

std::string NotCountedLabel(documents::v1::NotCounted::Reason reason, Language language) {
  switch (reason) {
    case documents::v1::NotCounted::RELISTED:
      return Say(language, "再掲", "relisted");
    case documents::v1::NotCounted::OUT_OF_SCOPE:
      return Say(language, "集計対象外", "out of scope");
    default:
      return "";
  }
}

}  // namespace mokuhyo::render
