#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_

#include <optional>

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// What the rule of the form suggests for one indicator alone. `rating` is empty where target and
// result do not tell.
sheets::v1::SuggestionInput SuggestForIndicator(const forms::v1::Form& form,
                                                const sheets::v1::Indicator& indicator);

// What the rule of the form suggests for a goal: the worst of its indicators and of those of its
// rows that bear no rating of their own (the order of the form's scale says which is worse).
// Undecided (empty rating) as soon as one of them is. Absent if the form has no rule or there is no
// such indicator.
std::optional<sheets::v1::Suggestion> SuggestForGoal(const forms::v1::Form& form,
                                                     const sheets::v1::Goal& goal);

// The class of a rating label; RATING_CLASS_UNSPECIFIED for "" and unknown labels.
forms::v1::RatingClass ClassOf(const forms::v1::Form& form, std::string_view rating);

// True if a rating and a suggestion are both there and of different classes (DESIGN, domain rule
// 3).
bool Departs(const forms::v1::Form& form, std::string_view rating, std::string_view suggested);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_SUGGEST_H_
