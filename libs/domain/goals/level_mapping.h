#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_LEVEL_MAPPING_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_LEVEL_MAPPING_H_

#include <map>
#include <string>

#include "libs/base/violations.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::domain {

// Which level of the new form a goal of each level of the old one gets when a sheet is carried
// forward.
class LevelMapping {
 public:
  // Reads the mapping of a request. `mapping` must be checked before it is asked.
  LevelMapping(const google::protobuf::RepeatedPtrField<goals::v1::LevelMapping>& mapping,
               const forms::v1::Form& from, const forms::v1::Form& to);

  // Adds the violations of the mapping: levels that a form does not have, one that is mapped twice,
  // and goals of `source` that would have no level or could not stand where they come to stand.
  void Check(const SheetState& source, base::Violations& violations) const;

  // The level in the new form; empty: goals of the level are left out.
  const std::string& To(const std::string& level) const;

 private:
  // `level_above` is that of the goal under which these come to stand; "" for the top.
  void CheckGoals(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                  const std::string& level_above, base::Violations& violations) const;

  const google::protobuf::RepeatedPtrField<goals::v1::LevelMapping>& mapping_;
  const forms::v1::Form& from_;
  const forms::v1::Form& to_;
  std::map<std::string, std::string> mapped_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_LEVEL_MAPPING_H_
