#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/sheet_entry.h"

namespace mokuhyo::projection {

class Projection;

// Which sheets the cities have, and which of them have to do with each other: the questions that
// the index of sheets answers (SheetIndexFold), about any position of the past as well.
//
// Thread-safe. All methods may read from the store and wait for it: call on threads that may (an
// executor, not gRPC's). They return OUT_OF_RANGE if the city's log does not reach the position,
// UNAVAILABLE or DATA_LOSS if it cannot be read or understood; nothing is lost by that, and a later
// call goes on where this one stopped.
class SheetDirectory {
 public:
  // Answers from `index`, whose rules are SheetIndexFold, and which must outlive this.
  explicit SheetDirectory(Projection& index);
  // Answers from an index in memory, reading the log in pages of at most `page_events` events (0:
  // as many as the store gives at once). `store` must outlive this.
  explicit SheetDirectory(eventstore::EventStore& store, uint32_t page_events = 0);
  ~SheetDirectory();
  SheetDirectory(const SheetDirectory&) = delete;
  SheetDirectory& operator=(const SheetDirectory&) = delete;

  // The sheets that existed at a position of the city, ordered by id: those of a fiscal year, or
  // (0) all. The answer depends on nothing else. Position 0 has none.
  absl::StatusOr<std::vector<SheetEntry>> List(std::string_view city, uint64_t at_position,
                                               int32_t fiscal_year = 0);

  // Position of the last event that created or deleted a sheet of the city, as far as the log was
  // read, which is up to `at_position` or further; 0: none did. From there on, up to wherever it is
  // the last, List answers the same.
  absl::StatusOr<uint64_t> LastChange(std::string_view city, uint64_t at_position);

  // Ids, in order, of the sheets that had an indicator of a series at `at_position` or at any time
  // before. The series may be one that an indicator without one has of its own, which begins with
  // the id of its sheet and a dot. There may be sheets among them that have nothing of the series
  // any more, or that are deleted: whoever asks loads them and looks.
  absl::StatusOr<std::vector<std::string>> SheetsWithSeries(std::string_view city,
                                                            std::string_view series,
                                                            uint64_t at_position);

  // Ids, in order, of the sheets that had a goal with a link to a goal of `sheet` at `at_position`
  // or at any time before. As SheetsWithSeries.
  absl::StatusOr<std::vector<std::string>> SheetsLinkingTo(std::string_view city,
                                                           std::string_view sheet,
                                                           uint64_t at_position);

 private:
  struct InMemory;

  const std::unique_ptr<InMemory> in_memory_;  // May be null.
  Projection& index_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_DIRECTORY_H_
