#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

#include <optional>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/lineage.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/open_store.h"
#include "libs/eventstore/rocksdb/recovery.h"
#include "libs/eventstore/rocksdb/rocksdb_store_operations.h"
#include "libs/eventstore/rocksdb/salvage.h"
#include "libs/eventstore/rocksdb/salvaged_event_store.h"
#include "libs/eventstore/rocksdb/store_slot.h"
#include "libs/eventstore/rocksdb/write_probe.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

namespace {

// How long a read waits for a store that is being opened again.
constexpr absl::Duration kPatience = absl::Seconds(2);

}  // namespace

// What there is of a store, in the order of construction. The open database lies in `slot`; if it
// was damaged, `salvaged` stands in its place.
struct RocksDbEventStore::Parts {
  Parts(std::unique_ptr<DirectoryLock> directory_lock, Options store_options,
        const base::Clock& clock)
      : lock(std::move(directory_lock)),
        options(std::move(store_options)),
        env(options.env != nullptr ? *options.env : *rocksdb::Env::Default()),
        surroundings{options, heads, doorbells, clock,
                     [this](const absl::Status& failure) { recovery.Report(failure); }},
        operations(
            options, [this] { return Borrow(); }, [this] { return recovery.Condition(); }),
        recovery({options.recovery_interval, [this] { return CloseIfWritable(); },
                  [this] { return Reopen(); }, options.on_failed, options.on_recovered}) {}

  // The store may still tell of failures while it is closed, but is not opened again any more.
  ~Parts() {
    recovery.Stop();
    if (options.flush_on_close) Flush();
    Close();
  }

  absl::Status Open() {
    MOKUHYO_ASSIGN_OR_RETURN(auto opened, OpenStore::Open(surroundings));
    Begin(std::move(opened));
    return absl::OkStatus();
  }

  // What the store is from now on, in whatever way it was opened first.
  void Begin(std::unique_ptr<OpenStore> opened) {
    history = opened->database.history;
    slot.Put(std::move(opened));
  }

  // Serves what there is of a store that does not open for `failure` to write; returns that if this
  // does not work either.
  absl::Status OpenAsItIs(const absl::Status& failure) {
    auto opened = OpenStore::OpenAsItIs(surroundings);
    if (!opened.ok()) return failure;
    Begin(*std::move(opened));
    recovery.Report(failure);
    return absl::OkStatus();
  }

  // Puts what is whole in the place of a store that does not open for `damage`.
  absl::Status Salvage(const absl::Status& damage) {
    auto log = SalvageLog(env, LogDirectory(), absl::StrCat(options.directory, kSalvageDirectory),
                          options.block_cache_bytes, damage);
    if (!log.ok()) {
      return base::DataLoss("STORE_DAMAGED", absl::StrCat(std::string(damage.message()),
                                                          "; and saving what is whole failed: ",
                                                          std::string(log.status().message())));
    }
    recovery.Report(damage);
    salvaged.emplace(*std::move(log), recovery.Condition().refusal, options.limits);
    return absl::OkStatus();
  }

  // One attempt to take appends again begins with this.
  absl::Status CloseIfWritable() {
    MOKUHYO_RETURN_IF_ERROR(ProbeWriting(env, LogDirectory(), options.probe_bytes));
    Close();
    return absl::OkStatus();
  }

  absl::Status Reopen() {
    auto opened = OpenStore::Open(surroundings);
    if (!opened.ok()) {
      // Reads go on as far as they can.
      auto for_reading = OpenStore::OpenForReading(surroundings, history);
      if (for_reading.ok()) slot.Put(*std::move(for_reading));
      return opened.status();
    }
    slot.Put(*std::move(opened));
    // What was on its way when writing failed may be in the log after all.
    for (const auto& city : heads.Cities()) doorbells.Ring(city);
    return absl::OkStatus();
  }

  // If it fails, what was acknowledged is in the write-ahead log as ever.
  void Flush() {
    const auto store = slot.Borrow(absl::ZeroDuration());
    if (!store.ok() || !(*store)->committer.has_value()) return;
    (*store)->committer->Stop();
    (*store)->database.db->Flush(rocksdb::FlushOptions()).PermitUncheckedError();
  }

  // The callbacks that the committer still owes may read, so it stops before the store goes.
  void Close() {
    if (const auto store = slot.Borrow(absl::ZeroDuration()); store.ok()) {
      if ((*store)->committer.has_value()) (*store)->committer->Stop();
    }
    slot.Take().reset();
  }

  absl::StatusOr<std::shared_ptr<OpenStore>> Borrow() {
    const auto before = recovery.Condition();
    if (salvaged.has_value()) return before.refusal;
    // A damaged store is not opened again: what is not there now does not come.
    const bool damaged = before.state == admin::v1::STORE_STATE_DAMAGED;
    auto store = slot.Borrow(damaged ? absl::ZeroDuration() : kPatience);
    if (!store.ok() && damaged) return before.refusal;
    return store;
  }

  // Reads with the open store; it is given back before anybody is called.
  template <typename Result, typename... Arguments>
  Result Read(Result (OpenStore::*method)(const Arguments&...) const,
              const Arguments&... arguments) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto store, Borrow());
    return ((*store).*method)(arguments...);
  }

  absl::Status Submit(WaitingAppend& append) {
    MOKUHYO_RETURN_IF_ERROR(recovery.Condition().refusal);
    MOKUHYO_ASSIGN_OR_RETURN(const auto store, slot.Borrow(absl::ZeroDuration()));
    if (!store->committer.has_value()) return StoreSlot::Reopening();
    return store->committer->Submit(append);
  }

  std::string LogDirectory() const { return absl::StrCat(options.directory, "/log"); }

  const std::unique_ptr<DirectoryLock> lock;
  const Options options;
  rocksdb::Env& env;
  CityHeads heads;
  Doorbells doorbells;
  History history;
  StoreSlot slot;
  std::optional<SalvagedEventStore> salvaged;
  const OpenStore::Surroundings surroundings;
  RocksDbStoreOperations operations;
  Recovery recovery;
};

absl::StatusOr<std::unique_ptr<RocksDbEventStore>> RocksDbEventStore::Open(
    Options options, const base::Clock& clock) {
  MOKUHYO_ASSIGN_OR_RETURN(auto lock, DirectoryLock::Acquire(options.directory));
  auto parts = std::make_unique<Parts>(std::move(lock), std::move(options), clock);
  MOKUHYO_RETURN_IF_ERROR(parts->Open());
  if (const auto damaged = parts->heads.Damaged(); !damaged.empty()) {
    return damaged.begin()->second.loss;
  }
  return absl::WrapUnique(new RocksDbEventStore(std::move(parts)));
}

absl::StatusOr<std::unique_ptr<RocksDbEventStore>> RocksDbEventStore::OpenOrSalvage(
    Options options, const base::Clock& clock) {
  MOKUHYO_ASSIGN_OR_RETURN(auto lock, DirectoryLock::Acquire(options.directory));
  auto parts = std::make_unique<Parts>(std::move(lock), std::move(options), clock);
  auto opened = parts->Open();
  if (absl::IsDataLoss(opened)) opened = parts->Salvage(opened);
  if (absl::IsUnavailable(opened)) opened = parts->OpenAsItIs(opened);
  MOKUHYO_RETURN_IF_ERROR(opened);
  return absl::WrapUnique(new RocksDbEventStore(std::move(parts)));
}

RocksDbEventStore::RocksDbEventStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RocksDbEventStore::~RocksDbEventStore() = default;

StoreCondition RocksDbEventStore::Condition() const { return parts_->recovery.Condition(); }

absl::Status RocksDbEventStore::TryRecovery() { return parts_->recovery.TryNow(); }

void RocksDbEventStore::Append(store::v1::AppendRequest request,
                               Callback<store::v1::AppendResponse> done) {
  auto append = PreparedAppend::Prepare(std::move(request), parts_->options.limits);
  if (!append.ok()) return done(append.status());
  WaitingAppend waiting{*std::move(append), std::move(done)};
  if (auto status = parts_->Submit(waiting); !status.ok()) waiting.done(std::move(status));
}

void RocksDbEventStore::FindRequest(store::v1::FindRequestRequest request,
                                    Callback<store::v1::FindRequestResponse> done) {
  if (parts_->salvaged) return parts_->salvaged->FindRequest(std::move(request), std::move(done));
  if (auto status = Validate(request, parts_->options.limits); !status.ok()) return done(status);
  auto receipt = parts_->Read(&OpenStore::FindReceipt, request.city(), request.request());
  if (!receipt.ok()) return done(receipt.status());
  store::v1::FindRequestResponse response;
  if (receipt->has_value()) *response.mutable_receipt() = **std::move(receipt);
  done(std::move(response));
}

void RocksDbEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                   Callback<store::v1::ReadStreamResponse> done) {
  if (parts_->salvaged) return parts_->salvaged->ReadStream(std::move(request), std::move(done));
  if (auto status = Validate(request, parts_->options.limits); !status.ok()) return done(status);
  done(parts_->Read(&OpenStore::ReadStream, request));
}

void RocksDbEventStore::ReadCity(store::v1::ReadCityRequest request,
                                 Callback<store::v1::ReadCityResponse> done) {
  if (parts_->salvaged) return parts_->salvaged->ReadCity(std::move(request), std::move(done));
  if (auto status = Validate(request, parts_->options.limits); !status.ok()) return done(status);
  done(parts_->Read(&OpenStore::ReadCity, request));
}

void RocksDbEventStore::GetHead(store::v1::GetHeadRequest request,
                                Callback<store::v1::GetHeadResponse> done) {
  if (parts_->salvaged) return parts_->salvaged->GetHead(std::move(request), std::move(done));
  if (auto status = Validate(request, parts_->options.limits); !status.ok()) return done(status);
  const CityHead head = parts_->heads.Find(request.city());
  store::v1::GetHeadResponse response;
  if (!parts_->heads.FindLoss(request.city()).ok()) response.set_damaged_from(head.position + 1);
  response.set_position(head.position);
  response.set_epoch(parts_->history.epoch);
  AddAncestors(parts_->history.lineage, request.city(), response);
  if (head.position > 0) {
    *response.mutable_last_recorded_time() = ToTimestamp(head.recorded_time);
  }
  done(std::move(response));
}

void RocksDbEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                          Callback<store::v1::GetStreamRevisionResponse> done) {
  if (parts_->salvaged) {
    return parts_->salvaged->GetStreamRevision(std::move(request), std::move(done));
  }
  if (auto status = Validate(request, parts_->options.limits); !status.ok()) return done(status);
  const auto revision = parts_->Read(&OpenStore::FindRevision, request.city(), request.stream());
  if (!revision.ok()) return done(revision.status());
  const auto redactions =
      parts_->Read(&OpenStore::FindRevision, request.city(), std::string(kRedactionStream));
  if (!redactions.ok()) return done(redactions.status());
  store::v1::GetStreamRevisionResponse response;
  if (revision->has_value()) response.set_revision(**revision);
  response.set_epoch(parts_->history.epoch);
  if (redactions->has_value()) response.set_redaction_count(**redactions + 1);
  done(std::move(response));
}

void RocksDbEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  if (parts_->salvaged) return parts_->salvaged->ListCities(std::move(done));
  store::v1::ListCitiesResponse response;
  for (auto& city : parts_->heads.Cities()) response.add_cities(std::move(city));
  done(std::move(response));
}

std::unique_ptr<Watch> RocksDbEventStore::WatchCity(std::string_view city,
                                                    std::function<void()> ring) {
  return parts_->doorbells.Add(city, std::move(ring));
}

StoreOperations& RocksDbEventStore::operations() { return parts_->operations; }

store::v1::Limits RocksDbEventStore::GetLimits() const { return parts_->options.limits; }

}  // namespace mokuhyo::eventstore
