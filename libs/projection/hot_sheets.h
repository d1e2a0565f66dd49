#ifndef MOKUHYO_LIBS_PROJECTION_HOT_SHEETS_H_
#define MOKUHYO_LIBS_PROJECTION_HOT_SHEETS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/base/lru_cache.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// Answers of GetSheet, serialized, so that a sheet that many look at is not put together for each
// of them. What is kept says the same as SheetReader::GetSheet, always:
//
// - it is answered as it is while the city's log stands where it stood and the day is the same;
// - once the log has grown it is answered with the new position if sheet, forms and units are the
//   same folds as before, and put together anew otherwise;
// - it is forgotten with the folds it was made of (application::CityFolds::Clear, a redaction).
//
// Only questions about the newest state without observations, contributions and past results are
// kept: what others look at depends on more than these three. Thread-safe.
class HotSheets {
 public:
  // A serialized GetSheetResponse.
  using Bytes = std::shared_ptr<const std::string>;

  // Keeps as many answers as take `capacity_bytes` together. `reader` must outlive this, and this
  // every call.
  explicit HotSheets(SheetReader& reader, size_t capacity_bytes = size_t{64} << 20)
      : reader_(reader), kept_(capacity_bytes) {}

  // Gives `done` the answer to a serialized GetSheetRequest if one is at hand, null otherwise.
  // Waits no more than EventStore::GetHead does, so a thread of gRPC may call it.
  void Find(const std::string& request, absl::AnyInvocable<void(Bytes)> done);

  // Reads the answer, and keeps it. Errors as GetSheet; INVALID_ARGUMENT with reason
  // MALFORMED_REQUEST if `request` is no GetSheetRequest. May wait for reads of the store.
  absl::StatusOr<Bytes> Read(const std::string& request);

 private:
  // One answer and what it holds for. Never changes.
  struct Kept {
    std::string city;
    std::string epoch;
    uint64_t position = 0;
    std::string day;
    base::DaySpan day_span;
    std::weak_ptr<const application::Folded<domain::SheetState>> sheet;
    std::weak_ptr<const application::Folded<domain::FormsState>> forms;
    std::weak_ptr<const application::Folded<domain::OrganizationState>> units;
    Bytes bytes;
    // Of these bytes, what comes before the position.
    size_t body_size = 0;

    bool IsMadeOf(const SheetParts& parts) const;
    // Whether there has been nothing that could have changed it.
    bool HoldsAt(const store::v1::GetHeadResponse& head, absl::Time now) const;
  };

  std::shared_ptr<const Kept> FindKept(const std::string& request);
  absl::StatusOr<std::shared_ptr<const Kept>> Make(const sheets::v1::GetSheetRequest& request,
                                                   const SheetParts& parts, const Kept* before);

  SheetReader& reader_;
  std::mutex mutex_;
  // By serialized request. Guarded by mutex_.
  base::LruCache<std::string, std::shared_ptr<const Kept>> kept_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_HOT_SHEETS_H_
