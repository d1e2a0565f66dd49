#include "libs/eventstore/rocksdb/log_reader.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/page_builder.h"
#include "libs/eventstore/rocksdb/city_survey.h"
#include "libs/eventstore/rocksdb/event_cursor.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::ReadCityRequest;
using store::v1::ReadCityResponse;
using store::v1::ReadStreamRequest;
using store::v1::ReadStreamResponse;
using store::v1::Receipt;
using store::v1::RecordedEvent;

// No stream gets as far as this revision.
constexpr uint64_t kLastNumber = std::numeric_limits<uint64_t>::max();

// So few events at the end of a stream are looked up one by one: what was written lately is found
// in memory, where an iterator would seek in all levels of the database.
constexpr uint64_t kMaxTail = 8;

// Entries of an index that are read before the events that they name: what is read in vain when the
// page ends before.
constexpr size_t kMaxStretch = 128;

size_t StretchFor(const ReadStreamRequest& request) {
  const uint64_t wanted = request.max_events();
  const bool all_are_wanted = request.types().empty();
  return wanted > 0 && wanted < kMaxStretch && all_are_wanted ? wanted + 1 : kMaxStretch;
}

// A stretch of the index of one stream, in one direction.
struct Stretch {
  struct Entry {
    uint64_t revision = 0;
    // 0 if the entry is damaged.
    uint64_t position = 0;
  };
  std::vector<Entry> entries;
  // Whether the index has no more entries in this direction.
  bool is_last = false;
};

// At most `max` entries from `start` on. The iterator is over all keys.
absl::StatusOr<Stretch> ReadStretch(rocksdb::Iterator& iterator, const std::string& city,
                                    const std::string& stream, bool backwards, uint64_t start,
                                    size_t max) {
  const std::string first = keys::StreamKey(city, stream, start);
  const std::string_view prefix(first.data(), first.size() - keys::kNumberBytes);
  backwards ? iterator.SeekForPrev(first) : iterator.Seek(first);
  Stretch stretch;
  for (; iterator.Valid(); backwards ? iterator.Prev() : iterator.Next()) {
    const std::string_view key = ToView(iterator.key());
    if (key.size() != first.size() || !key.starts_with(prefix)) break;
    if (stretch.entries.size() == max) return stretch;
    const auto entry = keys::DecodeStreamEntry(ToView(iterator.value()));
    stretch.entries.push_back({keys::GetNumber(key), entry.has_value() ? entry->position : 0});
  }
  if (!iterator.status().ok()) {
    return FromRocksDb(iterator.status(),
                       absl::StrCat("reading stream ", stream, " of city ", city));
  }
  stretch.is_last = true;
  return stretch;
}

absl::Status DamagedStream(const ReadStreamRequest& request, uint64_t revision) {
  return absl::DataLossError(absl::StrCat("revision ", revision, " of stream ", request.stream(),
                                          " of city ", request.city(), " is damaged or missing"));
}

// Reads the event that an entry names, and checks that it is of that stream and revision.
absl::Status DecodeStreamEvent(const ReadStreamRequest& request, const Stretch::Entry& entry,
                               std::string_view record, RecordedEvent& event) {
  auto status = DecodeEventInto(record, request.city(), entry.position, event);
  if (!status.ok()) return status;
  if (event.stream() != request.stream() || event.revision() != entry.revision) {
    return DamagedStream(request, entry.revision);
  }
  return absl::OkStatus();
}

// A page of a stream while it is filled.
class StreamPage {
 public:
  // `until`: the last position that counts.
  StreamPage(const ReadStreamRequest& request, const store::v1::Limits& limits, uint64_t until)
      : request_(request), page_(request, limits, response_) {
    response_.set_at_position(until);
  }

  // Offers the event that an entry names: `fetch(position)` returns its record. False: the page
  // ends before it.
  template <typename Fetch>
  absl::StatusOr<bool> Offer(const Stretch::Entry& entry, const Fetch& fetch) {
    response_.set_next_revision(entry.revision);
    if (page_.IsFull()) return false;
    MOKUHYO_ASSIGN_OR_RETURN(const auto record, fetch(entry.position));
    return page_.Offer(record.size(), [&](RecordedEvent& event) {
      return DecodeStreamEvent(request_, entry, record, event);
    });
  }

  // The page, if it ended before the stream does.
  ReadStreamResponse Take() { return std::move(response_); }

  // The page, if nothing follows.
  ReadStreamResponse TakeLast() {
    response_.clear_next_revision();
    response_.set_end_of_stream(true);
    return std::move(response_);
  }

 private:
  const ReadStreamRequest& request_;
  ReadStreamResponse response_;
  PageBuilder page_;
};

}  // namespace

absl::Status LogReader::LoadHeads(rocksdb::DB& db, CityHeads* heads) {
  MOKUHYO_RETURN_IF_ERROR(FindHeads(db, *heads));
  const auto damaged = heads->Damaged();
  return damaged.empty() ? absl::OkStatus() : damaged.begin()->second.loss;
}

absl::StatusOr<std::optional<uint64_t>> LogReader::FindRevision(const std::string& city,
                                                                const std::string& stream) const {
  // Whether there is a stream at all is a look-up of its first revision, which the filters answer
  // from memory where there is none; a seek cannot use them.
  rocksdb::PinnableSlice first;
  const auto status = db_.Get(rocksdb::ReadOptions(), db_.DefaultColumnFamily(),
                              keys::StreamKey(city, stream, 0), &first);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) {
    return FromRocksDb(status, absl::StrCat("reading stream ", stream, " of city ", city));
  }
  const uint64_t head = heads_.Find(city).position;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(rocksdb::ReadOptions()));
  uint64_t start = kLastNumber;
  while (true) {
    MOKUHYO_ASSIGN_OR_RETURN(
        const Stretch stretch,
        ReadStretch(*iterator, city, stream, /*backwards=*/true, start, /*max=*/2));
    for (const Stretch::Entry& entry : stretch.entries) {
      if (entry.position <= head) return entry.revision;
    }
    if (stretch.is_last) return std::nullopt;
    start = stretch.entries.back().revision - 1;
  }
}

absl::StatusOr<RecordedEvent> LogReader::FindEvent(const std::string& city,
                                                   uint64_t position) const {
  EventCursor events(db_, city);
  const auto record = events.Fetch(position);
  if (!record.ok()) return record.status();
  return DecodeEvent(*record, city, position);
}

absl::StatusOr<std::optional<Receipt>> LogReader::FindReceipt(
    const std::string& city, const store::v1::RequestKey& key) const {
  rocksdb::PinnableSlice value;
  const auto status = db_.Get(rocksdb::ReadOptions(), db_.DefaultColumnFamily(),
                              keys::ReceiptKey(city, key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, absl::StrCat("reading a receipt of city ", city));
  Receipt receipt;
  if (!receipt.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError(
        absl::StrCat("the receipt of request ", key.id(), " of city ", city, " is damaged"));
  }
  // Written, but not yet told to anybody: its events cannot be read yet either.
  if (receipt.appended().last_position() > heads_.Find(city).position) return std::nullopt;
  return receipt;
}

absl::StatusOr<std::vector<store::v1::RequestKey>> LogReader::FindRequests(
    const std::string& city, const std::string& caller, const std::string& request_id) const {
  std::string prefix = keys::ReceiptPrefix(city);
  prefix.append(caller).push_back('\0');
  std::vector<store::v1::RequestKey> requests;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(rocksdb::ReadOptions()));
  for (iterator->Seek(prefix); iterator->Valid() && iterator->key().starts_with(prefix);
       iterator->Next()) {
    auto request = ParseReceiptKey(city, ToView(iterator->key()).substr(1));
    if (request.has_value() && request->id() == request_id) {
      requests.push_back(*std::move(request));
    }
  }
  if (!iterator->status().ok()) {
    return FromRocksDb(iterator->status(), absl::StrCat("reading the receipts of city ", city));
  }
  return requests;
}

absl::StatusOr<ReadStreamResponse> LogReader::ReadStream(const ReadStreamRequest& request) const {
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const uint64_t until = UntilOf(request);
  StreamPage page(request, limits_, until);
  // One for the index and the events: making an iterator costs more than moving it.
  const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(rocksdb::ReadOptions()));
  EventCursor events(*iterator, request.city());
  const auto fetch = [&](uint64_t position) { return events.Fetch(position); };
  // The revision that must come next; reading backwards begins at whichever is there.
  std::optional<uint64_t> due;
  if (!backwards) due = request.from_revision();
  uint64_t start = request.has_from_revision() ? request.from_revision()
                   : backwards                 ? kLastNumber
                                               : 0;
  Stretch stretch;
  for (bool behind = false; !behind && !stretch.is_last;) {
    MOKUHYO_ASSIGN_OR_RETURN(stretch, ReadStretch(*iterator, request.city(), request.stream(),
                                                  backwards, start, StretchFor(request)));
    for (const Stretch::Entry& entry : stretch.entries) {
      if (due.has_value() && entry.revision != *due) return DamagedStream(request, *due);
      due = start = backwards ? entry.revision - 1 : entry.revision + 1;
      if (entry.position > until) {
        if (backwards) continue;
        behind = true;
        break;
      }
      MOKUHYO_ASSIGN_OR_RETURN(const bool taken, page.Offer(entry, fetch));
      if (!taken) return page.Take();
    }
  }
  // Revision 0 came last, or there was nothing to read.
  if (backwards && due.value_or(kLastNumber) != kLastNumber) return DamagedStream(request, *due);
  return page.TakeLast();
}

absl::StatusOr<ReadStreamResponse> LogReader::ReadStream(const ReadStreamRequest& request,
                                                         uint64_t until,
                                                         uint64_t last_revision) const {
  const uint64_t from = request.from_revision();
  const bool is_tail = request.direction() != store::v1::DIRECTION_BACKWARDS &&
                       from <= last_revision && last_revision - from < kMaxTail;
  if (!is_tail) return ReadStream(request);
  StreamPage page(request, limits_, until);
  rocksdb::PinnableSlice record;
  const auto fetch = [&](uint64_t position) -> absl::StatusOr<std::string_view> {
    if (Get(keys::EventKey(request.city(), position), record)) return ToView(record);
    return DamagedStream(request, from);
  };
  rocksdb::PinnableSlice value;
  for (uint64_t revision = from; revision <= last_revision; ++revision) {
    const bool found = Get(keys::StreamKey(request.city(), request.stream(), revision), value);
    const auto entry = found ? keys::DecodeStreamEntry(ToView(value)) : std::nullopt;
    // What is wrong is for the other way to say.
    if (!entry.has_value()) return ReadStream(request);
    if (entry->position > until) break;
    const auto taken = page.Offer({revision, entry->position}, fetch);
    if (!taken.ok()) return ReadStream(request);
    if (!*taken) return page.Take();
  }
  return page.TakeLast();
}

uint64_t LogReader::UntilOf(const ReadStreamRequest& request) const {
  const uint64_t head = heads_.Find(request.city()).position;
  return request.has_until_position() ? std::min(head, request.until_position()) : head;
}

bool LogReader::Get(const std::string& key, rocksdb::PinnableSlice& value) const {
  value.Reset();
  return db_.Get(rocksdb::ReadOptions(), db_.DefaultColumnFamily(), key, &value).ok();
}

absl::StatusOr<ReadCityResponse> LogReader::ReadCity(const ReadCityRequest& request) const {
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const uint64_t head = heads_.Find(request.city()).position;
  ReadCityResponse response;
  response.set_head_position(head);
  uint64_t position =
      request.has_from_position() ? request.from_position() : (backwards ? head : 1);
  position = backwards ? std::min(position, head) : std::max<uint64_t>(position, 1);
  PageBuilder page(request, limits_, response);
  EventCursor events(db_, request.city());
  for (; position >= 1 && position <= head; backwards ? --position : ++position) {
    response.set_next_position(position);
    if (page.IsFull()) return response;
    const auto record = events.Fetch(position);
    if (!record.ok()) return record.status();
    const auto taken = page.Offer(record->size(), [&](RecordedEvent& event) {
      return DecodeEventInto(*record, request.city(), position, event);
    });
    if (!taken.ok()) return taken.status();
    if (!*taken) return response;
  }
  response.set_next_position(backwards ? 0 : head + 1);
  response.set_end_of_log(true);
  return response;
}

}  // namespace mokuhyo::eventstore
