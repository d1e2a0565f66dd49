#include "libs/eventstore/rocksdb/log_cut.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/timestamps.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

// Bounds the memory of a cut.
constexpr uint32_t kDeletionsInBatch = 10'000;

// Writes deletions in batches. Not synced: whoever cuts a log syncs at the end.
class Deletions {
 public:
  explicit Deletions(rocksdb::DB& db) : db_(db) {}

  absl::Status Add(const rocksdb::Slice& key) {
    batch_.Delete(key);
    return batch_.Count() < kDeletionsInBatch ? absl::OkStatus() : Write();
  }

  absl::Status Write() {
    const auto status = db_.Write(rocksdb::WriteOptions(), &batch_);
    batch_.Clear();
    return FromRocksDb(status, "cutting the log");
  }

 private:
  rocksdb::DB& db_;
  rocksdb::WriteBatch batch_;
};

// Whether `event` tells that an event at or before `position` was redacted.
bool TellsOfRedaction(const RecordedEvent& event, uint64_t position) {
  events::v1::EventRedacted redacted;
  return event.type() == redacted.GetTypeName() && redacted.ParseFromString(event.payload()) &&
         redacted.position() <= position;
}

}  // namespace

absl::StatusOr<RecordedEvent> LogCut::Find(uint64_t position) const {
  const std::string what = absl::StrCat("event ", position, " of city ", city_);
  std::string record;
  const auto status = db_.Get(rocksdb::ReadOptions(), keys::EventKey(city_, position), &record);
  if (status.IsNotFound()) return base::DataLoss("LOG_DAMAGED", absl::StrCat(what, " is missing"));
  if (!status.ok()) return FromRocksDb(status, absl::StrCat("reading ", what));
  return DecodeEvent(record, city_, position);
}

absl::StatusOr<uint64_t> LogCut::LastRecordedBy(absl::Time time) const {
  uint64_t known = 0;
  uint64_t beyond = head_ + 1;
  // Recorded times never run backwards, so halving finds it.
  while (known + 1 < beyond) {
    const uint64_t middle = known + (beyond - known) / 2;
    MOKUHYO_ASSIGN_OR_RETURN(const RecordedEvent event, Find(middle));
    (FromTimestamp(event.recorded_time()) <= time ? known : beyond) = middle;
  }
  return known;
}

absl::StatusOr<bool> LogCut::IsWhole(uint64_t position) const {
  if (position == 0 || position == head_) return true;
  MOKUHYO_ASSIGN_OR_RETURN(const RecordedEvent next, Find(position + 1));
  if (next.append_position() != 0) return next.append_position() == next.position();
  // Format 1 did not say; but events of one append have one recorded time.
  MOKUHYO_ASSIGN_OR_RETURN(const RecordedEvent last, Find(position));
  return FromTimestamp(last.recorded_time()) < FromTimestamp(next.recorded_time());
}

absl::StatusOr<uint64_t> LogCut::NextWhole(uint64_t position, int step) const {
  while (true) {
    position = step < 0 ? position - 1 : position + 1;
    MOKUHYO_ASSIGN_OR_RETURN(const bool whole, IsWhole(position));
    if (whole) return position;
  }
}

absl::Status LogCut::CheckWhole(uint64_t position) const {
  if (position > head_) {
    return base::OutOfRange("to_position", "BEYOND_HEAD",
                            absl::StrCat("city ", city_, " has ", head_, " events in the backup"));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const bool whole, IsWhole(position));
  if (whole) return absl::OkStatus();
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t before, NextWhole(position, -1));
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t behind, NextWhole(position, +1));
  return base::InvalidArgument(
      "to_position", "INSIDE_AN_APPEND",
      absl::StrCat("position ", position, " of city ", city_, " lies inside a write, which stays ",
                   "or goes as a whole: restore to ", before, " or to ", behind));
}

absl::StatusOr<std::vector<RecordedEvent>> LogCut::CutBehind(uint64_t position) {
  std::vector<RecordedEvent> redactions;
  MOKUHYO_RETURN_IF_ERROR(DeleteReceipts(position));
  MOKUHYO_RETURN_IF_ERROR(DeleteNodes(position));
  Deletions deletions(db_);
  for (uint64_t last = head_; last > position; --last) {
    MOKUHYO_ASSIGN_OR_RETURN(RecordedEvent event, Find(last));
    MOKUHYO_RETURN_IF_ERROR(deletions.Add(keys::EventKey(city_, last)));
    MOKUHYO_RETURN_IF_ERROR(
        deletions.Add(keys::StreamKey(city_, event.stream(), event.revision())));
    if (TellsOfRedaction(event, position)) redactions.push_back(std::move(event));
  }
  MOKUHYO_RETURN_IF_ERROR(deletions.Write());
  std::reverse(redactions.begin(), redactions.end());
  return redactions;
}

absl::Status LogCut::DeleteReceipts(uint64_t position) {
  const std::string prefix = keys::ReceiptPrefix(city_);
  Deletions deletions(db_);
  const std::unique_ptr<rocksdb::Iterator> receipts(db_.NewIterator(rocksdb::ReadOptions()));
  for (receipts->Seek(prefix); receipts->Valid() && receipts->key().starts_with(prefix);
       receipts->Next()) {
    store::v1::Receipt receipt;
    if (!receipt.ParseFromArray(receipts->value().data(),
                                static_cast<int>(receipts->value().size()))) {
      return base::DataLoss("LOG_DAMAGED",
                            absl::StrCat("a receipt of a request to city ", city_, " is damaged"));
    }
    if (receipt.appended().last_position() <= position) continue;
    MOKUHYO_RETURN_IF_ERROR(deletions.Add(receipts->key()));
  }
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(receipts->status(), "reading receipts"));
  return deletions.Write();
}

absl::Status LogCut::DeleteNodes(uint64_t position) {
  Deletions deletions(db_);
  for (uint32_t level = keys::kNodeLevelStep; level < 64 && (head_ >> level) > 0;
       level += keys::kNodeLevelStep) {
    // Node i covers the leaves up to position (i + 1) << level.
    for (uint64_t index = position >> level; index < head_ >> level; ++index) {
      MOKUHYO_RETURN_IF_ERROR(deletions.Add(keys::NodeKey(city_, level, index)));
    }
  }
  return deletions.Write();
}

}  // namespace mokuhyo::eventstore
