#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_CARRIED_GOALS_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_CARRIED_GOALS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/domain/goals/carry_forward.h"
#include "libs/domain/goals/level_mapping.h"

namespace mokuhyo::domain {

// Turns the sheet that is carried forward, with its goals, into those of the new one, and notes
// what has no place there. Used by CarryForward alone, once everything is checked; one object a
// sheet.
class CarriedGoals {
 public:
  // All arguments must outlive this.
  CarriedGoals(const SheetState& source, const forms::v1::Form& source_form,
               const goals::v1::CarryForwardSheetRequest& request, const LevelMapping& levels,
               const NextSheet& next, const NextLinks& links, const SheetContext& context);

  CarriedForward Carry();

 private:
  using Goals = google::protobuf::RepeatedPtrField<sheets::v1::Goal>;
  using Texts = google::protobuf::Map<std::string, std::string>;

  void AddSheet();
  // `parent` is the id of the goal above in the new sheet; "" at the top.
  void AddGoals(const Goals& goals, const std::string& parent);
  void AddGoal(const sheets::v1::Goal& goal, const std::string& parent);
  sheets::v1::Indicator Carried(const sheets::v1::Goal& goal,
                                const sheets::v1::Indicator& indicator);
  google::protobuf::RepeatedPtrField<sheets::v1::PastValue> PastOf(
      const sheets::v1::Indicator& indicator) const;
  // Those texts of the plan that the new form has.
  void CarryTexts(const Texts& from, bool of_goal, const std::string& goal, Texts* to);
  void CarryMarks(const sheets::v1::Goal& from, sheets::v1::Goal& to);
  void CarryResponsibleUnit(const sheets::v1::Goal& from, sheets::v1::Goal& to);
  void CarryLinks(const sheets::v1::Goal& from, sheets::v1::Goal& to) const;
  std::string NextLink(const std::string& sheet) const;
  void LeaveBehind(const std::string& goal, const std::string& indicator, std::string_view field,
                   std::string_view cause);
  void LeaveWithdrawn(const sheets::v1::Goal& goal);

  const SheetState& source_;
  const forms::v1::Form& source_form_;
  const goals::v1::CarryForwardSheetRequest& request_;
  const LevelMapping& levels_;
  const NextSheet& next_;
  const NextLinks& links_;
  const SheetContext& context_;
  // Number of goals put under a goal so far.
  absl::flat_hash_map<std::string, uint32_t> children_;
  CarriedForward carried_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_CARRIED_GOALS_H_
