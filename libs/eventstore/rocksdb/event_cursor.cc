#include "libs/eventstore/rocksdb/event_cursor.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

// Stepping over a few neighbours costs less than a seek.
constexpr uint64_t kMaxSteps = 8;

}  // namespace

EventCursor::EventCursor(rocksdb::DB& db, std::string_view city)
    : city_(city),
      lower_bound_(keys::EventPrefix(city)),
      upper_bound_(keys::BehindCity(city)),
      lower_bound_slice_(lower_bound_),
      upper_bound_slice_(upper_bound_),
      key_(keys::EventKey(city, 0)) {
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower_bound_slice_;
  options.iterate_upper_bound = &upper_bound_slice_;
  own_iterator_.reset(db.NewIterator(options));
  iterator_ = own_iterator_.get();
}

EventCursor::EventCursor(rocksdb::Iterator& iterator, std::string_view city)
    : city_(city), key_(keys::EventKey(city, 0)), iterator_(&iterator) {}

uint64_t EventCursor::Here() const {
  if (!iterator_->Valid()) return 0;
  const std::string_view key = ToView(iterator_->key());
  const std::string_view prefix(key_.data(), key_.size() - keys::kNumberBytes);
  return key.size() == key_.size() && key.starts_with(prefix) ? keys::GetNumber(key) : 0;
}

absl::StatusOr<std::string_view> EventCursor::Fetch(uint64_t position) {
  keys::SetNumber(key_, position);
  const uint64_t here = Here();
  if (here > 0 && position > here && position - here <= kMaxSteps) {
    for (uint64_t step = here; step < position && iterator_->Valid(); ++step) iterator_->Next();
  } else if (here > 0 && position < here && here - position <= kMaxSteps) {
    for (uint64_t step = here; step > position && iterator_->Valid(); --step) iterator_->Prev();
  } else if (here != position) {
    iterator_->Seek(key_);
  }
  if (!iterator_->status().ok()) {
    return FromRocksDb(iterator_->status(),
                       absl::StrCat("reading event ", position, " of city ", city_));
  }
  if (!iterator_->Valid() || iterator_->key() != rocksdb::Slice(key_)) {
    return absl::DataLossError(absl::StrCat("event ", position, " of city ", city_, " is missing"));
  }
  return ToView(iterator_->value());
}

}  // namespace mokuhyo::eventstore
