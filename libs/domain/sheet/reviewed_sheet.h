#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_REVIEWED_SHEET_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_REVIEWED_SHEET_H_

#include <string>

#include "absl/status/status.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

namespace mokuhyo::domain {

// What approval, confirmation and publication demand first: the sheet `name` is there, and it is
// the one that was reviewed. `etag` is therefore required (INVALID_ARGUMENT), except on a
// transcribed sheet, and must be current (ABORTED). See DESIGN, domain rule 7.
absl::Status RequireReviewedSheet(const SheetState& state, const std::string& name,
                                  const std::string& etag, const SheetContext& context);

// Adds a violation of `etag` if there is none.
void CheckReviewedEtag(const std::string& etag, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_REVIEWED_SHEET_H_
