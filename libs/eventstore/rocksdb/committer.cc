#include "libs/eventstore/rocksdb/committer.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::AppendResponse;
using store::v1::Receipt;
using store::v1::RequestKey;

constexpr size_t kCachedStreams = 65'536;

// Puts the records of a batch into a WriteBatch, without assembling them first.
class BatchRecords final : public LogRecords {
 public:
  BatchRecords(rocksdb::DB& db, rocksdb::WriteBatch& batch)
      : column_family_(db.DefaultColumnFamily()), batch_(batch) {}

  void AddEvent(const std::string& city, const std::string& stream, uint64_t position,
                uint64_t revision, std::string_view stamp, std::string_view body) override {
    const std::string event_key = keys::EventKey(city, position);
    const rocksdb::Slice key(event_key);
    const std::array<rocksdb::Slice, 2> value = {ToSlice(stamp), ToSlice(body)};
    batch_.Put(column_family_, rocksdb::SliceParts(&key, 1),
               rocksdb::SliceParts(value.data(), static_cast<int>(value.size())));
    batch_.Put(keys::StreamKey(city, stream, revision), keys::EncodeNumber(position));
  }

  void AddReceipt(const std::string& city, const RequestKey& key,
                  std::string_view receipt) override {
    batch_.Put(keys::ReceiptKey(city, key), ToSlice(receipt));
  }

 private:
  rocksdb::ColumnFamilyHandle* const column_family_;
  rocksdb::WriteBatch& batch_;
};

}  // namespace

// The log as the batches before this one left it.
class Committer::State final : public LogState {
 public:
  explicit State(Committer& committer) : committer_(committer) {}

  absl::StatusOr<CityHead> FindHead(const std::string& city) override {
    return committer_.heads_.Find(city);
  }

  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) override {
    const std::string key = StreamKey(city, stream);
    if (const auto* known = committer_.revisions_.Find(key)) return *known;
    const auto revision = committer_.reader_.FindRevision(city, stream);
    if (revision.ok()) committer_.revisions_.Put(key, *revision);
    return revision;
  }

  absl::StatusOr<std::optional<Receipt>> FindReceipt(const std::string& city,
                                                     const RequestKey& key) override {
    return committer_.reader_.FindReceipt(city, key);
  }

 private:
  Committer& committer_;
};

Committer::Committer(rocksdb::DB& db, const LogReader& reader, CityHeads& heads,
                     Doorbells& doorbells, const base::Clock& clock, Options options)
    : db_(db),
      reader_(reader),
      heads_(heads),
      doorbells_(doorbells),
      clock_(clock),
      options_(std::move(options)),
      queue_(options_.max_waiting_appends, options_.max_waiting_bytes),
      revisions_(kCachedStreams),
      thread_([this] { Run(); }) {}

Committer::~Committer() {
  queue_.Close();
  thread_.join();
}

void Committer::Submit(PreparedAppend append, Callback<AppendResponse> done) {
  WaitingAppend waiting{std::move(append), std::move(done)};
  if (auto status = queue_.Push(waiting); !status.ok()) waiting.done(std::move(status));
}

void Committer::Run() {
  while (true) {
    auto appends = queue_.TakeAll();
    if (appends.empty()) return;
    Commit(appends);
  }
}

void Committer::Commit(std::vector<WaitingAppend>& appends) {
  if (failed_) {
    for (auto& waiting : appends) {
      waiting.done(base::Unavailable(
          "STORE_FAILED",
          "writing to the log failed before; it accepts no appends until it was opened anew"));
    }
    return;
  }
  rocksdb::WriteBatch batch;
  BatchRecords records(db_, batch);
  State state(*this);
  AppendPlanner planner(state, records, clock_.Now());
  std::vector<absl::StatusOr<AppendResponse>> responses;
  responses.reserve(appends.size());
  for (const auto& waiting : appends) responses.push_back(planner.Plan(waiting.append));

  if (batch.Count() > 0) {
    rocksdb::WriteOptions options;
    options.sync = options_.sync;
    if (const auto status = db_.Write(options, &batch); !status.ok()) {
      return Fail(appends, status);
    }
  }
  std::vector<std::string> changed;
  for (const auto& [city, head] : planner.Heads()) {
    if (head.position == heads_.Find(city).position) continue;
    heads_.Set(city, head);
    changed.push_back(city);
  }
  for (const auto& [stream, revision] : planner.Revisions()) revisions_.Put(stream, revision);
  for (size_t i = 0; i < appends.size(); ++i) appends[i].done(std::move(responses[i]));
  for (const auto& city : changed) doorbells_.Ring(city);
}

void Committer::Fail(std::vector<WaitingAppend>& appends, const rocksdb::Status& status) {
  failed_ = true;
  const absl::Status unknown = base::Unknown(
      "OUTCOME_UNKNOWN",
      absl::StrCat("whether the append is in the log is unknown: ", status.ToString()));
  if (options_.on_failed) options_.on_failed(unknown);
  for (auto& waiting : appends) waiting.done(unknown);
}

}  // namespace mokuhyo::eventstore
