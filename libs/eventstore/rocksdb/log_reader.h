#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_READER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Reads the records of FORMAT.md from RocksDB, checking that they fit together: a gap between
// positions or revisions, or a record that is not what its key says, is DATA_LOSS naming the place.
//
// Thread-safe. Requests have passed validation. Errors: DATA_LOSS, UNAVAILABLE.
class LogReader {
 public:
  // All must outlive the reader.
  LogReader(rocksdb::DB& db, const CityHeads& heads, const store::v1::Limits& limits)
      : db_(db), heads_(heads), limits_(limits) {}

  // FindHeads of city_survey.h; DATA_LOSS also if a city is damaged.
  static absl::Status LoadHeads(rocksdb::DB& db, CityHeads* heads);

  // Absent if the stream has no event.
  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) const;

  // The event at a position that is not above the head.
  absl::StatusOr<store::v1::RecordedEvent> FindEvent(const std::string& city,
                                                     uint64_t position) const;

  // Absent also if the append that left it lies behind the head.
  absl::StatusOr<std::optional<store::v1::Receipt>> FindReceipt(
      const std::string& city, const store::v1::RequestKey& key) const;

  // The keys of the receipts that `caller` has under `request_id`. Looks through all of the
  // caller's.
  absl::StatusOr<std::vector<store::v1::RequestKey>> FindRequests(
      const std::string& city, const std::string& caller, const std::string& request_id) const;

  absl::StatusOr<store::v1::ReadStreamResponse> ReadStream(
      const store::v1::ReadStreamRequest& request) const;

  // The last position that counts for a page of a stream.
  uint64_t UntilOf(const store::v1::ReadStreamRequest& request) const;

  // The same page, of a stream of which is known that no event up to `until`, an earlier answer of
  // UntilOf, is behind `last_revision`: its last events are then found at less cost.
  absl::StatusOr<store::v1::ReadStreamResponse> ReadStream(
      const store::v1::ReadStreamRequest& request, uint64_t until, uint64_t last_revision) const;

  absl::StatusOr<store::v1::ReadCityResponse> ReadCity(
      const store::v1::ReadCityRequest& request) const;

 private:
  // False if there is no such record, or it cannot be read.
  bool Get(const std::string& key, rocksdb::PinnableSlice& value) const;

  rocksdb::DB& db_;
  const CityHeads& heads_;
  const store::v1::Limits& limits_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_READER_H_
