#ifndef MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_
#define MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/event_record.h"
#include "libs/proof/hash.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// The two sides of a backend that AppendPlanner works between: what its log says, and where records
// go.
namespace mokuhyo::eventstore {

// Where a city's log ends.
struct CityHead {
  // 0 if there is no event.
  uint64_t position = 0;
  // Of the last event; meaningless if there is none.
  absl::Time recorded_time;
};

// What the log says before the batch. Errors: DATA_LOSS, UNAVAILABLE.
class LogState {
 public:
  virtual ~LogState() = default;

  virtual absl::StatusOr<CityHead> FindHead(const std::string& city) = 0;

  // Absent if the stream has no event.
  virtual absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                               const std::string& stream) = 0;

  // Absent if the key has no receipt.
  virtual absl::StatusOr<std::optional<store::v1::Receipt>> FindReceipt(
      const std::string& city, const store::v1::RequestKey& key) = 0;

  // The keys under which an append of `caller` with `request_id` may have left its receipt.
  virtual absl::StatusOr<std::vector<store::v1::RequestKey>> FindRequests(
      const std::string& city, const std::string& caller, const std::string& request_id) = 0;

  // The event at a position that FindHead has reached before this batch.
  virtual absl::StatusOr<store::v1::RecordedEvent> FindEvent(const std::string& city,
                                                             uint64_t position) = 0;
};

// An event on its way into the log. Its record is `stamp` followed by the bytes of `body`.
struct NewRecord {
  const std::string& city;
  const std::string& stream;
  uint64_t position = 0;
  uint64_t revision = 0;
  std::string_view stamp;
  const EventBody& body;
  // Its leaf in the Merkle tree of the city.
  const proof::Hash& leaf;
};

// Takes the records of a batch. What they refer to is valid during the call only.
class LogRecords {
 public:
  virtual ~LogRecords() = default;

  virtual void AddEvent(const NewRecord& record) = 0;

  // Puts `event` in the place of the one that stands at its position, with the same header.
  virtual void ReplaceEvent(const std::string& city, const store::v1::RecordedEvent& event) = 0;

  // `receipt` is a serialized Receipt.
  virtual void AddReceipt(const std::string& city, const store::v1::RequestKey& key,
                          std::string_view receipt) = 0;
};

// Names a stream or a request across cities, for maps in memory. The parts hold no zero byte.
std::string StreamKey(std::string_view city, std::string_view stream);
std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& key);
// The way back. Absent if it is not the key of a request of that city.
std::optional<store::v1::RequestKey> ParseReceiptKey(std::string_view city, std::string_view key);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_
