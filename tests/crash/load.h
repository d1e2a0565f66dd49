#ifndef MOKUHYO_TESTS_CRASH_LOAD_H_
#define MOKUHYO_TESTS_CRASH_LOAD_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/crash/ledger.h"

namespace mokuhyo::eventstore {

// Appends to a store with many appends under way at once, and enters what is acknowledged into a
// ledger.
class Load {
 public:
  // `ledger` must outlive the load.
  Load(Ledger& ledger, uint32_t seed) : ledger_(ledger), random_(seed) {}

  // Appends until one fails, at most `appends` of them, and waits for all answers. Returns whether
  // one failed.
  bool RunUntilFailure(RocksDbEventStore& store, int appends);

  // Repeats, with the same request ids, what was answered with UNKNOWN before, and expects that it
  // is in the log afterwards.
  void RepeatUnknown(RocksDbEventStore& store);

 private:
  void Start(RocksDbEventStore& store, store::v1::AppendRequest request);

  Ledger& ledger_;
  std::mt19937 random_;
  uint64_t next_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  int under_way_ = 0;
  bool failed_ = false;
  std::vector<store::v1::AppendRequest> unknown_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_TESTS_CRASH_LOAD_H_
