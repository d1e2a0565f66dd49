#include "libs/projection/compare_documents.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "libs/projection/compare_fields.h"
#include "libs/projection/compare_matching.h"
#include "libs/projection/compare_order.h"

namespace mokuhyo::projection {
namespace {

using google::protobuf::Message;
using sheets::v1::Difference;

// What a difference is in.
struct Subject {
  std::string goal;
  std::string indicator;
  std::string path;
};

// The numbers of those that moved, of the later state: put under another parent, or before or
// behind what stays where it is.
std::set<size_t> MovedAmong(const std::vector<size_t>& now, const Matching& matching,
                            const std::function<bool(size_t before, size_t after)>& same_parent,
                            const std::function<size_t(size_t before)>& place_before) {
  std::set<size_t> moved;
  std::vector<size_t> stayed;
  std::vector<size_t> places;
  for (const size_t after : now) {
    const size_t before = matching.before_of[after];
    if (before == kNone) continue;
    if (same_parent(before, after)) {
      stayed.push_back(after);
      places.push_back(place_before(before));
    } else {
      moved.insert(after);
    }
  }
  const std::vector<bool> out_of_order = FindMoved(places);
  for (size_t i = 0; i < stayed.size(); ++i) {
    if (out_of_order[i]) moved.insert(stayed[i]);
  }
  return moved;
}

class DocumentComparison {
 public:
  DocumentComparison(const ComparedSheet& before, const ComparedSheet& after)
      : before_(before),
        after_(after),
        goals_(MatchGoals(before_, after_)),
        indicators_(MatchIndicators(before_, after_, goals_)) {}

  std::vector<DocumentDifference> Run() {
    CompareFieldsOf({}, &before_.sheet().document, &after_.sheet().document);
    CompareGoals(before_.top(), after_.top());
    return std::move(differences_);
  }

 private:
  void Add(const Subject& subject, Difference::Kind kind, const std::string& field,
           std::optional<std::string> before, std::optional<std::string> after,
           std::string whole_field) {
    DocumentDifference& added = differences_.emplace_back();
    added.whole_field = std::move(whole_field);
    Difference& difference = added.difference;
    difference.set_kind(kind);
    difference.set_goal(subject.goal);
    difference.set_indicator(subject.indicator);
    difference.set_path(subject.path);
    difference.set_field(field);
    if (before.has_value()) difference.set_before(*std::move(before));
    if (after.has_value()) difference.set_after(*std::move(after));
  }

  // `before` or `after` is null where the subject is only in the other state.
  void CompareFieldsOf(const Subject& subject, const Message* before, const Message* after) {
    const DocumentFields was = before != nullptr ? FieldsOf(*before) : DocumentFields();
    const DocumentFields is = after != nullptr ? FieldsOf(*after) : DocumentFields();
    for (FieldDifference& field : CompareFields(was, is)) {
      Add(subject, field.kind, field.field, std::move(field.before), std::move(field.after),
          std::move(field.whole_field));
    }
  }

  // The goals under one parent, which is in both states or has no goals in the other one.
  void CompareGoals(const std::vector<size_t>& before, const std::vector<size_t>& after) {
    const auto parent_now = [&](size_t parent) {
      return parent == kNone ? kNone : goals_.after_of[parent];
    };
    const std::set<size_t> moved = MovedAmong(
        after, goals_,
        [&](size_t was, size_t is) {
          const size_t parent = before_.goals()[was].parent;
          return (parent == kNone) == (after_.goals()[is].parent == kNone) &&
                 parent_now(parent) == after_.goals()[is].parent;
        },
        [&](size_t was) { return before_.goals()[was].place; });
    for (const auto& [is_now, i] : MergeOrders(Partners(before, after, goals_), after.size())) {
      if (is_now) {
        CompareGoal(goals_.before_of[after[i]], after[i], moved.contains(after[i]));
      } else if (goals_.after_of[before[i]] == kNone) {
        CompareGoal(before[i], kNone, false);
      }
    }
  }

  // Place in `after` of each in `before`.
  static std::vector<size_t> Partners(const std::vector<size_t>& before,
                                      const std::vector<size_t>& after, const Matching& matching) {
    std::map<size_t, size_t> places;
    for (size_t i = 0; i < after.size(); ++i) places[after[i]] = i;
    std::vector<size_t> partners;
    for (const size_t number : before) {
      const auto place = places.find(matching.after_of[number]);
      partners.push_back(place == places.end() ? kNone : place->second);
    }
    return partners;
  }

  // `before` or `after` is kNone where the goal is only in the other state.
  void CompareGoal(size_t before, size_t after, bool moved) {
    const auto* was = before == kNone ? nullptr : &before_.goals()[before];
    const auto* is = after == kNone ? nullptr : &after_.goals()[after];
    const Subject subject{
        .goal = IdOf(was != nullptr ? was->goal : nullptr, is != nullptr ? is->goal : nullptr),
        .indicator = "",
        .path = is != nullptr ? after_.PathOfGoal(after) : before_.PathOfGoal(before)};
    if (was == nullptr) Add(subject, Difference::KIND_ADDED, "", {}, subject.path, "");
    if (is == nullptr) Add(subject, Difference::KIND_REMOVED, "", subject.path, {}, "");
    if (moved) {
      Add(subject, Difference::KIND_MOVED, "", before_.PlaceOfGoal(before),
          after_.PlaceOfGoal(after), "");
    }
    CompareFieldsOf(subject, was != nullptr ? was->goal : nullptr,
                    is != nullptr ? is->goal : nullptr);
    static const std::vector<size_t> kNobody;
    CompareIndicators(subject, was != nullptr ? was->indicators : kNobody,
                      is != nullptr ? is->indicators : kNobody);
    CompareGoals(was != nullptr ? was->children : kNobody, is != nullptr ? is->children : kNobody);
  }

  void CompareIndicators(const Subject& goal, const std::vector<size_t>& before,
                         const std::vector<size_t>& after) {
    const std::set<size_t> moved = MovedAmong(
        after, indicators_,
        [&](size_t was, size_t is) {
          return goals_.after_of[before_.indicators()[was].goal] == after_.indicators()[is].goal;
        },
        [&](size_t was) { return before_.indicators()[was].place; });
    for (const auto& [is_now, i] :
         MergeOrders(Partners(before, after, indicators_), after.size())) {
      if (is_now) {
        CompareIndicator(goal, indicators_.before_of[after[i]], after[i], moved.contains(after[i]));
      } else if (indicators_.after_of[before[i]] == kNone) {
        CompareIndicator(goal, before[i], kNone, false);
      }
    }
  }

  void CompareIndicator(const Subject& goal, size_t before, size_t after, bool moved) {
    const auto* was = before == kNone ? nullptr : before_.indicators()[before].indicator;
    const auto* is = after == kNone ? nullptr : after_.indicators()[after].indicator;
    const Subject subject{
        .goal = goal.goal,
        .indicator = IdOf(was, is),
        .path = is != nullptr ? after_.PathOfIndicator(after) : before_.PathOfIndicator(before)};
    if (was == nullptr) Add(subject, Difference::KIND_ADDED, "", {}, subject.path, "");
    if (is == nullptr) Add(subject, Difference::KIND_REMOVED, "", subject.path, {}, "");
    if (moved) {
      Add(subject, Difference::KIND_MOVED, "", before_.PlaceOfIndicator(before),
          after_.PlaceOfIndicator(after), "");
    }
    CompareFieldsOf(subject, was, is);
  }

  // In the later state, else in the earlier.
  template <typename Part>
  static std::string IdOf(const Part* before, const Part* after) {
    return after != nullptr && !after->id().empty() ? after->id()
           : before != nullptr                      ? before->id()
                                                    : "";
  }

  const ComparedTree before_;
  const ComparedTree after_;
  const Matching goals_;
  const Matching indicators_;
  std::vector<DocumentDifference> differences_;
};

}  // namespace

std::vector<DocumentDifference> CompareDocuments(const ComparedSheet& before,
                                                 const ComparedSheet& after) {
  return DocumentComparison(before, after).Run();
}

}  // namespace mokuhyo::projection
