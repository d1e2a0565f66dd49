#ifndef MOKUHYO_TESTS_CRASH_LEDGER_H_
#define MOKUHYO_TESTS_CRASH_LEDGER_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/proof/frontier.h"

namespace mokuhyo::eventstore {

// What a store acknowledged, held against what it has: every append of appends.h that was
// acknowledged must be in its log once, whole, where it was said to be, with its receipt; of the
// others each one whole or nothing; and the Merkle tree must be the one over the events.
//
// A table of what was found is printed at the end of the test. Thread-safe for Acknowledge.
class Ledger {
 public:
  // `fault` names what the store is put through.
  explicit Ledger(std::string fault) : fault_(std::move(fault)) {}

  // The append `id` was acknowledged at these positions.
  void Acknowledge(const std::string& id, uint64_t first, uint64_t last);

  // Reads what was not read before, and expects (in the manner of GoogleTest) all that is said
  // above of it. Returns whether it held.
  bool VerifyNew(RocksDbEventStore& store);

  // The same from the first event on.
  bool VerifyAll(RocksDbEventStore& store);

  // Prints a line of the table: fault, rounds, acknowledged, found, lost.
  void Print(int rounds) const;

 private:
  struct Range {
    uint64_t first = 0;
    uint64_t last = 0;
  };

  void ReadOn(RocksDbEventStore& store);
  void Take(const store::v1::RecordedEvent& event);
  void VerifyReceipt(RocksDbEventStore& store, const std::string& id, const Range& range);
  void VerifyTree(RocksDbEventStore& store);

  const std::string fault_;
  std::mutex mutex_;
  std::map<std::string, Range> acknowledged_;
  // Which of them were not held against the log yet.
  std::map<std::string, Range> unverified_;
  // The log as far as it was read.
  uint64_t position_ = 0;
  std::map<std::string, Range> found_;
  std::map<std::string, Range> found_now_;
  std::map<std::string, uint64_t> next_revision_;
  proof::Frontier tree_;
  int due_ = 0;
  int total_ = 0;
  uint64_t lost_ = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_TESTS_CRASH_LEDGER_H_
