#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/sheet_entry.h"

namespace mokuhyo::projection {

// Which sheets the cities have: a fold of each city's log, kept in memory and carried on when it is
// asked. It keeps the time from which and to which each sheet existed, so that it also answers
// about the past.
//
// After a redaction in the city, and after the store was restored, the log is folded anew, so that
// nothing of what is gone is left.
//
// Thread-safe. Questions about one city never wait for another city, and those about a position
// that has been read already only ask the store whether what was read is still so.
class SheetDirectory {
 public:
  // Reads the log in pages of at most `page_events` events (0: as many as the store gives at once).
  // `store` must outlive this.
  explicit SheetDirectory(eventstore::EventStore& store, uint32_t page_events = 0);
  ~SheetDirectory();
  SheetDirectory(const SheetDirectory&) = delete;
  SheetDirectory& operator=(const SheetDirectory&) = delete;

  // The sheets that existed at a position of the city, ordered by id. The answer depends on nothing
  // else. Position 0 has none.
  //
  // May read from the store and wait for it: call on threads that may (an executor, not gRPC's).
  // Returns OUT_OF_RANGE if the city's log does not reach that far, UNAVAILABLE or DATA_LOSS if it
  // cannot be read or understood; nothing is lost by that, and a later call goes on where this one
  // stopped.
  absl::StatusOr<std::vector<SheetEntry>> List(std::string_view city, uint64_t at_position);

 private:
  struct City;
  struct Basis;

  City& GetCity(std::string_view city);
  absl::StatusOr<Basis> FindBasis(const std::string& city);
  // Reads on until `position` is folded.
  absl::Status CatchUp(const std::string& name, City& city, const Basis& basis, uint64_t position);

  eventstore::EventStore& store_;
  const uint32_t page_events_;
  std::mutex mutex_;
  // Guarded by mutex_; the cities themselves are not, and stay where they are.
  std::map<std::string, std::unique_ptr<City>, std::less<>> cities_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_
