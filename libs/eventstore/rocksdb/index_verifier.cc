#include "libs/eventstore/rocksdb/index_verifier.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {
namespace {

constexpr uint64_t kKeysBetweenProgress = 65'536;
// Letters of the kinds of records, in byte order.
constexpr std::string_view kKinds = "ehmrs";

// Nodes that a tree of `size` leaves keeps.
uint64_t NodeCount(uint64_t size) {
  uint64_t count = 0;
  for (uint32_t level = keys::kNodeLevelStep; level < 64; level += keys::kNodeLevelStep) {
    count += size >> level;
  }
  return count;
}

}  // namespace

absl::Status IndexVerifier::Run(uint64_t requests, const KeepGoing& keep_going) {
  if (auto status = VerifyEntries(keep_going); !status.ok()) return status;
  if (auto status = VerifyNodes(keep_going); !status.ok()) return status;
  if (auto status = VerifyReceipts(requests, keep_going); !status.ok()) return status;
  VerifyKinds();
  return absl::OkStatus();
}

std::optional<proof::Hash> IndexVerifier::FindLeaf(uint64_t position) {
  std::optional<proof::Hash> leaf;
  const auto looked = ForEach(
      keys::StreamsPrefix(city_), [] { return true; },
      [&](std::string_view, std::string_view value) {
        const auto entry = keys::DecodeStreamEntry(value);
        if (entry.has_value() && entry->position == position) leaf = entry->leaf;
        return !leaf.has_value();
      });
  return looked.ok() ? leaf : std::nullopt;
}

absl::StatusOr<bool> IndexVerifier::ForEach(
    const std::string& prefix, const KeepGoing& keep_going,
    const std::function<bool(std::string_view, std::string_view)>& visit) {
  const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(rocksdb::ReadOptions()));
  uint64_t keys_seen = 0;
  for (iterator->Seek(prefix); iterator->Valid() && iterator->key().starts_with(prefix);
       iterator->Next()) {
    if (!visit(ToView(iterator->key()), ToView(iterator->value()))) return true;
    if (++keys_seen % kKeysBetweenProgress == 0 && !keep_going()) {
      return absl::CancelledError("the verification was stopped");
    }
  }
  if (iterator->status().ok()) return true;
  damages_.Add(0, absl::StrCat("records of kind ", prefix.substr(0, 1),
                               " cannot be read to their end: ", iterator->status().ToString()));
  return false;
}

absl::Status IndexVerifier::VerifyEntries(const KeepGoing& keep_going) {
  uint64_t count = 0;
  std::string stream;  // Its part of the key, up to the revision.
  uint64_t due = 0;
  const auto whole = ForEach(
      keys::StreamsPrefix(city_), keep_going, [&](std::string_view key, std::string_view value) {
        const auto entry = keys::DecodeStreamEntry(value);
        if (entry.has_value() && entry->position > head_) return true;
        ++count;
        if (key.size() < stream.size() ||
            key.substr(0, key.size() - keys::kNumberBytes) != stream) {
          stream = key.substr(0, key.size() - keys::kNumberBytes);
          due = 0;
        }
        const uint64_t revision = keys::GetNumber(key);
        if (revision != due || !entry.has_value()) {
          damages_.Add(entry.has_value() ? entry->position : 0,
                       absl::StrCat("the entries of stream ",
                                    keys::StreamName(city_, key).value_or("(unreadable)"),
                                    " go wrong at revision ", due));
        }
        due = revision + 1;
        return true;
      });
  if (whole.value_or(false) && count != head_) {
    damages_.Add(0, absl::StrCat("the streams have ", count, " entries for ", head_, " events"));
  }
  return whole.status();
}

absl::Status IndexVerifier::VerifyNodes(const KeepGoing& keep_going) {
  uint64_t count = 0;
  const auto whole = ForEach(
      keys::NodesPrefix(city_), keep_going, [&](std::string_view key, std::string_view /*value*/) {
        const uint32_t level = keys::NodeLevel(key);
        const bool behind = level < 64 && keys::GetNumber(key) >= head_ >> level;
        if (!behind || !keys::IsKeptLevel(level)) ++count;
        return true;
      });
  if (whole.value_or(false) && count != NodeCount(head_)) {
    damages_.Add(0, absl::StrCat("the tree has ", count, " nodes where ", NodeCount(head_),
                                 " belong to ", head_, " events"));
  }
  return whole.status();
}

absl::Status IndexVerifier::VerifyReceipts(uint64_t requests, const KeepGoing& keep_going) {
  uint64_t found = 0;
  const auto whole = ForEach(keys::ReceiptPrefix(city_), keep_going,
                             [&](std::string_view key, std::string_view value) {
                               VerifyReceipt(key, value, found);
                               return true;
                             });
  if (whole.value_or(false) && found < requests) {
    damages_.Add(0, absl::StrCat(requests - found, " requests have lost their receipt"));
  }
  return whole.status();
}

void IndexVerifier::VerifyReceipt(std::string_view key, std::string_view value,
                                  uint64_t& requests) {
  const std::string id(key.substr(key.rfind('\0') + 1));
  store::v1::Receipt receipt;
  if (!receipt.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return damages_.Add(0, absl::StrCat("the receipt of request ", id, " is damaged"));
  }
  const uint64_t first = receipt.appended().first_position();
  if (first == 0 || first > head_) return;
  ++requests;
  std::string record;
  if (!db_.Get(rocksdb::ReadOptions(), keys::EventKey(city_, first), &record).ok()) return;
  const auto event = DecodeEvent(record, city_, first);
  if (event.ok() && event->request_id() != id) {
    damages_.Add(first, absl::StrCat("request ", id, " has the receipt of another one"));
  }
}

void IndexVerifier::VerifyKinds() {
  const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(rocksdb::ReadOptions()));
  // The first key at or behind each kind's last possible one must be of the next kind.
  std::string behind;
  for (size_t next = 0; next <= kKinds.size(); ++next) {
    iterator->Seek(behind);
    if (!iterator->Valid()) return;
    const bool last = next == kKinds.size();
    if (last || iterator->key()[0] < kKinds[next]) {
      return damages_.Add(0, "the database holds a key of no known kind");
    }
    behind = std::string(1, static_cast<char>(kKinds[next] + 1));
  }
}

}  // namespace mokuhyo::eventstore
