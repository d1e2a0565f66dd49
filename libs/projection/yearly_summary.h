#ifndef MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_H_
#define MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::projection {

// What a yearly summary is about.
struct SummaryQuestion {
  // Id of the city.
  std::string city;
  // Id of the unit.
  std::string org_unit;
  // The fiscal year.
  int32_t fiscal_year = 0;
  // The day, YYYY-MM-DD, on which units are called what the summary calls them.
  std::string effective_date;
  // Key of the level by whose goals rows are also given; empty: none. Forms without it have no such
  // groups.
  std::string group_level = {};
};

// Sums up `sheets`: those of the unit with all below it in that year, and of the form if only one
// is asked for; choosing them is the caller's. The order in which they come does not matter.
//
// One table a form and counted level, and never a sum across them (DESIGN, domain rule 5). Each
// number of rows is the number of rows that ListCountedGoals answers: both are taken from the same
// FormTable. A group by top goal takes together what bears the same label and title, over all
// sheets; one by a goal of a level what bears the same labels on the way down and the same title,
// and what stands under no such goal comes last, without key and title. A section is the unit of a
// sheet and opens by its sheets. Groups whose rows are all left out are there, with zeros. Unknown
// units are called by their id. Pure.
sheets::v1::YearlySummary SummarizeYear(const SummaryQuestion& question,
                                        std::vector<SheetWithForm> sheets,
                                        const domain::OrganizationState& organization);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_YEARLY_SUMMARY_H_
