#include "libs/domain/transcription/transcriber.h"

#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {

using documents::v1::SheetDocument;

absl::Status Transcriber::Run() {
  MOKUHYO_RETURN_IF_ERROR(SyncSheet());
  MOKUHYO_RETURN_IF_ERROR(SyncGoals(document_.goals(), ""));
  MOKUHYO_RETURN_IF_ERROR(RemoveLeftOver());
  MOKUHYO_RETURN_IF_ERROR(Publish());
  if (document_.state() >= SheetDocument::RESULTS_REPORTED) {
    MOKUHYO_RETURN_IF_ERROR(SyncResults());
    MOKUHYO_RETURN_IF_ERROR(SyncNarrative());
    MOKUHYO_RETURN_IF_ERROR(SyncAssessments());
  }
  MOKUHYO_RETURN_IF_ERROR(SyncBlanks());
  return Confirm();
}

absl::Status Transcriber::SyncSheet() {
  sheets::v1::Sheet wanted = ToSheet(document_);
  // Texts of the result stage are narratives and come later (SyncNarrative).
  for (const auto& [key, text] : document_.texts()) {
    const forms::v1::TextKey* found = FindText(context_.form, key, /*of_goal=*/false);
    if (found != nullptr && found->stage() == forms::v1::STAGE_RESULT)
      wanted.mutable_texts()->erase(key);
  }
  if (!done_.state.exists()) {
    goals::v1::CreateSheetRequest create;
    create.set_parent(document_.name().substr(0, document_.name().find("/sheets/")));
    create.set_sheet_id(document_.name().substr(document_.name().rfind('/') + 1));
    *create.mutable_sheet() = std::move(wanted);
    create.set_transcribed(true);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(create), document_.name()));
  } else {
    sheets::v1::Sheet here = done_.state.sheet();
    for (const auto& [key, text] : done_.state.sheet().texts()) {
      const forms::v1::TextKey* found = FindText(context_.form, key, /*of_goal=*/false);
      if (found != nullptr && found->stage() == forms::v1::STAGE_RESULT)
        here.mutable_texts()->erase(key);
    }
    goals::v1::UpdateSheetRequest update;
    *update.mutable_update_mask() = ChangedFields(
        here, wanted,
        MaskOf({"title", "subtitle", "contact", "material_number", "created_on", "revised_on",
                "evaluated_on", "texts", "notes", "replacement", "editorial"}));
    wanted.set_name(document_.name());
    *update.mutable_sheet() = std::move(wanted);
    if (!update.update_mask().paths().empty())
      MOKUHYO_RETURN_IF_ERROR(Do(std::move(update), document_.name()));
  }
  goals::v1::DeclareTotalsRequest declare;
  declare.set_parent(document_.name());
  *declare.mutable_declared_totals() = document_.declared_totals();
  return Do(std::move(declare), document_.name());
}

absl::Status Transcriber::Publish() {
  if (done_.state.sheet().state() != sheets::v1::SHEET_STATE_DRAFT) return absl::OkStatus();
  goals::v1::PublishGoalsRequest publish;
  publish.set_name(document_.name());
  return Do(std::move(publish), document_.name());
}

absl::Status Transcriber::Confirm() {
  if (document_.state() != SheetDocument::EVALUATED ||
      done_.state.sheet().state() >= sheets::v1::SHEET_STATE_CONFIRMED) {
    return absl::OkStatus();
  }
  evaluations::v1::ConfirmEvaluationRequest confirm;
  confirm.set_name(document_.name());
  confirm.set_etag(done_.state.sheet().etag());
  return Do(std::move(confirm), document_.name());
}

}  // namespace mokuhyo::domain
