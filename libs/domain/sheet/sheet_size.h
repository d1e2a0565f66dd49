#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_SIZE_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_SIZE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

namespace mokuhyo::domain {

// A sheet as it is answered to readers, with the meaning of its values and its suggestions: below
// the 4 MiB that a gRPC client takes.
inline constexpr size_t kMaxSheetBytes = size_t{3} << 20;
// Its document in canonical JSON: below the 2 MiB of an event, so that it can always be published.
inline constexpr size_t kMaxDocumentBytes = size_t{3} << 19;

// FAILED_PRECONDITION with reason SHEET_TOO_LARGE if `events` make the sheet larger than one of
// these limits. What makes it smaller is never refused.
absl::Status RequireSheetSize(const SheetState& before, const SheetEvents& events);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_SIZE_H_
