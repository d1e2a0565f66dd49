#include "libs/render/series_table.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using indicators::v1::CandidateIndicator;
using indicators::v1::SeriesCandidate;
using indicators::v1::SeriesEntry;

// `2022-nishi-somu/i7` for the resource name of an indicator.
std::string ShortName(const std::string& indicator) {
  const size_t sheet = indicator.find("/sheets/");
  const size_t id = indicator.rfind("/indicators/");
  if (sheet == std::string::npos || id == std::string::npos) return indicator;
  const size_t begin = sheet + sizeof("/sheets/") - 1;
  return absl::StrCat(indicator.substr(begin, id - begin), "/",
                      indicator.substr(id + sizeof("/indicators/") - 1));
}

std::string SignLabel(const std::string& sign, Language language) {
  if (sign == "SAME_NAME") return Say(language, "同じ名前", "same name");
  if (sign == "SIMILAR_NAME") return Say(language, "似た名前", "similar name");
  if (sign == "SAME_UNIT") return Say(language, "同じ単位", "same unit of measurement");
  if (sign == "SAME_PAST_VALUE") return Say(language, "同じ年度の同じ値", "same figure of a year");
  if (sign == "SAME_ORG_UNIT") return Say(language, "同じ組織", "same org unit");
  return sign;
}

std::string WrapAll(const std::string& line, const TableStyle& style) {
  std::string text;
  for (const auto& wrapped : Wrap(line, style.width, style.ambiguous))
    absl::StrAppend(&text, wrapped, "\n");
  return text;
}

std::string RemarksOn(const SeriesEntry& entry, Language language) {
  std::vector<std::string> remarks;
  if (entry.typed_in()) remarks.push_back(Say(language, "過去の値として記入", "typed in"));
  if (entry.differs()) {
    remarks.push_back(Say(language, "その年度の実績と異なる", "differs from the result"));
  }
  const auto& detail = entry.result_detail();
  if (!detail.numerator().empty() && !detail.denominator().empty())
    remarks.push_back(absl::StrCat(detail.numerator(), "/", detail.denominator()));
  if (entry.has_series_break()) {
    remarks.push_back(absl::StrCat(Say(language, "ここから新しい系列: ", "begins the series: "),
                                   entry.series_break().reason()));
  }
  return absl::StrJoin(remarks, Say(language, "、", ", "));
}

std::string NameOf(const SeriesEntry& entry) {
  return entry.org_unit_display_name().empty() ? entry.org_unit() : entry.org_unit_display_name();
}

std::string Describe(const CandidateIndicator& indicator, Language language) {
  std::vector<std::string> lines = {
      absl::StrCat(indicator.name(), indicator.unit().empty() ? "" : " / ", indicator.unit()),
      absl::StrCat(ShortFiscalYearLabel(indicator.fiscal_year(), language), " ",
                   indicator.org_unit())};
  if (!indicator.target().empty() || !indicator.result().empty())
    lines.push_back(absl::StrCat(indicator.target(), " → ", indicator.result()));
  lines.push_back(ShortName(indicator.indicator()));
  return absl::StrJoin(lines, "\n");
}

}  // namespace

std::string DrawSeries(const indicators::v1::GetSeriesResponse& series, Language language,
                       const TableStyle& style) {
  const auto say = [language](const char* ja, const char* en) { return Say(language, ja, en); };
  std::string text = WrapAll(absl::StrCat(say("系列 ", "series "), series.series()), style);
  if (!series.previous_series().empty())
    absl::StrAppend(&text, WrapAll(absl::StrCat(say("前の系列: ", "continues after a break: "),
                                                series.previous_series()),
                                   style));
  if (!series.next_series().empty())
    absl::StrAppend(&text, WrapAll(absl::StrCat(say("後の系列: ", "continued after a break by: "),
                                                absl::StrJoin(series.next_series(), ", ")),
                                   style));
  Table table({{say("年度", "Year"), Align::kLeft, 6},
               {say("組織", "Unit"), Align::kLeft, 8},
               {say("指標", "Indicator"), Align::kLeft, 12},
               {say("目標値", "Target"), Align::kRight, 6},
               {say("実績値", "Result"), Align::kRight, 6},
               {say("備考", "Remarks"), Align::kLeft, 10},
               {say("シート/ID", "Sheet/id"), Align::kLeft, 12}});
  for (const SeriesEntry& entry : series.entries()) {
    table.AddRow({ShortFiscalYearLabel(entry.fiscal_year(), language), NameOf(entry),
                  absl::StrCat(entry.name(), entry.unit().empty() ? "" : " / ", entry.unit()),
                  entry.target().text(), entry.result().text(), RemarksOn(entry, language),
                  ShortName(entry.indicator())});
  }
  absl::StrAppend(&text, table.Draw(style));
  return text;
}

std::string DrawSeriesCandidates(const indicators::v1::ListSeriesCandidatesResponse& candidates,
                                 Language language, const TableStyle& style) {
  const auto say = [language](const char* ja, const char* en) { return Say(language, ja, en); };
  if (candidates.candidates().empty()) {
    return WrapAll(say("同じ系列と思われる指標の組はありません",
                       "No two indicators look as if they were of one series"),
                   style);
  }
  Table table({{say("近さ", "Alike"), Align::kRight, 4},
               {say("指標", "Indicator"), Align::kLeft, 20},
               {say("もう一つの指標", "Another one"), Align::kLeft, 20},
               {say("根拠", "Signs"), Align::kLeft, 10}});
  for (const SeriesCandidate& candidate : candidates.candidates()) {
    std::vector<std::string> signs;
    for (const std::string& sign : candidate.signs()) signs.push_back(SignLabel(sign, language));
    table.AddRow({absl::StrCat(candidate.likeness()), Describe(candidate.first(), language),
                  Describe(candidate.second(), language), absl::StrJoin(signs, "\n")});
    table.AddRule();
  }
  return absl::StrCat(
      table.Draw(style),
      WrapAll(say("同じ系列かどうかは職員が決め、UpdateIndicator で宣言します",
                  "Whether two are of one series is for staff to say, with UpdateIndicator"),
              style));
}

}  // namespace mokuhyo::render
