#include "libs/domain/transcription/transcribe.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/transcription/document_check.h"
#include "libs/domain/transcription/transcriber.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;

// Takes the ids away from goals and indicators: two documents are compared as a city prints them.
void ClearIds(google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>* goals) {
  for (auto& goal : *goals) {
    goal.clear_id();
    for (auto& indicator : *goal.mutable_indicators()) indicator.clear_id();
    ClearIds(goal.mutable_goals());
  }
}

bool SaysTheSame(const SheetState& current, SheetDocument document) {
  SheetDocument here = ToDocument(current.sheet(), DocumentIds::kOmit);
  ClearIds(document.mutable_goals());
  here.clear_form_version();
  document.clear_form_version();
  return google::protobuf::util::MessageDifferencer::Equals(here, document);
}

absl::Status CheckIdentity(const sheets::v1::Sheet& sheet, const SheetDocument& document) {
  std::vector<base::BrokenRule> rules;
  const auto differs = [&](std::string_view field, std::string_view here, std::string_view there) {
    if (here == there) return;
    rules.push_back({sheet.name(), absl::StrCat(std::string(field), " of the sheet is ",
                                                std::string(here), ", that of the document ",
                                                std::string(there), "; a document of another ",
                                                std::string(field), " needs a sheet of its own")});
  };
  differs("form", sheet.form(), document.form());
  differs("fiscalYear", absl::StrCat(sheet.fiscal_year()), absl::StrCat(document.fiscal_year()));
  differs("orgUnit", sheet.org_unit(), document.org_unit());
  if (document.has_form_version()) {
    differs("formVersion", absl::StrCat(sheet.form_version()),
            absl::StrCat(document.form_version()));
  }
  return rules.empty() ? absl::OkStatus() : base::FailedPrecondition("SHEET_IDENTITY", rules);
}

// A document cannot take a sheet back.
absl::Status CheckNotFurther(const SheetState& current, const SheetDocument& document) {
  const SheetDocument here = ToDocument(current.sheet(), DocumentIds::kOmit);
  if (here.state() <= document.state()) return absl::OkStatus();
  return base::FailedPrecondition(
      "SHEET_IS_FURTHER", current.sheet().name(),
      absl::StrCat("the sheet is ", SheetDocument::State_Name(here.state()), ", the document only ",
                   SheetDocument::State_Name(document.state()),
                   "; import a document that goes as far"));
}

}  // namespace

absl::StatusOr<Transcription> Transcribe(const SheetState& current, const SheetDocument& document,
                                         const SheetContext& context, bool revise,
                                         const std::string& reason) {
  MOKUHYO_RETURN_IF_ERROR(CheckDocument(document, context));
  if (current.exists()) {
    MOKUHYO_RETURN_IF_ERROR(CheckIdentity(current.sheet(), document));
    if (SaysTheSame(current, document)) return Transcription{{}, {}, current};
    MOKUHYO_RETURN_IF_ERROR(CheckNotFurther(current, document));
    if (!revise) {
      return base::FailedPrecondition("SHEET_DIFFERS", current.sheet().name(),
                                      "the sheet is there already and differs from the document; "
                                      "set `revise` to change it to what the document says");
    }
  }
  Transcriber transcriber(current, document, context, reason);
  MOKUHYO_RETURN_IF_ERROR(transcriber.Run());
  return transcriber.Take();
}

}  // namespace mokuhyo::domain
