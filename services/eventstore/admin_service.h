#ifndef MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_
#define MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "libs/application/city_folds.h"
#include "libs/application/city_writes.h"
#include "libs/eventstore/event_store.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// What GetStatus says of the process.
struct ProcessFacts {
  std::string version;
  absl::Time started_at;
  // The backend, for example `rocksdb:/var/lib/mokuhyo/events`.
  std::string event_store;
};

// AdminService over gRPC. What each method does is said in
// proto/mokuhyo/admin/v1/admin_service.proto.
class AdminService final : public admin::v1::AdminService::CallbackService {
 public:
  // All arguments but `facts` must outlive this.
  AdminService(serving::CallRuntime& runtime, application::CityWrites& writes,
               application::CityFolds& folds, eventstore::EventStore& store, ProcessFacts facts)
      : runtime_(runtime),
        writes_(writes),
        folds_(folds),
        store_(store),
        facts_(std::move(facts)) {}

  grpc::ServerUnaryReactor* CreateCity(grpc::CallbackServerContext* context,
                                       const admin::v1::CreateCityRequest* request,
                                       admin::v1::CreateCityResponse* response) override {
    return Write(runtime_, context, "mokuhyo.admin.v1.AdminService/CreateCity",
                 [=, this](const application::Caller& caller, serving::CallRuntime::Done done) {
                   writes_.CreateCity(*request, caller, response, std::move(done));
                 });
  }

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const admin::v1::GetStatusRequest*,
                                      admin::v1::GetStatusResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.admin.v1.AdminService/GetStatus", response,
                  [this] { return ReadStatus(); });
  }

 private:
  absl::StatusOr<admin::v1::GetStatusResponse> ReadStatus();

  serving::CallRuntime& runtime_;
  application::CityWrites& writes_;
  application::CityFolds& folds_;
  eventstore::EventStore& store_;
  const ProcessFacts facts_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_
