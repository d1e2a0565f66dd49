#include "services/eventstore/event_store_service.h"

#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/eventstore/subscription.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::services {
namespace {

using eventstore::EventStore;
using serving::CallInfo;
using serving::CallRuntime;

// A call of the store that takes a request: nobody waits for it, it answers when it is done.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Pass(CallRuntime& runtime, EventStore& store,
                               grpc::CallbackServerContext* context, std::string_view method,
                               void (EventStore::*call)(Request, eventstore::Callback<Response>),
                               const Request* request, Response* response) {
  return runtime.Unary(
      context, method, [&store, call, request, response](const CallInfo&, CallRuntime::Done done) {
        (store.*call)(*request,
                      [response, done = std::move(done)](absl::StatusOr<Response> answer) mutable {
                        if (!answer.ok()) return done(answer.status());
                        *response = *std::move(answer);
                        done(absl::OkStatus());
                      });
      });
}

// What a subscription has to say, as the messages of a stream.
class SubscriptionSource final : public serving::MessageSource<store::v1::SubscribeResponse> {
 public:
  explicit SubscriptionSource(std::unique_ptr<eventstore::Subscription> subscription)
      : subscription_(std::move(subscription)) {}

  void Next(store::v1::SubscribeResponse& response, Done done) override {
    subscription_->Next([&response, done = std::move(done)](
                            absl::StatusOr<store::v1::SubscribeResponse> news) mutable {
      if (!news.ok()) return done(news.status());
      response = *std::move(news);
      done(true);
    });
  }

  void Cancel() override { subscription_->Cancel(); }

 private:
  const std::unique_ptr<eventstore::Subscription> subscription_;
};

}  // namespace

void EventStoreService::Shutdown() {
  heads_.Shutdown();
  subscriptions_.Shutdown();
}

grpc::ServerUnaryReactor* EventStoreService::Append(grpc::CallbackServerContext* context,
                                                    const store::v1::AppendRequest* request,
                                                    store::v1::AppendResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/Append",
              &EventStore::Append, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::FindRequest(
    grpc::CallbackServerContext* context, const store::v1::FindRequestRequest* request,
    store::v1::FindRequestResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/FindRequest",
              &EventStore::FindRequest, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::ReadStream(grpc::CallbackServerContext* context,
                                                        const store::v1::ReadStreamRequest* request,
                                                        store::v1::ReadStreamResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/ReadStream",
              &EventStore::ReadStream, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::ReadCity(grpc::CallbackServerContext* context,
                                                      const store::v1::ReadCityRequest* request,
                                                      store::v1::ReadCityResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/ReadCity",
              &EventStore::ReadCity, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::GetHead(grpc::CallbackServerContext* context,
                                                     const store::v1::GetHeadRequest* request,
                                                     store::v1::GetHeadResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/GetHead",
              &EventStore::GetHead, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::GetStreamRevision(
    grpc::CallbackServerContext* context, const store::v1::GetStreamRevisionRequest* request,
    store::v1::GetStreamRevisionResponse* response) {
  return Pass(runtime_, store_, context, "mokuhyo.store.v1.EventStoreService/GetStreamRevision",
              &EventStore::GetStreamRevision, request, response);
}

grpc::ServerUnaryReactor* EventStoreService::ListCities(grpc::CallbackServerContext* context,
                                                        const store::v1::ListCitiesRequest*,
                                                        store::v1::ListCitiesResponse* response) {
  return runtime_.Unary(
      context, "mokuhyo.store.v1.EventStoreService/ListCities",
      [this, response](const CallInfo&, CallRuntime::Done done) {
        store_.ListCities([response, done = std::move(done)](auto answer) mutable {
          if (!answer.ok()) return done(answer.status());
          *response = *std::move(answer);
          done(absl::OkStatus());
        });
      });
}

grpc::ServerUnaryReactor* EventStoreService::GetLimits(grpc::CallbackServerContext* context,
                                                       const store::v1::GetLimitsRequest*,
                                                       store::v1::GetLimitsResponse* response) {
  return runtime_.Unary(context, "mokuhyo.store.v1.EventStoreService/GetLimits",
                        [this, response](const CallInfo&) {
                          *response->mutable_limits() = store_.GetLimits();
                          return absl::OkStatus();
                        });
}

grpc::ServerWriteReactor<store::v1::WatchCityResponse>* EventStoreService::WatchCity(
    grpc::CallbackServerContext* context, const store::v1::WatchCityRequest* request) {
  using Source = std::unique_ptr<serving::MessageSource<store::v1::WatchCityResponse>>;
  return runtime_.Stream<store::v1::WatchCityResponse>(
      context, "mokuhyo.store.v1.EventStoreService/WatchCity",
      [this, request](const CallInfo&) -> absl::StatusOr<Source> {
        if (auto city = eventstore::ValidateCity(request->city(), store_.GetLimits()); !city.ok()) {
          return city;
        }
        return std::make_unique<HeadSource>(store_, executor_, heads_, request->city());
      });
}

grpc::ServerWriteReactor<store::v1::SubscribeResponse>* EventStoreService::Subscribe(
    grpc::CallbackServerContext* context, const store::v1::SubscribeRequest* request) {
  using Source = std::unique_ptr<serving::MessageSource<store::v1::SubscribeResponse>>;
  return runtime_.Stream<store::v1::SubscribeResponse>(
      context, "mokuhyo.store.v1.EventStoreService/Subscribe",
      [this, request](const CallInfo&) -> absl::StatusOr<Source> {
        return std::make_unique<SubscriptionSource>(subscriptions_.Open(*request));
      });
}

}  // namespace mokuhyo::services
