#ifndef MOKUHYO_LIBS_PROJECTION_CONTRIBUTIONS_H_
#define MOKUHYO_LIBS_PROJECTION_CONTRIBUTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

// Which goals say that they contribute to the goals of a sheet: its links read backwards.
namespace mokuhyo::projection {

// The goals of the `linking` sheets with a link to `target`: in the order of the goals of `target`,
// those whose link names none of them last; then by sheet and as printed. A goal that has no rating
// and rows that do (the split level of its form) contributes as these rows. A goal that was
// withdrawn contributes nothing any more. Names of units are those of `date`. Pure.
std::vector<sheets::v1::ContributingGoal> FindContributions(const sheets::v1::Sheet& target,
                                                            std::vector<SheetWithForm> linking,
                                                            const std::string& date,
                                                            const domain::OrganizationState& units);

// The same of a sheet in the store, which was read at `point`. May wait for reads of the store.
absl::StatusOr<std::vector<sheets::v1::ContributingGoal>> ContributionsTo(
    SheetReader& reader, const sheets::v1::Sheet& target, const application::ReadPoint& point,
    const std::string& date, const domain::OrganizationState& units);

// As SheetService.ListContributingGoals answers. NOT_FOUND for a goal that the sheet has not.
absl::StatusOr<sheets::v1::ListContributingGoalsResponse> ListContributingGoals(
    SheetReader& reader, const sheets::v1::ListContributingGoalsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_CONTRIBUTIONS_H_
