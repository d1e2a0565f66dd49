#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/domain/sheet/series.h"
#include "libs/projection/observations/rules.h"
#include "libs/values/agreement.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Indicator;

bool Differ(const values::v1::Value& a, const values::v1::Value& b) {
  return values::CompareReports(a, b) == values::Agreement::kDifferent;
}

void AddValue(sheets::v1::Observation& observation, Evidence::Role role, const SeriesValue& value) {
  AddEvidence(observation, role, value.value->text(), value.source(), value.fiscal_year);
}

// Holds what a sheet says against what others say.
class Reports {
 public:
  Reports(const sheets::v1::Sheet& sheet, const SeriesValues& series, ObservationList& found)
      : sheet_(sheet), series_(series), found_(found) {}

  void Observe(const Indicator& indicator) {
    std::vector<SeriesValue> values;
    AddValuesOf(sheet_, indicator, values);
    for (const SeriesValue& here : values) {
      if (here.typed_in) CompareTypedIn(here);
    }
    for (const SeriesValue& here : values) {
      if (!here.typed_in && SpeaksForTheSheet(here))
        CompareWithDocuments(here, series_.ReportsOf(indicator, here.fiscal_year));
    }
  }

 private:
  void CompareTypedIn(const SeriesValue& here) {
    // What others report instead is told of the nearest sheet of that year.
    if (const auto report = series_.ReportOf(*here.indicator, here.fiscal_year)) {
      CompareWithReport(here, *report);
    } else if (SpeaksForTheSheet(here)) {
      CompareWithDocuments(here, series_.TypedInOf(*here.indicator, here.fiscal_year));
    }
  }

  // Of a year a sheet speaks once, as SeriesRecord has it of the others: else each of two sheets
  // could say something else of how they differ.
  bool SpeaksForTheSheet(const SeriesValue& here) {
    return spoken_
        .emplace(domain::SeriesOf(sheet_, *here.indicator), AccumulationOf(*here.indicator),
                 here.typed_in, here.fiscal_year)
        .second;
  }

  void CompareWithReport(const SeriesValue& here, const SeriesValue& report) {
    if (!Differ(*here.value, *report.value)) return;
    auto& observation = found_.Add(sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS, *here.indicator,
                                   std::to_string(here.fiscal_year));
    AddValue(observation, Evidence::ROLE_TYPED_IN_VALUE, here);
    AddValue(observation, Evidence::ROLE_PAST_RESULT, report);
  }

  void CompareWithDocuments(const SeriesValue& here, const std::vector<SeriesValue>& others) {
    for (const SeriesValue& other : others) {
      if (!Differ(*here.value, *other.value)) continue;
      const std::string& name = other.sheet->name();
      auto& observation =
          found_.Add(sheets::v1::OBSERVATION_KIND_DOCUMENTS_DISAGREE, *here.indicator,
                     absl::StrCat(here.fiscal_year, "/", name.substr(name.rfind('/') + 1), "/",
                                  other.indicator->id()));
      const Evidence::Role role =
          here.typed_in ? Evidence::ROLE_TYPED_IN_VALUE : Evidence::ROLE_RESULT;
      AddValue(observation, role, here);
      AddValue(observation, role, other);
    }
  }

  const sheets::v1::Sheet& sheet_;
  const SeriesValues& series_;
  ObservationList& found_;
  // Series, time over which figures accumulate, whether typed in, and year, of which the sheet has
  // spoken.
  std::set<std::tuple<std::string, documents::v1::Accumulation::Kind, bool, int32_t>> spoken_;
};

}  // namespace

void ObserveDifferingReports(const ObservedSheet& sheet, const SeriesValues& series,
                             ObservationList& found) {
  Reports reports(*sheet.sheet.sheet, series, found);
  ForEachIndicator(*sheet.sheet.sheet, [&](const sheets::v1::Goal&, const Indicator& indicator) {
    reports.Observe(indicator);
  });
}

}  // namespace mokuhyo::projection
