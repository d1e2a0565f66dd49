// Rebuilds of derived data, beside reading the same events and parsing them.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/message.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/projection/projection.h"
#include "libs/projection/rocksdb/rocksdb_projection_generations.h"
#include "libs/projection/sheet_index_fold.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"
#include "tests/bench/open_store.h"

namespace mokuhyo::bench {
namespace {

struct RebuildFlags {
  std::string directory;
  std::string into;
  uint32_t threads = 0;
  bool narrowed = false;
  // Events of the log after which a rebuild is broken off; 0: it is not.
  uint64_t interrupt_after = 0;
};

// The most memory that this process ever had, in bytes.
uint64_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    uint64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes << 10;
  }
  Fail("the system does not say how much memory was used");
}

template <typename T>
T OrFail(absl::StatusOr<T> result) {
  if (!result.ok()) Fail(std::string(result.status().message()));
  return *std::move(result);
}

nlohmann::json Figures(uint64_t events, absl::Duration taken) {
  return {{"events", events},
          {"seconds", absl::ToDoubleSeconds(taken)},
          {"per_second", static_cast<double>(events) / absl::ToDoubleSeconds(taken)},
          {"peak_memory_bytes", PeakMemory()}};
}

void Rebuild(const RebuildFlags& flags) {
  const base::SystemClock clock;
  const auto store = OpenStore(flags.directory, clock);
  std::filesystem::remove_all(flags.into);
  const projection::SheetIndexFold fold;
  projection::RebuildProgress last;
  uint64_t size_bytes = 0;
  absl::Duration taken;
  {
    const auto generations = OrFail(projection::RocksDbProjectionGenerations::Open(flags.into));
    projection::Projection index(fold, *store, *generations, clock,
                                 {.rebuild_threads = flags.threads});
    if (flags.interrupt_after > 0) {
      const auto interrupted = index.Rebuild([&](const projection::RebuildProgress& progress) {
        return progress.events_done < flags.interrupt_after;
      });
      if (!absl::IsCancelled(interrupted.status())) Fail("the rebuild was over before");
    }
    const absl::Time begin = absl::Now();
    OrFail(index.Rebuild([&](const projection::RebuildProgress& progress) {
      last = progress;
      return true;
    }));
    taken = absl::Now() - begin;
    size_bytes = OrFail(index.Describe()).size_bytes();
  }
  std::filesystem::remove_all(flags.into);
  nlohmann::json figures = Figures(last.events_done - last.events_resumed, taken);
  figures["events_resumed"] = last.events_resumed;
  figures["bytes_on_disk"] = size_bytes;
  Print(figures);
}

// Parses payloads of events, keeping one message of each type so that no memory is asked for anew.
class PayloadParser {
 public:
  void Parse(const store::v1::RecordedEvent& event) {
    std::unique_ptr<google::protobuf::Message>& message = messages_[event.type()];
    if (message == nullptr) {
      const auto* type =
          google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
      if (type == nullptr) Fail(absl::StrCat("no such type: ", event.type()));
      message.reset(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    }
    if (!message->ParseFromString(event.payload())) Fail("a payload cannot be parsed");
  }

 private:
  absl::flat_hash_map<std::string, std::unique_ptr<google::protobuf::Message>> messages_;
};

// Reads a city and parses what it reads; returns how many events these were.
uint64_t ReadAndParse(eventstore::EventStore& store, const std::string& city, bool narrowed) {
  PayloadParser parser;
  uint64_t events = 0;
  for (uint64_t next = 1;;) {
    store::v1::ReadCityRequest request;
    request.set_city(city);
    request.set_from_position(next);
    if (narrowed) projection::SheetIndexFold().Narrow(request);
    const auto page = OrFail(eventstore::ReadCityNow(store, std::move(request)));
    for (const auto& event : page.events()) parser.Parse(event);
    events += static_cast<uint64_t>(page.events_size());
    if (page.end_of_log()) return events;
    next = page.next_position();
  }
}

void ReadParse(const RebuildFlags& flags) {
  const base::SystemClock clock;
  const auto store = OpenStore(flags.directory, clock);
  const uint32_t threads =
      flags.threads == 0 ? std::max(std::thread::hardware_concurrency(), 1u) : flags.threads;
  const absl::Time begin = absl::Now();
  const auto cities = OrFail(eventstore::ListCitiesNow(*store));
  std::atomic<int> next = 0;
  const auto work = [&] {
    uint64_t events = 0;
    for (int taken = next++; taken < cities.cities_size(); taken = next++)
      events += ReadAndParse(*store, cities.cities(taken), flags.narrowed);
    return events;
  };
  std::vector<std::future<uint64_t>> workers;
  for (uint32_t i = 0; i < threads; ++i) workers.push_back(std::async(std::launch::async, work));
  uint64_t events = 0;
  for (auto& worker : workers) events += worker.get();
  Print(Figures(events, absl::Now() - begin));
}

void AddFlags(CLI::App& command, RebuildFlags& flags) {
  command.add_option("--dir", flags.directory, "directory of a generated store")->required();
  command.add_option("--threads", flags.threads, "threads; default: one a core");
}

}  // namespace

void AddRebuildCommands(CLI::App& app) {
  static RebuildFlags flags;
  CLI::App* const rebuild = app.add_subcommand(
      "rebuild", "derives everything from zero that is kept of the log, until it is on the disk");
  AddFlags(*rebuild, flags);
  rebuild->add_option("--into", flags.into, "directory for it, which is removed afterwards")
      ->required();
  rebuild->add_option("--interrupt-after", flags.interrupt_after,
                      "break off after so many events, and measure the rebuild that goes on");
  rebuild->callback([] { Rebuild(flags); });
  CLI::App* const parse = app.add_subcommand(
      "read-parse", "reads all events, parses them and their payloads, and does nothing with them");
  AddFlags(*parse, flags);
  parse->add_flag("--narrowed", flags.narrowed, "only the events that a rebuild asks for");
  parse->callback([] { ReadParse(flags); });
}

}  // namespace mokuhyo::bench
