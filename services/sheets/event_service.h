#ifndef MOKUHYO_SERVICES_SHEETS_EVENT_SERVICE_H_
#define MOKUHYO_SERVICES_SHEETS_EVENT_SERVICE_H_

#include "libs/projection/event_feed.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/feed/v1/event_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// EventService over gRPC. What each method does is said in
// proto/mokuhyo/feed/v1/event_service.proto.
class EventService final : public feed::v1::EventService::WithRawCallbackMethod_SubscribeEvents<
                               feed::v1::EventService::CallbackService> {
 public:
  // Both arguments must outlive this.
  EventService(serving::CallRuntime& runtime, projection::EventFeed& feed)
      : runtime_(runtime), feed_(feed) {}

  grpc::ServerUnaryReactor* ReadEvents(grpc::CallbackServerContext* context,
                                       const feed::v1::ReadEventsRequest* request,
                                       feed::v1::ReadEventsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.feed.v1.EventService/ReadEvents", response,
                  [=, this] { return feed_.ReadEvents(*request); });
  }

  // Unparsed, because the same events go to many.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* SubscribeEvents(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  serving::CallRuntime& runtime_;
  projection::EventFeed& feed_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_EVENT_SERVICE_H_
