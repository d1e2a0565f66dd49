#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_IMPORT_DATES_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_IMPORT_DATES_H_

#include <string>

#include "libs/base/violations.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"
#include "mokuhyo/imports/v1/import_service.pb.h"

namespace mokuhyo::domain {

// The business dates of the events of an import, YYYY-MM-DD.
struct ImportDates {
  std::string goals;
  // Of results and evaluation; never before `goals`.
  std::string results;

  // The date of an event, by its family.
  const std::string& Of(const events::v1::SheetEvent& event) const;
};

// The dates of an import, in the order of precedence that ImportSheetRequest states; `current` is
// the sheet that is there already, `today` the day of the call. A printed day counts only where it
// is one (CheckDocument refuses those that are none) and only for a sheet that is transcribed: what
// was operated here has dates of its own. A printed day of evaluation before that of the goals is
// taken for the latter, since printed days are often nominal.
//
// Adds violations of `goals_effective_date` and `results_effective_date`: none of a day, and
// results that are said to be before the goals. The dates are days all the same.
ImportDates DatesOfImport(const imports::v1::ImportSheetRequest& request,
                          const documents::v1::SheetDocument& document, const SheetState& current,
                          const std::string& today, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_IMPORT_DATES_H_
