#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_ASSESSMENTS_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_ASSESSMENTS_H_

#include "absl/status/statusor.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"

// The halves of the decision on AssessGoals.
namespace mokuhyo::domain {

// Assessments in one request.
inline constexpr int kMaxAssessments = 1000;

// The stage that the request means. Null, with a violation, if the form has no such stage.
const forms::v1::AssessmentStage* CheckStage(const forms::v1::Form& form, const std::string& stage,
                                             base::Violations& violations);

// Adds the violations of all assessments of the request. `stage` may be null.
void CheckAssessments(const SheetState& state, const evaluations::v1::AssessGoalsRequest& request,
                      const forms::v1::AssessmentStage* stage, const SheetContext& context,
                      base::Violations& violations);

// Adds a violation of `path`, that of a rating of an indicator, if none may be given: the form does
// not rate indicators. What a document of the past printed is taken as it is.
void CheckIndicatorsAreRated(const SheetContext& context, const std::string& path,
                             base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_ASSESSMENTS_H_
