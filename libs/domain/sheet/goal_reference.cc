#include "libs/domain/sheet/goal_reference.h"

#include <string>

namespace mokuhyo::domain {
namespace {

using Goals = google::protobuf::RepeatedPtrField<sheets::v1::Goal>;

const sheets::v1::Goal* FindById(const Goals& goals, std::string_view id) {
  for (const sheets::v1::Goal& goal : goals) {
    if (goal.id() == id) return &goal;
    if (const sheets::v1::Goal* found = FindById(goal.goals(), id)) return found;
  }
  return nullptr;
}

// `above` is the path of the goal above, empty or ended by "/".
const sheets::v1::Goal* FindByPath(const Goals& goals, const std::string& above,
                                   std::string_view path) {
  for (const sheets::v1::Goal& goal : goals) {
    // A goal without label adds nothing to the path, so that of its children goes on from above.
    const bool is_labelled = !goal.label().empty();
    if (is_labelled && above + goal.label() == path) return &goal;
    const std::string here = is_labelled ? above + goal.label() + "/" : above;
    if (!path.starts_with(here)) continue;
    if (const sheets::v1::Goal* found = FindByPath(goal.goals(), here, path)) return found;
  }
  return nullptr;
}

}  // namespace

const sheets::v1::Goal* FindByReference(const sheets::v1::Sheet& sheet,
                                        std::string_view reference) {
  if (reference.empty()) return nullptr;
  if (const sheets::v1::Goal* found = FindById(sheet.goals(), reference)) return found;
  return FindByPath(sheet.goals(), "", reference);
}

}  // namespace mokuhyo::domain
