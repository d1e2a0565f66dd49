#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

extern char** environ;

namespace mokuhyo::eventstore {
namespace {

using Clock = std::chrono::steady_clock;

// crash_writer, with what it prints.
class Writer {
 public:
  Writer(const std::string& directory, const std::string& round) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    output_ = ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = CRASH_WRITER;
    std::string directory_argument = directory;
    std::string round_argument = round;
    std::array<char*, 4> arguments = {program.data(), directory_argument.data(),
                                      round_argument.data(), nullptr};
    EXPECT_EQ(posix_spawn(&process_, CRASH_WRITER, &actions, nullptr, arguments.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
  }

  ~Writer() { close(output_); }

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Takes in what is printed until `deadline`, or until the program ends. False if it ended.
  bool ReadUntil(Clock::time_point deadline) {
    while (true) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd ready{output_, POLLIN, 0};
      if (left < 0 || poll(&ready, 1, static_cast<int>(left)) <= 0) return true;
      if (!ReadSome()) return false;
    }
  }

  // Waits for the first line.
  bool ReadFirst() {
    while (text_.empty()) {
      if (!ReadSome()) return false;
    }
    return true;
  }

  // Kills the program with a signal that it cannot see, and takes in what it had printed.
  void Kill() {
    EXPECT_EQ(kill(process_, SIGKILL), 0);
    int status = 0;
    EXPECT_EQ(waitpid(process_, &status, 0), process_);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << status;
    while (ReadSome()) {
    }
  }

  const std::string& Text() const { return text_; }

 private:
  bool ReadSome() {
    std::array<char, 65536> buffer;
    const ssize_t size = read(output_, buffer.data(), buffer.size());
    if (size > 0) text_.append(buffer.data(), static_cast<size_t>(size));
    return size > 0;
  }

  pid_t process_ = 0;
  int output_ = -1;
  std::string text_;
};

struct Range {
  uint64_t first = 0;
  uint64_t last = 0;
};

// The whole log, with each event's revision and place in its append checked on the way. Returns the
// ranges of the appends by request id.
std::map<std::string, Range> ReadAppends(EventStore& store) {
  std::map<std::string, Range> appends;
  std::map<std::string, uint64_t> next_revision;
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  uint64_t position = 0;
  int due = 0;
  int total = 0;
  while (true) {
    const auto page = ReadCityNow(store, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return appends;
    for (const auto& event : page->events()) {
      EXPECT_EQ(event.position(), ++position);
      EXPECT_EQ(event.revision(), next_revision[event.stream()]++);
      std::istringstream payload(event.payload());
      int number = -1;
      char slash = 0;
      int of = 0;
      payload >> number >> slash >> of;
      EXPECT_EQ(number, due) << "an append is not whole at position " << position;
      if (number == 0) {
        total = of;
        appends[event.request_id()].first = position;
      }
      appends[event.request_id()].last = position;
      due = number + 1 == total ? 0 : number + 1;
    }
    if (page->end_of_log()) break;
    request.set_from_position(position + 1);
  }
  EXPECT_EQ(due, 0) << "the last append is not whole";
  return appends;
}

// Every acknowledged append must be in the log where it was said to be, and must have its receipt.
void Verify(EventStore& store, const std::map<std::string, Range>& acknowledged) {
  const auto appends = ReadAppends(store);
  for (const auto& [id, range] : acknowledged) {
    const auto found = appends.find(id);
    ASSERT_NE(found, appends.end()) << "acknowledged and lost: " << id;
    EXPECT_EQ(found->second.first, range.first);
    EXPECT_EQ(found->second.last, range.last);
  }
  for (const auto& [id, range] : appends) {
    store::v1::FindRequestRequest request;
    request.set_city("niigata");
    request.mutable_request()->set_caller("crash-writer");
    request.mutable_request()->set_method("Append");
    request.mutable_request()->set_id(id);
    const auto receipt = FindRequestNow(store, request);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    ASSERT_TRUE(receipt->has_receipt()) << "without receipt: " << id;
    EXPECT_EQ(receipt->receipt().appended().first_position(), range.first);
  }
}

// MOKUHYO_CRASH_ROUNDS says how often; each round goes on in the store that the one before left.
TEST(CrashTest, KillingTheWriterAtAnyInstantLosesNothingAcknowledged) {
  const char* configured = std::getenv("MOKUHYO_CRASH_ROUNDS");
  const int rounds = configured == nullptr ? 20 : std::atoi(configured);
  const conformance::ScratchDirectory directory;
  const base::SystemClock clock;
  std::mt19937 random(std::random_device{}());
  std::map<std::string, Range> acknowledged;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    Writer writer(directory.Path(), absl::StrCat(round));
    // Every fourth round may strike while the store is being opened.
    if (round % 4 != 3) {
      ASSERT_TRUE(writer.ReadFirst());
    }
    ASSERT_TRUE(writer.ReadUntil(Clock::now() + std::chrono::milliseconds(random() % 60)));
    writer.Kill();
    std::istringstream lines(writer.Text());
    std::string id;
    Range range;
    while (lines >> id >> range.first >> range.last) acknowledged[id] = range;

    RocksDbEventStore::Options options;
    options.directory = directory.Path();
    const auto store = RocksDbEventStore::Open(options, clock);
    ASSERT_TRUE(store.ok()) << store.status();
    Verify(**store, acknowledged);
    if (HasFailure()) return;
  }
  std::cout << "rounds " << rounds << ", acknowledged " << acknowledged.size() << ", lost 0\n";
}

}  // namespace
}  // namespace mokuhyo::eventstore
