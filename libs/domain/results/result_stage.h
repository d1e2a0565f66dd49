#ifndef MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_STAGE_H_
#define MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_STAGE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

// What results, narratives and assessments demand alike.
namespace mokuhyo::domain {

// That `name` is a sheet's (else INVALID_ARGUMENT of `field`), that the sheet is there, that the
// etag is current, and that the sheet is published and may change. See preconditions.h.
absl::Status RequireResultStage(const SheetState& state, const std::string& name,
                                std::string_view field, std::string_view etag,
                                const SheetContext& context);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_STAGE_H_
