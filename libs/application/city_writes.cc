#include "libs/application/city_writes.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/application/appends.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"
#include "libs/domain/forms/decide_form.h"
#include "libs/domain/forms/shipped_forms.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::application {
namespace {

constexpr size_t kMaxNameCharacters = 200;

absl::Status CheckCity(const admin::v1::CreateCityRequest& request) {
  base::Violations violations;
  if (!base::IsIdentifier(request.city_id())) {
    violations.Add("city_id", "must be 1 to 63 lower-case letters, digits and hyphens");
  }
  if (request.display_name().empty()) violations.Add("display_name", "is required");
  base::CheckLine("display_name", request.display_name(), kMaxNameCharacters, violations);
  return violations.ToStatus();
}

}  // namespace

void CityWrites::CreateCity(const admin::v1::CreateCityRequest& request, const Caller& caller,
                            admin::v1::CreateCityResponse* response, Done done) {
  if (const absl::Status check = CheckCity(request); !check.ok()) return done(check);
  auto write = WriteOf(request, request.city_id(), caller, clock_);
  const auto decide = [this, &request, write]() -> absl::StatusOr<Attempt> {
    const std::string name = base::FormatCityName({write.city});
    MOKUHYO_ASSIGN_OR_RETURN(const auto city,
                             folds_.cities.Load(write.city, std::string(kCityStream)));
    if (city->revision.has_value()) {
      return base::AlreadyExists(name, "CITY_EXISTS",
                                 absl::StrCat(name, " exists already: ", city->state.display_name));
    }
    auto answer = std::make_shared<admin::v1::CreateCityResponse>();
    answer->mutable_result()->set_name(name);
    Attempt attempt;
    attempt.response = std::move(answer);
    events::v1::CityEvent created;
    created.mutable_city_created()->set_display_name(request.display_name());
    AddEvent(AddStream(attempt.append, std::string(kCityStream), std::nullopt), created, write,
             store::v1::ORIGIN_OPERATED);
    if (request.without_shipped_forms()) return attempt;
    store::v1::StreamAppend& forms =
        AddStream(attempt.append, std::string(kFormsStream), std::nullopt);
    for (forms::v1::Form& form : domain::ShippedForms(write.city)) {
      events::v1::FormEvent registered;
      *registered.mutable_form_registered()->mutable_form() = std::move(form);
      AddEvent(forms, registered, write, store::v1::ORIGIN_OPERATED);
    }
    return attempt;
  };
  runner_.Run(std::move(write), decide, response, std::move(done));
}

void CityWrites::RegisterForm(const organization::v1::RegisterFormRequest& request,
                              const Caller& caller,
                              organization::v1::RegisterFormResponse* response, Done done) {
  const auto name = base::ParseCityName(request.parent(), "parent");
  if (!name.ok()) return done(name.status());
  auto write = WriteOf(request, name->city, caller, clock_);
  if (const absl::Status city = folds_.RequireCity(name->city); !city.ok()) return done(city);
  const auto decide = [this, &request, write]() -> absl::StatusOr<Attempt> {
    MOKUHYO_ASSIGN_OR_RETURN(const auto forms,
                             folds_.forms.Load(write.city, std::string(kFormsStream)));
    MOKUHYO_ASSIGN_OR_RETURN(const domain::FormEvents events,
                             domain::Decide(forms->state, request));
    const std::string id(domain::FormId(request.form()));
    auto answer = std::make_shared<organization::v1::RegisterFormResponse>();
    answer->mutable_result()->set_name(base::FormatFormName({write.city, id}));
    Attempt attempt;
    if (events.empty()) {
      const uint32_t version = forms->state.Find(id, 0)->version();
      answer->set_version(version);
      attempt.unchanged_etag = absl::StrCat(*forms->revision);
    } else {
      answer->set_version(events.back().form_registered().form().version());
      store::v1::StreamAppend& stream =
          AddStream(attempt.append, std::string(kFormsStream), forms->revision);
      for (const auto& event : events) AddEvent(stream, event, write, store::v1::ORIGIN_OPERATED);
    }
    attempt.response = std::move(answer);
    return attempt;
  };
  runner_.Run(std::move(write), decide, response, std::move(done));
}

absl::StatusOr<base::OrgUnitName> CityWrites::UnitOf(
    const organization::v1::OpenOrgUnitRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  return base::OrgUnitName{city.city, request.org_unit_id()};
}

absl::StatusOr<base::OrgUnitName> CityWrites::UnitOf(
    const organization::v1::MergeOrgUnitsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  return base::OrgUnitName{city.city, request.successor().org_unit_id()};
}

void CityWrites::Execute(Write write, base::OrgUnitName name, UnitDecision decide,
                         google::protobuf::Message* response, Done done) {
  if (const absl::Status city = folds_.RequireCity(name.city); !city.ok()) return done(city);
  const auto attempt = [this, write, name, decide = std::move(decide),
                        response]() -> absl::StatusOr<Attempt> {
    MOKUHYO_ASSIGN_OR_RETURN(
        const auto units, folds_.organizations.Load(name.city, std::string(kOrganizationStream)));
    MOKUHYO_ASSIGN_OR_RETURN(const domain::OrganizationEvents events,
                             decide(units->state, {write.effective_date}));
    Attempt result;
    result.response.reset(response->New());
    MutableResult(*result.response)->set_name(base::FormatOrgUnitName(name));
    const auto unit = units->state.Get(name.city, name.unit, write.effective_date);
    if (unit.has_value()) result.unchanged_etag = unit->etag();
    if (events.empty()) return result;
    store::v1::StreamAppend& stream =
        AddStream(result.append, std::string(kOrganizationStream), units->revision);
    for (const auto& event : events) AddEvent(stream, event, write, store::v1::ORIGIN_OPERATED);
    return result;
  };
  runner_.Run(std::move(write), attempt, response, std::move(done));
}

}  // namespace mokuhyo::application
