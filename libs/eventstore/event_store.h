#ifndef MOKUHYO_LIBS_EVENTSTORE_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// Receives the result of a call exactly once.
template <typename T>
using Callback = absl::AnyInvocable<void(absl::StatusOr<T>)>;

// Keeps a doorbell rung while it lives (EventStore::WatchCity). Its destructor waits for a ring in
// progress, except when it runs inside that ring; afterwards there are no more. May outlive the
// store.
class Watch {
 public:
  virtual ~Watch() = default;
};

// The log of every city: events in streams, in one total order per city.
//
// Positions of a city are dense (1, 2, 3 …) and follow the order of commits: who has read up to
// position P will never see anything appear at or below it. No order is promised between cities. A
// city exists from its first event on; reading an unknown city or stream gives empty answers, not
// errors.
//
// Thread-safe. Every method is asynchronous. `done` of Append runs on the thread that commits: it
// must be short and hand longer work on. `done` of the others may run before the method returns,
// after reading from the disk: call them where that is allowed, not on a gRPC thread (GetHead,
// ListCities and WatchCity never touch the disk). `done` must not destroy the store.
//
// Errors of every method:
//   INVALID_ARGUMENT  the request is malformed; the message names the field. Never retry.
//   UNAVAILABLE       the store is closed or shuts down.
//   DATA_LOSS         what was to be read is damaged; the message says where. Never retry.
class EventStore {
 public:
  virtual ~EventStore() = default;

  // Appends events to streams of one city, atomically: all or nothing, also across a crash. An
  // append that is reported as `appended` has been synced to the disk.
  //
  // In this order: if the request key has a receipt, the outcome is `duplicate` with that receipt
  // (compare its request_hash: another one is the reuse of an id). If any expectation fails, the
  // outcome is `conflict` with all that failed. Otherwise events and receipt are written together.
  // Conflicts and duplicates are outcomes, not errors; those of one caller never touch another's.
  //
  // Further errors, besides those above:
  // - OUT_OF_RANGE: larger than GetLimits() allows.
  // - RESOURCE_EXHAUSTED: too much is waiting to be committed; retry later. Nothing was written.
  // - UNAVAILABLE: nothing was written: the store accepts no appends since a failed write (until it
  //   was reopened), or the clock is more than a minute behind the last event.
  // - UNKNOWN: writing or syncing failed; once the store was reopened the append may or may not be
  //   in the log. Repeat it with the same request key.
  virtual void Append(store::v1::AppendRequest request,
                      Callback<store::v1::AppendResponse> done) = 0;

  // Finds the receipt of a request.
  virtual void FindRequest(store::v1::FindRequestRequest request,
                           Callback<store::v1::FindRequestResponse> done) = 0;

  // Reads a page of one stream.
  virtual void ReadStream(store::v1::ReadStreamRequest request,
                          Callback<store::v1::ReadStreamResponse> done) = 0;

  // Reads a page of a city's log. Starting above the head gives an empty page.
  virtual void ReadCity(store::v1::ReadCityRequest request,
                        Callback<store::v1::ReadCityResponse> done) = 0;

  // Reads position, epoch and last recorded time of a city's log.
  virtual void GetHead(store::v1::GetHeadRequest request,
                       Callback<store::v1::GetHeadResponse> done) = 0;

  // Reads the last revision of a stream.
  virtual void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                 Callback<store::v1::GetStreamRevisionResponse> done) = 0;

  // Lists the cities that have events.
  virtual void ListCities(Callback<store::v1::ListCitiesResponse> done) = 0;

  // Calls `ring` after commits of events to `city`, once for one or several of them. A ring may be
  // lost or come without news: followers read on after each ring and arm a timeout as well. `ring`
  // runs on the thread that commits: it must be short, must not block and must not call WatchCity.
  virtual std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) = 0;

  // The same for the life of the store.
  virtual store::v1::Limits GetLimits() const = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EVENT_STORE_H_
