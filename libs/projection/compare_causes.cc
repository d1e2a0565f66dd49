#include "libs/projection/compare_causes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/eventstore/timestamps.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::Message;
using sheets::v1::Cause;
using sheets::v1::Difference;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

// All fields of a message but `left_out`.
FieldMask AllBut(const google::protobuf::Descriptor& descriptor,
                 const std::set<std::string>& left_out) {
  FieldMask mask;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    if (!left_out.contains(descriptor.field(i)->name()))
      mask.add_paths(descriptor.field(i)->name());
  }
  return mask;
}

// What a sheet, goal or indicator says by itself: a document with nothing else in it.
DocumentFields FieldsOfSheet(const Sheet& sheet) {
  static const auto* const own = new FieldMask(AllBut(*Sheet::descriptor(), {"goals"}));
  Sheet alone;
  domain::ApplyFields(sheet, *own, &alone);
  return FieldsOf(domain::ToDocument(alone, domain::DocumentIds::kInclude));
}

DocumentFields FieldsOfGoal(const Goal& goal) {
  static const auto* const own =
      new FieldMask(AllBut(*Goal::descriptor(), {"goals", "indicators"}));
  Sheet around;
  domain::ApplyFields(goal, *own, around.add_goals());
  return FieldsOf(domain::ToDocument(around, domain::DocumentIds::kInclude).goals(0));
}

DocumentFields FieldsOfIndicator(const Indicator& indicator) {
  Sheet around;
  *around.add_goals()->add_indicators() = indicator;
  return FieldsOf(domain::ToDocument(around, domain::DocumentIds::kInclude).goals(0).indicators(0));
}

Cause ToCause(const store::v1::RecordedEvent& event) {
  Cause cause;
  cause.set_position(event.position());
  cause.set_type(event.type());
  cause.set_actor(event.actor());
  cause.set_recorded_time(eventstore::FormatTimestamp(event.recorded_time()));
  cause.set_effective_date(event.effective_date());
  cause.set_reason(event.reason());
  return cause;
}

}  // namespace

void DifferenceCauses::Follow(const domain::SheetState& state,
                              const store::v1::RecordedEvent& event, bool counts) {
  cause_ = ToCause(event);
  counts_ = counts;
  // The goal or indicator that each one is under.
  std::map<Subject, std::string> present;
  if (state.exists()) {
    present[{}] = "";
    See({}, FieldsOfSheet(state.sheet()));
    FollowGoals(state.sheet().goals(), absl::StrCat(event.revision()), present);
  }
  for (auto said = said_.begin(); said != said_.end();) {
    const auto next = std::next(said);
    if (!present.contains(said->first)) {
      Note(said->first, Fate::kWhole, "");
      said_.erase(said);
    }
    said = next;
  }
  events::v1::SheetEvent decoded;
  const bool is_move =
      event.type() == events::v1::GoalMoved::descriptor()->full_name() &&
      domain::DecodeEvent(event.type(), event.payload(), event.schema_version(), &decoded).ok();
  if (is_move) SeeMove(state, decoded.goal_moved().goal());
  parents_.clear();
  for (auto& [subject, parent] : present) {
    if (subject.second.empty()) parents_[subject.first] = std::move(parent);
  }
}

void DifferenceCauses::FollowGoals(const google::protobuf::RepeatedPtrField<Goal>& goals,
                                   const std::string& etag,
                                   std::map<Subject, std::string>& present) {
  std::vector<std::pair<const google::protobuf::RepeatedPtrField<Goal>*, std::string>> levels = {
      {&goals, ""}};
  while (!levels.empty()) {
    const auto [level, parent] = std::move(levels.back());
    levels.pop_back();
    for (const Goal& goal : *level) {
      const Subject subject(goal.id(), "");
      present[subject] = parent;
      // What an event changes bears its etag.
      if (goal.etag() == etag || !said_.contains(subject)) See(subject, FieldsOfGoal(goal));
      for (const Indicator& indicator : goal.indicators()) {
        const Subject measured(goal.id(), indicator.id());
        present[measured] = goal.id();
        if (indicator.etag() == etag || !said_.contains(measured))
          See(measured, FieldsOfIndicator(indicator));
      }
      levels.emplace_back(&goal.goals(), goal.id());
    }
  }
}

void DifferenceCauses::See(const Subject& subject, DocumentFields now) {
  const auto [said, is_new] = said_.try_emplace(subject);
  if (is_new) Note(subject, Fate::kWhole, "");
  for (const FieldDifference& field : CompareFields(said->second, now))
    Note(subject, Fate::kField, field.whole_field);
  said->second = std::move(now);
}

void DifferenceCauses::SeeMove(const domain::SheetState& state, const std::string& goal) {
  if (state.FindGoal(goal) == nullptr) return;
  Note({goal, ""}, Fate::kMoved, "");
  // Which of two that changed places is said to have moved is nobody's decision.
  std::set<std::string> parents = {state.ParentOf(goal)};
  if (const auto before = parents_.find(goal); before != parents_.end())
    parents.insert(before->second);
  for (const std::string& parent : parents) {
    for (const Goal& sibling : state.ChildrenOf(parent)) {
      if (sibling.id() != goal) Note({sibling.id(), ""}, Fate::kNeighbourMoved, "");
    }
  }
}

void DifferenceCauses::Note(Subject subject, Fate fate, const std::string& field) {
  if (counts_) causes_[{std::move(subject), fate, field}] = cause_;
}

const Cause* DifferenceCauses::At(const Subject& subject, Fate fate,
                                  const std::string& field) const {
  const auto found = causes_.find({subject, fate, field});
  return found == causes_.end() ? nullptr : &found->second;
}

const Cause* DifferenceCauses::Find(const DocumentDifference& difference) const {
  const Difference& what = difference.difference;
  const Subject subject(what.goal(), what.indicator());
  if (what.kind() == Difference::KIND_MOVED) {
    const Cause* own = At(subject, Fate::kMoved, "");
    return own != nullptr ? own : At(subject, Fate::kNeighbourMoved, "");
  }
  // A field also changes with the whole of what it is in; the later of the two decides.
  const Cause* field = At(subject, Fate::kField, difference.whole_field);
  const Cause* whole = At(subject, Fate::kWhole, "");
  if (field == nullptr || (whole != nullptr && whole->position() > field->position())) return whole;
  return field;
}

}  // namespace mokuhyo::projection
