#ifndef MOKUHYO_LIBS_PROJECTION_ORGANIZATION_READER_H_
#define MOKUHYO_LIBS_PROJECTION_ORGANIZATION_READER_H_

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"

namespace mokuhyo::projection {

// Answers the reading methods of OrganizationService; what each answers and refuses is said in the
// proto.
//
// Thread-safe. May wait for reads of the store: call on threads that may (an executor's).
class OrganizationReader {
 public:
  // All arguments must outlive this.
  OrganizationReader(eventstore::EventStore& store, application::CityFolds& folds,
                     const base::Clock& clock)
      : store_(store), folds_(folds), clock_(clock) {}

  absl::StatusOr<organization::v1::GetOrgUnitResponse> GetOrgUnit(
      const organization::v1::GetOrgUnitRequest& request);
  absl::StatusOr<organization::v1::ListOrgUnitsResponse> ListOrgUnits(
      const organization::v1::ListOrgUnitsRequest& request);
  absl::StatusOr<organization::v1::GetFormResponse> GetForm(
      const organization::v1::GetFormRequest& request);
  absl::StatusOr<organization::v1::ListFormsResponse> ListForms(
      const organization::v1::ListFormsRequest& request);

 private:
  eventstore::EventStore& store_;
  application::CityFolds& folds_;
  const base::Clock& clock_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ORGANIZATION_READER_H_
