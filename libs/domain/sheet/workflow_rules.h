#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_WORKFLOW_RULES_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_WORKFLOW_RULES_H_

#include <string_view>

#include "absl/status/status.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

// What the steps in the life of a sheet have in common (DESIGN, domain rule 1). Of a transcribed
// sheet nothing here is demanded.
//
// A step that leads to where the sheet is already is refused like one that comes too early: its
// reason says where the sheet is. Of a transcribed sheet, whose order is free, it changes nothing.
namespace mokuhyo::domain {

// FAILED_PRECONDITION with reason TWO_PERSON_RULE if the form has that rule and whoever gives the
// command also took the newest step of the kind `submitted`. `what` is what would be decided ("the
// goals"), `method` the method that another person has to call.
absl::Status RequireOtherPerson(const SheetState& state, const SheetContext& context,
                                sheets::v1::Transition::Kind submitted, std::string_view what,
                                std::string_view method);

// Adds a violation of `effective_date` if that of the command is before the newest step of the
// sheet: its life does not run backwards.
void CheckNotBeforeLastStep(const SheetState& state, const SheetContext& context,
                            base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_WORKFLOW_RULES_H_
