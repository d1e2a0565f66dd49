#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

#include <optional>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/committer.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

// In the order of construction: the committer stops first, the lock is given back last.
struct RocksDbEventStore::Parts {
  Parts(std::unique_ptr<DirectoryLock> directory_lock, OpenedDatabase opened,
        const Options& options)
      : lock(std::move(directory_lock)),
        limits(options.limits),
        database(std::move(opened)),
        reader(*database.db, heads, limits) {}

  const std::unique_ptr<DirectoryLock> lock;
  const store::v1::Limits limits;
  const OpenedDatabase database;
  CityHeads heads;
  Doorbells doorbells;
  const LogReader reader;
  std::optional<Committer> committer;
};

absl::StatusOr<std::unique_ptr<RocksDbEventStore>> RocksDbEventStore::Open(
    Options options, const base::Clock& clock) {
  auto lock = DirectoryLock::Acquire(options.directory);
  if (!lock.ok()) return lock.status();
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  auto database =
      OpenDatabase(env, absl::StrCat(options.directory, "/log"), options.block_cache_bytes);
  if (!database.ok()) return database.status();
  auto parts = std::make_unique<Parts>(*std::move(lock), *std::move(database), options);
  // The names of what was just made must survive a power cut as their contents do.
  if (auto status = SyncDirectory(options.directory); !status.ok()) return status;
  if (auto status = LogReader::LoadHeads(*parts->database.db, &parts->heads); !status.ok()) {
    return status;
  }
  parts->committer.emplace(
      *parts->database.db, parts->reader, parts->heads, parts->doorbells, clock,
      Committer::Options{options.sync, options.max_waiting_appends, options.max_waiting_bytes,
                         std::move(options.on_failed)});
  return absl::WrapUnique(new RocksDbEventStore(std::move(parts)));
}

RocksDbEventStore::RocksDbEventStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RocksDbEventStore::~RocksDbEventStore() = default;

void RocksDbEventStore::Append(store::v1::AppendRequest request,
                               Callback<store::v1::AppendResponse> done) {
  auto append = PreparedAppend::Prepare(std::move(request), parts_->limits);
  if (!append.ok()) return done(append.status());
  parts_->committer->Submit(*std::move(append), std::move(done));
}

void RocksDbEventStore::FindRequest(store::v1::FindRequestRequest request,
                                    Callback<store::v1::FindRequestResponse> done) {
  if (auto status = Validate(request, parts_->limits); !status.ok()) return done(status);
  auto receipt = parts_->reader.FindReceipt(request.city(), request.request());
  if (!receipt.ok()) return done(receipt.status());
  store::v1::FindRequestResponse response;
  if (receipt->has_value()) *response.mutable_receipt() = **std::move(receipt);
  done(std::move(response));
}

void RocksDbEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                   Callback<store::v1::ReadStreamResponse> done) {
  if (auto status = Validate(request, parts_->limits); !status.ok()) return done(status);
  done(parts_->reader.ReadStream(request));
}

void RocksDbEventStore::ReadCity(store::v1::ReadCityRequest request,
                                 Callback<store::v1::ReadCityResponse> done) {
  if (auto status = Validate(request, parts_->limits); !status.ok()) return done(status);
  done(parts_->reader.ReadCity(request));
}

void RocksDbEventStore::GetHead(store::v1::GetHeadRequest request,
                                Callback<store::v1::GetHeadResponse> done) {
  if (auto status = Validate(request, parts_->limits); !status.ok()) return done(status);
  const CityHead head = parts_->heads.Find(request.city());
  store::v1::GetHeadResponse response;
  response.set_position(head.position);
  response.set_epoch(parts_->database.epoch);
  if (head.position > 0) {
    *response.mutable_last_recorded_time() = ToTimestamp(head.recorded_time);
  }
  done(std::move(response));
}

void RocksDbEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                          Callback<store::v1::GetStreamRevisionResponse> done) {
  if (auto status = Validate(request, parts_->limits); !status.ok()) return done(status);
  const auto revision = parts_->reader.FindRevision(request.city(), request.stream());
  if (!revision.ok()) return done(revision.status());
  store::v1::GetStreamRevisionResponse response;
  if (revision->has_value()) response.set_revision(**revision);
  done(std::move(response));
}

void RocksDbEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  store::v1::ListCitiesResponse response;
  for (auto& city : parts_->heads.Cities()) response.add_cities(std::move(city));
  done(std::move(response));
}

std::unique_ptr<Watch> RocksDbEventStore::WatchCity(std::string_view city,
                                                    std::function<void()> ring) {
  return parts_->doorbells.Add(city, std::move(ring));
}

store::v1::Limits RocksDbEventStore::GetLimits() const { return parts_->limits; }

}  // namespace mokuhyo::eventstore
