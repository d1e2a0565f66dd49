#include <string>
#include <utility>
#include <vector>

#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/projection/observations/rules.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

// A field as the sheet document names it, with the resource that lacks it.
struct MissingField {
  std::string field;
  std::string source;
};

class MissingFields {
 public:
  explicit MissingFields(const SheetWithForm& sheet) : sheet_(*sheet.sheet), form_(*sheet.form) {}

  std::vector<MissingField> Find() {
    if (sheet_.created_on().empty()) Add("createdOn", sheet_.name());
    if (!domain::HasReached(sheet_.state(), sheets::v1::SHEET_STATE_CONFIRMED)) return Take();
    if (sheet_.evaluated_on().empty()) Add("evaluatedOn", sheet_.name());
    for (const domain::CountedRow& row : domain::CountedRows(sheet_, form_)) {
      if (!domain::LacksRating(row)) continue;
      Add("evaluation.rating", row.indicator != nullptr ? ResourceOf(sheet_, *row.indicator)
                                                        : ResourceOf(sheet_, *row.goal));
    }
    if (!form_.suggestion_rule().authority().empty()) FindUnexplained();
    return Take();
  }

 private:
  void Add(std::string field, std::string source) {
    found_.push_back({std::move(field), std::move(source)});
  }
  std::vector<MissingField> Take() { return std::move(found_); }

  // Ratings that depart from the suggestion of a rule with authority, and do not say why.
  void FindUnexplained() {
    const auto check = [this](const auto& rated, const std::string& suggested) {
      if (rated.evaluation().departure_reason().empty() &&
          domain::Departs(form_, rated.evaluation().rating(), suggested)) {
        Add("evaluation.departureReason", ResourceOf(sheet_, rated));
      }
    };
    ForEachGoal(sheet_.goals(), [&](const Goal& goal) {
      const auto suggestion = domain::SuggestForGoal(form_, goal, sheet_.fiscal_year());
      if (suggestion.has_value()) check(goal, suggestion->rating());
      for (const Indicator& indicator : goal.indicators()) {
        check(indicator,
              domain::SuggestForIndicator(form_, indicator, sheet_.fiscal_year()).rating());
      }
    });
  }

  const Sheet& sheet_;
  const forms::v1::Form& form_;
  std::vector<MissingField> found_;
};

}  // namespace

void ObserveMissingFacts(const ObservedSheet& sheet, ObservationList& found) {
  // Of a sheet that is operated here the workflow has demanded them.
  if (!sheet.sheet.sheet->transcribed()) return;
  const std::vector<MissingField> missing = MissingFields(sheet.sheet).Find();
  if (missing.empty()) return;
  auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_FACT_MISSING, "sheet");
  for (const MissingField& field : missing) {
    AddEvidence(observation, Evidence::ROLE_FIELD, field.field, field.source);
  }
}

}  // namespace mokuhyo::projection
