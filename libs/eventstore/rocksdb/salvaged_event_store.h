#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/salvage.h"

namespace mokuhyo::eventstore {

// Serves what is whole of a log that was damaged, and never pretends that it is all there is: where
// the log ends nobody knows, and every answer that depends on it is DATA_LOSS.
//
// Of each city, GetHead tells `damaged_from`, the first position that is missing or unreadable, and
// the position before it. Reads that stay below (up to a position, from a position) are answered as
// ever. A read that goes on from there ends its page before the damage, without saying that this is
// the end; the next page is DATA_LOSS. Events above the damage can be read by their position while
// nothing is missing between them.
//
// Thread-safe. Reading calls back before the method returns. `damage` is the DATA_LOSS with which
// appends are refused and which the others quote.
class SalvagedEventStore final : public EventStore {
 public:
  SalvagedEventStore(SalvagedLog log, absl::Status damage, const store::v1::Limits& limits);
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
  absl::StatusOr<store::v1::ReadStreamResponse> Read(const store::v1::ReadStreamRequest& request);
  absl::StatusOr<store::v1::ReadCityResponse> Read(const store::v1::ReadCityRequest& request);
  // First position of a city that is not whole.
  uint64_t DamagedFrom(const std::string& city) const;
  absl::Status Lost(const std::string& city) const;

  const SalvagedLog log_;
  const absl::Status damage_;
  const store::v1::Limits limits_;
  Doorbells doorbells_;
  CityHeads whole_heads_;
  CityHeads last_heads_;
  // Up to where all is whole, and up to the last event that was found.
  const LogReader whole_;
  const LogReader all_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_EVENT_STORE_H_
