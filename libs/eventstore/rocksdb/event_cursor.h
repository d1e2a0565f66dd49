#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_EVENT_CURSOR_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_EVENT_CURSOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/iterator.h"

namespace mokuhyo::eventstore {

// Fetches the records of one city's events, cheaply where positions asked for one after the other
// lie close together in either direction. Not thread-safe.
class EventCursor {
 public:
  // `db` must outlive the cursor. It sees what was committed before it was made.
  EventCursor(rocksdb::DB& db, std::string_view city);

  // With an iterator over all keys, which others may move between two calls of Fetch.
  EventCursor(rocksdb::Iterator& iterator, std::string_view city);

  EventCursor(const EventCursor&) = delete;
  EventCursor& operator=(const EventCursor&) = delete;

  // The record at `position`, which must not be above the city's head: DATA_LOSS if it is missing.
  // The view is valid until the next call.
  absl::StatusOr<std::string_view> Fetch(uint64_t position);

 private:
  // The position of the event at which the iterator stands; 0 if it stands at none of the city.
  uint64_t Here() const;

  const std::string city_;
  const std::string lower_bound_;
  const std::string upper_bound_;
  const rocksdb::Slice lower_bound_slice_;
  const rocksdb::Slice upper_bound_slice_;
  std::string key_;
  // Null if the iterator is somebody else's.
  std::unique_ptr<rocksdb::Iterator> own_iterator_;
  rocksdb::Iterator* iterator_ = nullptr;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_EVENT_CURSOR_H_
