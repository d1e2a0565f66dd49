#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_

#include <optional>
#include <string_view>

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

// What the rule of a form suggests (SuggestionRule in proto/mokuhyo/forms/v1/form.proto), with
// every step on the way. `fiscal_year` is that of the sheet. All pure, on exact decimals.
//
// Values of steps are names of the enums of the protos (`OUTCOME_MET`, `REASON_RESULT_NO_VALUE`,
// `ABSENCE_KIND_CANCELLED`) or figures; percentages are rounded half up to two places and empty
// where an attainment has no ratio or no limit.
namespace mokuhyo::domain {

// What the rule suggests for one indicator alone. `rating` is empty where target and result do not
// tell. Without a rule there is a comparison, no rating and no step.
//
// An indicator that counts since the beginning or over several years is judged by its running total
// (values::ReadAsRunningTotal). Over several years, the rule says against what: in proportion to
// the years gone by, figures of parts may stand multiplied on both sides
// (values::TakeInProportion). A rule that does not say leaves it undecided
// (`MULTI_YEAR_READING_UNSPECIFIED`).
//
// A result that is no value gets the rating that the rule names for its kind, else what the
// comparison says: not carried out and cancelled do not meet a target, the others decide nothing.
sheets::v1::SuggestionInput SuggestForIndicator(const forms::v1::Form& form,
                                                const sheets::v1::Indicator& indicator,
                                                int fiscal_year);

// The same as a suggestion of its own, for a form that rates indicators. Absent if the form has no
// rule.
std::optional<sheets::v1::Suggestion> SuggestForRatedIndicator(
    const forms::v1::Form& form, const sheets::v1::Indicator& indicator, int fiscal_year);

// What the rule suggests for a goal: the worst of its indicators and of those of its rows that bear
// no rating of their own (the order of the form's scale says which is worse). Undecided (empty
// rating) as soon as one of them is. Absent if the form has no rule or there is no such indicator.
//
// The order of the indicators is that of the inputs and decides nothing else: of several that are
// equally bad, the step names the one whose id comes first.
std::optional<sheets::v1::Suggestion> SuggestForGoal(const forms::v1::Form& form,
                                                     const sheets::v1::Goal& goal, int fiscal_year);

// The class of a rating label; RATING_CLASS_UNSPECIFIED for "" and unknown labels.
forms::v1::RatingClass ClassOf(const forms::v1::Form& form, std::string_view rating);

// True if a rating and a suggestion are both there and of different classes (DESIGN, domain rule
// 3).
bool Departs(const forms::v1::Form& form, std::string_view rating, std::string_view suggested);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_
