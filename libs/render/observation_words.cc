#include "libs/render/observation_words.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "libs/base/fiscal_year.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Observation;

// The id of the sheet in the name of one of its resources.
std::string SheetIdOf(const std::string& resource) {
  constexpr std::string_view kSheets = "/sheets/";
  const size_t at = resource.find(kSheets);
  if (at == std::string::npos) return resource;
  const size_t begin = at + kSheets.size();
  return resource.substr(begin, resource.find('/', begin) - begin);
}

std::string YearLabel(int fiscal_year, Language language) {
  return language == Language::kEnglish ? absl::StrCat("FY", fiscal_year)
                                        : base::FormatFiscalYearJa(fiscal_year);
}

// What a field that a transcribed document lacks is called.
std::string FieldLabel(const std::string& field, Language language) {
  if (field == "createdOn") return Say(language, "作成日", "day of creation");
  if (field == "evaluatedOn") return Say(language, "評価日", "day of evaluation");
  if (field == "evaluation.rating") return Say(language, "評価", "rating");
  if (field == "evaluation.departureReason")
    return Say(language, "参考と異なる理由", "reason for departing from the suggestion");
  return field;
}

// Makes the sentence of one observation out of its evidence.
class Sentence {
 public:
  Sentence(const Observation& observation, Language language)
      : observation_(observation), language_(language) {}

  std::string TargetBelowLastResult() const {
    const bool typed_in = Has(Evidence::ROLE_TYPED_IN_VALUE);
    const Evidence& last =
        Find(typed_in ? Evidence::ROLE_TYPED_IN_VALUE : Evidence::ROLE_PAST_RESULT);
    return Fill("目標値「$0」は、$1の実績「$2」より緩くなっています",
                "the target \"$0\" demands less than the result of $1, \"$2\"",
                Value(Evidence::ROLE_TARGET), YearLabel(last.fiscal_year(), language_),
                last.value());
  }

  std::string TargetChanged() const {
    if (!Has(Evidence::ROLE_PREVIOUS_TARGET)) {
      return Fill("公表後に目標値「$0」が加わりました ($1)",
                  "the target \"$0\" was set after publication ($1)", Value(Evidence::ROLE_TARGET),
                  DoneAndWhy());
    }
    if (!Has(Evidence::ROLE_TARGET)) {
      return Fill("公表後に目標値「$0」が取り消されました ($1)",
                  "the target \"$0\" was taken away after publication ($1)",
                  Value(Evidence::ROLE_PREVIOUS_TARGET), DoneAndWhy());
    }
    return Fill("公表後に目標値が「$0」から「$1」に変わりました ($2)",
                "the target was changed from \"$0\" to \"$1\" after publication ($2)",
                Value(Evidence::ROLE_PREVIOUS_TARGET), Value(Evidence::ROLE_TARGET), DoneAndWhy());
  }

  std::string Overshoot() const {
    return Fill("実績「$0」の目標値「$1」に対する達成率は $2% です",
                "the result \"$0\" attains $2 % of the target \"$1\"", Value(Evidence::ROLE_RESULT),
                Value(Evidence::ROLE_TARGET), Value(Evidence::ROLE_ATTAINMENT));
  }

  std::string CommentDiffers() const {
    return Fill("「$0」の内訳を合計すると $1 で、実績「$2」と合いません",
                "the parts in \"$0\" add up to $1, and the result is \"$2\"",
                Value(Evidence::ROLE_COMMENT), Value(Evidence::ROLE_SUM),
                Value(Evidence::ROLE_RESULT));
  }

  std::string SeriesBreak() const {
    return Fill("この指標から系列が新しくなり、前の年度とは比べられません ($0)",
                "the series begins anew, and earlier years cannot be compared ($0)", DoneAndWhy());
  }

  std::string ResultMissing() const {
    return Fill("期限 $0 までの実績$1がまだ報告されていません",
                "the result$1 was due by $0 and is not there", Day(Evidence::ROLE_DUE_DATE),
                Period());
  }

  std::string ResultLate() const {
    return Fill("期限 $0 までの実績$2が $1 に報告されました",
                "the result$2 was due by $0 and was reported on $1", Day(Evidence::ROLE_DUE_DATE),
                Day(Evidence::ROLE_DONE_DATE), Period());
  }

  std::string LinkTargetMissing() const {
    constexpr std::string_view kGoals = "/goals/";
    const std::string& link = Value(Evidence::ROLE_LINK);
    const size_t at = link.find(kGoals);
    const std::string goal = at == std::string::npos ? "" : link.substr(at + kGoals.size());
    if (Value(Evidence::ROLE_FIELD) == "sheet") {
      return Fill("寄与先のシート $0 がありません (目標 $1)",
                  "it contributes to goal $1 of the sheet $0, which does not exist",
                  SheetIdOf(link), goal);
    }
    return Fill("寄与先のシート $0 に目標 $1 がありません",
                "it contributes to goal $1, which the sheet $0 does not have", SheetIdOf(link),
                goal);
  }

  std::string PastValueDiffers() const {
    const Evidence& reported = Find(Evidence::ROLE_PAST_RESULT);
    return Fill("$0の値「$1」は、その年度のシート $2 の実績「$3」と異なります",
                "the value \"$1\" for $0 is not the result of the sheet $2 of that year, \"$3\"",
                YearLabel(reported.fiscal_year(), language_), Value(Evidence::ROLE_TYPED_IN_VALUE),
                SheetIdOf(reported.source()), reported.value());
  }

  std::string DocumentsDisagree() const {
    std::vector<std::string> values;
    for (const Evidence& evidence : observation_.evidence()) {
      values.push_back(
          Fill("「$0」($1)", "\"$0\" ($1)", evidence.value(), SheetIdOf(evidence.source())));
    }
    const int year = observation_.evidence().empty() ? 0 : observation_.evidence(0).fiscal_year();
    return Fill("$0の値が資料によって異なります: $1", "documents differ about $0: $1",
                YearLabel(year, language_), absl::StrJoin(values, Say(language_, "、", ", ")));
  }

  std::string FactMissing() const {
    std::vector<std::pair<std::string, int>> fields;
    for (const Evidence& evidence : observation_.evidence()) {
      const std::string label = FieldLabel(evidence.value(), language_);
      if (fields.empty() || fields.back().first != label) fields.emplace_back(label, 0);
      ++fields.back().second;
    }
    std::vector<std::string> labels;
    for (const auto& [label, count] : fields) {
      labels.push_back(count == 1 ? label : absl::StrCat(label, " (", count, ")"));
    }
    return Fill("転記した資料に記載がありません: $0", "the transcribed document does not say: $0",
                absl::StrJoin(labels, Say(language_, "、", ", ")));
  }

  std::string DeclaredTotalDiffers() const {
    if (Has(Evidence::ROLE_FIELD)) {
      return Fill("印刷された合計「$0」に当たる目標がありません",
                  "no top goal is labelled \"$0\", of which a total is printed",
                  observation_.label());
    }
    std::vector<std::string> figures;
    std::string declared;
    for (const Evidence& evidence : observation_.evidence()) {
      if (evidence.role() == Evidence::ROLE_DECLARED) declared = evidence.value();
      if (evidence.role() != Evidence::ROLE_RECOMPUTED) continue;
      figures.push_back(
          Fill("$0 → $1", "$0 → $1", TotalLabel(declared), TotalLabel(evidence.value())));
    }
    return Fill("印刷された合計が再計算と異なります: $0",
                "the printed totals are not what the rows come to: $0",
                absl::StrJoin(figures, Say(language_, "、", ", ")));
  }

 private:
  template <typename... Values>
  std::string Fill(const char* ja, const char* en, const Values&... values) const {
    return absl::Substitute(Say(language_, ja, en), values...);
  }

  // The first piece of evidence of a role; an empty one if there is none.
  const Evidence& Find(Evidence::Role role) const {
    for (const Evidence& evidence : observation_.evidence()) {
      if (evidence.role() == role) return evidence;
    }
    return Evidence::default_instance();
  }
  bool Has(Evidence::Role role) const { return Find(role).role() == role; }
  const std::string& Value(Evidence::Role role) const { return Find(role).value(); }
  std::string Day(Evidence::Role role) const { return DateLabel(Value(role), language_); }

  // When it was done, and why if that is known.
  std::string DoneAndWhy() const {
    return Joined({Day(Evidence::ROLE_DONE_DATE), Value(Evidence::ROLE_REASON)}, ": ");
  }

  // ` (interim)`; empty for the whole year.
  std::string Period() const {
    const std::string& period = Find(Evidence::ROLE_DUE_DATE).period();
    return period.empty() ? "" : absl::StrCat(" (", period, ")");
  }

  // `total 5` with the first word in the language; ratings stay as they are.
  std::string TotalLabel(const std::string& figure) const {
    constexpr std::string_view kTotal = "total ";
    if (!figure.starts_with(kTotal)) return figure;
    return Say(language_, "合計 ", "total ") + figure.substr(kTotal.size());
  }

  const Observation& observation_;
  const Language language_;
};

// What is known of a kind: what it is called, and its sentence.
struct KindWords {
  const char* ja;
  const char* en;
  std::string (Sentence::*sentence)() const;
};

const std::map<sheets::v1::ObservationKind, KindWords>& Kinds() {
  static const auto* const kinds = new std::map<sheets::v1::ObservationKind, KindWords>{
      {sheets::v1::OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT,
       {"前回実績より緩い目標", "target below last result", &Sentence::TargetBelowLastResult}},
      {sheets::v1::OBSERVATION_KIND_TARGET_CHANGED,
       {"公表後の目標変更", "target changed", &Sentence::TargetChanged}},
      {sheets::v1::OBSERVATION_KIND_OVERSHOOT,
       {"目標を大きく超過", "overshoot", &Sentence::Overshoot}},
      {sheets::v1::OBSERVATION_KIND_COMMENT_DIFFERS,
       {"内訳の不一致", "comment differs", &Sentence::CommentDiffers}},
      {sheets::v1::OBSERVATION_KIND_SERIES_BREAK,
       {"系列の区切り", "series break", &Sentence::SeriesBreak}},
      {sheets::v1::OBSERVATION_KIND_RESULT_MISSING,
       {"実績の未報告", "result missing", &Sentence::ResultMissing}},
      {sheets::v1::OBSERVATION_KIND_RESULT_LATE,
       {"実績の報告遅れ", "result late", &Sentence::ResultLate}},
      {sheets::v1::OBSERVATION_KIND_LINK_TARGET_MISSING,
       {"寄与先なし", "link target missing", &Sentence::LinkTargetMissing}},
      {sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS,
       {"過去の値の相違", "past value differs", &Sentence::PastValueDiffers}},
      {sheets::v1::OBSERVATION_KIND_DOCUMENTS_DISAGREE,
       {"資料間の相違", "documents disagree", &Sentence::DocumentsDisagree}},
      {sheets::v1::OBSERVATION_KIND_FACT_MISSING,
       {"記載なし", "fact missing", &Sentence::FactMissing}},
      {sheets::v1::OBSERVATION_KIND_DECLARED_TOTAL_DIFFERS,
       {"合計の相違", "declared total differs", &Sentence::DeclaredTotalDiffers}},
  };
  return *kinds;
}

}  // namespace

std::string ObservationLabel(sheets::v1::ObservationKind kind, Language language) {
  const auto words = Kinds().find(kind);
  // A newer server may know kinds that this program does not.
  if (words == Kinds().end()) return sheets::v1::ObservationKind_Name(kind);
  return Say(language, words->second.ja, words->second.en);
}

std::string ObservationText(const Observation& observation, Language language) {
  const auto words = Kinds().find(observation.kind());
  if (words == Kinds().end()) return observation.id();
  return (Sentence(observation, language).*words->second.sentence)();
}

std::string DrawObservations(const google::protobuf::RepeatedPtrField<Observation>& observations,
                             Language language, const TableStyle& style) {
  if (observations.empty()) return Say(language, "所見はありません\n", "no observations\n");
  Table table({{Say(language, "シート", "Sheet"), Align::kLeft, 12},
               {"No.", Align::kLeft, 4},
               {Say(language, "指標・目標", "Indicator or goal"), Align::kLeft, 16},
               {Say(language, "所見", "Observation"), Align::kLeft, 24},
               {Say(language, "課の回答", "Answer"), Align::kLeft, 10}});
  for (const Observation& observation : observations) {
    table.AddRule();
    table.AddRow({SheetIdOf(observation.sheet()), observation.label(), observation.title(),
                  Heading(ObservationLabel(observation.kind(), language), language) + " " +
                      ObservationText(observation, language),
                  observation.answer().text()});
    table.AddSpan({observation.id(), 4});
  }
  table.AddRule();
  return table.Draw(style);
}

}  // namespace mokuhyo::render
