#include "services/sheets/event_service.h"

#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/serving/message_source.h"

namespace mokuhyo::services {
namespace {

using Source = serving::MessageSource<feed::v1::SubscribeEventsResponse>;

// A subscription, pulled by the stream.
class SubscriptionSource final : public Source {
 public:
  explicit SubscriptionSource(std::unique_ptr<projection::EventSubscription> subscription)
      : subscription_(std::move(subscription)) {}

  void Next(feed::v1::SubscribeEventsResponse& response, Done done) override {
    subscription_->Next(response, std::move(done));
  }

  void Cancel() override { subscription_->Cancel(); }

 private:
  const std::unique_ptr<projection::EventSubscription> subscription_;
};

}  // namespace

grpc::ServerWriteReactor<feed::v1::SubscribeEventsResponse>* EventService::SubscribeEvents(
    grpc::CallbackServerContext* context, const feed::v1::SubscribeEventsRequest* request) {
  return runtime_.Stream<feed::v1::SubscribeEventsResponse>(
      context, "mokuhyo.feed.v1.EventService/SubscribeEvents",
      [=, this](const serving::CallInfo&) -> absl::StatusOr<std::unique_ptr<Source>> {
        MOKUHYO_ASSIGN_OR_RETURN(auto subscription, feed_.SubscribeEvents(*request));
        return std::make_unique<SubscriptionSource>(std::move(subscription));
      });
}

}  // namespace mokuhyo::services
