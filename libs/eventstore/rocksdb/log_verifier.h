#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_VERIFIER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_VERIFIER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/damage_list.h"
#include "libs/eventstore/rocksdb/event_cursor.h"
#include "libs/eventstore/rocksdb/index_verifier.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/store_operations.h"
#include "libs/proof/frontier.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "mokuhyo/proof/v1/proof.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Proves the log of one city, event by event, and says what is not as it was written:
//
//   the bytes of an event         against its leaf, kept in the entry of its stream, and its
//   content
//                                 hash; what a redaction left, against the event that tells of it
//   its place                     position, revision and the entry of its stream
//   every kept node of the tree   against the leaves
//   checkpoints                   against the tree, and against the length of the log
//   everything beside the events  that there is nothing too much and nothing missing
//   (IndexVerifier)
//
// An event that is damaged is taken for what its leaf says, and where that is in doubt, for what
// the tree says, so that one damage does not make everything behind it look damaged. Use once; not
// thread-safe.
class LogVerifier {
 public:
  // All must outlive the verifier. `checkpoints` are of this city and history.
  LogVerifier(rocksdb::DB& db, const LogReader& reader, std::string city, uint64_t head,
              const std::vector<proof::v1::Checkpoint>& checkpoints);

  // Returns CANCELLED if `on_progress` says to stop; what is damaged is in the answer.
  absl::StatusOr<admin::v1::CityVerification> Run(const StoreOperations::OnProgress& on_progress);

 private:
  // What is left of events that were redacted, by position, as the redactions tell.
  void LoadRedactions();
  // The next leaf of the tree.
  proof::Hash VerifyEvent(uint64_t position);
  // The leaf of an event that cannot be read, from the entry of its stream.
  proof::Hash LeafInDoubt(uint64_t position);
  // What must not jump from one event to the next.
  void VerifyOrder(const store::v1::RecordedEvent& event);
  std::optional<std::string> FetchRecord(uint64_t position);
  void VerifyContents(const store::v1::RecordedEvent& event);
  // The leaf that the entry of the event's stream keeps.
  std::optional<proof::Hash> FindEntry(const store::v1::RecordedEvent& event);
  void AddLeaf(uint64_t position, const proof::Hash& leaf);
  // Whether the leaf of an event that completes nodes with `position` is in doubt.
  bool InDoubt(uint64_t position) const;
  void VerifyCheckpoint(uint64_t position, const proof::v1::Checkpoint& checkpoint);
  void VerifyLength();

  rocksdb::DB& db_;
  const LogReader& reader_;
  const std::string city_;
  const uint64_t head_;
  // By size.
  std::multimap<uint64_t, const proof::v1::Checkpoint*> checkpoints_;
  std::optional<EventCursor> events_;
  std::map<uint64_t, std::string> remainder_hashes_;
  proof::Frontier tree_;
  // The last position whose leaf may not be that of the tree; 0: none.
  uint64_t doubtful_ = 0;
  // Of the event before.
  store::v1::RecordedEvent previous_;
  // Appends whose events carry a request id.
  uint64_t requests_ = 0;
  admin::v1::CityVerification result_;
  DamageList damages_{result_};
  IndexVerifier index_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_VERIFIER_H_
