#ifndef MOKUHYO_TESTS_BENCH_OPEN_STORE_H_
#define MOKUHYO_TESTS_BENCH_OPEN_STORE_H_

#include <memory>
#include <string>
#include <utility>

#include "libs/base/clock.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/bench/fail.h"

namespace mokuhyo::bench {

// The store in a directory, as servers open it; ends the program if there is none to be had.
inline std::unique_ptr<eventstore::RocksDbEventStore> OpenStore(const std::string& directory,
                                                                const base::Clock& clock) {
  eventstore::RocksDbEventStore::Options options;
  options.directory = directory;
  auto store = eventstore::RocksDbEventStore::Open(std::move(options), clock);
  if (!store.ok()) Fail(std::string(store.status().message()));
  return *std::move(store);
}

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_OPEN_STORE_H_
