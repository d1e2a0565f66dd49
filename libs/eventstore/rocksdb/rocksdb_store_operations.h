#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STORE_OPERATIONS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STORE_OPERATIONS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/store_operations.h"

namespace mokuhyo::eventstore {

struct OpenStore;

// What an operator does with a store over RocksDB. Made by RocksDbEventStore.
class RocksDbStoreOperations final : public StoreOperations {
 public:
  // The store as it is open now, or why it is not.
  using Acquire = std::function<absl::StatusOr<std::shared_ptr<OpenStore>>()>;

  // Whether the store takes appends.
  using GetCondition = std::function<StoreCondition()>;

  // `options` are those of the store; they and what the functions refer to must outlive this.
  RocksDbStoreOperations(const RocksDbEventStore::Options& options, Acquire acquire,
                         GetCondition get_condition)
      : options_(options), acquire_(std::move(acquire)), get_condition_(std::move(get_condition)) {}

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

 private:
  // The store, if `city` is well-formed and has at least `size` events.
  absl::StatusOr<std::shared_ptr<OpenStore>> AcquireFor(const std::string& city, uint64_t size);

  const RocksDbEventStore::Options& options_;
  const Acquire acquire_;
  const GetCondition get_condition_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STORE_OPERATIONS_H_
