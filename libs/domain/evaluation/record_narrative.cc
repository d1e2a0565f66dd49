#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/results/result_stage.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using evaluations::v1::GoalNarrative;
using evaluations::v1::RecordNarrativeRequest;
using events::v1::NarrativeRecorded;
using Strings = google::protobuf::RepeatedPtrField<std::string>;
using Texts = google::protobuf::Map<std::string, std::string>;

// A key of the form whose text is written with the results.
void CheckResultKey(const forms::v1::Form& form, const std::string& key, bool of_goal,
                    const std::string& path, base::Violations& violations) {
  const forms::v1::TextKey* text = FindText(form, key, of_goal);
  if (text == nullptr) {
    violations.Add(
        path, absl::StrCat("the form has no text '", key, "' of the ", of_goal ? "goal" : "sheet"));
  } else if (text->stage() != forms::v1::STAGE_RESULT) {
    violations.Add(path, absl::StrCat("'", key, "' is written with the goals; change it with ",
                                      of_goal ? "UpdateGoal" : "UpdateSheet"));
  }
}

// `Narrative` is the request (texts of the sheet) or one of its goals.
template <class Narrative>
void CheckTexts(const Narrative& narrative, const forms::v1::Form& form, bool of_goal,
                const std::string& path, base::Violations& violations) {
  // In the order of the keys, since that of a map is any.
  const std::map<std::string, std::string> texts(narrative.texts().begin(),
                                                 narrative.texts().end());
  for (const auto& [key, text] : texts) {
    const std::string at = JoinPath(path, absl::StrCat("texts.", key));
    CheckResultKey(form, key, of_goal, at, violations);
    base::CheckText(at, text, kMaxTextCharacters, violations);
  }
  if (narrative.removed_texts_size() > kMaxTextKeys) {
    violations.Add(JoinPath(path, "removed_texts"),
                   absl::StrCat("has ", narrative.removed_texts_size(), " entries, at most ",
                                kMaxTextKeys, " are taken at once"));
    return;
  }
  std::set<std::string> removed;
  for (int i = 0; i < narrative.removed_texts_size(); ++i) {
    const std::string& key = narrative.removed_texts(i);
    const std::string at = JoinPath(path, absl::StrCat("removed_texts[", i, "]"));
    CheckResultKey(form, key, of_goal, at, violations);
    if (texts.count(key) > 0) violations.Add(at, absl::StrCat("'", key, "' is also in `texts`"));
    if (!removed.insert(key).second) violations.Add(at, absl::StrCat("'", key, "' comes twice"));
  }
}

void CheckAccomplishments(const GoalNarrative& narrative, const std::string& path,
                          base::Violations& violations) {
  const std::string list = JoinPath(path, "accomplishments");
  if (!narrative.accomplishments().empty() && !narrative.replace_accomplishments()) {
    violations.Add(list, "must be empty unless `replace_accomplishments` is set");
  }
  if (narrative.accomplishments_size() > kMaxListItems) {
    violations.Add(list, absl::StrCat("has ", narrative.accomplishments_size(),
                                      " entries, at most ", kMaxListItems));
    return;
  }
  for (int i = 0; i < narrative.accomplishments_size(); ++i) {
    base::CheckText(absl::StrCat(list, "[", i, "]"), narrative.accomplishments(i),
                    kMaxTextCharacters, violations);
  }
}

void CheckGoals(const SheetState& state, const RecordNarrativeRequest& request,
                const forms::v1::Form& form, base::Violations& violations) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.goals_size(); ++i) {
    const GoalNarrative& narrative = request.goals(i);
    const std::string path = absl::StrCat("goals[", i, "]");
    if (state.FindGoal(narrative.goal()) == nullptr) {
      violations.Add(JoinPath(path, "goal"),
                     absl::StrCat("the sheet has no goal '", narrative.goal(), "'"));
    } else if (!seen.insert(narrative.goal()).second) {
      violations.Add(JoinPath(path, "goal"), "comes twice");
    }
    CheckTexts(narrative, form, /*of_goal=*/true, path, violations);
    CheckAccomplishments(narrative, path, violations);
  }
}

// Copies to `to`, the event or a goal of it, what differs from the texts that are there.
template <class From, class To>
void KeepChangedTexts(const From& from, const Texts& present, To& to) {
  for (const auto& [key, text] : from.texts()) {
    const auto found = present.find(key);
    if (found == present.end() || found->second != text) (*to.mutable_texts())[key] = text;
  }
  for (const std::string& key : from.removed_texts()) {
    if (present.contains(key)) to.add_removed_texts(key);
  }
}

bool SameList(const Strings& a, const Strings& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

NarrativeRecorded ChangesOf(const SheetState& state, const RecordNarrativeRequest& request) {
  NarrativeRecorded recorded;
  KeepChangedTexts(request, state.sheet().texts(), recorded);
  for (const GoalNarrative& narrative : request.goals()) {
    const sheets::v1::Goal& goal = *state.FindGoal(narrative.goal());
    NarrativeRecorded::GoalNarrative changed;
    KeepChangedTexts(narrative, goal.texts(), changed);
    if (narrative.replace_accomplishments() &&
        !SameList(narrative.accomplishments(), goal.accomplishments())) {
      changed.set_replace_accomplishments(true);
      *changed.mutable_accomplishments() = narrative.accomplishments();
    }
    if (changed.ByteSizeLong() == 0) continue;
    changed.set_goal(narrative.goal());
    *recorded.add_goals() = std::move(changed);
  }
  return recorded;
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state, const RecordNarrativeRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      RequireResultStage(state, request.parent(), "parent", request.etag(), context));
  base::Violations violations;
  CheckReason(request.reason(), false, "a narrative", violations);
  CheckNotBefore(context, state.sheet().goals_published_on(), "the goals were published",
                 violations);
  CheckTexts(request, context.form, /*of_goal=*/false, "", violations);
  if (request.goals_size() > kMaxGoals) {
    violations.Add("goals", absl::StrCat("has ", request.goals_size(), " entries, at most ",
                                         kMaxGoals, " are taken at once"));
  } else {
    CheckGoals(state, request, context.form, violations);
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  NarrativeRecorded recorded = ChangesOf(state, request);
  std::vector<std::string> goals;
  for (const auto& goal : recorded.goals()) goals.push_back(goal.goal());
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, goals));
  SheetEvents events;
  if (recorded.ByteSizeLong() > 0) {
    *events.emplace_back().mutable_narrative_recorded() = std::move(recorded);
  }
  return events;
}

}  // namespace mokuhyo::domain
