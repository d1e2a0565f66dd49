#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAKE_STORE_OPERATIONS_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAKE_STORE_OPERATIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/store_operations.h"
#include "libs/proof/hash.h"

namespace mokuhyo::eventstore::conformance {

// The proofs of any event store, for tests: every tree is computed from the events each time.
// Remembers what it was to erase. Verifying and backing up are not faked: they are UNIMPLEMENTED.
class FakeStoreOperations final : public StoreOperations {
 public:
  // `store` must outlive this.
  explicit FakeStoreOperations(EventStore& store) : store_(store) {}

  absl::StatusOr<proof::Hash> FindRoot(const std::string& city, uint64_t size) override;
  absl::StatusOr<proof::v1::InclusionProof> ProveInclusion(const std::string& city,
                                                           uint64_t position,
                                                           uint64_t size) override;
  absl::StatusOr<std::vector<proof::Hash>> ProveConsistency(const std::string& city, uint64_t first,
                                                            uint64_t second) override;
  absl::StatusOr<admin::v1::CityVerification> Verify(
      const std::string& city, const std::vector<proof::v1::Checkpoint>& checkpoints,
      const OnProgress& on_progress) override;
  absl::Status EraseReplaced(const std::string& city, uint64_t position) override;
  absl::StatusOr<admin::v1::Backup> CreateBackup(const std::string& directory,
                                                 const OnProgress& on_progress) override;
  void Describe(admin::v1::GetStatusResponse& response) override;

  // Positions that EraseReplaced was called for, and what it answers.
  std::vector<uint64_t> erased;
  absl::Status erase_status;

 private:
  // The first `size` events of the city; OUT_OF_RANGE if there are not so many.
  absl::StatusOr<std::vector<store::v1::RecordedEvent>> FirstEvents(const std::string& city,
                                                                    uint64_t size);

  EventStore& store_;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAKE_STORE_OPERATIONS_H_
