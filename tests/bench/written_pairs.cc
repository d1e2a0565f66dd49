#include "tests/bench/written_pairs.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "CLI/CLI.hpp"
#include "libs/eventstore/rocksdb/open_database.h"
#include "rocksdb/db.h"
#include "rocksdb/transaction_log.h"
#include "rocksdb/write_batch.h"
#include "tests/bench/fail.h"

namespace mokuhyo::bench {
namespace {

// Collects the pairs of batches.
class Collector final : public rocksdb::WriteBatch::Handler {
 public:
  void Put(const rocksdb::Slice& key, const rocksdb::Slice& value) override {
    pairs.emplace_back(key.ToString(), value.ToString());
    bytes += key.size() + value.size();
  }
  void Delete(const rocksdb::Slice&) override {}
  void LogData(const rocksdb::Slice&) override {}

  std::vector<std::pair<std::string, std::string>> pairs;
  size_t bytes = 0;
};

}  // namespace

std::vector<std::string> WrittenPairs::SplitByAppend() const {
  Collector all;
  for (const std::string& representation : batches) {
    rocksdb::WriteBatch batch(representation);
    if (!batch.Iterate(&all).ok()) Fail("a batch of the log is damaged");
  }
  std::vector<std::string> result;
  size_t next = 0;
  for (size_t i = 1; i <= appends; ++i) {
    rocksdb::WriteBatch batch;
    const size_t end = all.pairs.size() * i / appends;
    for (; next < end; ++next) batch.Put(all.pairs[next].first, all.pairs[next].second);
    if (batch.Count() > 0) result.push_back(batch.Data());
  }
  return result;
}

WrittenPairs ReadWrittenPairs(const std::string& directory, size_t appends) {
  rocksdb::Options options = eventstore::DatabaseOptions(*rocksdb::Env::Default(), 8 << 20);
  // Keeps the log where it is.
  options.avoid_flush_during_recovery = true;
  rocksdb::DB* opened = nullptr;
  if (const auto status = rocksdb::DB::Open(options, directory, &opened); !status.ok()) {
    Fail(status.ToString());
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::unique_ptr<rocksdb::TransactionLogIterator> log;
  if (const auto status = db->GetUpdatesSince(1, &log); !status.ok()) {
    Fail(status.ToString());
  }
  WrittenPairs written;
  written.appends = appends;
  // Opening a store writes a few records of its own, in batches that are small.
  constexpr size_t kOpening = 2;
  for (size_t number = 0; log->Valid(); log->Next(), ++number) {
    rocksdb::BatchResult result = log->GetBatch();
    if (number < kOpening && result.writeBatchPtr->Count() <= 2) continue;
    Collector collected;
    if (!result.writeBatchPtr->Iterate(&collected).ok()) {
      Fail("a batch of the log is damaged");
    }
    written.pairs += collected.pairs.size();
    written.bytes += collected.bytes;
    written.batches.push_back(result.writeBatchPtr->Data());
  }
  if (written.batches.empty()) Fail("the log is empty");
  return written;
}

}  // namespace mokuhyo::bench
