#include "libs/eventstore/rocksdb/log_cut.h"

#include <cstddef>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/timestamps.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

// Bounds the memory of a copy.
constexpr size_t kBytesInBatch = size_t{4} << 20;

// Writes records in batches. Not synced: whoever cuts a log syncs at the end.
class Copies {
 public:
  explicit Copies(rocksdb::DB& target) : target_(target) {}

  absl::Status Add(const rocksdb::Slice& key, const rocksdb::Slice& value) {
    batch_.Put(key, value);
    return batch_.GetDataSize() < kBytesInBatch ? absl::OkStatus() : Write();
  }

  absl::Status Write() {
    const auto status = target_.Write(rocksdb::WriteOptions(), &batch_);
    batch_.Clear();
    return FromRocksDb(status, "cutting the log");
  }

 private:
  rocksdb::DB& target_;
  rocksdb::WriteBatch batch_;
};

// A block that is damaged takes all its records along when its checksum is verified. Of events that
// is not needed: those that are kept are proved in the end.
rocksdb::ReadOptions Unverified() {
  rocksdb::ReadOptions options;
  options.verify_checksums = false;
  options.fill_cache = false;
  return options;
}

// Copies the records whose keys begin with `prefix` and whose values are, as `is_kept` says, of
// what is kept.
template <typename IsKept>
absl::Status CopyIf(rocksdb::DB& source, const std::string& prefix, rocksdb::DB& target,
                    const IsKept& is_kept) {
  Copies copies(target);
  const std::unique_ptr<rocksdb::Iterator> record(source.NewIterator(rocksdb::ReadOptions()));
  for (record->Seek(prefix); record->Valid() && record->key().starts_with(prefix); record->Next()) {
    MOKUHYO_ASSIGN_OR_RETURN(const bool kept, is_kept(record->value()));
    if (kept) MOKUHYO_RETURN_IF_ERROR(copies.Add(record->key(), record->value()));
  }
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(record->status(), "reading the log to be cut"));
  return copies.Write();
}

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
  const auto status = db_.Get(Unverified(), keys::EventKey(city_, position), &record);
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
  const auto whole = IsWhole(position);
  if (absl::IsDataLoss(whole.status())) {
    return base::DataLoss(
        "LOG_DAMAGED", absl::StrCat(std::string(whole.status().message()),
                                    ", so nobody knows whether a write ends at position ", position,
                                    "; restore to an earlier one"));
  }
  if (!whole.ok()) return whole.status();
  if (*whole) return absl::OkStatus();
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t before, NextWhole(position, -1));
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t behind, NextWhole(position, +1));
  return base::InvalidArgument(
      "to_position", "INSIDE_AN_APPEND",
      absl::StrCat("position ", position, " of city ", city_, " lies inside a write, which stays ",
                   "or goes as a whole: restore to ", before, " or to ", behind));
}

absl::Status LogCut::CopyUpTo(uint64_t position, rocksdb::DB& target) const {
  MOKUHYO_RETURN_IF_ERROR(CopyEvents(position, target));
  MOKUHYO_RETURN_IF_ERROR(CopyNodes(position, target));
  MOKUHYO_RETURN_IF_ERROR(CopyIf(db_, keys::StreamsPrefix(city_), target,
                                 [&](const rocksdb::Slice& value) -> absl::StatusOr<bool> {
                                   const auto entry = keys::DecodeStreamEntry(ToView(value));
                                   // Whether it is missing among what is kept, the verification
                                   // tells.
                                   return entry.has_value() && entry->position <= position;
                                 }));
  return CopyIf(db_, keys::ReceiptPrefix(city_), target,
                [&](const rocksdb::Slice& value) -> absl::StatusOr<bool> {
                  store::v1::Receipt receipt;
                  if (!receipt.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
                    return base::DataLoss(
                        "LOG_DAMAGED",
                        absl::StrCat("a receipt of a request to city ", city_, " is damaged"));
                  }
                  return receipt.appended().last_position() <= position;
                });
}

absl::Status LogCut::CopyEvents(uint64_t position, rocksdb::DB& target) const {
  Copies copies(target);
  const std::string prefix = keys::EventPrefix(city_);
  const std::unique_ptr<rocksdb::Iterator> event(db_.NewIterator(Unverified()));
  for (event->Seek(prefix); event->Valid() && event->key().starts_with(prefix); event->Next()) {
    if (keys::GetNumber(ToView(event->key())) > position) break;
    MOKUHYO_RETURN_IF_ERROR(copies.Add(event->key(), event->value()));
  }
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(event->status(), "reading the events to be kept"));
  return copies.Write();
}

absl::Status LogCut::CopyNodes(uint64_t position, rocksdb::DB& target) const {
  Copies copies(target);
  for (uint32_t level = keys::kNodeLevelStep; level < 64 && (position >> level) > 0;
       level += keys::kNodeLevelStep) {
    // Node i covers the leaves up to position (i + 1) << level.
    for (uint64_t index = 0; index < position >> level; ++index) {
      const std::string key = keys::NodeKey(city_, level, index);
      std::string node;
      const auto status = db_.Get(rocksdb::ReadOptions(), key, &node);
      // Missing nodes are found by the verification.
      if (status.IsNotFound()) continue;
      MOKUHYO_RETURN_IF_ERROR(
          FromRocksDb(status, absl::StrCat("reading the tree of city ", city_)));
      MOKUHYO_RETURN_IF_ERROR(copies.Add(key, node));
    }
  }
  return copies.Write();
}

absl::StatusOr<std::vector<RecordedEvent>> LogCut::RedactionsUpTo(uint64_t position) const {
  std::vector<RecordedEvent> redactions;
  const std::string prefix = keys::StreamPrefix(city_, kRedactionStream);
  const std::unique_ptr<rocksdb::Iterator> entries(db_.NewIterator(rocksdb::ReadOptions()));
  for (entries->Seek(prefix); entries->Valid() && entries->key().starts_with(prefix);
       entries->Next()) {
    const auto entry = keys::DecodeStreamEntry(ToView(entries->value()));
    if (!entry.has_value()) continue;
    auto event = Find(entry->position);
    if (absl::IsDataLoss(event.status())) continue;
    if (!event.ok()) return event.status();
    if (TellsOfRedaction(*event, position)) redactions.push_back(*std::move(event));
  }
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(entries->status(), "reading the redactions"));
  return redactions;
}

}  // namespace mokuhyo::eventstore
