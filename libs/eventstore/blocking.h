#ifndef MOKUHYO_LIBS_EVENTSTORE_BLOCKING_H_
#define MOKUHYO_LIBS_EVENTSTORE_BLOCKING_H_

#include <future>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"

// The methods of EventStore for callers that may wait: threads of an executor, programs, tests.
// Never call them on a gRPC thread or from a callback of the store: the latter waits for itself.
namespace mokuhyo::eventstore {

// Runs `start(Callback<Response>)` and waits for the result.
template <typename Response, typename Start>
absl::StatusOr<Response> Await(Start&& start) {
  std::promise<absl::StatusOr<Response>> promise;
  auto future = promise.get_future();
  // The promise moves into the callback: `set_value` may still run after the waiting caller has
  // left.
  std::forward<Start>(start)(
      Callback<Response>([promise = std::move(promise)](absl::StatusOr<Response> result) mutable {
        promise.set_value(std::move(result));
      }));
  return future.get();
}

inline absl::StatusOr<store::v1::AppendResponse> AppendNow(EventStore& store,
                                                           store::v1::AppendRequest request) {
  return Await<store::v1::AppendResponse>(
      [&](auto done) { store.Append(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::FindRequestResponse> FindRequestNow(
    EventStore& store, store::v1::FindRequestRequest request) {
  return Await<store::v1::FindRequestResponse>(
      [&](auto done) { store.FindRequest(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::ReadStreamResponse> ReadStreamNow(
    EventStore& store, store::v1::ReadStreamRequest request) {
  return Await<store::v1::ReadStreamResponse>(
      [&](auto done) { store.ReadStream(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::ReadCityResponse> ReadCityNow(EventStore& store,
                                                               store::v1::ReadCityRequest request) {
  return Await<store::v1::ReadCityResponse>(
      [&](auto done) { store.ReadCity(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::GetHeadResponse> GetHeadNow(EventStore& store,
                                                             store::v1::GetHeadRequest request) {
  return Await<store::v1::GetHeadResponse>(
      [&](auto done) { store.GetHead(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::GetStreamRevisionResponse> GetStreamRevisionNow(
    EventStore& store, store::v1::GetStreamRevisionRequest request) {
  return Await<store::v1::GetStreamRevisionResponse>(
      [&](auto done) { store.GetStreamRevision(std::move(request), std::move(done)); });
}

inline absl::StatusOr<store::v1::ListCitiesResponse> ListCitiesNow(EventStore& store) {
  return Await<store::v1::ListCitiesResponse>(
      [&](auto done) { store.ListCities(std::move(done)); });
}

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_BLOCKING_H_
