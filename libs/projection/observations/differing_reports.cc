#include <set>
#include <string>

#include "absl/strings/str_cat.h"
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

// What differs about one indicator.
class Reports {
 public:
  Reports(const ObservedSheet& sheet, const Indicator& indicator, std::vector<SeriesValue> others,
          ObservationList& found)
      : sheet_(*sheet.sheet.sheet),
        indicator_(indicator),
        others_(std::move(others)),
        found_(found) {
    for (const SeriesValue& other : others_) {
      if (!other.typed_in) reported_.insert(other.fiscal_year);
    }
  }

  void Observe() {
    for (const sheets::v1::PastValue& past : indicator_.past()) {
      const SeriesValue here{past.fiscal_year(), &past.value(), true, &sheet_, &indicator_};
      if (reported_.contains(past.fiscal_year())) {
        ComparePast(here);
      } else {
        CompareWithDocuments(here, /*typed_in=*/true);
      }
    }
    CompareWithDocuments({sheet_.fiscal_year(), &indicator_.result(), false, &sheet_, &indicator_},
                         /*typed_in=*/false);
  }

 private:
  // With the nearest sheet of that year: what others report instead is told of that sheet.
  void ComparePast(const SeriesValue& here) {
    for (const SeriesValue& other : others_) {
      if (other.typed_in || other.fiscal_year != here.fiscal_year) continue;
      if (!Differ(*here.value, *other.value)) return;
      auto& observation = found_.Add(sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS, indicator_,
                                     std::to_string(here.fiscal_year));
      AddValue(observation, Evidence::ROLE_TYPED_IN_VALUE, here);
      AddValue(observation, Evidence::ROLE_PAST_RESULT, other);
      return;
    }
  }

  void CompareWithDocuments(const SeriesValue& here, bool typed_in) {
    for (const SeriesValue& other : others_) {
      if (other.typed_in != typed_in || other.fiscal_year != here.fiscal_year ||
          !Differ(*here.value, *other.value)) {
        continue;
      }
      const std::string& name = other.sheet->name();
      auto& observation =
          found_.Add(sheets::v1::OBSERVATION_KIND_DOCUMENTS_DISAGREE, indicator_,
                     absl::StrCat(here.fiscal_year, "/", name.substr(name.rfind('/') + 1), "/",
                                  other.indicator->id()));
      const Evidence::Role role = typed_in ? Evidence::ROLE_TYPED_IN_VALUE : Evidence::ROLE_RESULT;
      AddValue(observation, role, here);
      AddValue(observation, role, other);
    }
  }

  const sheets::v1::Sheet& sheet_;
  const Indicator& indicator_;
  const std::vector<SeriesValue> others_;
  ObservationList& found_;
  // The years whose own sheets report the series.
  std::set<int32_t> reported_;
};

}  // namespace

void ObserveDifferingReports(const ObservedSheet& sheet, const SeriesValues& series,
                             ObservationList& found) {
  ForEachIndicator(*sheet.sheet.sheet, [&](const sheets::v1::Goal&, const Indicator& indicator) {
    Reports(sheet, indicator, series.OthersOf(indicator), found).Observe();
  });
}

}  // namespace mokuhyo::projection
