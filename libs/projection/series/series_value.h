#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_VALUE_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_VALUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "mokuhyo/sheets/v1/sheet.pb.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::projection {

// What a document says of a fiscal year of a series. Points into the sheet of the document.
struct SeriesValue {
  int32_t fiscal_year = 0;
  const values::v1::Value* value = nullptr;
  // True: as a past value that was typed in; false: as the result of the document's own year.
  bool typed_in = false;
  const sheets::v1::Sheet* sheet = nullptr;
  const sheets::v1::Indicator* indicator = nullptr;

  // Resource name of the indicator that says so.
  std::string source() const;
};

// False for a blank cell and for a dash: they say nothing of the year.
bool SaysSomething(const values::v1::Value& value);

// Adds what an indicator says of its own year and then of past ones. Cells that say nothing are
// left out.
void AddValuesOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator,
                 std::vector<SeriesValue>& values);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_VALUE_H_
