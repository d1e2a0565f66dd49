#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_TEST_ORGANIZATION_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_TEST_ORGANIZATION_H_

#include "libs/domain/organization/organization_state.h"

namespace mokuhyo::domain::testing {

// Units: `nishi` (ward) with `kensetsu` and `somu` (sections) below it, open since 2007-04-01;
// `kyu-kensetsu` (section), open from 2007-04-01 and closed on 2015-04-01.
OrganizationState TestOrganization();

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_TEST_ORGANIZATION_H_
