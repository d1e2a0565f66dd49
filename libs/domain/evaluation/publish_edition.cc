#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/reviewed_sheet.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/workflow_rules.h"

// PublishEdition, ReplaceEdition.
namespace mokuhyo::domain {
namespace {

using sheets::v1::Sheet;

// The edition that the public goes by: the newest. Null before the first.
const sheets::v1::Edition* InForce(const Sheet& sheet) {
  return sheet.editions().empty() ? nullptr : &sheet.editions(sheet.editions_size() - 1);
}

// An edition is read long after its form has newer versions, so it always names its own.
documents::v1::SheetDocument FrozenDocument(const Sheet& sheet) {
  documents::v1::SheetDocument document = ToDocument(sheet, DocumentIds::kOmit);
  document.set_form_version(sheet.form_version());
  return document;
}

// The sheet as it is now, as the next edition.
events::v1::EditionPublished NextEdition(const Sheet& sheet, const SheetContext& context) {
  events::v1::EditionPublished next;
  const sheets::v1::Edition* before = InForce(sheet);
  next.set_number(static_cast<uint32_t>(sheet.editions_size()) + 1);
  if (before != nullptr) next.set_replaces(before->number());
  next.set_published_on(context.effective_date);
  next.set_canonical_document(context.canonical_json(FrozenDocument(sheet)));
  next.set_digest(base::HexEncode(base::Sha256(next.canonical_document())));
  next.set_form_version(sheet.form_version());
  return next;
}

// Of transcribed sheets too: an edition says that the year is evaluated.
absl::Status RequireConfirmed(const Sheet& sheet) {
  if (HasReached(sheet.state(), sheets::v1::SHEET_STATE_CONFIRMED)) return absl::OkStatus();
  return base::FailedPrecondition(
      "EVALUATION_NOT_CONFIRMED", sheet.name(),
      absl::StrCat("the sheet is in the state ", sheets::v1::SheetState_Name(sheet.state()),
                   ": an edition shows a confirmed evaluation; confirm it first "
                   "(ConfirmEvaluation)"));
}

// That the next edition differs from the one in force, if there is one.
absl::Status RequireNews(const Sheet& sheet, const events::v1::EditionPublished& next) {
  const sheets::v1::Edition* before = InForce(sheet);
  if (before == nullptr || before->digest() != next.digest()) return absl::OkStatus();
  return base::FailedPrecondition(
      "EDITION_UNCHANGED", sheet.name(),
      absl::StrCat("the sheet is what edition ", before->number(), " of ", before->published_on(),
                   " shows, so there is nothing new to publish; to correct it, reopen the "
                   "evaluation (ReopenEvaluation), change it and confirm it again"));
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::PublishEditionRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireReviewedSheet(state, request.name(), request.etag(), context));
  const Sheet& sheet = state.sheet();
  MOKUHYO_RETURN_IF_ERROR(RequireConfirmed(sheet));
  base::Violations violations;
  CheckReason(request.reason(), false, "an edition", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  SheetEvents events(1);
  *events[0].mutable_edition_published() = NextEdition(sheet, context);
  MOKUHYO_RETURN_IF_ERROR(RequireNews(sheet, events[0].edition_published()));
  // Documents of the past were corrected without saying why.
  if (const auto* before = InForce(sheet); before != nullptr && !context.transcribed) {
    return base::FailedPrecondition(
        "EDITION_EXISTS", sheet.name(),
        absl::StrCat("edition ", before->number(), " of ", before->published_on(),
                     " is in force, and the sheet has changed since; publish it in its place, "
                     "with a reason (ReplaceEdition)"));
  }
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::ReplaceEditionRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireReviewedSheet(state, request.name(), request.etag(), context));
  const Sheet& sheet = state.sheet();
  if (InForce(sheet) == nullptr) {
    return base::FailedPrecondition("NO_EDITION", sheet.name(),
                                    "the sheet has no edition that could be replaced; publish the "
                                    "first one (PublishEdition)");
  }
  MOKUHYO_RETURN_IF_ERROR(RequireConfirmed(sheet));
  base::Violations violations;
  // Also of a transcribed sheet: what is replaced was published here.
  CheckReviewedEtag(request.etag(), violations);
  CheckReason(request.reason(), true, "the replacement of an edition", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  SheetEvents events(1);
  *events[0].mutable_edition_published() = NextEdition(sheet, context);
  MOKUHYO_RETURN_IF_ERROR(RequireNews(sheet, events[0].edition_published()));
  return events;
}

}  // namespace mokuhyo::domain
