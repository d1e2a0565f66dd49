#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/evaluation/reviewed_sheet.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {
namespace {

// An edition is read long after its form has newer versions, so it always names its own.
documents::v1::SheetDocument FrozenDocument(const sheets::v1::Sheet& sheet) {
  documents::v1::SheetDocument document = ToDocument(sheet, DocumentIds::kOmit);
  document.set_form_version(sheet.form_version());
  return document;
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::PublishEditionRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireReviewedSheet(state, request.name(), request.etag(), context));
  const sheets::v1::Sheet& sheet = state.sheet();
  // Of transcribed sheets too: an edition says that the year is evaluated.
  if (!HasReached(sheet.state(), sheets::v1::SHEET_STATE_CONFIRMED)) {
    return base::FailedPrecondition(
        "EVALUATION_NOT_CONFIRMED", sheet.name(),
        absl::StrCat("the sheet is in the state ", sheets::v1::SheetState_Name(sheet.state()),
                     ": an edition shows a confirmed evaluation; confirm it first "
                     "(ConfirmEvaluation)"));
  }
  base::Violations violations;
  CheckReason(request.reason(), false, "an edition", violations);
  CheckNotBefore(context, sheet.confirmed_on(), "the evaluation was confirmed", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  std::string document = context.canonical_json(FrozenDocument(sheet));
  std::string digest = base::HexEncode(base::Sha256(document));
  const int editions = sheet.editions_size();
  if (editions > 0 && sheet.editions(editions - 1).digest() == digest) {
    return base::FailedPrecondition("EDITION_UNCHANGED", sheet.name(),
                                    absl::StrCat("the sheet is what edition ", editions, " of ",
                                                 sheet.editions(editions - 1).published_on(),
                                                 " shows; there is nothing new to publish"));
  }

  SheetEvents events(1);
  auto& published = *events[0].mutable_edition_published();
  published.set_number(static_cast<uint32_t>(editions) + 1);
  published.set_published_on(context.effective_date);
  published.set_canonical_document(std::move(document));
  published.set_digest(std::move(digest));
  published.set_form_version(sheet.form_version());
  return events;
}

}  // namespace mokuhyo::domain
