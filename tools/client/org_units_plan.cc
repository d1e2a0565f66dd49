#include "tools/client/org_units_plan.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/render/strict_json.h"

namespace mokuhyo::client {
namespace {

using documents::v1::DocumentOrgUnit;
using documents::v1::OrgUnitsDocument;
using UnitKey = std::pair<std::string, std::string>;  // City and unit.

// An id for the request that depends on nothing but its contents.
template <typename Request>
void SetRequestId(Request& request) {
  request.set_request_id("import-" + base::HexEncode(base::Sha256(request.SerializeAsString())));
}

void CheckId(const std::string& field, const std::string& id, base::Violations& violations) {
  if (!base::IsIdentifier(id)) {
    violations.Add(field, "must be 1 to 63 lower-case letters, digits and hyphens");
  }
}

void CheckCities(const OrgUnitsDocument& document, base::Violations& violations) {
  std::set<std::string> ids;
  for (int i = 0; i < document.cities_size(); ++i) {
    const auto& city = document.cities(i);
    const std::string path = absl::StrCat("cities[", i, "]");
    CheckId(path + ".id", city.id(), violations);
    if (city.name().empty()) violations.Add(path + ".name", "is missing");
    if (!ids.insert(city.id()).second) violations.Add(path + ".id", "listed twice: " + city.id());
  }
}

void CheckUnits(const OrgUnitsDocument& document, base::Violations& violations) {
  std::set<UnitKey> keys;
  for (int i = 0; i < document.org_units_size(); ++i) {
    const auto& unit = document.org_units(i);
    const std::string path = absl::StrCat("orgUnits[", i, "]");
    CheckId(path + ".city", unit.city(), violations);
    CheckId(path + ".id", unit.id(), violations);
    if (unit.name().empty()) violations.Add(path + ".name", "is missing");
    if (unit.kind() == DocumentOrgUnit::KIND_UNSPECIFIED) {
      violations.Add(path + ".kind", "is missing");
    }
    if (unit.has_parent()) CheckId(path + ".parent", unit.parent(), violations);
    if (!keys.insert({unit.city(), unit.id()}).second) {
      violations.Add(path + ".id", "listed twice: " + unit.id());
    }
  }
}

organization::v1::OpenOrgUnitRequest Opening(const DocumentOrgUnit& unit,
                                             std::string_view opened_on) {
  organization::v1::OpenOrgUnitRequest request;
  request.set_parent(base::FormatCityName({unit.city()}));
  request.set_org_unit_id(unit.id());
  request.set_effective_date(std::string(opened_on));
  request.mutable_org_unit()->set_display_name(unit.name());
  request.mutable_org_unit()->set_parent_unit(unit.parent());
  organization::v1::OrgUnitKind kind = organization::v1::ORG_UNIT_KIND_UNSPECIFIED;
  organization::v1::OrgUnitKind_Parse("ORG_UNIT_KIND_" + DocumentOrgUnit::Kind_Name(unit.kind()),
                                      &kind);
  request.mutable_org_unit()->set_kind(kind);
  SetRequestId(request);
  return request;
}

// The places of the units, each after the one above it. A unit that stands under itself is a
// violation.
std::vector<int> ParentsFirst(const OrgUnitsDocument& document, base::Violations& violations) {
  std::map<UnitKey, int> places;
  for (int i = 0; i < document.org_units_size(); ++i) {
    places[{document.org_units(i).city(), document.org_units(i).id()}] = i;
  }
  std::vector<int> order;
  std::set<int> placed;
  for (int i = 0; i < document.org_units_size(); ++i) {
    std::vector<int> chain;  // From the unit up to the first one that is placed or not in the file.
    for (int at = i; !placed.contains(at);) {
      chain.push_back(at);
      const auto above =
          places.find({document.org_units(at).city(), document.org_units(at).parent()});
      if (above == places.end()) break;
      at = above->second;
      if (chain.size() > places.size()) {
        violations.Add(absl::StrCat("orgUnits[", i, "].parent"), "the unit stands under itself");
        return {};
      }
    }
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
      placed.insert(*at);
      order.push_back(*at);
    }
  }
  return order;
}

}  // namespace

absl::StatusOr<OrgUnitsPlan> PlanOrgUnits(std::string_view json, std::string_view opened_on) {
  OrgUnitsDocument document;
  MOKUHYO_RETURN_IF_ERROR(render::ReadStrictJson(json, &document));
  base::Violations violations;
  CheckCities(document, violations);
  CheckUnits(document, violations);
  const std::vector<int> order = ParentsFirst(document, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  OrgUnitsPlan plan;
  for (const auto& city : document.cities()) {
    auto& request = plan.cities.emplace_back();
    request.set_city_id(city.id());
    request.set_display_name(city.name());
    SetRequestId(request);
  }
  for (const int i : order) plan.units.push_back(Opening(document.org_units(i), opened_on));
  return plan;
}

}  // namespace mokuhyo::client
