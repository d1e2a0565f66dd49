#ifndef MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_
#define MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_

#include <string_view>

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
// those of the sheet document; the proto spelling (`responsible_unit`) leads to the same field.
GoalField FindField(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                    std::string_view path);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_RESULTS_GOAL_PATH_H_
