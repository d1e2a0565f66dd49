#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_DEPARTURE_RULE_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_DEPARTURE_RULE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

// Domain rule 3: under a rule with authority, a rating of record that departs from what the rule
// suggests needs a reason. Judged by what the rule suggests now, since targets and results may have
// changed after the rating was given. Transcribed sheets are not bound.
namespace mokuhyo::domain {

// Collects unexplained departures of the ratings that stand in `state`.
class DepartureRule {
 public:
  // Both must outlive the object.
  DepartureRule(const SheetState& state, const SheetContext& context);

  void Check(const sheets::v1::Goal& goal);
  void Check(const sheets::v1::Indicator& indicator);
  // Every rated goal that is not withdrawn, and its indicators.
  void CheckAll();

  // FAILED_PRECONDITION with reason DEPARTURE_NEEDS_REASON that names all that were found.
  absl::Status ToStatus() const;

 private:
  template <class Rated>
  void Judge(const Rated& rated, std::string_view kind, std::string_view suggested,
             std::string subject);

  const SheetState& state_;
  const forms::v1::Form& form_;
  const bool binding_;
  std::vector<base::BrokenRule> rules_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_DEPARTURE_RULE_H_
