#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/rocksdb/store_condition.h"
#include "libs/eventstore/store_operations.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace mokuhyo::eventstore {

// The event store over RocksDB, for one process. FORMAT.md describes the bytes on the disk.
//
// Reading calls back before the method returns. The destructor commits what waits; it must not run
// on a committer's thread, that is, in a callback of Append or a ring.
//
// When writing or syncing failed (a full disk, say), the store takes no appends, and goes on being
// read. Now and then it tries to write a file of its own; once that works it closes its database,
// opens it as after a crash, and takes appends again. Meanwhile, for a moment, reads wait; those
// that would have to wait long are UNAVAILABLE with reason STORE_REOPENING.
class RocksDbEventStore final : public EventStore {
 public:
  struct Options {
    // Belongs to the store alone; made if it does not exist.
    std::string directory;
    // Whether an append is synced before it is acknowledged. Without, a power cut takes
    // acknowledged appends away: for measurements and tests only.
    bool sync = true;
    // Appends that are not told of yet above which further ones are refused.
    size_t max_waiting_appends = 16'384;
    size_t max_waiting_bytes = 64 << 20;
    // Memory for what was read from the disk.
    size_t block_cache_bytes = 128 << 20;
    store::v1::Limits limits = DefaultLimits();
    // The file system; null for that of the machine. Must outlive the store.
    rocksdb::Env* env = nullptr;
    // Between two attempts to take appends again. Infinite: only TryRecovery attempts.
    absl::Duration recovery_interval = absl::Seconds(2);
    // How much must be free for that, besides what opening takes.
    uint64_t probe_bytes = 4 << 20;
    // Whether closing brings what the write-ahead log holds into tables. A log that is damaged or
    // lost while the store is closed then takes nothing along.
    bool flush_on_close = false;
    // Told when the store stops taking appends, before callers are, with what they will be answered
    // (StoreCondition::refusal): on a committer's thread, one of RocksDB's, or that of
    // OpenOrSalvage. Not for cities that are damaged alone. Must be short. May be empty.
    std::function<void(const absl::Status&)> on_failed = {};
    // Told when it takes them again, on the thread that tried. Must be short. May be empty.
    std::function<void()> on_recovered = {};
  };

  // Opens the store, or begins an empty one. `clock` must outlive it. Errors:
  //   UNAVAILABLE          another process holds the directory (the message says which), or the
  //                        disk fails.
  //   DATA_LOSS            what was acknowledged is damaged; the message names the file.
  //   FAILED_PRECONDITION  the directory was written in a format that this program does not know.
  static absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open(Options options,
                                                                 const base::Clock& clock);

  // The same; but it comes up wherever something can be read:
  // - If a city's last event cannot be read, that city alone is damaged: GetHead says from where
  // on,
  //   appends to it are DATA_LOSS, and of reads SalvagedReader answers what it can. Its log is read
  //   once on opening.
  // - If the log does not open, what is whole is served (SalvagedEventStore), and all appends are
  //   refused with DATA_LOSS. The damaged files are left as they are; if not even RocksDB opens
  //   them, what is served lies in `directory`/salvage. Opening then reads the whole log.
  // - If it only opens for reading (a full disk, say), it is read, as after a write that failed.
  static absl::StatusOr<std::unique_ptr<RocksDbEventStore>> OpenOrSalvage(Options options,
                                                                          const base::Clock& clock);

  ~RocksDbEventStore() override;

  // Whether the store takes appends, and if not, why.
  StoreCondition Condition() const;

  // If the store takes no appends since writing failed, tries at once whether it can. Returns OK if
  // it takes appends now, else why not. Not on a committer's thread.
  absl::Status TryRecovery();

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;
  store::v1::Limits GetLimits() const override;

  // What an operator does with this store; lives as long as it.
  StoreOperations& operations();

 private:
  struct Parts;

  explicit RocksDbEventStore(std::unique_ptr<Parts> parts);

  const std::unique_ptr<Parts> parts_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_
