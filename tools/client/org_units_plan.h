#ifndef MOKUHYO_TOOLS_CLIENT_ORG_UNITS_PLAN_H_
#define MOKUHYO_TOOLS_CLIENT_ORG_UNITS_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "mokuhyo/documents/v1/org_units_document.pb.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"

namespace mokuhyo::client {

// The requests that a file of cities and units comes to. Their ids are made of their contents, so
// that a file sent again, after whatever interruption, does nothing twice.
struct OrgUnitsPlan {
  std::vector<admin::v1::CreateCityRequest> cities;
  // A unit comes after the one above it if that is in the file too.
  std::vector<organization::v1::OpenOrgUnitRequest> units;
};

// Plans the file; the units are opened on `opened_on` (YYYY-MM-DD). Returns INVALID_ARGUMENT with
// all violations: those of the strict reader, ids, names and kinds that are missing, ids that are
// listed twice, and units that stand under themselves.
absl::StatusOr<OrgUnitsPlan> PlanOrgUnits(std::string_view json, std::string_view opened_on);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_ORG_UNITS_PLAN_H_
