#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_STATE_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_STATE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// What the header of an event adds to its payload when it is folded.
struct EventFacts {
  // Place in the stream of the sheet: becomes the etag of what the event changes.
  uint64_t revision = 0;
  // Place in the order of the city.
  uint64_t position = 0;
  // Whether personal data were removed from it.
  bool redacted = false;
  // Whether it was taken over from a document of the past.
  bool transcribed = false;
  // Who, when (RFC 3339, UTC), about which day, and why.
  std::string actor = {};
  std::string recorded_time = {};
  std::string effective_date = {};
  std::string reason = {};
};

// A sheet as the fold of the events of its stream: the message that readers get, and an index over
// its tree so that deciding and folding never search.
//
// Copyable (a decision that needs several steps folds onto a copy). Not thread-safe; a const
// SheetState may be read by many threads.
class SheetState {
 public:
  SheetState() = default;
  SheetState(const SheetState& other);
  SheetState& operator=(const SheetState& other);
  SheetState(SheetState&&) noexcept = default;
  SheetState& operator=(SheetState&&) noexcept = default;

  // Applies one event. Cannot fail: a payload that was decided against an earlier state of this
  // stream always applies; one that names a goal or indicator that is not there changes nothing but
  // the revision.
  void Evolve(const events::v1::SheetEvent& event, const EventFacts& facts);

  // True from SheetCreated to SheetDeleted.
  bool exists() const { return exists_; }
  // The sheet with its goals; empty unless exists(). `etag`s are set, names of goals are ids.
  const sheets::v1::Sheet& sheet() const { return sheet_; }
  // Revision of the last event folded; absent before the first.
  std::optional<uint64_t> revision() const { return revision_; }

  // Null if there is no such goal or indicator. Valid until the next Evolve.
  const sheets::v1::Goal* FindGoal(std::string_view id) const;
  const sheets::v1::Indicator* FindIndicator(std::string_view id) const;
  // Id of the goal above; empty for a goal at the top. The goal must exist.
  const std::string& ParentOf(std::string_view goal) const;
  // Id of the goal that bears the indicator. The indicator must exist.
  const std::string& GoalOfIndicator(std::string_view indicator) const;
  // The children of a goal, or the top goals for "".
  const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& ChildrenOf(
      std::string_view goal) const;

  // At least about as many bytes as the sheet takes, without looking at all of it: those of all
  // events folded.
  size_t folded_bytes() const { return folded_bytes_; }

  int goal_count() const { return static_cast<int>(goals_.size()); }
  // Ids for the next goal and indicator that come without one: never used in this sheet before.
  // `ahead` such ids are passed over, for a command that adds several.
  std::string NextGoalId(uint64_t ahead = 0) const;
  std::string NextIndicatorId(uint64_t ahead = 0) const;

 private:
  struct GoalEntry {
    sheets::v1::Goal* goal = nullptr;
    std::string parent;
  };
  struct IndicatorEntry {
    sheets::v1::Indicator* indicator = nullptr;
    std::string goal;
  };
  // The repeated field that holds the children of `goal` ("" for the top). The goal must exist.
  google::protobuf::RepeatedPtrField<sheets::v1::Goal>* MutableChildren(std::string_view goal);
  // Enter (take out) a goal with all below it and its indicators.
  void Index(sheets::v1::Goal& goal, const std::string& parent);
  void IndexIndicator(sheets::v1::Indicator& indicator, const std::string& goal);
  void Unindex(const sheets::v1::Goal& goal);
  // Builds the index anew from sheet_.
  void Reindex();
  friend class SheetEvolver;

  bool exists_ = false;
  sheets::v1::Sheet sheet_;
  std::optional<uint64_t> revision_;
  size_t folded_bytes_ = 0;
  // Highest numbers that ids of the assigned kind (`g12`, `i7`) ever had, so that none is assigned
  // twice, not even after its bearer was removed or where a client chose such an id itself.
  uint64_t last_goal_number_ = 0;
  uint64_t last_indicator_number_ = 0;
  // Point into sheet_; elements of a RepeatedPtrField keep their address when the field grows or is
  // reordered.
  absl::flat_hash_map<std::string, GoalEntry> goals_;
  absl::flat_hash_map<std::string, IndicatorEntry> indicators_;
};

// Calls `visit(goal, depth)` for every goal of the tree, parents first, in printed order; depth
// counts from 0.
void VisitGoals(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                const std::function<void(const sheets::v1::Goal&, int depth)>& visit,
                int depth = 0);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_STATE_H_
