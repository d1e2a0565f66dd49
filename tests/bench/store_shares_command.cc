// Tells what the bytes of a store are spent on.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"
#include "rocksdb/table_properties.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"

namespace mokuhyo::bench {
namespace {

struct SharesFlags {
  std::string directory;
  std::string city;
};

// The kinds of records that FORMAT.md knows, by the letter of their keys.
struct Kind {
  char letter;
  std::string_view name;
};
constexpr std::array kKinds = {Kind{'e', "event"}, Kind{'s', "stream_entry"},
                               Kind{'h', "merkle_node"}, Kind{'r', "receipt"}};

struct Bytes {
  uint64_t count = 0;
  uint64_t keys = 0;
  uint64_t values = 0;
};

// What events consist of besides their payload.
struct Contents {
  uint64_t payload = 0;
  // Names of streams and types, actors, request ids and trace contexts.
  uint64_t names_and_ids = 0;
  // The hash of the contents and its salt.
  uint64_t proof = 0;
};

void AddContents(const rocksdb::Slice& value, Contents& contents) {
  store::v1::RecordedEvent event;
  if (!event.ParseFromArray(value.data(), static_cast<int>(value.size())))
    Fail("an event is damaged");
  contents.payload += event.payload().size() + event.reason().size();
  contents.names_and_ids += event.stream().size() + event.type().size() + event.actor().size() +
                            event.request_id().size() + event.trace_context().size();
  contents.proof += event.content_hash().size() + event.salt().size();
}

// All records of a kind, or one city's.
struct KeyRange {
  KeyRange(char letter, const std::string& city)
      : first(city.empty() ? std::string(1, letter)
                           : absl::StrCat(std::string(1, letter), city, std::string(1, '\0'))),
        behind(first) {
    ++behind.back();
  }

  std::string first;
  std::string behind;
};

Bytes Scan(rocksdb::DB& db, const KeyRange& range, Contents* contents) {
  Bytes bytes;
  const rocksdb::Slice bound(range.behind);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> records(db.NewIterator(options));
  for (records->Seek(range.first); records->Valid(); records->Next()) {
    ++bytes.count;
    bytes.keys += records->key().size();
    bytes.values += records->value().size();
    if (contents != nullptr) AddContents(records->value(), *contents);
  }
  if (!records->status().ok()) Fail(records->status().ToString());
  return bytes;
}

// Bytes of a range as they stand in files, compressed.
uint64_t CompressedBytes(rocksdb::DB& db, const KeyRange& range) {
  const rocksdb::Range whole(range.first, range.behind);
  rocksdb::SizeApproximationOptions options;
  options.include_files = true;
  options.include_memtables = false;
  uint64_t bytes = 0;
  const auto status = db.GetApproximateSizes(options, db.DefaultColumnFamily(), &whole, 1, &bytes);
  if (!status.ok()) Fail(status.ToString());
  return bytes;
}

// What all tables hold, whatever the city.
nlohmann::json Tables(rocksdb::DB& db) {
  rocksdb::TablePropertiesCollection tables;
  if (const auto status = db.GetPropertiesOfAllTables(&tables); !status.ok())
    Fail(status.ToString());
  uint64_t records = 0, raw = 0, data = 0, index = 0, filter = 0;
  for (const auto& [name, table] : tables) {
    records += table->num_entries;
    raw += table->raw_key_size + table->raw_value_size;
    data += table->data_size;
    index += table->index_size;
    filter += table->filter_size;
  }
  return {{"count", tables.size()}, {"records", records},   {"raw_bytes", raw},
          {"data_bytes", data},     {"index_bytes", index}, {"filter_bytes", filter}};
}

void Measure(const SharesFlags& flags) {
  auto db = eventstore::OpenDatabaseForReading(*rocksdb::Env::Default(), flags.directory + "/log",
                                               size_t{32} << 20);
  if (!db.ok()) Fail(std::string(db.status().message()));
  nlohmann::json measured = {{"tables", Tables(**db)}};
  Contents contents;
  for (const Kind& kind : kKinds) {
    const KeyRange range(kind.letter, flags.city);
    const Bytes bytes = Scan(**db, range, kind.letter == 'e' ? &contents : nullptr);
    measured[std::string(kind.name)] = {{"count", bytes.count},
                                        {"key_bytes", bytes.keys},
                                        {"value_bytes", bytes.values},
                                        {"compressed_bytes", CompressedBytes(**db, range)}};
  }
  measured["event"]["payload_bytes"] = contents.payload;
  measured["event"]["names_and_ids_bytes"] = contents.names_and_ids;
  measured["event"]["hash_and_salt_bytes"] = contents.proof;
  Print(measured);
}

}  // namespace

void AddStoreSharesCommand(CLI::App& app) {
  static SharesFlags flags;
  CLI::App* const command = app.add_subcommand(
      "store-shares", "tells what the bytes of a store are spent on; nobody may have it open");
  command->add_option("--dir", flags.directory, "directory of the store")->required();
  command->add_option("--city", flags.city, "only the records of this city (tables: of all)");
  command->callback([] { Measure(flags); });
}

}  // namespace mokuhyo::bench
