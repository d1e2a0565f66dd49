#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_ENTRY_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_ENTRY_H_

#include <cstdint>
#include <string>

namespace mokuhyo::projection {

// What the directory of a city knows of a sheet: what is fixed when it is created.
struct SheetEntry {
  // Id of the sheet.
  std::string sheet;
  // Id and version of the form that it pins.
  std::string form;
  uint32_t form_version = 0;
  // Year in which its fiscal year starts.
  int32_t fiscal_year = 0;
  // Id of its org unit.
  std::string org_unit;
  // Position of the event that created it.
  uint64_t created_position = 0;

  friend bool operator==(const SheetEntry&, const SheetEntry&) = default;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_ENTRY_H_
