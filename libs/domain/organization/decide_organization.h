#ifndef MOKUHYO_LIBS_DOMAIN_ORGANIZATION_DECIDE_ORGANIZATION_H_
#define MOKUHYO_LIBS_DOMAIN_ORGANIZATION_DECIDE_ORGANIZATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/organization/organization_state.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"

// The org units of a city. The commands are the requests of OrganizationService; what each does,
// demands and refuses is said there. Pure.
//
// Errors of all: INVALID_ARGUMENT with every violation; NOT_FOUND (the unit of the request);
// ALREADY_EXISTS with reason UNIT_EXISTS (an id is used once and for ever); ABORTED (stale etag);
// FAILED_PRECONDITION with reason UNIT_NOT_OPEN (on the day of the fact), UNIT_CYCLE or
// UNITS_BELOW_OPEN.
namespace mokuhyo::domain {

// What a decision about org units may look at besides the units and the command.
struct OrganizationContext {
  // Day from which the fact holds, YYYY-MM-DD.
  std::string effective_date;
};

// The events that a command comes to. Empty: the command changes nothing.
using OrganizationEvents = std::vector<events::v1::OrganizationEvent>;

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::OpenOrgUnitRequest& request,
                                          const OrganizationContext& context);
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::RenameOrgUnitRequest& request,
                                          const OrganizationContext& context);
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::MoveOrgUnitRequest& request,
                                          const OrganizationContext& context);
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::CloseOrgUnitRequest& request,
                                          const OrganizationContext& context);
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::SplitOrgUnitRequest& request,
                                          const OrganizationContext& context);
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::MergeOrgUnitsRequest& request,
                                          const OrganizationContext& context);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_ORGANIZATION_DECIDE_ORGANIZATION_H_
