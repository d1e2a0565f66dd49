#ifndef MOKUHYO_LIBS_DOMAIN_RESULTS_DECIDE_RESULTS_H_
#define MOKUHYO_LIBS_DOMAIN_RESULTS_DECIDE_RESULTS_H_

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// Reported results. The commands are the requests of IndicatorService; what each does, demands and
// refuses is said there. Pure. Errors as in decide_goals.h.
namespace mokuhyo::domain {

absl::StatusOr<SheetEvents> Decide(const SheetState&, const indicators::v1::ReportResultsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const indicators::v1::CorrectResultsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const indicators::v1::WithdrawResultsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&,
                                   const indicators::v1::MarkIntentionallyBlankRequest&,
                                   const SheetContext&);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_RESULTS_DECIDE_RESULTS_H_
