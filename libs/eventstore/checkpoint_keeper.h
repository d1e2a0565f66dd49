#ifndef MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_
#define MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
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
#include "libs/proof/verifying_key.h"

namespace mokuhyo::eventstore {

// Makes the checkpoints of a store's cities and finds them again.
//
// With keys, only checkpoints that one of them signed count as evidence of what a log was; without
// any, all do. The log has to agree with those of the present history, and with those of histories
// that it goes on from as far as it goes on from them: what is behind that was given up by whoever
// restored a backup.
//
// Thread-safe. Every method waits for the disk: call on a thread that may. Errors of every method,
// besides those of the store: NOT_FOUND if the city has no event. What is wrong with files or
// directories of checkpoints keeps nobody from the others; where it is told, it goes into
// `problems` (CheckpointFiles).
class CheckpointKeeper {
 public:
  using Problems = proof::CheckpointFiles::Problems;

  // All references must outlive this. `key` signs; without it checkpoints are made, but not signed.
  // Besides it, the keys in `trusted` count.
  CheckpointKeeper(EventStore& store, StoreOperations& operations, const base::Clock& clock,
                   proof::CheckpointFiles& files, std::optional<proof::SigningKey> key,
                   std::vector<proof::VerifyingKey> trusted = {});

  // The checkpoint of the city as it is now: made and written into every directory, unless there is
  // one of this size already. Such a one is written into the directories that lack it, and signed
  // if it was not by the present key. Only what the log itself says is ever signed; of a log that
  // is not as its checkpoints say none is made. Returns DATA_LOSS then, as CheckAtStart says it,
  // and the errors of CheckpointFiles::Write.
  absl::StatusOr<proof::CheckpointNote> Make(const std::string& city);

  // The sizes that there are checkpoints of in the present history, the largest first.
  absl::StatusOr<std::vector<uint64_t>> Sizes(const std::string& city);

  // The checkpoint of a size in the present history. NOT_FOUND if there is none, DATA_LOSS or
  // UNAVAILABLE if none can be read.
  absl::StatusOr<proof::CheckpointNote> Find(const std::string& city, uint64_t size);

  // The largest one of the present history that counts; absent if there is none. Answered from
  // memory after the first time.
  absl::StatusOr<std::optional<proof::CheckpointNote>> Newest(const std::string& city);

  // Every checkpoint that counts and that the log of the city has to agree with.
  absl::StatusOr<std::vector<proof::CheckpointNote>> FindAll(const std::string& city,
                                                             Problems& problems);

  // Whether the store is the one that the checkpoints are of. Returns DATA_LOSS with reason
  // LOG_MISSING, and the remedy, if one that counts is of a history that this one does not go on
  // from.
  absl::Status CheckHistory(Problems& problems);

  // What CheckAtStart found.
  struct StartReport {
    // Why no city may take appends; OK if they may: that of CheckHistory, or that of a city if the
    // store has lost all it had.
    absl::Status refusal;
    // Reasons LOG_CUT_SHORT and LOG_REPLACED, each naming the city, the size of the checkpoint and
    // what differs.
    DamagedLogs damaged;
    // What could not be looked at, and why.
    Problems unchecked;
  };

  // Compares every city with the newest checkpoints of it in each directory, so that a log that is
  // missing, lost its end or was replaced is found before anything is built on it.
  StartReport CheckAtStart();

  // Every city of the store, and every one that a directory knows of: a log that lost all its
  // events is no city of the store any more.
  std::set<std::string> Cities(Problems& problems);

  // What signs; absent: nothing does.
  const std::optional<proof::SigningKey>& key() const { return key_; }

 private:
  // Whether it is evidence.
  bool Counts(const proof::CheckpointNote& checkpoint) const;
  // One that counts, if there is, and of these the one with the most signatures. `notes` is not
  // empty.
  const proof::CheckpointNote& BestOf(const std::vector<proof::CheckpointNote>& notes) const;
  // The city as it is now.
  absl::StatusOr<store::v1::GetHeadResponse> Head(const std::string& city);
  // The same; NOT_FOUND if it has no event.
  absl::StatusOr<store::v1::GetHeadResponse> HeadOfKnown(const std::string& city);
  absl::StatusOr<proof::CheckpointNote> FindOrMake(const std::string& city,
                                                   const store::v1::GetHeadResponse& head);
  // The newest checkpoints that count, of each history and directory, among those that the log has
  // to agree with.
  std::vector<proof::CheckpointNote> FindNewest(const std::string& city,
                                                const store::v1::GetHeadResponse& head,
                                                Problems& problems);
  // What is wrong with a log; absent if it is as these checkpoints say, or has none.
  absl::StatusOr<std::optional<DamagedLog>> Check(const std::string& city,
                                                  const store::v1::GetHeadResponse& head,
                                                  Problems& problems);
  absl::StatusOr<std::optional<DamagedLog>> Compare(const proof::CheckpointNote& checkpoint,
                                                    uint64_t head);

  EventStore& store_;
  StoreOperations& operations_;
  const base::Clock& clock_;
  proof::CheckpointFiles& files_;
  const std::optional<proof::SigningKey> key_;
  // Whose checkpoints count; empty: everybody's.
  std::vector<proof::VerifyingKey> trusted_;

  // One checkpoint is made at a time: files may have one writer, and a size one text.
  std::mutex making_;
  std::mutex mutex_;
  std::map<std::string, proof::CheckpointNote, std::less<>> newest_;  // By city; by mutex_.
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_CHECKPOINT_KEEPER_H_
