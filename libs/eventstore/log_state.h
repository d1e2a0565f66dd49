#ifndef MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_
#define MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
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
};

// Takes the records of a batch. The views are valid during the call only.
class LogRecords {
 public:
  virtual ~LogRecords() = default;

  // The record of the event is `stamp` followed by `body` (event_record.h).
  virtual void AddEvent(const std::string& city, const std::string& stream, uint64_t position,
                        uint64_t revision, std::string_view stamp, std::string_view body) = 0;

  // `receipt` is a serialized Receipt.
  virtual void AddReceipt(const std::string& city, const store::v1::RequestKey& key,
                          std::string_view receipt) = 0;
};

// Names a stream or a request across cities, for maps in memory. The parts hold no zero byte.
std::string StreamKey(std::string_view city, std::string_view stream);
std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& key);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_LOG_STATE_H_
