#include "libs/domain/transcription/transcribe.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/checks.h"
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

void RemoveWithdrawn(google::protobuf::RepeatedPtrField<sheets::v1::Goal>* goals) {
  goals->erase(std::remove_if(goals->begin(), goals->end(),
                              [](const sheets::v1::Goal& goal) { return goal.withdrawn(); }),
               goals->end());
  for (auto& goal : *goals) RemoveWithdrawn(goal.mutable_goals());
}

bool Prints(const sheets::v1::Sheet& sheet, const SheetDocument& document) {
  SheetDocument here = ToDocument(sheet, DocumentIds::kOmit);
  here.clear_form_version();
  return google::protobuf::util::MessageDifferencer::Equals(here, document);
}

bool SaysTheSame(const SheetState& current, SheetDocument document) {
  ClearIds(document.mutable_goals());
  document.clear_form_version();
  if (Prints(current.sheet(), document)) return true;
  // An export has the goals that were withdrawn, a document that took them out has not.
  sheets::v1::Sheet standing = current.sheet();
  RemoveWithdrawn(standing.mutable_goals());
  return Prints(standing, document);
}

// What a withdrawn goal is known by in a document.
using Printed = std::tuple<std::string, std::string, std::string>;

template <class Goal>
Printed PrintedOf(const Goal& goal) {
  return {goal.level(), goal.label(), goal.title()};
}

// Adds a violation for each goal said to be withdrawn that is not one of `known`.
void CheckWithdrawn(const google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>& goals,
                    const std::set<Printed>& known, const std::string& path,
                    base::Violations& violations) {
  for (int i = 0; i < goals.size(); ++i) {
    const std::string at = ItemPath(JoinPath(path, "goals"), i);
    if (goals[i].has_withdrawn() &&
        !(goals[i].withdrawn() && known.contains(PrintedOf(goals[i])))) {
      violations.Add(JoinPath(at, "withdrawn"),
                     "a document withdraws no goal, since it says nothing of when and why: leave "
                     "the field out; in a sheet that is operated here use WithdrawGoal");
    }
    CheckWithdrawn(goals[i].goals(), known, at, violations);
  }
}

// A withdrawn goal may stand in a document only where the sheet has withdrawn it already.
absl::Status RefuseToWithdraw(const SheetState& current, const SheetDocument& document) {
  std::set<Printed> known;
  VisitGoals(current.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
    if (goal.withdrawn()) known.insert(PrintedOf(goal));
  });
  base::Violations violations;
  CheckWithdrawn(document.goals(), known, "", violations);
  return violations.ToStatus();
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
                                         const std::string& reason,
                                         const std::string& results_date) {
  // Under another form nearly everything would be wrong: first whether it is this sheet's document.
  if (current.exists()) MOKUHYO_RETURN_IF_ERROR(CheckIdentity(current.sheet(), document));
  MOKUHYO_RETURN_IF_ERROR(CheckDocument(document, context));
  if (current.exists() && SaysTheSame(current, document)) return Transcription{{}, {}, current};
  MOKUHYO_RETURN_IF_ERROR(RefuseToWithdraw(current, document));
  if (current.exists()) {
    MOKUHYO_RETURN_IF_ERROR(CheckNotFurther(current, document));
    if (!revise) {
      return base::FailedPrecondition("SHEET_DIFFERS", current.sheet().name(),
                                      "the sheet is there already and differs from the document; "
                                      "set `revise` to change it to what the document says");
    }
  }
  Transcriber transcriber(current, document, context, reason, results_date);
  MOKUHYO_RETURN_IF_ERROR(transcriber.Run());
  return transcriber.Take();
}

}  // namespace mokuhyo::domain
