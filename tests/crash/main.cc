// crash_writer DIRECTORY ROUND: appends to the event store in DIRECTORY without end, with many
// appends under way, and prints a line for each that was acknowledged: "{request id} {first
// position} {last position}".
// The requests have the ids "{round}-{n}".
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <semaphore>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/crash/appends.h"

namespace {

using mokuhyo::store::v1::AppendResponse;

constexpr int kOutstanding = 32;

// One write, so that a line is there as a whole or not at all.
void PrintLine(const std::string& line) {
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: crash_writer DIRECTORY ROUND\n";
    return 2;
  }
  const mokuhyo::base::SystemClock clock;
  mokuhyo::eventstore::RocksDbEventStore::Options options;
  options.directory = argv[1];
  const auto store = mokuhyo::eventstore::RocksDbEventStore::Open(options, clock);
  if (!store.ok()) {
    std::cerr << store.status() << "\n";
    return 1;
  }
  std::mt19937 random(static_cast<unsigned>(std::atoi(argv[2])));
  std::counting_semaphore<kOutstanding> free(kOutstanding);
  for (uint64_t n = 0;; ++n) {
    free.acquire();
    const std::string id = absl::StrCat(argv[2], "-", n);
    const auto request = mokuhyo::eventstore::MakeAppend(id, random);
    (*store)->Append(request, [&free, id](absl::StatusOr<AppendResponse> response) {
      if (!response.ok() || !response->has_appended()) std::_Exit(1);
      const auto& appended = response->appended();
      PrintLine(
          absl::StrCat(id, " ", appended.first_position(), " ", appended.last_position(), "\n"));
      free.release();
    });
  }
}
