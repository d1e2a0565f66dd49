#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_FAMILY_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_FAMILY_H_

#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::domain {

// What of the year of a sheet an event is about.
enum class EventFamily {
  kGoals,       // The sheet, its goals and targets, their approval and publication.
  kResults,     // What was reported, and what was left blank on purpose.
  kEvaluation,  // Narratives, assessments and printed totals, confirmation, editions.
};

EventFamily FamilyOf(const events::v1::SheetEvent& event);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_FAMILY_H_
