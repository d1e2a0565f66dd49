// crash_writer DIRECTORY ROUND: appends to the event store in DIRECTORY without end, with many
// appends under way, and prints a line for each that was acknowledged: "{request id} {first
// position} {last position}".
//
// Every append writes to two streams and carries the key "{round}-{n}"; the payloads say which
// event of how many each one is, so that a reader can tell whether the append is whole.
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

namespace {

using mokuhyo::store::v1::AppendRequest;
using mokuhyo::store::v1::AppendResponse;

constexpr int kOutstanding = 32;

void AddStream(AppendRequest& request, const std::string& stream, int first, int count, int total,
               size_t padding) {
  auto& append = *request.add_streams();
  append.set_stream(stream);
  append.mutable_expected()->mutable_any();
  for (int i = first; i < first + count; ++i) {
    auto& event = *append.add_events();
    event.set_type("mokuhyo.test.v1.Happened");
    event.set_schema_version(1);
    event.set_effective_date("2020-04-01");
    event.set_origin(mokuhyo::store::v1::ORIGIN_OPERATED);
    event.set_payload(absl::StrCat(i, "/", total, " ", std::string(padding, 'x')));
  }
}

AppendRequest MakeRequest(const std::string& id, std::mt19937& random) {
  const auto upto = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  AppendRequest request;
  request.set_city("niigata");
  request.set_actor("crash-writer");
  auto& key = *request.mutable_request();
  key.set_caller("crash-writer");
  key.set_method("Append");
  key.set_id(id);
  request.set_request_hash(std::string(32, 'h'));
  const int first = 1 + upto(3);
  const int second = 1 + upto(3);
  // Now and then an event of several blocks of the write-ahead log.
  const auto padding = static_cast<size_t>(upto(10) == 0 ? upto(100'000) : upto(300));
  AddStream(request, absl::StrCat("sheets/", upto(20)), 0, first, first + second, padding);
  AddStream(request, "shared", first, second, first + second, 0);
  return request;
}

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
    (*store)->Append(MakeRequest(id, random), [&free, id](absl::StatusOr<AppendResponse> response) {
      if (!response.ok() || !response->has_appended()) std::_Exit(1);
      const auto& appended = response->appended();
      PrintLine(
          absl::StrCat(id, " ", appended.first_position(), " ", appended.last_position(), "\n"));
      free.release();
    });
  }
}
