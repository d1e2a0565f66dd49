#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_DECIDE_EVALUATION_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_DECIDE_EVALUATION_H_

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"

// Assessments, narratives of results, the workflow of the evaluation, editions. The commands are
// the requests of EvaluationService; what each does, demands and refuses is said there. Pure.
// Errors as in decide_goals.h.
namespace mokuhyo::domain {

absl::StatusOr<SheetEvents> Decide(const SheetState&, const evaluations::v1::AssessGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::RecordNarrativeRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::ConfirmEvaluationRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const evaluations::v1::PublishEditionRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const evaluations::v1::ReplaceEditionRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::SubmitEvaluationRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::ReturnEvaluationRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::ReopenEvaluationRequest&,
                                   const SheetContext&);
// Checks the shape alone; whether the sheet has such an observation now, the caller asks.
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const evaluations::v1::AnswerObservationRequest&,
                                   const SheetContext&);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_DECIDE_EVALUATION_H_
