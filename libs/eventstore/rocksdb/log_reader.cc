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

constexpr uint64_t kLastNumber = std::numeric_limits<uint64_t>::max();

// Runs over the index of one stream: revision -> position, in one direction.
class StreamIndex {
 public:
  StreamIndex(rocksdb::DB& db, const ReadStreamRequest& request)
      : backwards_(request.direction() == store::v1::DIRECTION_BACKWARDS),
        lower_bound_(keys::StreamKey(request.city(), request.stream(), 0)),
        // No stream gets as far as this revision, which the bound leaves out.
        upper_bound_(keys::StreamKey(request.city(), request.stream(), kLastNumber)),
        lower_bound_slice_(lower_bound_),
        upper_bound_slice_(upper_bound_) {
    rocksdb::ReadOptions options;
    options.iterate_lower_bound = &lower_bound_slice_;
    options.iterate_upper_bound = &upper_bound_slice_;
    iterator_.reset(db.NewIterator(options));
    const uint64_t start = request.has_from_revision() ? request.from_revision()
                           : backwards_                ? kLastNumber
                                                       : 0;
    const std::string key = keys::StreamKey(request.city(), request.stream(), start);
    backwards_ ? iterator_->SeekForPrev(key) : iterator_->Seek(key);
  }

  bool Valid() const { return iterator_->Valid(); }
  rocksdb::Status Status() const { return iterator_->status(); }
  void Next() { backwards_ ? iterator_->Prev() : iterator_->Next(); }
  uint64_t Revision() const { return keys::GetNumber(ToView(iterator_->key())); }
  // 0 if the entry is damaged.
  uint64_t Position() const {
    const auto entry = keys::DecodeStreamEntry(ToView(iterator_->value()));
    return entry.has_value() ? entry->position : 0;
  }

 private:
  const bool backwards_;
  const std::string lower_bound_;
  const std::string upper_bound_;
  const rocksdb::Slice lower_bound_slice_;
  const rocksdb::Slice upper_bound_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

absl::Status DamagedStream(const ReadStreamRequest& request, uint64_t revision) {
  return absl::DataLossError(absl::StrCat("revision ", revision, " of stream ", request.stream(),
                                          " of city ", request.city(), " is damaged or missing"));
}

// Reads the event that the index names, and checks that it is of that stream and revision.
absl::StatusOr<RecordedEvent> DecodeStreamEvent(const ReadStreamRequest& request,
                                                const StreamIndex& index, std::string_view record) {
  auto event = DecodeEvent(record, request.city(), index.Position());
  if (!event.ok()) return event;
  if (event->stream() != request.stream() || event->revision() != index.Revision()) {
    return DamagedStream(request, index.Revision());
  }
  return event;
}

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
  ReadStreamRequest request;
  request.set_city(city);
  request.set_stream(stream);
  request.set_direction(store::v1::DIRECTION_BACKWARDS);
  const uint64_t head = heads_.Find(city).position;
  StreamIndex index(db_, request);
  while (index.Valid() && index.Position() > head) index.Next();
  if (index.Valid()) return index.Revision();
  if (!index.Status().ok()) {
    return FromRocksDb(index.Status(), absl::StrCat("reading stream ", stream, " of city ", city));
  }
  return std::nullopt;
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
  ReadStreamResponse response;
  uint64_t until = heads_.Find(request.city()).position;
  if (request.has_until_position()) until = std::min(until, request.until_position());
  response.set_at_position(until);
  PageBuilder page(request, limits_, response);
  EventCursor events(db_, request.city());
  // The revision that must come next; reading backwards begins at whichever is there.
  std::optional<uint64_t> due;
  if (!backwards) due = request.from_revision();
  StreamIndex index(db_, request);
  for (; index.Valid(); index.Next()) {
    const uint64_t revision = index.Revision();
    if (due.has_value() && revision != *due) return DamagedStream(request, *due);
    due = backwards ? revision - 1 : revision + 1;
    if (index.Position() > until) {
      if (backwards) continue;
      break;
    }
    response.set_next_revision(revision);
    if (page.IsFull()) return response;
    const auto record = events.Fetch(index.Position());
    if (!record.ok()) return record.status();
    auto event = DecodeStreamEvent(request, index, *record);
    if (!event.ok()) return event.status();
    if (!page.Offer(*std::move(event), record->size())) return response;
  }
  if (!index.Status().ok()) {
    return FromRocksDb(index.Status(), absl::StrCat("reading stream ", request.stream(),
                                                    " of city ", request.city()));
  }
  // Revision 0 came last, or there was nothing to read.
  if (backwards && due.value_or(kLastNumber) != kLastNumber) return DamagedStream(request, *due);
  response.clear_next_revision();
  response.set_end_of_stream(true);
  return response;
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
    auto event = DecodeEvent(*record, request.city(), position);
    if (!event.ok()) return event.status();
    if (!page.Offer(*std::move(event), record->size())) return response;
  }
  response.set_next_position(backwards ? 0 : head + 1);
  response.set_end_of_log(true);
  return response;
}

}  // namespace mokuhyo::eventstore
