#include "libs/projection/counted_at.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/text_folding.h"
#include "libs/domain/evaluation/counted_rows.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Goal;

// Also within a label: paths and pointers are folded alike.
bool JoinsLabels(char32_t c) {
  return std::u32string_view(U" -/>・ー→").find(c) != std::u32string_view::npos;
}

// The labels of a path or of a pointer, each behind a "/".
std::u32string Fold(std::string_view text) {
  std::u32string folded;
  bool begins_label = true;
  for (const char32_t c : base::FoldForParsing(text)) {
    if (JoinsLabels(c)) {
      begins_label = true;
      continue;
    }
    if (begins_label) folded.push_back(U'/');
    begins_label = false;
    folded.push_back(c);
  }
  return folded;
}

// Calls `visit(goal, path of labels)` for the labelled goals that are not left out.
template <class Visit>
void VisitLabelled(const google::protobuf::RepeatedPtrField<Goal>& goals, bool withdrawn_count,
                   std::vector<std::string>& labels, const Visit& visit) {
  for (const Goal& goal : goals) {
    if (goal.has_not_counted() || (goal.withdrawn() && !withdrawn_count)) continue;
    labels.push_back(goal.label());
    if (!goal.label().empty()) visit(goal, domain::JoinLabels(labels));
    VisitLabelled(goal.goals(), withdrawn_count, labels, visit);
    labels.pop_back();
  }
}

}  // namespace

CountedAt::CountedAt(const std::vector<SheetWithForm>& sheets) {
  for (const SheetWithForm& sheet : sheets) {
    const std::string& name = sheet.sheet->name();
    const bool withdrawn_count =
        sheet.form->counting().withdrawn() == forms::v1::WITHDRAWN_COUNTING_COUNTED;
    std::vector<std::string> labels;
    VisitLabelled(sheet.sheet->goals(), withdrawn_count, labels,
                  [&](const Goal& goal, const std::string& path) {
                    goals_[Fold(path)].emplace_back(name, absl::StrCat(name, "/goals/", goal.id()));
                  });
  }
}

std::string CountedAt::Find(const std::string& sheet, std::string_view pointer) const {
  const auto found = goals_.find(Fold(pointer));
  if (found == goals_.end()) return "";
  const auto is_here = [&](const auto& goal) { return goal.first == sheet; };
  const auto here = std::count_if(found->second.begin(), found->second.end(), is_here);
  if (here == 1) return std::find_if(found->second.begin(), found->second.end(), is_here)->second;
  return found->second.size() == 1 ? found->second.front().second : "";
}

}  // namespace mokuhyo::projection
