#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_READER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_READER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/salvaged_city.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Reads what is whole of cities that are damaged, and never pretends that it is all there is: where
// their logs end nobody knows, and every answer that depends on it is DATA_LOSS.
//
// Reads that stay below the first position that is missing or unreadable (up to a position, from a
// position) are answered as ever. A read that goes on from there ends its page before the damage,
// without saying that this is the end; the next page is DATA_LOSS. Events above the damage can be
// read by their position while nothing is missing between them.
//
// Thread-safe. Requests have passed validation. Errors: DATA_LOSS, UNAVAILABLE.
class SalvagedReader {
 public:
  // A city that is not among `cities` has lost everything, for `cause`. `db` and `limits` must
  // outlive the reader.
  SalvagedReader(rocksdb::DB& db, std::map<std::string, SalvagedCity> cities, absl::Status cause,
                 const store::v1::Limits& limits);

  // Never absent: a request without receipt may have had one.
  absl::StatusOr<std::optional<store::v1::Receipt>> FindReceipt(
      const std::string& city, const store::v1::RequestKey& key) const;

  absl::StatusOr<store::v1::ReadStreamResponse> ReadStream(
      const store::v1::ReadStreamRequest& request) const;

  absl::StatusOr<store::v1::ReadCityResponse> ReadCity(
      const store::v1::ReadCityRequest& request) const;

  // Up to where a city is whole.
  CityHead FindWhole(const std::string& city) const { return whole_heads_.Find(city); }

  // SalvagedCity::loss.
  absl::Status FindLoss(const std::string& city) const;

 private:
  // First position of a city that is not whole.
  uint64_t DamagedFrom(const std::string& city) const;

  const std::map<std::string, SalvagedCity> cities_;
  const absl::Status cause_;
  CityHeads whole_heads_;
  CityHeads last_heads_;
  // Up to where all is whole, and up to the last event that was found.
  const LogReader whole_;
  const LogReader all_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_READER_H_
