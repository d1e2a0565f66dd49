#include "services/sheets/event_service.h"

#include <array>
#include <memory>
#include <utility>

#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/serving/message_source.h"
#include "services/raw_bytes.h"

namespace mokuhyo::services {
namespace {

using Source = serving::MessageSource<grpc::ByteBuffer>;

// A subscription, pulled by the stream.
class SubscriptionSource final : public Source {
 public:
  explicit SubscriptionSource(std::unique_ptr<projection::EventSubscription> subscription)
      : subscription_(std::move(subscription)) {}

  void Next(grpc::ByteBuffer& response, Done done) override {
    subscription_->Next(
        message_, [this, &response, done = std::move(done)](absl::StatusOr<bool> more) mutable {
          if (more.ok()) response = ToBytes(message_);
          done(std::move(more));
        });
  }

  void Cancel() override { subscription_->Cancel(); }

  bool IsPrompt() const override { return true; }

 private:
  static grpc::ByteBuffer ToBytes(const projection::FeedMessage& message) {
    const grpc::Slice rest(message.rest);
    if (message.event == nullptr) return grpc::ByteBuffer(&rest, 1);
    const std::array<grpc::Slice, 2> pieces = {ShareSlice(message.event), rest};
    return grpc::ByteBuffer(pieces.data(), pieces.size());
  }

  projection::FeedMessage message_;
  const std::unique_ptr<projection::EventSubscription> subscription_;
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* EventService::SubscribeEvents(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return runtime_.Stream<grpc::ByteBuffer>(
      context, "mokuhyo.feed.v1.EventService/SubscribeEvents",
      [=, this](const serving::CallInfo&) -> absl::StatusOr<std::unique_ptr<Source>> {
        feed::v1::SubscribeEventsRequest parsed;
        if (!parsed.ParseFromString(ReadBytes(*request))) {
          return base::InvalidArgument("request", "MALFORMED_REQUEST",
                                       "the bytes of the request are no SubscribeEventsRequest");
        }
        MOKUHYO_ASSIGN_OR_RETURN(auto subscription, feed_.SubscribeEvents(parsed));
        return std::make_unique<SubscriptionSource>(std::move(subscription));
      });
}

}  // namespace mokuhyo::services
