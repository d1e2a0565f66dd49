#ifndef MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_
#define MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "libs/application/city_folds.h"
#include "libs/application/city_writes.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_store.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "services/adapter.h"
#include "services/eventstore/proofs.h"
#include "services/eventstore/store_keeping.h"

namespace mokuhyo::services {

// What GetStatus says of the process.
struct ProcessFacts {
  std::string version;
  absl::Time started_at;
  // The backend, for example `rocksdb:/var/lib/mokuhyo/events`.
  std::string event_store;
};

// What AdminService works with. All references must outlive it.
struct AdminParts {
  serving::CallRuntime& runtime;
  application::CityWrites& writes;
  application::CityFolds& folds;
  eventstore::EventStore& store;
  // Null where the store lies in another process: that one keeps it, and does what is asked of a
  // keeper.
  StoreKeeping* keeping = nullptr;
  ProcessFacts facts;
};

// AdminService over gRPC. What each method does is said in
// proto/mokuhyo/admin/v1/admin_service.proto.
class AdminService final : public admin::v1::AdminService::CallbackService {
 public:
  explicit AdminService(AdminParts parts)
      : runtime_(parts.runtime),
        writes_(parts.writes),
        folds_(parts.folds),
        store_(parts.store),
        keeping_(parts.keeping),
        facts_(std::move(parts.facts)) {}

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

  grpc::ServerUnaryReactor* CreateCheckpoint(
      grpc::CallbackServerContext* context, const admin::v1::CreateCheckpointRequest* request,
      admin::v1::CreateCheckpointResponse* response) override {
    return Prove(context, "mokuhyo.admin.v1.AdminService/CreateCheckpoint",
                 &Proofs::CreateCheckpoint, request, response);
  }

  grpc::ServerUnaryReactor* ListCheckpoints(grpc::CallbackServerContext* context,
                                            const admin::v1::ListCheckpointsRequest* request,
                                            admin::v1::ListCheckpointsResponse* response) override {
    return Prove(context, "mokuhyo.admin.v1.AdminService/ListCheckpoints", &Proofs::ListCheckpoints,
                 request, response);
  }

  grpc::ServerUnaryReactor* GetInclusionProof(
      grpc::CallbackServerContext* context, const admin::v1::GetInclusionProofRequest* request,
      admin::v1::GetInclusionProofResponse* response) override {
    return Prove(context, "mokuhyo.admin.v1.AdminService/GetInclusionProof",
                 &Proofs::GetInclusionProof, request, response);
  }

  grpc::ServerUnaryReactor* GetConsistencyProof(
      grpc::CallbackServerContext* context, const admin::v1::GetConsistencyProofRequest* request,
      admin::v1::GetConsistencyProofResponse* response) override {
    return Prove(context, "mokuhyo.admin.v1.AdminService/GetConsistencyProof",
                 &Proofs::GetConsistencyProof, request, response);
  }

  grpc::ServerWriteReactor<admin::v1::CreateBackupResponse>* CreateBackup(
      grpc::CallbackServerContext* context, const admin::v1::CreateBackupRequest*) override {
    return Maintain<admin::v1::CreateBackupResponse>(
        context, "mokuhyo.admin.v1.AdminService/CreateBackup",
        [](Maintenance& maintenance) { return maintenance.CreateBackup(); });
  }

  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const admin::v1::ListBackupsRequest*,
                                        admin::v1::ListBackupsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.admin.v1.AdminService/ListBackups", response,
                  [this]() -> absl::StatusOr<admin::v1::ListBackupsResponse> {
                    MOKUHYO_RETURN_IF_ERROR(RequireKeeping());
                    return keeping_->maintenance().ListBackups();
                  });
  }

  grpc::ServerWriteReactor<admin::v1::VerifyStoreResponse>* VerifyStore(
      grpc::CallbackServerContext* context, const admin::v1::VerifyStoreRequest* request) override {
    return Maintain<admin::v1::VerifyStoreResponse>(
        context, "mokuhyo.admin.v1.AdminService/VerifyStore",
        [request](Maintenance& maintenance) { return maintenance.VerifyStore(*request); });
  }

  grpc::ServerUnaryReactor* RedactEvent(grpc::CallbackServerContext* context,
                                        const admin::v1::RedactEventRequest* request,
                                        admin::v1::RedactEventResponse* response) override {
    return runtime_.Unary(context, "mokuhyo.admin.v1.AdminService/RedactEvent",
                          [=, this](const serving::CallInfo& call) -> absl::Status {
                            MOKUHYO_ASSIGN_OR_RETURN(*response, Redact(*request, CallerOf(call)));
                            return absl::OkStatus();
                          });
  }

 private:
  absl::StatusOr<admin::v1::GetStatusResponse> ReadStatus();
  absl::StatusOr<admin::v1::CityStatus> ReadCityStatus(const std::string& id);
  // FAILED_PRECONDITION with reason STORE_ELSEWHERE if this process does not keep the store.
  absl::Status RequireKeeping() const;

  absl::StatusOr<admin::v1::RedactEventResponse> Redact(
      const admin::v1::RedactEventRequest& request, const application::Caller& caller);

  // A long method of Maintenance.
  template <typename Response, typename Start>
  grpc::ServerWriteReactor<Response>* Maintain(grpc::CallbackServerContext* context,
                                               std::string_view method, Start start) {
    return runtime_.Stream<Response>(
        context, method, [this, start](const serving::CallInfo&) -> Maintenance::Source<Response> {
          MOKUHYO_RETURN_IF_ERROR(RequireKeeping());
          return start(keeping_->maintenance());
        });
  }

  // A method of Proofs.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Prove(grpc::CallbackServerContext* context, std::string_view method,
                                  absl::StatusOr<Response> (Proofs::*prove)(const Request&),
                                  const Request* request, Response* response) {
    return Answer(runtime_, context, method, response, [=, this]() -> absl::StatusOr<Response> {
      MOKUHYO_RETURN_IF_ERROR(RequireKeeping());
      Proofs proofs(keeping_->operations(), keeping_->checkpoints(), folds_);
      return (proofs.*prove)(*request);
    });
  }

  serving::CallRuntime& runtime_;
  application::CityWrites& writes_;
  application::CityFolds& folds_;
  eventstore::EventStore& store_;
  StoreKeeping* const keeping_;
  const ProcessFacts facts_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_ADMIN_SERVICE_H_
