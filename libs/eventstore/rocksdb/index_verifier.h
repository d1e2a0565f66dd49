#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_INDEX_VERIFIER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_INDEX_VERIFIER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/damage_list.h"
#include "libs/proof/hash.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Looks at the records of a city that stand beside its events and that the Merkle tree does not
// cover: that there are none but those that the events demand. LogVerifier has looked for each of
// those already, so that counting tells.
//
//   entries of streams   revisions without gaps, as many as there are events
//   nodes of the tree    as many as the size demands
//   receipts             of events that carry their request's id, one for each append with an id
//   everything else      nothing
//
// What was written behind `head` meanwhile is left alone. Not thread-safe.
class IndexVerifier {
 public:
  // All must outlive the verifier.
  IndexVerifier(rocksdb::DB& db, std::string_view city, uint64_t head, DamageList& damages)
      : db_(db), city_(city), head_(head), damages_(damages) {}

  // Told now and then; false stops.
  using KeepGoing = std::function<bool()>;

  // `requests` is the number of appends up to the head whose events carry a request id. Returns
  // CANCELLED if `keep_going` says so.
  absl::Status Run(uint64_t requests, const KeepGoing& keep_going);

  // The leaf that the entries of streams keep of an event that cannot be read itself. Looks through
  // all of them.
  std::optional<proof::Hash> FindLeaf(uint64_t position);

 private:
  // Calls `visit(key, value)` for every key that begins with `prefix` until it returns false. What
  // cannot be read is a damage, and the answer false: counting what was visited tells nothing then.
  absl::StatusOr<bool> ForEach(
      const std::string& prefix, const KeepGoing& keep_going,
      const std::function<bool(std::string_view, std::string_view)>& visit);
  absl::Status VerifyEntries(const KeepGoing& keep_going);
  absl::Status VerifyNodes(const KeepGoing& keep_going);
  absl::Status VerifyReceipts(uint64_t requests, const KeepGoing& keep_going);
  void VerifyReceipt(std::string_view key, std::string_view value, uint64_t& requests);
  void VerifyKinds();

  rocksdb::DB& db_;
  const std::string city_;
  const uint64_t head_;
  DamageList& damages_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_INDEX_VERIFIER_H_
