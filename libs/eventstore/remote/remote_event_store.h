#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_EVENT_STORE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/remote/retry.h"

namespace mokuhyo::eventstore {

// The event store of another process, which serves mokuhyo.store.v1.EventStoreService.
//
// No thread waits for an answer: calls, and the pauses between their repetitions, are gRPC's, and
// callbacks and rings run on its threads, so they must not wait for anything; in particular not for
// this store. What is over the store's limits is refused before it is sent. No order is kept
// between calls that are under way at the same time, not even between appends.
//
// A call that fails because the store is away or is being started again is repeated, for a bounded
// time; an append only if nothing was written, or with its request key, by which the store knows it
// again. In addition to EventStore:
//   UNAVAILABLE         STORE_UNREACHABLE: nobody answered in all that time; nothing was written.
//   UNKNOWN             OUTCOME_UNKNOWN: the append was sent and its answer was lost. One without
//                       request key is then not repeated.
//   RESOURCE_EXHAUSTED  STORE_BUSY: too many calls are under way.
class RemoteEventStore final : public EventStore {
 public:
  struct Options {
    // HOST:PORT or unix:PATH.
    std::string address;
    // How long Open waits for the store to answer.
    absl::Duration open_timeout = absl::Seconds(10);
    RetryOptions retry = {};
    // Calls that may be under way; watches do not count. Below what a server takes from one
    // connection.
    size_t max_calls = 768;
  };

  // Connects, and asks for the limits; waits for that. Returns UNAVAILABLE with reason
  // STORE_UNREACHABLE if nobody answers in time, INVALID_ARGUMENT with reason NOT_AN_EVENT_STORE if
  // somebody else does.
  static absl::StatusOr<std::unique_ptr<RemoteEventStore>> Open(Options options);

  // Cancels what is under way, and waits until every caller has been told.
  ~RemoteEventStore() override;

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  // Rings also when the connection to the store came back.
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;
  store::v1::Limits GetLimits() const override;

 private:
  struct Parts;

  explicit RemoteEventStore(std::unique_ptr<Parts> parts);

  const std::unique_ptr<Parts> parts_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_EVENT_STORE_H_
