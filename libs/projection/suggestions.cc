#include "libs/projection/suggestions.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::projection {
namespace {

// Adds what is suggested for the goals of a tree.
class SuggestionList {
 public:
  SuggestionList(const forms::v1::Form& form, int fiscal_year,
                 evaluations::v1::SuggestRatingsResponse& response)
      : form_(form), fiscal_year_(fiscal_year), response_(response) {}

  void Add(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals) {
    for (const sheets::v1::Goal& goal : goals) {
      // Nobody rates what was withdrawn, nor what is below it.
      if (goal.withdrawn()) continue;
      labels_.push_back(goal.label());
      if (MayBeRated(goal)) AddGoal(goal);
      Add(goal.goals());
      labels_.pop_back();
    }
  }

 private:
  bool MayBeRated(const sheets::v1::Goal& goal) const {
    const forms::v1::Level* level = domain::FindLevel(form_, goal.level());
    return level != nullptr && !level->never_counted();
  }

  void AddGoal(const sheets::v1::Goal& goal) {
    std::optional<sheets::v1::Suggestion> suggestion =
        domain::SuggestForGoal(form_, goal, fiscal_year_);
    if (!suggestion.has_value()) return;
    evaluations::v1::GoalSuggestion& added = *response_.add_goals();
    added.set_goal(goal.id());
    added.set_label(domain::JoinLabels(labels_));
    if (goal.evaluation().has_rating()) added.set_rating(goal.evaluation().rating());
    added.set_departs(domain::Departs(form_, goal.evaluation().rating(), suggestion->rating()));
    *added.mutable_suggestion() = *std::move(suggestion);
  }

  const forms::v1::Form& form_;
  const int fiscal_year_;
  evaluations::v1::SuggestRatingsResponse& response_;
  std::vector<std::string> labels_;
};

}  // namespace

evaluations::v1::SuggestRatingsResponse SuggestionsFor(const SheetWithForm& sheet) {
  evaluations::v1::SuggestRatingsResponse response;
  if (!sheet.form->has_suggestion_rule()) return response;
  response.set_rule(sheet.form->suggestion_rule().id());
  response.set_authority(sheet.form->suggestion_rule().authority());
  SuggestionList(*sheet.form, sheet.sheet->fiscal_year(), response).Add(sheet.sheet->goals());
  return response;
}

absl::StatusOr<evaluations::v1::SuggestRatingsResponse> SuggestRatings(
    SheetReader& reader, const evaluations::v1::SuggestRatingsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetReading reading, reader.Read(request.name(), request));
  evaluations::v1::SuggestRatingsResponse response =
      SuggestionsFor({&reading.sheet->state.sheet(), reading.form});
  response.set_position(reading.point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), reading.point));
  return response;
}

}  // namespace mokuhyo::projection
