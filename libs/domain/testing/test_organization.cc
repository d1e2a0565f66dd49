#include "libs/domain/testing/test_organization.h"

#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain::testing {

OrganizationState TestOrganization() {
  struct Fact {
    const char* date;
    const char* event;
  };
  const Fact facts[] = {
      {"2007-04-01",
       R"pb(org_unit_opened { unit: "nishi" display_name: "西区" kind: ORG_UNIT_KIND_WARD })pb"},
      {"2007-04-01", R"pb(org_unit_opened {
                            unit: "kensetsu"
                            display_name: "建設課"
                            kind: ORG_UNIT_KIND_SECTION
                            parent_unit: "nishi"
                          })pb"},
      {"2007-04-01", R"pb(org_unit_opened {
                            unit: "somu"
                            display_name: "総務課"
                            kind: ORG_UNIT_KIND_SECTION
                            parent_unit: "nishi"
                          })pb"},
      {"2007-04-01", R"pb(org_unit_opened {
                            unit: "kyu-kensetsu"
                            display_name: "旧建設課"
                            kind: ORG_UNIT_KIND_SECTION
                            parent_unit: "nishi"
                          })pb"},
      {"2015-04-01", R"pb(org_unit_closed { unit: "kyu-kensetsu" })pb"},
  };
  OrganizationState organization;
  uint64_t revision = 0;
  for (const Fact& fact : facts) {
    organization.Evolve(Proto<events::v1::OrganizationEvent>(fact.event), revision++, fact.date);
  }
  return organization;
}

}  // namespace mokuhyo::domain::testing
