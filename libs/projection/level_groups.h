#ifndef MOKUHYO_LIBS_PROJECTION_LEVEL_GROUPS_H_
#define MOKUHYO_LIBS_PROJECTION_LEVEL_GROUPS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/projection/sheet_selection.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// What rows are grouped by: over all sheets, goals that bear the same are taken together.
struct GroupKey {
  // For top goals the label; for goals of a level the labels from the top goal down to it, those
  // that there are, joined by "/".
  std::string key;
  std::string title;

  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

// The goals of a level in a sheet, and what stands under them. Immutable; points into the sheet.
class LevelGoals {
 public:
  LevelGoals(const sheets::v1::Sheet& sheet, std::string_view level);

  // The group of the goal of the level that the row is or stands under; empty key and title where
  // there is none.
  GroupKey Of(const domain::CountedRow& row) const;

 private:
  absl::flat_hash_map<const sheets::v1::Goal*, GroupKey> groups_;
};

// A filter of ListCountedGoals that is about goals of one level: `measure:I/(1)`.
struct LevelFilter {
  std::string level;
  std::string rest;
};

// Reads such a filter; absent if no level of the form stands before a colon. No printed label is
// written so.
std::optional<LevelFilter> ParseLevelFilter(std::string_view text, const forms::v1::Form& form);

// INVALID_ARGUMENT of `group_level` unless it is empty or a level of a form under which one of the
// sheets stands; where there are no sheets, of a form of the city (of `form`, unless that is
// empty).
absl::Status CheckGroupLevel(std::string_view group_level, std::string_view form,
                             const SheetSelection& selection);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_LEVEL_GROUPS_H_
