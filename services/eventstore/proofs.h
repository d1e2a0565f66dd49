#ifndef MOKUHYO_SERVICES_EVENTSTORE_PROOFS_H_
#define MOKUHYO_SERVICES_EVENTSTORE_PROOFS_H_

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/eventstore/checkpoint_keeper.h"
#include "libs/eventstore/store_operations.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::services {

// The methods of AdminService about checkpoints and proofs, as
// proto/mokuhyo/admin/v1/admin_service.proto says them. Thread-safe. Every method waits for the
// disk.
class Proofs {
 public:
  // All arguments must outlive this.
  Proofs(eventstore::StoreOperations& operations, eventstore::CheckpointKeeper& checkpoints,
         application::CityFolds& folds)
      : operations_(operations), checkpoints_(checkpoints), folds_(folds) {}

  absl::StatusOr<admin::v1::CreateCheckpointResponse> CreateCheckpoint(
      const admin::v1::CreateCheckpointRequest& request);
  absl::StatusOr<admin::v1::ListCheckpointsResponse> ListCheckpoints(
      const admin::v1::ListCheckpointsRequest& request);
  absl::StatusOr<admin::v1::GetInclusionProofResponse> GetInclusionProof(
      const admin::v1::GetInclusionProofRequest& request);
  absl::StatusOr<admin::v1::GetConsistencyProofResponse> GetConsistencyProof(
      const admin::v1::GetConsistencyProofRequest& request);

 private:
  // The checkpoint of this size, or one that is made now if it is 0.
  absl::StatusOr<proof::CheckpointNote> FindOrMake(const std::string& city, uint64_t size);
  // The position of the event that a request asks for.
  absl::StatusOr<uint64_t> SubjectOf(const std::string& city,
                                     const admin::v1::GetInclusionProofRequest& request);
  absl::StatusOr<uint64_t> PositionOfEdition(const std::string& city, const std::string& edition);

  eventstore::StoreOperations& operations_;
  eventstore::CheckpointKeeper& checkpoints_;
  application::CityFolds& folds_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_PROOFS_H_
