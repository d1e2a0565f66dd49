#ifndef MOKUHYO_LIBS_APPLICATION_CITY_WRITES_H_
#define MOKUHYO_LIBS_APPLICATION_CITY_WRITES_H_

#include <string>
#include <utility>

#include "libs/application/city_folds.h"
#include "libs/application/write_runner.h"
#include "libs/base/clock.h"
#include "libs/base/resource_name.h"
#include "libs/domain/organization/decide_organization.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"

namespace mokuhyo::application {

// Writes to a city itself: its creation, its org units and its forms. Thread-safe; runs on threads
// that may wait for reads (an executor's). Requests and responses must live until `done` is called.
// Errors: those of the domain's decisions and of WriteRunner::Run.
class CityWrites {
 public:
  using Done = WriteRunner::Done;

  // All arguments must outlive this.
  CityWrites(CityFolds& folds, WriteRunner& runner, const base::Clock& clock)
      : folds_(folds), runner_(runner), clock_(clock) {}

  // Creates a city with the forms that ship with the product, in one append.
  void CreateCity(const admin::v1::CreateCityRequest& request, const Caller& caller,
                  admin::v1::CreateCityResponse* response, Done done);

  // Registers a form or its next version.
  void RegisterForm(const organization::v1::RegisterFormRequest& request, const Caller& caller,
                    organization::v1::RegisterFormResponse* response, Done done);

  // Opens, renames, moves, closes, splits or merges org units. The etag answered is that of the
  // unit that the request names; of a merger, that of the unit that goes on.
  template <typename Request, typename Response>
  void RunOnUnit(const Request& request, const Caller& caller, Response* response, Done done) {
    const auto name = UnitOf(request);
    if (!name.ok()) return done(name.status());
    auto write = WriteOf(request, name->city, caller, clock_);
    Execute(
        std::move(write), *name,
        [&request](const domain::OrganizationState& state,
                   const domain::OrganizationContext& context) {
          return domain::Decide(state, request, context);
        },
        response, std::move(done));
  }

 private:
  using UnitDecision = std::function<absl::StatusOr<domain::OrganizationEvents>(
      const domain::OrganizationState&, const domain::OrganizationContext&)>;

  static absl::StatusOr<base::OrgUnitName> UnitOf(
      const organization::v1::OpenOrgUnitRequest& request);
  static absl::StatusOr<base::OrgUnitName> UnitOf(
      const organization::v1::MergeOrgUnitsRequest& request);
  template <typename Request>
  static absl::StatusOr<base::OrgUnitName> UnitOf(const Request& request) {
    return base::ParseOrgUnitName(request.name(), "name");
  }
  void Execute(Write write, base::OrgUnitName name, UnitDecision decide,
               google::protobuf::Message* response, Done done);

  CityFolds& folds_;
  WriteRunner& runner_;
  const base::Clock& clock_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_CITY_WRITES_H_
