#include "libs/eventstore/remote/remote_event_store.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/remote/remote_call.h"
#include "libs/eventstore/remote/remote_connection.h"
#include "libs/eventstore/remote/remote_watches.h"
#include "libs/eventstore/validation.h"
#include "mokuhyo/store/v1/event_store_service.grpc.pb.h"

namespace mokuhyo::eventstore {
namespace {

using Methods = RemoteConnection::Methods;

// After an attempt whose answer was lost, a duplicate with what this very append would have
// answered is that attempt.
void SettleAppend(const store::v1::AppendRequest& request, store::v1::AppendResponse& response) {
  if (!response.has_duplicate()) return;
  const store::v1::Receipt& receipt = response.duplicate();
  if (receipt.request_hash() != request.request_hash() ||
      receipt.appended().answer() != request.answer()) {
    return;
  }
  const store::v1::Appended appended = receipt.appended();
  *response.mutable_appended() = appended;
}

}  // namespace

struct RemoteEventStore::Parts {
  explicit Parts(const Options& options)
      : connection(options.address, options.retry, options.max_calls), watches(connection) {}

  template <typename Request, typename Response>
  void Call(typename RemoteCall<Request, Response>::Method method, Repeatable kind, Request request,
            Callback<Response> done,
            typename RemoteCall<Request, Response>::Settle settle = nullptr) {
    RemoteCall<Request, Response>::Start(connection, method, kind, connection.retry.total_timeout,
                                         std::move(request), std::move(done), settle);
  }

  // Refuses what every backend refuses, and sends the rest.
  template <typename Request, typename Response>
  void Read(typename RemoteCall<Request, Response>::Method method, Request request,
            Callback<Response> done) {
    if (auto status = Validate(request, limits); !status.ok()) return done(status);
    Call(method, Repeatable::kRead, std::move(request), std::move(done));
  }

  store::v1::Limits limits;
  RemoteConnection connection;
  RemoteWatches watches;
};

absl::StatusOr<std::unique_ptr<RemoteEventStore>> RemoteEventStore::Open(Options options) {
  auto parts = std::make_unique<Parts>(options);
  using GetLimitsCall = RemoteCall<store::v1::GetLimitsRequest, store::v1::GetLimitsResponse>;
  const auto answer = Await<store::v1::GetLimitsResponse>([&](auto done) {
    GetLimitsCall::Start(parts->connection, &Methods::GetLimits, Repeatable::kRead,
                         options.open_timeout, {}, std::move(done));
  });
  if (absl::IsUnimplemented(answer.status())) {
    return base::InvalidArgument(
        "event-store", "NOT_AN_EVENT_STORE",
        absl::StrCat("what answers at ", options.address,
                     " is no event store; name the address that mokuhyo-eventstored listens on"));
  }
  if (!answer.ok()) return answer.status();
  parts->limits = answer->limits();
  return absl::WrapUnique(new RemoteEventStore(std::move(parts)));
}

RemoteEventStore::RemoteEventStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RemoteEventStore::~RemoteEventStore() = default;

void RemoteEventStore::Append(store::v1::AppendRequest request,
                              Callback<store::v1::AppendResponse> done) {
  if (auto status = ValidateAppend(request, parts_->limits); !status.ok()) return done(status);
  const Repeatable kind = request.has_request() ? Repeatable::kKeyedWrite : Repeatable::kPlainWrite;
  parts_->Call(&Methods::Append, kind, std::move(request), std::move(done), &SettleAppend);
}

void RemoteEventStore::FindRequest(store::v1::FindRequestRequest request,
                                   Callback<store::v1::FindRequestResponse> done) {
  parts_->Read(&Methods::FindRequest, std::move(request), std::move(done));
}

void RemoteEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                  Callback<store::v1::ReadStreamResponse> done) {
  parts_->Read(&Methods::ReadStream, std::move(request), std::move(done));
}

void RemoteEventStore::ReadCity(store::v1::ReadCityRequest request,
                                Callback<store::v1::ReadCityResponse> done) {
  parts_->Read(&Methods::ReadCity, std::move(request), std::move(done));
}

void RemoteEventStore::GetHead(store::v1::GetHeadRequest request,
                               Callback<store::v1::GetHeadResponse> done) {
  parts_->Read(&Methods::GetHead, std::move(request), std::move(done));
}

void RemoteEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                         Callback<store::v1::GetStreamRevisionResponse> done) {
  parts_->Read(&Methods::GetStreamRevision, std::move(request), std::move(done));
}

void RemoteEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  parts_->Call(&Methods::ListCities, Repeatable::kRead, store::v1::ListCitiesRequest(),
               std::move(done));
}

std::unique_ptr<Watch> RemoteEventStore::WatchCity(std::string_view city,
                                                   std::function<void()> ring) {
  return parts_->watches.Add(city, std::move(ring));
}

store::v1::Limits RemoteEventStore::GetLimits() const { return parts_->limits; }

}  // namespace mokuhyo::eventstore
