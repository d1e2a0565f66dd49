#ifndef MOKUHYO_SERVICES_EVENTSTORE_EVENT_STORE_SERVICE_H_
#define MOKUHYO_SERVICES_EVENTSTORE_EVENT_STORE_SERVICE_H_

#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/serving/call_runtime.h"
#include "libs/serving/executor.h"
#include "mokuhyo/store/v1/event_store_service.grpc.pb.h"
#include "services/eventstore/head_source.h"

namespace mokuhyo::services {

// EventStoreService over gRPC: the store of this process for the other processes of mokuhyo. What
// each method does is said in proto/mokuhyo/store/v1/event_store_service.proto.
class EventStoreService final : public store::v1::EventStoreService::CallbackService {
 public:
  // The services of mokuhyo, each with as many calls as it lets in itself.
  static constexpr serving::CallLimits kLimits = {.max_calls = 8192, .max_streams = 4096};

  // All must outlive this; `runtime` runs on `executor`.
  EventStoreService(serving::CallRuntime& runtime, serving::Executor& executor,
                    eventstore::EventStore& store, eventstore::Subscriptions& subscriptions)
      : runtime_(runtime), executor_(executor), store_(store), subscriptions_(subscriptions) {}

  // Ends the streams, which do not end by themselves, so that no stop waits for them.
  void Shutdown();

  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context,
                                   const store::v1::AppendRequest* request,
                                   store::v1::AppendResponse* response) override;
  grpc::ServerUnaryReactor* FindRequest(grpc::CallbackServerContext* context,
                                        const store::v1::FindRequestRequest* request,
                                        store::v1::FindRequestResponse* response) override;
  grpc::ServerUnaryReactor* ReadStream(grpc::CallbackServerContext* context,
                                       const store::v1::ReadStreamRequest* request,
                                       store::v1::ReadStreamResponse* response) override;
  grpc::ServerUnaryReactor* ReadCity(grpc::CallbackServerContext* context,
                                     const store::v1::ReadCityRequest* request,
                                     store::v1::ReadCityResponse* response) override;
  grpc::ServerUnaryReactor* GetHead(grpc::CallbackServerContext* context,
                                    const store::v1::GetHeadRequest* request,
                                    store::v1::GetHeadResponse* response) override;
  grpc::ServerUnaryReactor* GetStreamRevision(
      grpc::CallbackServerContext* context, const store::v1::GetStreamRevisionRequest* request,
      store::v1::GetStreamRevisionResponse* response) override;
  grpc::ServerUnaryReactor* ListCities(grpc::CallbackServerContext* context,
                                       const store::v1::ListCitiesRequest* request,
                                       store::v1::ListCitiesResponse* response) override;
  grpc::ServerUnaryReactor* GetLimits(grpc::CallbackServerContext* context,
                                      const store::v1::GetLimitsRequest* request,
                                      store::v1::GetLimitsResponse* response) override;
  grpc::ServerWriteReactor<store::v1::WatchCityResponse>* WatchCity(
      grpc::CallbackServerContext* context, const store::v1::WatchCityRequest* request) override;
  grpc::ServerWriteReactor<store::v1::SubscribeResponse>* Subscribe(
      grpc::CallbackServerContext* context, const store::v1::SubscribeRequest* request) override;

 private:
  serving::CallRuntime& runtime_;
  serving::Executor& executor_;
  eventstore::EventStore& store_;
  eventstore::Subscriptions& subscriptions_;
  HeadSources heads_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_EVENT_STORE_SERVICE_H_
