#include "libs/projection/series/sheets_at.h"

#include <utility>

#include "libs/base/status_macros.h"

namespace mokuhyo::projection {

using sheets::v1::Sheet;

SheetsAt::SheetsAt(SheetReader& reader, std::string city, const application::ReadPoint& point)
    : reader_(reader), city_(std::move(city)), point_(point) {}

absl::StatusOr<const Sheet*> SheetsAt::Load(const std::string& id) {
  auto held = held_.find(id);
  if (held == held_.end()) {
    MOKUHYO_ASSIGN_OR_RETURN(auto sheet,
                             reader_.folds().sheets.LoadAt(city_, application::SheetStream(id),
                                                           point_.position, point_.facts_until));
    if (!sheet->state.exists()) sheet = nullptr;
    held = held_.emplace(id, std::move(sheet)).first;
  }
  return held->second == nullptr ? nullptr : &held->second->state.sheet();
}

absl::StatusOr<std::vector<const Sheet*>> SheetsAt::OfSeries(const std::set<std::string>& series) {
  std::set<std::string> ids;
  for (const std::string& id : series) {
    MOKUHYO_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                             reader_.directory().SheetsWithSeries(city_, id, point_.position));
    ids.insert(found.begin(), found.end());
  }
  std::vector<const Sheet*> sheets;
  for (const std::string& id : ids) {
    MOKUHYO_ASSIGN_OR_RETURN(const Sheet* sheet, Load(id));
    if (sheet != nullptr) sheets.push_back(sheet);
  }
  return sheets;
}

}  // namespace mokuhyo::projection
