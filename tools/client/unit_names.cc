#include "tools/client/unit_names.h"

#include "tools/client/pages.h"

namespace mokuhyo::client {

absl::StatusOr<std::map<std::string, std::string>> ReadUnitNames(Connection& connection,
                                                                 const std::string& city,
                                                                 const std::string& as_of) {
  organization::v1::ListOrgUnitsRequest request;
  request.set_parent(city);
  request.set_show_closed(true);
  request.set_as_of_time(as_of);
  const auto units =
      CallForAllPages(connection, connection.organization(),
                      &organization::v1::OrganizationService::Stub::ListOrgUnits, request);
  if (!units.ok()) return units.status();
  std::map<std::string, std::string> names;
  for (const auto& unit : units->org_units()) {
    names[unit.name().substr(unit.name().rfind('/') + 1)] = unit.display_name();
  }
  return names;
}

}  // namespace mokuhyo::client
