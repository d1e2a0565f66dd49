#ifndef MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_
#define MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/guarded_event_store.h"
#include "libs/eventstore/store_operations.h"
#include "libs/proof/checkpoint_files.h"
#include "libs/proof/checkpoint_note.h"
#include "libs/proof/signing_key.h"

namespace mokuhyo::eventstore {

// Makes the checkpoints of a store's cities and finds them again, in the present history.
//
// Thread-safe. Every method waits for the disk: call on a thread that may. Errors of every method,
// besides those of the store and of CheckpointFiles: NOT_FOUND if the city has no event.
class CheckpointKeeper {
 public:
  // All references must outlive this. Without a key checkpoints are made, but not signed.
  CheckpointKeeper(EventStore& store, StoreOperations& operations, const base::Clock& clock,
                   proof::CheckpointFiles& files, std::optional<proof::SigningKey> key)
      : store_(store),
        operations_(operations),
        clock_(clock),
        files_(files),
        key_(std::move(key)) {}

  // The checkpoint of the city as it is now: made and written into every directory, unless there is
  // one of this size already. Such a one is written into the directories that lack it, and signed
  // if it was not by the present key. Of a log that CheckAtStart found damaged none is made: its
  // status.
  absl::StatusOr<proof::CheckpointNote> Make(const std::string& city);

  // The sizes that there are checkpoints of, the largest first.
  absl::StatusOr<std::vector<uint64_t>> Sizes(const std::string& city);

  // The checkpoint of a size. NOT_FOUND if there is none.
  absl::StatusOr<proof::CheckpointNote> Find(const std::string& city, uint64_t size);

  // The largest one; absent if there is none. Answered from memory after the first time.
  absl::StatusOr<std::optional<proof::CheckpointNote>> Newest(const std::string& city);

  // What CheckAtStart found.
  struct StartReport {
    // Reasons LOG_CUT_SHORT and LOG_REPLACED, each naming the city, the size of the checkpoint and
    // what differs.
    DamagedLogs damaged;
    // Checkpoints that could not be looked at, and why.
    std::vector<absl::Status> unchecked;
  };

  // Compares every city of the store, and every one that a directory knows of, with the largest
  // checkpoint of it, so that a log which lost its end, or was replaced, is found before anything
  // is built on it.
  StartReport CheckAtStart();

  // Every city of the store, and every one that a directory knows of: a log that lost all its
  // events is no city of the store any more. Why any could not be listed goes into `unlisted`.
  std::set<std::string> Cities(std::vector<absl::Status>& unlisted);

  // What signs; absent: nothing does.
  const std::optional<proof::SigningKey>& key() const { return key_; }

 private:
  // The city as it is now.
  absl::StatusOr<store::v1::GetHeadResponse> Head(const std::string& city);
  // The same; NOT_FOUND if it has no event.
  absl::StatusOr<store::v1::GetHeadResponse> HeadOfKnown(const std::string& city);
  absl::StatusOr<proof::CheckpointNote> FindOrMake(const std::string& city,
                                                   const store::v1::GetHeadResponse& head);
  // The damage of a log; absent if it is as its newest checkpoint says, or has none.
  absl::StatusOr<std::optional<DamagedLog>> Check(const std::string& city);

  EventStore& store_;
  StoreOperations& operations_;
  const base::Clock& clock_;
  proof::CheckpointFiles& files_;
  const std::optional<proof::SigningKey> key_;

  // One checkpoint is made at a time: files may have one writer, and a size one text.
  std::mutex making_;
  std::mutex mutex_;
  std::map<std::string, proof::CheckpointNote, std::less<>> newest_;  // By city; by mutex_.
  DamagedLogs damaged_;                                               // Guarded by making_.
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_
