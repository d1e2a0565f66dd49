#include "libs/eventstore/rocksdb/rocksdb_store_operations.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/backup.h"
#include "libs/eventstore/rocksdb/damage_list.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/log_verifier.h"
#include "libs/eventstore/rocksdb/open_store.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/salvage.h"
#include "libs/eventstore/rocksdb/store_slot.h"
#include "libs/eventstore/validation.h"
#include "libs/proof/paths.h"

namespace mokuhyo::eventstore {
namespace {

uint64_t BytesBelow(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (auto it = std::filesystem::recursive_directory_iterator(directory, error);
       !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    // A file may be gone by now: RocksDB deletes what it has compacted.
    std::error_code gone;
    if (const auto size = it->is_regular_file(gone) ? it->file_size(gone) : 0; !gone) bytes += size;
  }
  return bytes;
}

// Stops what is long also when the store is to be opened again.
StoreOperations::OnProgress UntilWantedBack(const OpenStore& store,
                                            const StoreOperations::OnProgress& on_progress) {
  return [&store, &on_progress](const admin::v1::Progress& progress) {
    return !store.wanted_back && on_progress(progress);
  };
}

// What it answers then in place of CANCELLED.
template <typename Result>
absl::StatusOr<Result> UnlessWantedBack(const OpenStore& store, absl::StatusOr<Result> result) {
  if (store.wanted_back && absl::IsCancelled(result.status())) return StoreSlot::Reopening();
  return result;
}

// The keys whose values a redaction of the event replaced: its own, and those of the receipts that
// its request may have left.
absl::StatusOr<std::vector<std::string>> ReplacedKeys(const LogReader& reader,
                                                      const std::string& city, uint64_t position) {
  std::vector<std::string> replaced = {keys::EventKey(city, position)};
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, reader.FindEvent(city, position));
  if (event.request_id().empty()) return replaced;
  MOKUHYO_ASSIGN_OR_RETURN(const auto requests,
                           reader.FindRequests(city, event.actor(), event.request_id()));
  for (const auto& request : requests) replaced.push_back(keys::ReceiptKey(city, request));
  return replaced;
}

}  // namespace

absl::StatusOr<std::shared_ptr<OpenStore>> RocksDbStoreOperations::AcquireFor(
    const std::string& city, uint64_t size) {
  MOKUHYO_RETURN_IF_ERROR(ValidateCity(city, options_.limits));
  MOKUHYO_ASSIGN_OR_RETURN(auto store, acquire_());
  const uint64_t head = store->heads.Find(city).position;
  if (size > head) {
    return base::OutOfRange("", "BEYOND_HEAD",
                            absl::StrCat("city ", city, " has ", head, " events, not ", size));
  }
  return store;
}

absl::StatusOr<proof::Hash> RocksDbStoreOperations::FindRoot(const std::string& city,
                                                             uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, AcquireFor(city, size));
  LogTree tree(*store->database.db, city);
  return proof::RootOf(tree, size);
}

absl::StatusOr<proof::v1::InclusionProof> RocksDbStoreOperations::ProveInclusion(
    const std::string& city, uint64_t position, uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, AcquireFor(city, size));
  if (position == 0 || position > size) {
    return base::OutOfRange("position", "BEYOND_CHECKPOINT",
                            absl::StrCat("event ", position, " is not among the first ", size));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, store->reader.FindEvent(city, position));
  LogTree tree(*store->database.db, city);
  MOKUHYO_ASSIGN_OR_RETURN(const auto path, proof::InclusionPath(tree, position - 1, size));
  proof::v1::InclusionProof proof;
  proof.set_position(position);
  proof.set_header(EncodeLeaf(event));
  for (const auto& hash : path) proof.add_path(hash.data(), hash.size());
  if (!event.redacted()) {
    proof.mutable_contents()->set_salt(event.salt());
    proof.mutable_contents()->set_reason(event.reason());
    proof.mutable_contents()->set_payload(event.payload());
  }
  return proof;
}

absl::StatusOr<std::vector<proof::Hash>> RocksDbStoreOperations::ProveConsistency(
    const std::string& city, uint64_t first, uint64_t second) {
  if (first == 0 || first > second) {
    return base::InvalidArgument("first_size", "INVALID_FIELDS",
                                 "must be at least 1 and no larger than the later size");
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, AcquireFor(city, second));
  LogTree tree(*store->database.db, city);
  return proof::ConsistencyPath(tree, first, second);
}

absl::StatusOr<admin::v1::CityVerification> RocksDbStoreOperations::Verify(
    const std::string& city, const std::vector<proof::v1::Checkpoint>& checkpoints,
    const OnProgress& on_progress) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, AcquireFor(city, 0));
  LogVerifier verifier(*store->database.db, store->reader, city, store->heads.Find(city).position,
                       checkpoints);
  MOKUHYO_ASSIGN_OR_RETURN(
      auto result, UnlessWantedBack(*store, verifier.Run(UntilWantedBack(*store, on_progress))));
  // The verifier went as far as the log was whole when it was opened.
  if (const auto loss = store->heads.FindLoss(city); !loss.ok()) {
    DamageList(result).Add(store->heads.Find(city).position + 1, std::string(loss.message()));
  }
  return result;
}

absl::Status RocksDbStoreOperations::EraseReplaced(const std::string& city, uint64_t position) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, AcquireFor(city, position));
  rocksdb::DB& db = *store->database.db;
  const std::string action = absl::StrCat("erasing what event ", position, " held");
  // What was saved of a log that did not open holds it too, and serves nobody now.
  MOKUHYO_RETURN_IF_ERROR(
      RemoveSalvage(*db.GetEnv(), absl::StrCat(options_.directory, kSalvageDirectory)));
  // The old bytes lie in the write-ahead log, which a flush makes superfluous, and in tables, which
  // are written anew, down to the last level, without what was replaced.
  if (auto status = db.Flush(rocksdb::FlushOptions()); !status.ok()) {
    return FromRocksDb(status, action);
  }
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.canceled = &store->wanted_back;
  MOKUHYO_ASSIGN_OR_RETURN(const auto replaced, ReplacedKeys(store->reader, city, position));
  for (const std::string& key : replaced) {
    const rocksdb::Slice slice(key);
    if (auto status = db.CompactRange(options, &slice, &slice); !status.ok()) {
      return FromRocksDb(status, action);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<admin::v1::Backup> RocksDbStoreOperations::CreateBackup(
    const std::string& directory, const OnProgress& on_progress) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, acquire_());
  return UnlessWantedBack(
      *store, BackUp(*store->database.db, directory, UntilWantedBack(*store, on_progress)));
}

void RocksDbStoreOperations::Describe(admin::v1::GetStatusResponse& response) {
  response.set_store_bytes(BytesBelow(options_.directory));
  std::error_code error;
  const auto space = std::filesystem::space(options_.directory, error);
  if (!error) response.set_free_bytes(space.available);
  const StoreCondition condition = get_condition_();
  response.set_store_state(condition.state);
  response.set_store_state_reason(std::string(condition.refusal.message()));
  if (const auto store = acquire_(); store.ok()) {
    response.set_epoch((*store)->database.history.epoch);
  }
}

}  // namespace mokuhyo::eventstore
