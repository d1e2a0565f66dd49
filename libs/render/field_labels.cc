#include "libs/render/field_labels.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

struct Word {
  std::string_view field;
  const char* ja;
  const char* en;
};

// By the words of the document, whatever they stand in.
constexpr Word kWords[] = {
    {"accomplishments", "取組実績", "Accomplishments"},
    {"accumulation", "積み上げ", "Accumulation"},
    {"assessments", "各段階の評価", "Assessments"},
    {"comment", "目標達成状況", "Attainment"},
    {"contact", "連絡先", "Contact"},
    {"contributesTo", "寄与先", "Contributes to"},
    {"countedAt", "計上先", "Counted at"},
    {"createdOn", "作成日", "Created on"},
    {"declaredTotals", "申告された合計", "Declared totals"},
    {"definition", "算式・出典", "Definition"},
    {"denominator", "分母", "Denominator"},
    {"direction", "望ましい方向", "Direction"},
    {"editorial", "転記者の注", "Note of a transcriber"},
    {"evaluatedOn", "評価日", "Evaluated on"},
    {"evaluation", "評価", "Evaluation"},
    {"firstFiscalYear", "開始年度", "First fiscal year"},
    {"fiscalYear", "年度", "Fiscal year"},
    {"form", "様式", "Form"},
    {"formVersion", "様式の版", "Version of the form"},
    {"initiatives", "主な取組", "Initiatives"},
    {"intentionallyBlank", "空欄と確認", "Left blank on purpose"},
    {"issues", "課題と今後の方針性", "Issues and direction"},
    {"kind", "種類", "Kind"},
    {"label", "番号", "Number"},
    {"lastFiscalYear", "終了年度", "Last fiscal year"},
    {"level", "階層", "Level"},
    {"marks", "印", "Marks"},
    {"materialNumber", "資料番号", "Material number"},
    {"measuredOn", "測定日", "Measured on"},
    {"name", "名称", "Name"},
    {"notCounted", "計上しない", "Not counted"},
    {"notes", "注", "Notes"},
    {"numerator", "分子", "Numerator"},
    {"orgUnit", "所属", "Org unit"},
    {"past", "過去の実績", "Past values"},
    {"rating", "評価", "Rating"},
    {"reason", "理由", "Reason"},
    {"replacement", "差し替えの表示", "Marked as replacement"},
    {"responsibleUnit", "担当", "Unit in charge"},
    {"result", "実績", "Result"},
    {"resultDetail", "実績", "Result"},
    {"results", "期間の実績", "Result of period"},
    {"revisedOn", "修正日", "Revised on"},
    {"series", "系列", "Series"},
    {"state", "状態", "State"},
    {"subtitle", "副題", "Subtitle"},
    {"supplement", "補足", "Supplement"},
    {"target", "目標値", "Target"},
    {"texts", "記述", "Text"},
    {"title", "題名", "Title"},
    {"total", "合計", "Total"},
    {"unit", "単位", "Unit"},
    {"withdrawn", "取下げ", "Withdrawn"},
};

// `[2]` at the end of a field: its place, counted from 1; taken off. 0: there is none.
int TakePlace(std::string& field) {
  const size_t open = field.rfind('[');
  int place = 0;
  if (open == std::string::npos || !field.ends_with(']') ||
      !absl::SimpleAtoi(field.substr(open + 1, field.size() - open - 2), &place)) {
    return 0;
  }
  field.resize(open);
  return place + 1;
}

std::string WordLabel(std::string_view word, Language language) {
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords),
                                   [&](const Word& candidate) { return candidate.field == word; });
  return found == std::end(kWords) ? std::string(word) : Say(language, found->ja, found->en);
}

// Where the keys of a map or list say enough, the name of the list is left out.
bool IsKeyed(std::string_view word) {
  return word == "texts" || word == "past" || word == "results" || word == "assessments" ||
         word == "counts";
}

}  // namespace

std::string FieldLabel(const std::string& field, Language language) {
  std::string words = field;
  const int place = TakePlace(words);
  const std::vector<std::string> parts = absl::StrSplit(words, '.');
  std::vector<std::string> labels;
  bool is_key = false;
  bool is_year = false;
  for (size_t i = 0; i < parts.size(); ++i) {
    int year = 0;
    const bool is_last = i + 1 == parts.size();
    if (is_year && absl::SimpleAtoi(parts[i], &year)) {
      labels.push_back(FiscalYearLabel(year, language));
    } else if (is_key) {
      labels.push_back(parts[i]);
    } else if ((IsKeyed(parts[i]) || parts[i] == "evaluation") && !is_last) {
      // What follows is of no other list.
    } else {
      labels.push_back(WordLabel(parts[i], language));
    }
    is_year = !is_key && parts[i] == "past";
    is_key = !is_key && IsKeyed(parts[i]);
  }
  std::string label;
  for (const std::string& one : labels) absl::StrAppend(&label, label.empty() ? "" : " ", one);
  if (place > 0) absl::StrAppend(&label, " ", place);
  return label;
}

}  // namespace mokuhyo::render
