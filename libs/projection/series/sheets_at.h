#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SHEETS_AT_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SHEETS_AT_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"

namespace mokuhyo::projection {

// Sheets of a city as they stood at one place in two times, loaded by what they have to do with
// each other. What was loaded stays valid as long as this lives. Not thread-safe; may wait for
// reads of the store, whose errors are returned.
class SheetsAt {
 public:
  // `reader` and `point` must outlive this.
  SheetsAt(SheetReader& reader, std::string city, const application::ReadPoint& point);

  // The sheet of this id; null if there is none at the place.
  absl::StatusOr<const sheets::v1::Sheet*> Load(const std::string& id);

  // The sheets that have, or once had, to do with one of the series, ordered by id: all that have
  // an indicator of it are among them, and all in which such an indicator went over to another
  // series.
  absl::StatusOr<std::vector<const sheets::v1::Sheet*>> OfSeries(
      const std::set<std::string>& series);

 private:
  SheetReader& reader_;
  const std::string city_;
  const application::ReadPoint& point_;
  // By id; null for those that are not there.
  std::map<std::string, std::shared_ptr<const application::Folded<domain::SheetState>>> held_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SHEETS_AT_H_
