#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/rocksdb/salvage.h"
#include "libs/eventstore/rocksdb/salvaged_reader.h"

namespace mokuhyo::eventstore {

// Serves what is whole of a log that does not open any more: every city there may be is damaged
// (SalvagedReader), also those of which nothing was found. Of each, GetHead tells `damaged_from`,
// the first position that is missing or unreadable, and the position before it.
//
// Thread-safe. Reading calls back before the method returns. `refusal` is the DATA_LOSS with which
// appends are refused.
class SalvagedEventStore final : public EventStore {
 public:
  SalvagedEventStore(SalvagedLog log, absl::Status refusal, const store::v1::Limits& limits);
  ~SalvagedEventStore() override;

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  // A request without receipt may have had one: DATA_LOSS.
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  // Always DATA_LOSS: the last revision is not known.
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  // The cities of which anything was found; others may have been lost altogether.
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  // Never rings.
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;
  store::v1::Limits GetLimits() const override;

 private:
  const SalvagedLog log_;
  const absl::Status refusal_;
  const store::v1::Limits limits_;
  Doorbells doorbells_;
  const SalvagedReader reader_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_
