// Appends in process: through our store, and the same pairs straight into RocksDB.

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "rocksdb/db.h"
#include "rocksdb/transaction_log.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"
#include "tests/bench/open_store.h"
#include "tests/bench/written_pairs.h"

namespace mokuhyo::bench {
namespace {

struct AppendFlags {
  std::string directory;
  size_t outstanding = 64;
  size_t payload_bytes = 300;
  double seconds = 3;
  double warm_up = 0.5;
  size_t captured_appends = 10'000;
};

// Appends one event to a stream of the slot at a time, each with the receipt of its request: what
// any write of the product does.
class Appender {
 public:
  Appender(eventstore::EventStore& store, size_t slots, size_t payload_bytes)
      : store_(store), payload_(payload_bytes, 'x'), revisions_(slots) {}

  void Append(size_t slot, std::function<void(bool)> done) {
    store::v1::AppendRequest request;
    request.set_city("niigata");
    request.set_actor("bench");
    store::v1::StreamAppend& stream = *request.add_streams();
    stream.set_stream(absl::StrCat("sheets/2022-nishi-", slot));
    uint64_t& revision = revisions_[slot];
    if (revision == 0) {
      stream.mutable_expected()->mutable_no_stream();
    } else {
      stream.mutable_expected()->set_exactly(revision - 1);
    }
    store::v1::NewEvent& event = *stream.add_events();
    event.set_type("mokuhyo.events.v1.ResultsReported");
    event.set_schema_version(1);
    event.set_effective_date("2022-10-01");
    event.set_origin(store::v1::ORIGIN_OPERATED);
    event.set_payload(payload_);
    request.mutable_request()->set_caller("bench");
    request.mutable_request()->set_method("mokuhyo.indicators.v1.IndicatorService/ReportResults");
    request.mutable_request()->set_id(absl::StrCat(slot, "-", revision));
    request.set_request_hash(std::string(32, 'h'));
    ++revision;
    store_.Append(std::move(request),
                  [done = std::move(done)](absl::StatusOr<store::v1::AppendResponse> response) {
                    done(response.ok() && response->has_appended());
                  });
  }

 private:
  eventstore::EventStore& store_;
  const std::string payload_;
  std::vector<uint64_t> revisions_;
};

// The thread of the callers: outcomes are told on the thread that commits, which is not to be kept
// from that by making the next appends.
class Callers {
 public:
  Callers() : thread_([this] { Run(); }) {}

  ~Callers() {
    Post(nullptr);
    thread_.join();
  }

  Callers(const Callers&) = delete;
  Callers& operator=(const Callers&) = delete;

  // Nothing (null) ends the thread.
  void Post(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::vector<std::function<void()>> tasks;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !tasks_.empty(); });
        tasks.swap(tasks_);
      }
      for (const auto& task : tasks) {
        if (task == nullptr) return;
        task();
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> tasks_;
  std::thread thread_;
};

void AppendToStore(const AppendFlags& flags) {
  std::filesystem::remove_all(flags.directory);
  const base::SystemClock clock;
  const auto store = OpenStore(flags.directory, clock);
  Appender appender(*store, flags.outstanding, flags.payload_bytes);
  Callers callers;
  const LoadResult result = RunClosedLoop(
      [&](size_t slot, auto done) {
        appender.Append(slot, [&callers, done = std::move(done)](bool ok) {
          callers.Post([done, ok] { done(ok); });
        });
      },
      flags.outstanding, absl::Seconds(flags.warm_up), absl::Seconds(flags.seconds));
  Print(ToJson(result));
}

// Runs our store for a while and takes from its write-ahead log what it wrote, batch by batch.
WrittenPairs Capture(const AppendFlags& flags) {
  const std::string directory = flags.directory + "-captured";
  std::filesystem::remove_all(directory);
  {
    const base::SystemClock clock;
    const auto store = OpenStore(directory, clock);
    Appender appender(*store, flags.outstanding, flags.payload_bytes);
    // Both are used on the thread of the callers only.
    size_t left = flags.captured_appends;
    size_t running = flags.outstanding;
    std::promise<void> over;
    Callers callers;
    const std::function<void(size_t)> start = [&](size_t slot) {
      if (left == 0) {
        if (--running == 0) over.set_value();
        return;
      }
      --left;
      appender.Append(slot, [&, slot](bool) { callers.Post([&, slot] { start(slot); }); });
    };
    for (size_t slot = 0; slot < flags.outstanding; ++slot)
      callers.Post([&, slot] { start(slot); });
    over.get_future().wait();
  }
  WrittenPairs pairs = ReadWrittenPairs(directory + "/log", flags.captured_appends);
  std::filesystem::remove_all(directory);
  return pairs;
}

std::unique_ptr<rocksdb::DB> OpenRaw(const std::string& directory) {
  std::filesystem::remove_all(directory);
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(
      eventstore::DatabaseOptions(*rocksdb::Env::Default(), 128 << 20), directory, &db);
  if (!status.ok()) Fail(status.ToString());
  return std::unique_ptr<rocksdb::DB>(db);
}

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

// One thread writes the batches that the store wrote, each synced.
void AppendRaw(const AppendFlags& flags) {
  const WrittenPairs pairs = Capture(flags);
  const auto db = OpenRaw(flags.directory);
  size_t next = 0;
  size_t written = 0;
  const absl::Time begin = absl::Now() + absl::Seconds(flags.warm_up);
  const absl::Time end = begin + absl::Seconds(flags.seconds);
  for (absl::Time now = absl::Now(); now < end; now = absl::Now()) {
    rocksdb::WriteBatch batch(pairs.batches[next]);
    if (!db->Write(Synced(), &batch).ok()) Fail("writing failed");
    if (now >= begin) written += static_cast<size_t>(batch.Count());
    next = (next + 1) % pairs.batches.size();
  }
  Print({{"per_second", static_cast<double>(written) / pairs.pairs_per_append() / flags.seconds},
         {"pairs_per_append", pairs.pairs_per_append()},
         {"bytes_per_append", pairs.bytes_per_append()},
         {"appends_per_batch", pairs.appends_per_batch()}});
}

// As many threads as appends were outstanding write the pairs of one append at a time, each synced:
// RocksDB's own group commit puts them together.
void AppendGrouped(const AppendFlags& flags) {
  const WrittenPairs pairs = Capture(flags);
  const std::vector<std::string> appends = pairs.SplitByAppend();
  const auto db = OpenRaw(flags.directory);
  std::atomic<size_t> next = 0;
  std::atomic<size_t> written = 0;
  const absl::Time begin = absl::Now() + absl::Seconds(flags.warm_up);
  const absl::Time end = begin + absl::Seconds(flags.seconds);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < flags.outstanding; ++i) {
    threads.emplace_back([&] {
      while (absl::Now() < end) {
        rocksdb::WriteBatch batch(appends[next++ % appends.size()]);
        if (!db->Write(Synced(), &batch).ok()) return;
        const absl::Time now = absl::Now();
        if (now >= begin && now < end) ++written;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Print({{"per_second", static_cast<double>(written) / flags.seconds}});
}

void AddFlags(CLI::App& command, AppendFlags& flags) {
  command.add_option("--dir", flags.directory, "a directory of the disk to be measured")
      ->required();
  command.add_option("--outstanding", flags.outstanding, "appends under way")
      ->capture_default_str();
  command.add_option("--payload", flags.payload_bytes, "bytes of an event's payload")
      ->capture_default_str();
  command.add_option("--seconds", flags.seconds, "how long to measure")->capture_default_str();
  command.add_option("--warm-up", flags.warm_up, "seconds before")->capture_default_str();
}

}  // namespace

void AddAppendCommands(CLI::App& app) {
  // Lives as long as the program: the callbacks of the commands refer to it.
  static AppendFlags flags;
  CLI::App* const store = app.add_subcommand("append-store", "appends through our event store");
  AddFlags(*store, flags);
  store->callback([] { AppendToStore(flags); });
  CLI::App* const raw =
      app.add_subcommand("append-raw", "the same batches straight into RocksDB, one thread");
  AddFlags(*raw, flags);
  raw->callback([] { AppendRaw(flags); });
  CLI::App* const grouped = app.add_subcommand(
      "append-group", "the same pairs, an append a batch, by RocksDB's own group commit");
  AddFlags(*grouped, flags);
  grouped->callback([] { AppendGrouped(flags); });
}

}  // namespace mokuhyo::bench
