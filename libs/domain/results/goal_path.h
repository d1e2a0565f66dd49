#ifndef MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_
#define MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_

#include <string>
#include <string_view>

#include "google/protobuf/repeated_ptr_field.h"
#include "libs/base/violations.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// What a path leads to.
enum class GoalField {
  kUnknown,  // The goal has no such field, indicator or text.
  kEmpty,    // Absent, "" or an empty list.
  kFilled,
};

// Looks up a printed field by its path within the goal: `title`, `texts.outcome` (a key of the
// form), `initiatives`, `responsibleUnit`, `evaluation.comment`, `indicators[0].result` … Names are
// those of the sheet document; the proto spelling (`responsible_unit`) leads to the same field. The
// result of a period is found by the period, whether it is there or not:
// `indicators[0].results[2022-09-30]`; `indicators[0].results` is those of all periods.
GoalField FindField(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                    std::string_view path);

// True if the path leads to a field that is there and not empty. Needs no form: whether a form has
// a text does not matter where the goal has one.
bool IsFilled(const sheets::v1::Goal& goal, std::string_view path);

// True if the path of an empty field covers the result of a period ("" for the whole fiscal year)
// of the indicator at `index`: the path of this one or of those of all periods.
bool CoversResult(std::string_view path, int index, std::string_view period);

// Keep the paths of empty fields about the same indicators where one came to stand at `index`, or
// went from there (its own paths go with it). True if a path changed.
bool MakeRoomForIndicator(int index, google::protobuf::RepeatedPtrField<std::string>& paths);
bool DropIndicator(int index, google::protobuf::RepeatedPtrField<std::string>& paths);

// Adds a violation for each of `fields`, those of a goal that are empty on purpose, that leads
// nowhere or to a field that is not empty.
void CheckBlankPaths(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                     const google::protobuf::RepeatedPtrField<std::string>& fields,
                     std::string_view path, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_
