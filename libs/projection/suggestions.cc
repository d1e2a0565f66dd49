#include "libs/projection/suggestions.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/suggest.h"

namespace mokuhyo::projection {

absl::StatusOr<evaluations::v1::SuggestRatingsResponse> SuggestRatings(
    SheetReader& reader, const evaluations::v1::SuggestRatingsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetReading reading, reader.Read(request.name(), request));
  evaluations::v1::SuggestRatingsResponse response;
  response.set_position(reading.point.token);
  if (!reading.form->has_suggestion_rule()) return response;
  response.set_rule(reading.form->suggestion_rule().id());
  response.set_authority(reading.form->suggestion_rule().authority());
  std::vector<std::string> labels;
  domain::VisitGoals(reading.sheet->state.sheet().goals(), [&](const sheets::v1::Goal& goal,
                                                               int depth) {
    labels.resize(static_cast<size_t>(depth));
    labels.push_back(goal.label());
    std::optional<sheets::v1::Suggestion> suggestion = domain::SuggestForGoal(*reading.form, goal);
    if (!suggestion.has_value()) return;
    evaluations::v1::GoalSuggestion& added = *response.add_goals();
    added.set_goal(goal.id());
    added.set_label(absl::StrJoin(labels, "/"));
    if (goal.evaluation().has_rating()) added.set_rating(goal.evaluation().rating());
    added.set_departs(
        domain::Departs(*reading.form, goal.evaluation().rating(), suggestion->rating()));
    *added.mutable_suggestion() = *std::move(suggestion);
  });
  return response;
}

}  // namespace mokuhyo::projection
