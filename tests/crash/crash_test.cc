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
#include <random>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/crash/ledger.h"

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

// MOKUHYO_CRASH_ROUNDS says how often; each round goes on in the store that the one before left.
TEST(CrashTest, KillingTheWriterAtAnyInstantLosesNothingAcknowledged) {
  const char* configured = std::getenv("MOKUHYO_CRASH_ROUNDS");
  const int rounds = configured == nullptr ? 200 : std::atoi(configured);
  const conformance::ScratchDirectory directory;
  const base::SystemClock clock;
  std::mt19937 random(std::random_device{}());
  Ledger ledger("kill -9 under load");
  RocksDbEventStore::Options options;
  options.directory = directory.Path();
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
    uint64_t first = 0;
    uint64_t last = 0;
    while (lines >> id >> first >> last) ledger.Acknowledge(id, first, last);

    const auto store = RocksDbEventStore::Open(options, clock);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(ledger.VerifyNew(**store));
  }
  const auto store = RocksDbEventStore::Open(options, clock);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(ledger.VerifyAll(**store));
  ledger.Print(rounds);
}

}  // namespace
}  // namespace mokuhyo::eventstore
