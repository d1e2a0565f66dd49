#include "libs/domain/sheet/workflow_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using sheets::v1::Sheet;
using sheets::v1::Transition;

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

const Transition* LastStep(const Sheet& sheet, Transition::Kind kind) {
  const auto& steps = sheet.transitions();
  const auto found = std::find_if(steps.rbegin(), steps.rend(),
                                  [&](const Transition& step) { return step.kind() == kind; });
  return found == steps.rend() ? nullptr : &*found;
}

// A day on which something came to pass, and what.
struct Step {
  std::string_view day;
  std::string_view what;
};

// What a step did; empty for the creation, which has no day that binds: a sheet is often entered
// later than its goals were set.
std::string_view Words(Transition::Kind kind) {
  switch (kind) {
    case Transition::KIND_GOALS_SUBMITTED:
      return "the goals were submitted";
    case Transition::KIND_GOALS_RETURNED:
      return "the goals were returned";
    case Transition::KIND_GOALS_APPROVED:
      return "the goals were approved";
    case Transition::KIND_GOALS_PUBLISHED:
      return "the goals were published";
    case Transition::KIND_EVALUATION_SUBMITTED:
      return "the evaluation was submitted";
    case Transition::KIND_EVALUATION_RETURNED:
      return "the evaluation was returned";
    case Transition::KIND_EVALUATION_CONFIRMED:
      return "the evaluation was confirmed";
    case Transition::KIND_EVALUATION_REOPENED:
      return "the evaluation was reopened";
    case Transition::KIND_EDITION_PUBLISHED:
    case Transition::KIND_EDITION_REPLACED:
      return "the last edition was published";
    default:
      return "";
  }
}

// Days that the sheet keeps in fields of its own are looked at too.
Step LatestStep(const Sheet& sheet) {
  Step latest = {sheet.goals_published_on(), Words(Transition::KIND_GOALS_PUBLISHED)};
  const auto look_at = [&](std::string_view day, std::string_view what) {
    if (!what.empty() && day > latest.day) latest = {day, what};
  };
  look_at(sheet.confirmed_on(), Words(Transition::KIND_EVALUATION_CONFIRMED));
  for (const Transition& step : sheet.transitions()) {
    look_at(step.effective_date(), Words(step.kind()));
  }
  return latest;
}

}  // namespace

absl::Status RequireOtherPerson(const SheetState& state, const SheetContext& context,
                                Transition::Kind submitted, std::string_view what,
                                std::string_view method) {
  if (context.transcribed || !context.form.workflow().two_person_rule()) return absl::OkStatus();
  const Transition* step = LastStep(state.sheet(), submitted);
  if (step == nullptr || step->actor() != context.actor) return absl::OkStatus();
  return base::FailedPrecondition(
      "TWO_PERSON_RULE", state.sheet().name(),
      absl::StrCat(context.actor, " submitted ", ToAbsl(what), " on ", step->effective_date(),
                   ", and the form wants two persons; have another one call ", ToAbsl(method)));
}

void CheckNotBeforeLastStep(const SheetState& state, const SheetContext& context,
                            base::Violations& violations) {
  const Step latest = LatestStep(state.sheet());
  CheckNotBefore(context, latest.day, latest.what, violations);
}

}  // namespace mokuhyo::domain
