#ifndef MOKUHYO_TESTS_BENCH_WRITTEN_PAIRS_H_
#define MOKUHYO_TESTS_BENCH_WRITTEN_PAIRS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace mokuhyo::bench {

// What a store of ours wrote, as its write-ahead log has it.
struct WrittenPairs {
  // The batches, as RocksDB represents them.
  std::vector<std::string> batches;
  size_t appends = 0;
  size_t pairs = 0;
  size_t bytes = 0;

  double pairs_per_append() const { return Ratio(pairs, appends); }
  double bytes_per_append() const { return Ratio(bytes, appends); }
  double appends_per_batch() const { return Ratio(appends, batches.size()); }

  // The same pairs in as many batches as there were appends.
  std::vector<std::string> SplitByAppend() const;

 private:
  static double Ratio(size_t a, size_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
  }
};

// Reads what `appends` appends wrote to the database of a store that is closed and was not flushed.
// Ends the program if its log is not whole.
WrittenPairs ReadWrittenPairs(const std::string& directory, size_t appends);

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_WRITTEN_PAIRS_H_
