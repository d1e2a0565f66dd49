#ifndef MOKUHYO_SERVICES_PROJECTION_SERVICE_H_
#define MOKUHYO_SERVICES_PROJECTION_SERVICE_H_

#include <memory>

#include "libs/serving/call_runtime.h"
#include "mokuhyo/admin/v1/projection_service.grpc.pb.h"
#include "services/adapter.h"
#include "services/projection_keeping.h"

namespace mokuhyo::services {

// ProjectionService over gRPC, of each process that keeps derived data. What each method does is
// said in proto/mokuhyo/admin/v1/projection_service.proto.
class ProjectionService final : public admin::v1::ProjectionService::CallbackService {
 public:
  // Both arguments must outlive this.
  ProjectionService(serving::CallRuntime& runtime, ProjectionKeeping& keeping)
      : runtime_(runtime), keeping_(keeping) {}

  grpc::ServerUnaryReactor* ListProjections(grpc::CallbackServerContext* context,
                                            const admin::v1::ListProjectionsRequest*,
                                            admin::v1::ListProjectionsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.admin.v1.ProjectionService/ListProjections", response,
                  [this] { return keeping_.List(); });
  }

  grpc::ServerWriteReactor<admin::v1::RebuildProjectionsResponse>* RebuildProjections(
      grpc::CallbackServerContext* context, const admin::v1::RebuildProjectionsRequest*) override {
    using Source = serving::MessageSource<admin::v1::RebuildProjectionsResponse>;
    return runtime_.Stream<admin::v1::RebuildProjectionsResponse>(
        context, "mokuhyo.admin.v1.ProjectionService/RebuildProjections",
        [this](const serving::CallInfo&) -> absl::StatusOr<std::unique_ptr<Source>> {
          return keeping_.Rebuild();
        });
  }

 private:
  serving::CallRuntime& runtime_;
  ProjectionKeeping& keeping_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_PROJECTION_SERVICE_H_
