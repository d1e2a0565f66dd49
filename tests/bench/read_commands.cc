// Reads of streams and of a city's log, beside an iterator of RocksDB over the same bytes.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/spare_events.h"
#include "rocksdb/db.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"

namespace mokuhyo::bench {
namespace {

struct ReadFlags {
  std::string directory;
  std::string city = "city-0";
  uint64_t events = 200'000;
  int passes = 10;
  uint32_t page_events = 250;
};

struct Reading {
  uint64_t events = 0;
  uint64_t bytes = 0;
};

void PrintPasses(const ReadFlags& flags, const std::function<Reading()>& read) {
  read();  // Warms the caches.
  const absl::Time begin = absl::Now();
  Reading all;
  for (int i = 0; i < flags.passes; ++i) {
    const Reading pass = read();
    all.events += pass.events;
    all.bytes += pass.bytes;
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  Print({{"per_second", static_cast<double>(all.events) / seconds},
         {"megabytes_per_second", static_cast<double>(all.bytes) / seconds / 1e6},
         {"events", all.events}});
}

std::unique_ptr<eventstore::RocksDbEventStore> Open(const ReadFlags& flags,
                                                    const base::Clock& clock) {
  eventstore::RocksDbEventStore::Options options;
  options.directory = flags.directory;
  auto store = eventstore::RocksDbEventStore::Open(std::move(options), clock);
  if (!store.ok()) Fail(std::string(store.status().message()));
  return *std::move(store);
}

Reading ReadCity(eventstore::EventStore& store, const ReadFlags& flags) {
  Reading reading;
  uint64_t next = 1;
  while (reading.events < flags.events) {
    store::v1::ReadCityRequest request;
    request.set_city(flags.city);
    request.set_from_position(next);
    request.set_max_events(flags.page_events);
    auto page = eventstore::ReadCityNow(store, std::move(request));
    if (!page.ok()) Fail(std::string(page.status().message()));
    for (const auto& event : page->events()) {
      ++reading.events;
      reading.bytes += event.payload().size();
    }
    next = page->next_position();
    const bool is_last = page->end_of_log();
    eventstore::SpareEvents::GiveAll(*std::move(page));
    if (is_last) break;
  }
  return reading;
}

// The streams of the sheets that the generator made, one after the other.
Reading ReadStreams(eventstore::EventStore& store, const ReadFlags& flags) {
  Reading reading;
  for (uint64_t number = 0; reading.events < flags.events; ++number) {
    store::v1::ReadStreamRequest request;
    request.set_city(flags.city);
    request.set_stream(absl::StrCat("sheets/generated-", number));
    auto page = eventstore::ReadStreamNow(store, std::move(request));
    if (!page.ok()) Fail(std::string(page.status().message()));
    if (page->events().empty()) break;
    for (const auto& event : page->events()) {
      ++reading.events;
      reading.bytes += event.payload().size();
    }
    eventstore::SpareEvents::GiveAll(*std::move(page));
  }
  return reading;
}

std::unique_ptr<rocksdb::DB> OpenRaw(const ReadFlags& flags) {
  rocksdb::DB* db = nullptr;
  const auto status =
      rocksdb::DB::OpenForReadOnly(eventstore::DatabaseOptions(*rocksdb::Env::Default(), 128 << 20),
                                   flags.directory + "/log", &db);
  if (!status.ok()) Fail(status.ToString());
  return std::unique_ptr<rocksdb::DB>(db);
}

// Looks at a value, as whoever reads it would.
class Eyes {
 public:
  void LookAt(const rocksdb::Slice& value, Reading& reading) {
    ++reading.events;
    reading.bytes += value.size();
    for (size_t i = 0; i < value.size(); i += 64) sum_ += static_cast<unsigned char>(value[i]);
  }
  // Keeps the loop from being optimized away.
  ~Eyes() {
    if (sum_ == 0) Fail("the store holds nothing but zeros");
  }

 private:
  uint64_t sum_ = 0;
};

// The events of the city as they stand in the order of keys; each value is looked at.
Reading ScanRaw(rocksdb::DB& db, const ReadFlags& flags) {
  Reading reading;
  const std::string behind = eventstore::keys::BehindCity(flags.city);
  const rocksdb::Slice bound(behind);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> events(db.NewIterator(options));
  Eyes eyes;
  for (events->Seek(eventstore::keys::EventPrefix(flags.city));
       events->Valid() && reading.events < flags.events; events->Next()) {
    eyes.LookAt(events->value(), reading);
  }
  return reading;
}

// The same bytes as ReadStreams, the entries of each stream and then its events, by iterators that
// are made once for all streams.
Reading ScanRawStreams(rocksdb::DB& db, const ReadFlags& flags) {
  Reading reading;
  const std::unique_ptr<rocksdb::Iterator> index(db.NewIterator({}));
  const std::unique_ptr<rocksdb::Iterator> events(db.NewIterator({}));
  Eyes eyes;
  for (uint64_t number = 0; reading.events < flags.events; ++number) {
    const std::string prefix =
        eventstore::keys::StreamPrefix(flags.city, absl::StrCat("sheets/generated-", number));
    uint64_t position = 0;
    for (index->Seek(prefix); index->Valid() && index->key().starts_with(prefix); index->Next()) {
      const rocksdb::Slice entry = index->value();
      const uint64_t next = eventstore::keys::DecodeStreamEntry(entry.ToStringView())->position;
      if (position > 0 && next == position + 1) {
        events->Next();
      } else {
        events->Seek(eventstore::keys::EventKey(flags.city, next));
      }
      position = next;
      if (!events->Valid()) Fail("an event is missing");
      eyes.LookAt(events->value(), reading);
    }
    if (position == 0) break;
  }
  return reading;
}

// Leaves nothing to do in the background, which would go on in one measurement and not in another.
void Settle(const ReadFlags& flags) {
  rocksdb::DB* opened = nullptr;
  auto status = rocksdb::DB::Open(eventstore::DatabaseOptions(*rocksdb::Env::Default(), 128 << 20),
                                  flags.directory + "/log", &opened);
  if (!status.ok()) Fail(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);
  status = db->CompactRange({}, nullptr, nullptr);
  if (!status.ok()) Fail(status.ToString());
  Print({{"settled", true}});
}

void AddFlags(CLI::App& command, ReadFlags& flags) {
  command.add_option("--dir", flags.directory, "directory of a generated store")->required();
  command.add_option("--city", flags.city, "which of its cities");
  command.add_option("--events", flags.events, "events to read at most in a pass");
  command.add_option("--page-events", flags.page_events,
                     "events of a page of a city's log; a page should fit a core's cache");
  command.add_option("--passes", flags.passes, "passes that are measured");
}

}  // namespace

void AddReadCommands(CLI::App& app) {
  static ReadFlags flags;
  CLI::App* const city = app.add_subcommand("read-city", "reads a city's log from our store");
  AddFlags(*city, flags);
  city->callback([] {
    const base::SystemClock clock;
    const auto store = Open(flags, clock);
    PrintPasses(flags, [&] { return ReadCity(*store, flags); });
  });
  CLI::App* const streams = app.add_subcommand("read-streams", "reads stream after stream");
  AddFlags(*streams, flags);
  streams->callback([] {
    const base::SystemClock clock;
    const auto store = Open(flags, clock);
    PrintPasses(flags, [&] { return ReadStreams(*store, flags); });
  });
  CLI::App* const raw =
      app.add_subcommand("read-raw", "iterates over the same events with RocksDB alone");
  AddFlags(*raw, flags);
  raw->callback([] {
    const auto db = OpenRaw(flags);
    PrintPasses(flags, [&] { return ScanRaw(*db, flags); });
  });
  CLI::App* const raw_streams = app.add_subcommand(
      "read-raw-streams", "iterates over the same entries and events, stream after stream");
  AddFlags(*raw_streams, flags);
  raw_streams->callback([] {
    const auto db = OpenRaw(flags);
    PrintPasses(flags, [&] { return ScanRawStreams(*db, flags); });
  });
  CLI::App* const settle = app.add_subcommand(
      "settle", "compacts a generated store, so that nothing of that is left to do");
  AddFlags(*settle, flags);
  settle->callback([] { Settle(flags); });
}

}  // namespace mokuhyo::bench
