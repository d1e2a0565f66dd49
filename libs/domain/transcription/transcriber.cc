#include "libs/domain/transcription/transcriber.h"

#include <iterator>

#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {

using documents::v1::SheetDocument;

absl::Status Transcriber::Run() {
  MOKUHYO_RETURN_IF_ERROR(SyncSheet());
  match_.emplace(done_.state, document_);
  MOKUHYO_RETURN_IF_ERROR(RemoveGoals());
  MOKUHYO_RETURN_IF_ERROR(RemoveIndicators());
  MOKUHYO_RETURN_IF_ERROR(SyncGoals(document_.goals(), ""));
  for (const std::string& id : removed_later_) MOKUHYO_RETURN_IF_ERROR(WithdrawGoal(id));
  MOKUHYO_RETURN_IF_ERROR(SyncTargets());
  MOKUHYO_RETURN_IF_ERROR(Publish());
  if (document_.state() >= SheetDocument::RESULTS_REPORTED) {
    MOKUHYO_RETURN_IF_ERROR(SyncResults());
    MOKUHYO_RETURN_IF_ERROR(SyncNarrative());
    MOKUHYO_RETURN_IF_ERROR(SyncAssessments());
  }
  MOKUHYO_RETURN_IF_ERROR(SyncBlanks());
  return Confirm();
}

void Transcriber::KeepResultTexts(const Texts& here, bool of_goal, Texts* texts) const {
  const auto is_result = [&](const std::string& key) {
    const forms::v1::TextKey* text = FindText(context_.form, key, of_goal);
    return text != nullptr && text->stage() == forms::v1::STAGE_RESULT;
  };
  for (auto text = texts->begin(); text != texts->end();) {
    text = is_result(text->first) ? texts->erase(text) : std::next(text);
  }
  for (const auto& [key, text] : here) {
    if (is_result(key)) (*texts)[key] = text;
  }
}

absl::Status Transcriber::SyncSheet() {
  const sheets::v1::Sheet& here = done_.state.sheet();
  sheets::v1::Sheet wanted = ToSheet(document_);
  KeepResultTexts(here.texts(), /*of_goal=*/false, wanted.mutable_texts());
  if (!done_.state.exists()) {
    goals::v1::CreateSheetRequest create;
    create.set_parent(document_.name().substr(0, document_.name().find("/sheets/")));
    create.set_sheet_id(document_.name().substr(document_.name().rfind('/') + 1));
    *create.mutable_sheet() = std::move(wanted);
    create.set_transcribed(true);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(create), document_.name()));
  } else {
    goals::v1::UpdateSheetRequest update;
    *update.mutable_update_mask() = ChangedFields(
        here, wanted,
        MaskOf({"title", "subtitle", "contact", "material_number", "created_on", "revised_on",
                "evaluated_on", "texts", "notes", "replacement", "editorial"}));
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
  if (HasReached(done_.state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED)) {
    return absl::OkStatus();
  }
  goals::v1::PublishGoalsRequest publish;
  publish.set_name(document_.name());
  return Do(std::move(publish), document_.name());
}

absl::Status Transcriber::Confirm() {
  if (document_.state() != SheetDocument::EVALUATED ||
      HasReached(done_.state.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED)) {
    return absl::OkStatus();
  }
  evaluations::v1::ConfirmEvaluationRequest confirm;
  confirm.set_name(document_.name());
  confirm.set_etag(done_.state.sheet().etag());
  return Do(std::move(confirm), document_.name());
}

}  // namespace mokuhyo::domain
