#ifndef MOKUHYO_LIBS_DOMAIN_ORGANIZATION_SUCCESSION_H_
#define MOKUHYO_LIBS_DOMAIN_ORGANIZATION_SUCCESSION_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/domain/organization/organization_state.h"

namespace mokuhyo::domain {

// Ids of all units that go on in the place of `unit`, at once or by way of others that were closed
// in their turn; in byte order, without `unit`.
std::set<std::string> AllSuccessorsOf(const OrganizationState& state, std::string_view unit);

// Those of them that are open on `date`.
std::vector<std::string> OpenSuccessorsOf(const OrganizationState& state, std::string_view unit,
                                          std::string_view date);

// The unit that does on `date` what `unit` did: itself while it is open, else the one successor
// that is; empty if there is none or more than one.
std::string SuccessorOn(const OrganizationState& state, const std::string& unit,
                        std::string_view date);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_ORGANIZATION_SUCCESSION_H_
