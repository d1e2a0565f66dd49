#include "libs/projection/contributions.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/sheet/goal_reference.h"
#include "libs/projection/page.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::ContributingGoal;
using sheets::v1::Goal;
using sheets::v1::Sheet;

// Collects the goals of one linking sheet after the other.
class ContributionList {
 public:
  ContributionList(const Sheet& target, const std::string& date,
                   const domain::OrganizationState& units)
      : target_(target), date_(date), units_(units) {
    Number(target.goals());
  }

  void Add(const SheetWithForm& sheet) {
    sheet_ = sheet;
    labels_.clear();
    Visit(sheet.sheet->goals(), sheet.sheet->org_unit());
  }

  std::vector<ContributingGoal> Take() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ContributingGoal> all;
    for (auto& [place, contribution] : found_) all.push_back(std::move(contribution));
    return all;
  }

 private:
  static constexpr size_t kNowhere = std::numeric_limits<size_t>::max();

  void Number(const google::protobuf::RepeatedPtrField<Goal>& goals) {
    for (const Goal& goal : goals) {
      places_.emplace(&goal, places_.size());
      Number(goal.goals());
    }
  }

  // `unit` is the one that is responsible unless a goal names another.
  void Visit(const google::protobuf::RepeatedPtrField<Goal>& goals, const std::string& unit) {
    for (const Goal& goal : goals) {
      if (goal.withdrawn()) continue;
      const std::string& responsible = goal.has_responsible_unit() ? goal.responsible_unit() : unit;
      labels_.push_back(goal.label());
      for (const documents::v1::GoalLink& link : goal.contributes_to()) {
        if (link.sheet() == target_.name()) AddLink(goal, link.goal(), responsible);
      }
      Visit(goal.goals(), responsible);
      labels_.pop_back();
    }
  }

  // A goal that is rated row by row contributes row by row.
  void AddLink(const Goal& goal, const std::string& link, const std::string& unit) {
    const std::string& row_level = sheet_.form->counting().split_level();
    bool has_rated_rows = false;
    for (const Goal& row : goal.goals()) {
      const bool is_rated = !row_level.empty() && row.level() == row_level && !row.withdrawn() &&
                            row.evaluation().has_rating();
      if (!is_rated || goal.evaluation().has_rating()) continue;
      has_rated_rows = true;
      labels_.push_back(row.label());
      Add(row, link, row.has_responsible_unit() ? row.responsible_unit() : unit)
          .set_title(row.title().empty() ? goal.title() : row.title());
      labels_.pop_back();
    }
    if (!has_rated_rows) Add(goal, link, unit);
  }

  ContributingGoal& Add(const Goal& goal, const std::string& link, const std::string& unit) {
    const Goal* to = domain::FindByReference(target_, link);
    auto& [place, added] = found_.emplace_back();
    place = to != nullptr ? places_.at(to) : kNowhere;
    if (to != nullptr) added.set_contributes_to(to->id());
    added.set_link(link);
    added.set_goal(absl::StrCat(sheet_.sheet->name(), "/goals/", goal.id()));
    added.set_label(domain::JoinLabels(labels_));
    added.set_title(goal.title());
    added.set_org_unit(unit);
    const auto known = units_.Get("", unit, date_);
    added.set_org_unit_display_name(known.has_value() ? known->display_name() : unit);
    added.set_rating(goal.evaluation().rating());
    added.set_rating_class(domain::ClassOf(*sheet_.form, goal.evaluation().rating()));
    added.set_state(sheet_.sheet->state());
    return added;
  }

  const Sheet& target_;
  const std::string& date_;
  const domain::OrganizationState& units_;
  std::map<const Goal*, size_t> places_;
  SheetWithForm sheet_{};
  std::vector<std::string> labels_;
  std::vector<std::pair<size_t, ContributingGoal>> found_;
};

}  // namespace

std::vector<ContributingGoal> FindContributions(const Sheet& target,
                                                std::vector<SheetWithForm> linking,
                                                const std::string& date,
                                                const domain::OrganizationState& units) {
  std::sort(linking.begin(), linking.end(), [](const SheetWithForm& a, const SheetWithForm& b) {
    return a.sheet->name() < b.sheet->name();
  });
  ContributionList list(target, date, units);
  for (const SheetWithForm& sheet : linking) list.Add(sheet);
  return list.Take();
}

absl::StatusOr<std::vector<ContributingGoal>> ContributionsTo(
    SheetReader& reader, const Sheet& target, const application::ReadPoint& point,
    const std::string& date, const domain::OrganizationState& units) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name, base::ParseSheetName(target.name(), "name"));
  MOKUHYO_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      reader.directory().SheetsLinkingTo(name.city, name.sheet, point.position));
  std::vector<SheetReading> readings;
  std::vector<SheetWithForm> linking;
  for (const std::string& id : ids) {
    auto reading = reader.ReadAt({name.city, id}, point);
    // The link may be of a sheet that was deleted, or is not there yet about the day asked for.
    if (absl::IsNotFound(reading.status())) continue;
    MOKUHYO_RETURN_IF_ERROR(reading.status());
    linking.push_back({&reading->sheet->state.sheet(), reading->form});
    readings.push_back(*std::move(reading));
  }
  return FindContributions(target, std::move(linking), date, units);
}

absl::StatusOr<sheets::v1::ListContributingGoalsResponse> ListContributingGoals(
    SheetReader& reader, const sheets::v1::ListContributingGoalsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(request.parent(), "parent"));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, reader.PageFor(name.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetReading target, reader.ReadAt(name, page.point));
  if (!request.goal().empty() && target.sheet->state.FindGoal(request.goal()) == nullptr) {
    return base::NotFound(
        base::FormatGoalName({name.city, name.sheet, request.goal()}),
        absl::StrCat("there is no goal \"", request.goal(), "\" in ", request.parent()));
  }
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      reader.folds().organizations.LoadAt(name.city, std::string(application::kOrganizationStream),
                                          page.point.position));
  MOKUHYO_ASSIGN_OR_RETURN(
      std::vector<ContributingGoal> all,
      ContributionsTo(reader, target.sheet->state.sheet(), page.point, page.date, units->state));
  if (!request.goal().empty()) {
    std::erase_if(
        all, [&](const ContributingGoal& goal) { return goal.contributes_to() != request.goal(); });
  }
  sheets::v1::ListContributingGoalsResponse response;
  response.set_position(page.point.token);
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, all, *response.mutable_goals()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), page.point));
  return response;
}

}  // namespace mokuhyo::projection
