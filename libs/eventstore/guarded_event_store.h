#ifndef MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// A log that is not what a checkpoint says.
struct DamagedLog {
  // DATA_LOSS, saying what differs.
  absl::Status status;
  // The first position that may be lost or changed.
  uint64_t damaged_from = 0;
};

// Damaged logs by city.
using DamagedLogs = std::map<std::string, DamagedLog, std::less<>>;

// A store, some of whose logs are known to be damaged: these can be read, and take no appends,
// because what is written on top of a loss would be taken for the record. Everything else is the
// store's. Thread-safe.
class GuardedEventStore final : public EventStore {
 public:
  // `store` must outlive this. With a `refusal` no log at all takes appends.
  GuardedEventStore(EventStore& store, DamagedLogs damaged, absl::Status refusal = {})
      : store_(store), damaged_(std::move(damaged)), refusal_(std::move(refusal)) {}

  // Errors, besides those of the store: the refusal, and the status of a damaged log.
  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  // Says of a damaged log from where on it is.
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;
  store::v1::Limits GetLimits() const override;

 private:
  EventStore& store_;
  const DamagedLogs damaged_;
  const absl::Status refusal_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_
