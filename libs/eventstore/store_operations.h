#ifndef MOKUHYO_LIBS_EVENTSTORE_STORE_OPERATIONS_H_
#define MOKUHYO_LIBS_EVENTSTORE_STORE_OPERATIONS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/proof/hash.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::eventstore {

// What an operator does with a store besides reading and appending: prove, verify, back up, erase.
// Answered by the process that has the store.
//
// Thread-safe. Every method waits for the disk: call on a thread that may. Errors of every method:
//   INVALID_ARGUMENT  a city is malformed.
//   UNAVAILABLE       the store is being opened, or the disk fails.
//   DATA_LOSS         what was to be read is damaged; the message says where.
class StoreOperations {
 public:
  // Told how far it is, not too often, by one thread after the other: the one that called or one
  // that works for it. False stops what is under way with CANCELLED.
  using OnProgress = std::function<bool(const admin::v1::Progress& progress)>;

  virtual ~StoreOperations() = default;

  // The root of the Merkle tree over the first `size` events of a city. Returns OUT_OF_RANGE with
  // reason BEYOND_HEAD if there are not so many.
  virtual absl::StatusOr<proof::Hash> FindRoot(const std::string& city, uint64_t size) = 0;

  // The proof that the event at `position` is among the first `size`, but for the checkpoint.
  // Returns OUT_OF_RANGE with reason BEYOND_HEAD if there are not so many events, BEYOND_CHECKPOINT
  // if the position is not among them.
  virtual absl::StatusOr<proof::v1::InclusionProof> ProveInclusion(const std::string& city,
                                                                   uint64_t position,
                                                                   uint64_t size) = 0;

  // The path that proves that the tree over the first `first` events begins the one over the first
  // `second`. Returns OUT_OF_RANGE with reason BEYOND_HEAD if there are not so many,
  // INVALID_ARGUMENT if `first` is 0 or above `second`.
  virtual absl::StatusOr<std::vector<proof::Hash>> ProveConsistency(const std::string& city,
                                                                    uint64_t first,
                                                                    uint64_t second) = 0;

  // Reads every event of a city, proves each against the tree, and the tree against `checkpoints`
  // (of this city, and of states that its log had or should have had). Damage is in the answer; an
  // error is a failure to look.
  virtual absl::StatusOr<admin::v1::CityVerification> Verify(
      const std::string& city, const std::vector<proof::v1::Checkpoint>& checkpoints,
      const OnProgress& on_progress) = 0;

  // Erases from the disk what was replaced at `position` by a redaction: afterwards no file of the
  // store holds it any more. Repeating it does no harm.
  virtual absl::Status EraseReplaced(const std::string& city, uint64_t position) = 0;

  // Backs the store up into `directory`, incrementally, while it goes on being written. Returns
  // ALREADY_EXISTS with reason OTHER_STORE if the directory holds backups of another history.
  virtual absl::StatusOr<admin::v1::Backup> CreateBackup(const std::string& directory,
                                                         const OnProgress& on_progress) = 0;

  // What GetStatus says of the store: state with its reason, epoch, bytes. Fills these fields only.
  virtual void Describe(admin::v1::GetStatusResponse& response) = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_STORE_OPERATIONS_H_
