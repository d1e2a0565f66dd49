#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_FORM_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_FORM_H_

#include <cstddef>
#include <string_view>

#include "libs/base/violations.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// Limits of a form. See proto/mokuhyo/forms/v1/form.proto.
inline constexpr int kMaxLevels = 32;
inline constexpr int kMaxTextKeys = 64;
inline constexpr int kMaxRatings = 32;
inline constexpr int kMaxMarks = 32;
inline constexpr int kMaxStages = 16;
inline constexpr int kMaxThresholds = 32;
inline constexpr int kMaxThresholdSets = 32;
inline constexpr int kMaxThresholdYears = 200;
inline constexpr int kMaxDeadlines = 32;
inline constexpr int kMaxPastYears = 10;
inline constexpr size_t kMaxTitleCharacters = 200;
inline constexpr size_t kMaxSymbolCharacters = 10;
inline constexpr size_t kMaxAuthorityCharacters = 400;

// Adds whatever keeps `form` from being a form, with `path` in front of each field: keys
// well-formed and unique; levels that lead to the top and never around; texts with a stage; ratings
// with a class and exactly one stage of record for them; counting at a level that may be counted,
// of indicators only where they are rated; a rule that suggests ratings of the scale at descending
// thresholds; deadlines with a day. Name and version are not looked at.
void CheckForm(const forms::v1::Form& form, std::string_view path, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_FORM_H_
