#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_MENTIONS_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_MENTIONS_H_

#include <set>
#include <string>

#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {

// What an event of a sheet says of things outside that sheet.
struct SheetMentions {
  // Series that an indicator was given or had before. Those that an indicator without one has of
  // its own are not here: their names say which sheet they belong to.
  std::set<std::string> series;
  // Ids of sheets whose goals a goal was linked to.
  std::set<std::string> linked_sheets;
};

// Pure.
SheetMentions MentionsIn(const events::v1::SheetEvent& event);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_MENTIONS_H_
