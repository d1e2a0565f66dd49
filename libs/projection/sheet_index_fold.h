#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_INDEX_FOLD_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_INDEX_FOLD_H_

#include <string>
#include <string_view>

#include "libs/projection/projection_fold.h"

namespace mokuhyo::projection {

// The rules of the index of sheets (SheetDirectory). Below, `…` are ids, each ended by a zero byte,
// and numbers are as KeyNumber writes them:
//
//   y  fiscal year, sheet…, position     the sheet was created; value: the Sheet of the event
//   n  sheet…, position                  the same, by name; no value
//   d  sheet…, position                  it was deleted
//   c                                    value: position of the last of these three
//   s  series…, sheet…, position         an indicator of the sheet was given the series, or had it
//   l  linked sheet…, sheet…, position   a goal of the sheet was linked to one of the linked sheet
//   u  sheet…, position                  an event that may say anything of series and links,
//   because
//                                        this program cannot read it
class SheetIndexFold final : public ProjectionFold {
 public:
  static constexpr char kCreatedInYear = 'y';
  static constexpr char kCreated = 'n';
  static constexpr char kDeleted = 'd';
  static constexpr char kLastChange = 'c';
  static constexpr char kSeries = 's';
  static constexpr char kLink = 'l';
  static constexpr char kUnread = 'u';

  // A kind of keys, and ids that follow it.
  static std::string Key(char kind, std::initializer_list<std::string_view> ids = {});
  // Negative years come before all others.
  static std::string YearPrefix(int32_t fiscal_year);

  std::string_view name() const override { return "sheet-index"; }
  uint32_t schema_version() const override { return 2; }
  void Narrow(store::v1::ReadCityRequest& request) const override;
  absl::Status Fold(const store::v1::RecordedEvent& event, ProjectionPuts& puts) const override;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_INDEX_FOLD_H_
