#include "libs/projection/departures.h"

#include <algorithm>
#include <string>
#include <utility>

#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/suggest.h"

namespace mokuhyo::projection {
namespace {

// A goal with those above it, from the top down.
using Branch = std::vector<const sheets::v1::Goal*>;

class DepartureFinder {
 public:
  DepartureFinder(const SheetWithForm& sheet, evaluations::v1::ListDeparturesResponse& found)
      : sheet_(*sheet.sheet), form_(*sheet.form), found_(found) {}

  void Find() { Visit(sheet_.goals()); }

 private:
  void Visit(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals) {
    for (const sheets::v1::Goal& goal : goals) {
      if (goal.withdrawn()) continue;
      branch_.push_back(&goal);
      for (const sheets::v1::Indicator& indicator : goal.indicators()) Compare(indicator);
      Visit(goal.goals());
      branch_.pop_back();
    }
  }

  void Compare(const sheets::v1::Indicator& indicator) {
    // The goal whose rating is compared; the last of the branch for a rating of the indicator
    // itself.
    size_t depth = branch_.size() - 1;
    const bool has_own_rating = !indicator.evaluation().rating().empty();
    const sheets::v1::Evaluation* evaluation = &indicator.evaluation();
    // Where indicators bear the ratings, one of a goal speaks for the goal alone.
    if (!has_own_rating && form_.rates_indicators()) return;
    if (!has_own_rating) {
      const size_t limit = HighestToAsk();
      while (depth > limit && branch_[depth]->evaluation().rating().empty()) --depth;
      evaluation = &branch_[depth]->evaluation();
    }
    if (evaluation->rating().empty()) return;

    found_.set_compared_count(found_.compared_count() + 1);
    sheets::v1::SuggestionInput input =
        domain::SuggestForIndicator(form_, indicator, sheet_.fiscal_year());
    const forms::v1::RatingClass rating_class = domain::ClassOf(form_, evaluation->rating());
    if (!input.rating().empty() && domain::ClassOf(form_, input.rating()) == rating_class) {
      found_.set_agreeing_count(found_.agreeing_count() + 1);
      return;
    }
    evaluations::v1::Departure& departure = *found_.add_departures();
    departure.set_sheet(sheet_.name());
    departure.set_goal(branch_[depth]->id());
    departure.set_label(PathOfLabels(depth));
    departure.set_title(branch_[depth]->title());
    departure.set_rating(evaluation->rating());
    departure.set_rating_class(rating_class);
    departure.set_undecided(input.rating().empty());
    departure.set_goal_departs(has_own_rating ? !departure.undecided()
                                              : GoalDeparts(*branch_[depth]));
    *departure.mutable_input() = std::move(input);
    departure.set_reason(evaluation->departure_reason());
    departure.set_comment(evaluation->comment());
  }

  // Whether the rating of the goal is not of the class of what all its indicators together suggest.
  bool GoalDeparts(const sheets::v1::Goal& goal) const {
    const auto suggestion = domain::SuggestForGoal(form_, goal, sheet_.fiscal_year());
    return suggestion.has_value() &&
           domain::Departs(form_, goal.evaluation().rating(), suggestion->rating());
  }

  // Depth in the branch of the counted goal above, or of the goal itself where it stands above the
  // counted level.
  size_t HighestToAsk() const {
    const auto counted = std::find_if(
        branch_.begin(), branch_.end(),
        [this](const sheets::v1::Goal* goal) { return goal->level() == form_.counting().level(); });
    if (counted == branch_.end()) return branch_.size() - 1;
    return static_cast<size_t>(counted - branch_.begin());
  }

  std::string PathOfLabels(size_t depth) const {
    std::vector<std::string> labels;
    for (size_t i = 0; i <= depth; ++i) labels.push_back(branch_[i]->label());
    return domain::JoinLabels(labels);
  }

  const sheets::v1::Sheet& sheet_;
  const forms::v1::Form& form_;
  evaluations::v1::ListDeparturesResponse& found_;
  Branch branch_;
};

}  // namespace

evaluations::v1::ListDeparturesResponse FindDepartures(std::vector<SheetWithForm> sheets) {
  std::sort(sheets.begin(), sheets.end(), [](const SheetWithForm& a, const SheetWithForm& b) {
    return a.sheet->name() < b.sheet->name();
  });
  evaluations::v1::ListDeparturesResponse found;
  for (const SheetWithForm& sheet : sheets) {
    if (sheet.form->has_suggestion_rule()) DepartureFinder(sheet, found).Find();
  }
  return found;
}

}  // namespace mokuhyo::projection
