#include "libs/eventstore/rocksdb/committer.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::AppendResponse;
using store::v1::Receipt;
using store::v1::RecordedEvent;
using store::v1::RequestKey;

}  // namespace

// Puts the records of a batch into a WriteBatch, without assembling them first.
class Committer::BatchRecords final : public LogRecords {
 public:
  BatchRecords(Committer& committer, rocksdb::WriteBatch& batch)
      : column_family_(committer.db_.DefaultColumnFamily()),
        trees_(committer.trees_),
        batch_(batch) {}

  void AddEvent(const NewRecord& record) override {
    const std::string event_key = keys::EventKey(record.city, record.position);
    const rocksdb::Slice key(event_key);
    const std::array<rocksdb::Slice, 2> value = {ToSlice(record.stamp), record.body.bytes};
    batch_.Put(column_family_, rocksdb::SliceParts(&key, 1),
               rocksdb::SliceParts(value.data(), static_cast<int>(value.size())));
    batch_.Put(keys::StreamKey(record.city, record.stream, record.revision),
               keys::EncodeStreamEntry(record.position, record.leaf));
    // State::FindHead brought the tree in.
    trees_[record.city].Add(
        record.leaf, [&](uint32_t level, uint64_t index, const proof::Hash& hash) {
          if (!keys::IsKeptLevel(level)) return;
          batch_.Put(keys::NodeKey(record.city, level, index), ToSlice(proof::View(hash)));
        });
  }

  void ReplaceEvent(const std::string& city, const RecordedEvent& event) override {
    batch_.Put(keys::EventKey(city, event.position()), EncodeEvent(event));
  }

  void AddReceipt(const std::string& city, const RequestKey& key,
                  std::string_view receipt) override {
    batch_.Put(keys::ReceiptKey(city, key), ToSlice(receipt));
  }

 private:
  rocksdb::ColumnFamilyHandle* const column_family_;
  absl::flat_hash_map<std::string, proof::Frontier>& trees_;
  rocksdb::WriteBatch& batch_;
};

// The log as the batches before this one left it.
class Committer::State final : public LogState {
 public:
  explicit State(Committer& committer) : committer_(committer) {}

  absl::StatusOr<CityHead> FindHead(const std::string& city) override {
    const CityHead head = committer_.heads_.Find(city);
    if (!committer_.trees_.contains(city)) {
      LogTree nodes(committer_.db_, city);
      auto tree = proof::Frontier::Load(nodes, head.position);
      if (!tree.ok()) return tree.status();
      committer_.trees_.emplace(city, *std::move(tree));
    }
    return head;
  }

  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) override {
    // The planner hands what was found on to the cache.
    const auto known = committer_.revisions_.Find(StreamKey(city, stream));
    return known.has_value() ? *known : committer_.reader_.FindRevision(city, stream);
  }

  absl::StatusOr<std::optional<Receipt>> FindReceipt(const std::string& city,
                                                     const RequestKey& key) override {
    return committer_.reader_.FindReceipt(city, key);
  }

  absl::StatusOr<std::vector<RequestKey>> FindRequests(const std::string& city,
                                                       const std::string& caller,
                                                       const std::string& request_id) override {
    return committer_.reader_.FindRequests(city, caller, request_id);
  }

  absl::StatusOr<RecordedEvent> FindEvent(const std::string& city, uint64_t position) override {
    return committer_.reader_.FindEvent(city, position);
  }

 private:
  Committer& committer_;
};

Committer::Committer(rocksdb::DB& db, const LogReader& reader, RevisionCache& revisions,
                     CityHeads& heads, Doorbells& doorbells, const base::Clock& clock,
                     Options options)
    : db_(db),
      reader_(reader),
      revisions_(revisions),
      heads_(heads),
      doorbells_(doorbells),
      clock_(clock),
      options_(std::move(options)),
      queue_(options_.max_waiting_appends, options_.max_waiting_bytes),
      thread_([this] { Run(); }) {}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(WaitingAppend& append) { return queue_.Push(append); }

void Committer::Stop() {
  queue_.Close();
  if (thread_.joinable()) thread_.join();
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
      waiting.done(base::Unavailable("STORE_READ_ONLY",
                                     "writing to the log failed a moment ago; it takes no appends "
                                     "until it was opened again"));
    }
    return;
  }
  rocksdb::WriteBatch batch;
  BatchRecords records(*this, batch);
  State state(*this);
  AppendPlanner planner(state, records, clock_.Now());
  std::vector<absl::StatusOr<AppendResponse>> responses;
  responses.reserve(appends.size());
  for (const auto& waiting : appends) {
    // Where the log of a damaged city ends nobody knows: nothing may come behind it.
    const auto loss = heads_.FindLoss(waiting.append.request.city());
    responses.push_back(loss.ok() ? planner.Plan(waiting.append) : loss);
  }

  if (batch.Count() > 0) {
    rocksdb::WriteOptions options;
    options.sync = options_.sync;
    if (const auto status = db_.Write(options, &batch); !status.ok()) {
      return Fail(appends, status);
    }
  }
  // Before the heads: who knows of a position must not miss what led to it.
  revisions_.AddCommitted(planner.Revisions());
  std::vector<std::string> changed;
  for (const auto& [city, head] : planner.Heads()) {
    if (head.position == heads_.Find(city).position) continue;
    heads_.Set(city, head);
    changed.push_back(city);
  }
  for (size_t i = 0; i < appends.size(); ++i) appends[i].done(std::move(responses[i]));
  for (const auto& city : changed) doorbells_.Ring(city);
}

void Committer::Fail(std::vector<WaitingAppend>& appends, const rocksdb::Status& status) {
  failed_ = true;
  const absl::Status unknown = base::Unknown(
      "OUTCOME_UNKNOWN",
      absl::StrCat("whether the append is in the log is unknown: ", status.ToString()));
  if (options_.on_failed) options_.on_failed(FromRocksDb(status, "writing to the log"));
  for (auto& waiting : appends) waiting.done(unknown);
}

}  // namespace mokuhyo::eventstore
