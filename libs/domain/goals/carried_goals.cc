#include "libs/domain/goals/carried_goals.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/organization/succession.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/series.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::Accumulation;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::PastValue;
using sheets::v1::Sheet;

bool HasMark(const forms::v1::Form& form, const std::string& key) {
  return std::any_of(form.marks().begin(), form.marks().end(),
                     [&](const forms::v1::Mark& mark) { return mark.key() == key; });
}

bool IsPlanText(const forms::v1::Form& form, const std::string& key, bool of_goal) {
  const forms::v1::TextKey* text = FindText(form, key, of_goal);
  return text != nullptr && text->stage() == forms::v1::STAGE_PLAN;
}

// Takes away all but the `count` newest years.
void KeepNewest(uint32_t count, RepeatedPtrField<PastValue>& past) {
  std::set<int, std::greater<>> years;
  for (const PastValue& value : past) years.insert(value.fiscal_year());
  if (years.size() <= count) return;
  const auto first_to_go = std::next(years.begin(), static_cast<std::ptrdiff_t>(count));
  const auto gone = std::remove_if(past.begin(), past.end(), [&](const PastValue& value) {
    return value.fiscal_year() <= *first_to_go;
  });
  past.erase(gone, past.end());
}

}  // namespace

CarriedGoals::CarriedGoals(const SheetState& source, const forms::v1::Form& source_form,
                           const goals::v1::CarryForwardSheetRequest& request,
                           const LevelMapping& levels, const NextSheet& next,
                           const NextLinks& links, const SheetContext& context)
    : source_(source),
      source_form_(source_form),
      request_(request),
      levels_(levels),
      next_(next),
      links_(links),
      context_(context) {}

CarriedForward CarriedGoals::Carry() {
  AddSheet();
  AddGoals(source_.sheet().goals(), "");
  return std::move(carried_);
}

void CarriedGoals::AddSheet() {
  const Sheet& from = source_.sheet();
  Sheet& to = *carried_.events.emplace_back().mutable_sheet_created()->mutable_sheet();
  const std::string city = from.name().substr(0, from.name().find("/sheets/"));
  to.set_name(absl::StrCat(city, "/sheets/", next_.id));
  to.set_form(next_.place.form);
  to.set_form_version(context_.form.version());
  to.set_form_version_named(next_.form_version != 0);
  to.set_fiscal_year(next_.place.fiscal_year);
  to.set_org_unit(next_.place.org_unit);
  // What is printed of one year's sheet alone (its number, its days, what was done to it in
  // transcription, its totals) stays with that sheet.
  if (from.has_title()) to.set_title(from.title());
  if (from.has_subtitle()) to.set_subtitle(from.subtitle());
  if (from.has_contact()) to.set_contact(from.contact());
  *to.mutable_notes() = from.notes();
  CarryTexts(from.texts(), /*of_goal=*/false, "", to.mutable_texts());
  to.set_carried_from(from.name());
}

void CarriedGoals::AddGoals(const Goals& goals, const std::string& parent) {
  for (const Goal& goal : goals) {
    if (goal.withdrawn()) {
      LeaveWithdrawn(goal);
    } else if (levels_.To(goal.level()).empty()) {
      LeaveBehind(goal.id(), "", "", "LEVEL_LEFT_OUT");
      AddGoals(goal.goals(), parent);
    } else {
      AddGoal(goal, parent);
      AddGoals(goal.goals(), goal.id());
    }
  }
}

void CarriedGoals::AddGoal(const Goal& from, const std::string& parent) {
  events::v1::GoalCreated& created = *carried_.events.emplace_back().mutable_goal_created();
  created.set_parent_goal(parent);
  created.set_index(children_[parent]++);
  Goal& to = *created.mutable_goal();
  to.set_id(from.id());
  to.set_level(levels_.To(from.level()));
  if (from.has_label()) to.set_label(from.label());
  if (from.has_title()) to.set_title(from.title());
  if (from.has_subtitle()) to.set_subtitle(from.subtitle());
  CarryTexts(from.texts(), /*of_goal=*/true, from.id(), to.mutable_texts());
  *to.mutable_initiatives() = from.initiatives();
  CarryMarks(from, to);
  CarryResponsibleUnit(from, to);
  if (from.has_not_counted()) *to.mutable_not_counted() = from.not_counted();
  CarryLinks(from, to);
  for (const Indicator& indicator : from.indicators())
    *to.add_indicators() = Carried(from, indicator);
  to.set_carried_from(GoalResource(source_, from.id()));
}

Indicator CarriedGoals::Carried(const Goal& goal, const Indicator& from) {
  Indicator to;
  if (from.has_label()) to.set_label(from.label());
  if (from.has_name()) to.set_name(from.name());
  if (from.has_unit()) to.set_unit(from.unit());
  if (from.has_direction()) to.set_direction(from.direction());
  if (from.has_definition()) to.set_definition(from.definition());
  if (from.has_supplement()) to.set_supplement(from.supplement());
  const Accumulation& years = from.accumulation();
  if (years.kind() == Accumulation::MULTI_YEAR &&
      years.last_fiscal_year() < next_.place.fiscal_year) {
    LeaveBehind(goal.id(), from.id(), "accumulation", "PLAN_ENDED");
  } else if (from.has_accumulation()) {
    *to.mutable_accumulation() = years;
  }
  *to.mutable_past() = PastOf(from);
  if (request_.keep_targets() && from.has_target()) *to.mutable_target() = from.target();
  to.set_series(SeriesOf(source_.sheet(), from));
  to = NewIndicator(to, from.id());
  to.set_carried_from(IndicatorResource(source_, from.id()));
  return to;
}

RepeatedPtrField<PastValue> CarriedGoals::PastOf(const Indicator& indicator) const {
  RepeatedPtrField<PastValue> past = indicator.past();
  if (indicator.has_result()) {
    // Some sheets print the years forwards, some backwards.
    const bool backwards =
        past.size() > 1 && past[0].fiscal_year() > past[past.size() - 1].fiscal_year();
    PastValue& last_year = *past.Add();
    last_year.set_fiscal_year(source_.sheet().fiscal_year());
    last_year.mutable_value()->set_text(indicator.result().text());
    if (backwards) std::rotate(past.begin(), past.end() - 1, past.end());
  }
  KeepNewest(context_.form.past_years(), past);
  return past;
}

void CarriedGoals::CarryTexts(const Texts& from, bool of_goal, const std::string& goal, Texts* to) {
  // In the order of the keys, since that of the map is any.
  std::set<std::string> keys;
  for (const auto& [key, text] : from) keys.insert(key);
  for (const std::string& key : keys) {
    if (!IsPlanText(source_form_, key, of_goal)) continue;
    if (IsPlanText(context_.form, key, of_goal)) {
      (*to)[key] = from.at(key);
    } else {
      LeaveBehind(goal, "", absl::StrCat("texts.", key), "NO_SUCH_TEXT");
    }
  }
}

void CarriedGoals::CarryMarks(const Goal& from, Goal& to) {
  for (const std::string& mark : from.marks()) {
    if (HasMark(context_.form, mark)) to.add_marks(mark);
  }
  if (to.marks_size() < from.marks_size()) LeaveBehind(from.id(), "", "marks", "NO_SUCH_MARK");
}

void CarriedGoals::CarryResponsibleUnit(const Goal& from, Goal& to) {
  if (!from.has_responsible_unit()) return;
  const std::string unit =
      SuccessorOn(context_.organization, from.responsible_unit(), context_.effective_date);
  if (!unit.empty()) {
    to.set_responsible_unit(unit);
  } else {
    LeaveBehind(from.id(), "", "responsible_unit", "UNIT_CLOSED");
  }
}

void CarriedGoals::CarryLinks(const Goal& from, Goal& to) const {
  std::set<std::pair<std::string, std::string>> seen;
  for (const documents::v1::GoalLink& link : from.contributes_to()) {
    std::string sheet = NextLink(link.sheet());
    // Links to two sheets of last year may lead to one of this year.
    if (!seen.emplace(sheet, link.goal()).second) continue;
    documents::v1::GoalLink& added = *to.add_contributes_to();
    added.set_sheet(std::move(sheet));
    added.set_goal(link.goal());
  }
}

std::string CarriedGoals::NextLink(const std::string& sheet) const {
  const Sheet& source = source_.sheet();
  if (sheet == source.name()) {
    return absl::StrCat(sheet.substr(0, sheet.rfind('/') + 1), next_.id);
  }
  if (const auto found = links_.find(sheet); found != links_.end()) return found->second;
  const size_t id = sheet.rfind('/') + 1;
  const std::string year = absl::StrCat(source.fiscal_year(), "-");
  if (!absl::StartsWith(sheet.substr(id), year)) return sheet;
  return absl::StrCat(sheet.substr(0, id), next_.place.fiscal_year, "-",
                      sheet.substr(id + year.size()));
}

void CarriedGoals::LeaveBehind(const std::string& goal, const std::string& indicator,
                               std::string_view field, std::string_view cause) {
  goals::v1::LeftBehind& left = carried_.left_behind.emplace_back();
  left.set_goal(goal);
  left.set_indicator(indicator);
  left.set_field(std::string(field));
  left.set_cause(std::string(cause));
}

void CarriedGoals::LeaveWithdrawn(const Goal& goal) {
  LeaveBehind(goal.id(), "", "", "WITHDRAWN");
  for (const Goal& child : goal.goals()) LeaveWithdrawn(child);
}

}  // namespace mokuhyo::domain
