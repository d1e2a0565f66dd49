#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CUT_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CUT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Takes the log of one city up to an earlier position into another database. Behind that position
// the log may be damaged: hardly anything of what is there is read. For databases that nobody else
// uses; not thread-safe. Errors of every method: DATA_LOSS, UNAVAILABLE.
class LogCut {
 public:
  // `db` must outlive this; `head` is the position of the city's last event.
  LogCut(rocksdb::DB& db, std::string city, uint64_t head)
      : db_(db), city_(std::move(city)), head_(head) {}

  // The last position that was recorded by `time`; 0 if nothing was. Never inside an append.
  absl::StatusOr<uint64_t> LastRecordedBy(absl::Time time) const;

  // Whether an append ends at `position`. Returns OUT_OF_RANGE with reason BEYOND_HEAD if the log
  // does not reach that far, INVALID_ARGUMENT with reason INSIDE_AN_APPEND, naming the positions
  // around that are none, if not, DATA_LOSS if the next event is too damaged to tell.
  absl::Status CheckWhole(uint64_t position) const;

  // Copies into `target`, which holds nothing of the city, what is not behind `position`: events,
  // their places in their streams, receipts and nodes of the tree. Nothing is synced.
  absl::Status CopyUpTo(uint64_t position, rocksdb::DB& target) const;

  // The events, in their order, that tell of the redaction of an event not behind `position`. They
  // may be behind it themselves; of these, damaged ones are left out.
  absl::StatusOr<std::vector<store::v1::RecordedEvent>> RedactionsUpTo(uint64_t position) const;

 private:
  absl::StatusOr<store::v1::RecordedEvent> Find(uint64_t position) const;
  // Whether an append ends at `position`, which is not above the head.
  absl::StatusOr<bool> IsWhole(uint64_t position) const;
  // The nearest such position before (step -1) or behind (+1) it.
  absl::StatusOr<uint64_t> NextWhole(uint64_t position, int step) const;
  absl::Status CopyEvents(uint64_t position, rocksdb::DB& target) const;
  absl::Status CopyNodes(uint64_t position, rocksdb::DB& target) const;

  rocksdb::DB& db_;
  const std::string city_;
  const uint64_t head_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CUT_H_
