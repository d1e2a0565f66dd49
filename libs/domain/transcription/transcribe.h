#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::domain {

// What a document came to.
struct Transcription {
  // A command that was decided, as a reader of the answer sees it.
  struct Change {
    std::string command;  // For example `CreateGoal`.
    std::string target;   // Id or name of what it changed.
  };
  SheetEvents events;
  std::vector<Change> changes;
  // The sheet with these events applied.
  SheetState state;
};

// Turns a whole document into the ordinary commands of the domain, decided one after the other on a
// copy of `current`; no event is made in any other way. A new sheet is created as transcribed. With
// a sheet that is there, only what differs is sent; goals are matched by id, then by label under
// the same parent, then by position. `reason` goes with every command (sheets that were operated
// demand one). `context.effective_date` is the day of the goals, `results_date` that of results and
// evaluation; empty: the same. Pure.
//
// Returns INVALID_ARGUMENT with every violation of the document, the paths in the names of the file
// (`goals[2].responsibleUnit`); FAILED_PRECONDITION with reason
//   SHEET_DIFFERS    the sheet is there, differs, and `revise` is not set;
//   SHEET_IDENTITY   the sheet is there under another form, year or unit;
//   SHEET_IS_FURTHER the sheet has gone further than the document;
// and whatever a command itself refuses.
absl::StatusOr<Transcription> Transcribe(const SheetState& current,
                                         const documents::v1::SheetDocument& document,
                                         const SheetContext& context, bool revise,
                                         const std::string& reason,
                                         const std::string& results_date = "");

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_H_
