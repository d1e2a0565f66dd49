#ifndef MOKUHYO_SERVICES_GOALS_ORGANIZATION_SERVICE_H_
#define MOKUHYO_SERVICES_GOALS_ORGANIZATION_SERVICE_H_

#include "libs/application/city_writes.h"
#include "libs/projection/organization_reader.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/organization/v1/organization_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// OrganizationService over gRPC. What each method does is said in
// proto/mokuhyo/organization/v1/organization_service.proto.
class OrganizationService final : public organization::v1::OrganizationService::CallbackService {
 public:
  // All arguments must outlive this.
  OrganizationService(serving::CallRuntime& runtime, application::CityWrites& writes,
                      projection::OrganizationReader& reader)
      : runtime_(runtime), writes_(writes), reader_(reader) {}

  grpc::ServerUnaryReactor* OpenOrgUnit(grpc::CallbackServerContext* context,
                                        const organization::v1::OpenOrgUnitRequest* request,
                                        organization::v1::OpenOrgUnitResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/OpenOrgUnit", request, response);
  }

  grpc::ServerUnaryReactor* RenameOrgUnit(
      grpc::CallbackServerContext* context, const organization::v1::RenameOrgUnitRequest* request,
      organization::v1::RenameOrgUnitResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/RenameOrgUnit", request,
                     response);
  }

  grpc::ServerUnaryReactor* MoveOrgUnit(grpc::CallbackServerContext* context,
                                        const organization::v1::MoveOrgUnitRequest* request,
                                        organization::v1::MoveOrgUnitResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/MoveOrgUnit", request, response);
  }

  grpc::ServerUnaryReactor* CloseOrgUnit(
      grpc::CallbackServerContext* context, const organization::v1::CloseOrgUnitRequest* request,
      organization::v1::CloseOrgUnitResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/CloseOrgUnit", request, response);
  }

  grpc::ServerUnaryReactor* SplitOrgUnit(
      grpc::CallbackServerContext* context, const organization::v1::SplitOrgUnitRequest* request,
      organization::v1::SplitOrgUnitResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/SplitOrgUnit", request, response);
  }

  grpc::ServerUnaryReactor* MergeOrgUnits(
      grpc::CallbackServerContext* context, const organization::v1::MergeOrgUnitsRequest* request,
      organization::v1::MergeOrgUnitsResponse* response) override {
    return WriteUnit(runtime_, writes_, context,
                     "mokuhyo.organization.v1.OrganizationService/MergeOrgUnits", request,
                     response);
  }

  grpc::ServerUnaryReactor* GetOrgUnit(grpc::CallbackServerContext* context,
                                       const organization::v1::GetOrgUnitRequest* request,
                                       organization::v1::GetOrgUnitResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.organization.v1.OrganizationService/GetOrgUnit",
                  response, [=, this] { return reader_.GetOrgUnit(*request); });
  }

  grpc::ServerUnaryReactor* ListOrgUnits(
      grpc::CallbackServerContext* context, const organization::v1::ListOrgUnitsRequest* request,
      organization::v1::ListOrgUnitsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.organization.v1.OrganizationService/ListOrgUnits",
                  response, [=, this] { return reader_.ListOrgUnits(*request); });
  }

  grpc::ServerUnaryReactor* RegisterForm(
      grpc::CallbackServerContext* context, const organization::v1::RegisterFormRequest* request,
      organization::v1::RegisterFormResponse* response) override {
    return Write(runtime_, context, "mokuhyo.organization.v1.OrganizationService/RegisterForm",
                 [=, this](const application::Caller& caller, serving::CallRuntime::Done done) {
                   writes_.RegisterForm(*request, caller, response, std::move(done));
                 });
  }

  grpc::ServerUnaryReactor* GetForm(grpc::CallbackServerContext* context,
                                    const organization::v1::GetFormRequest* request,
                                    organization::v1::GetFormResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.organization.v1.OrganizationService/GetForm",
                  response, [=, this] { return reader_.GetForm(*request); });
  }

  grpc::ServerUnaryReactor* ListForms(grpc::CallbackServerContext* context,
                                      const organization::v1::ListFormsRequest* request,
                                      organization::v1::ListFormsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.organization.v1.OrganizationService/ListForms",
                  response, [=, this] { return reader_.ListForms(*request); });
  }

 private:
  serving::CallRuntime& runtime_;
  application::CityWrites& writes_;
  projection::OrganizationReader& reader_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_GOALS_ORGANIZATION_SERVICE_H_
