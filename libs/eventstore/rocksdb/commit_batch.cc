#include "libs/eventstore/rocksdb/commit_batch.h"

#include <array>
#include <utility>

#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {

using store::v1::Receipt;
using store::v1::RecordedEvent;
using store::v1::RequestKey;

// Puts the records of a batch into its WriteBatch, without assembling them first.
class CommitBatch::Records final : public LogRecords {
 public:
  Records(Log& log, rocksdb::WriteBatch& batch)
      : column_family_(log.db.DefaultColumnFamily()), trees_(log.trees), batch_(batch) {}

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

// The log as the batches before this one leave it.
class CommitBatch::State final : public LogState {
 public:
  explicit State(CommitBatch& batch) : batch_(batch), log_(batch.log_) {}

  absl::StatusOr<CityHead> FindHead(const std::string& city) override {
    if (const CommitBatch* before = batch_.before_.get()) {
      const auto& planned = before->planner_.Heads();
      if (const auto found = planned.find(city); found != planned.end()) return found->second;
    }
    const CityHead head = log_.heads.Find(city);
    if (!log_.trees.contains(city)) {
      LogTree nodes(log_.db, city);
      auto tree = proof::Frontier::Load(nodes, head.position);
      if (!tree.ok()) return tree.status();
      log_.trees.emplace(city, *std::move(tree));
    }
    return head;
  }

  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) override {
    const std::string key = StreamKey(city, stream);
    if (const CommitBatch* before = batch_.before_.get()) {
      const auto& planned = before->planner_.Revisions();
      if (const auto found = planned.find(key); found != planned.end()) return found->second;
    }
    // The planner hands what was found on to the cache.
    const auto known = log_.revisions.LookFor(key).known;
    return known.has_value() ? *known : log_.reader.FindRevision(city, stream);
  }

  absl::StatusOr<std::optional<Receipt>> FindReceipt(const std::string& city,
                                                     const RequestKey& key) override {
    if (const CommitBatch* before = batch_.before_.get()) {
      auto planned = before->planner_.PlannedReceipt(city, key);
      if (planned.has_value()) return planned;
    }
    return log_.reader.FindReceipt(city, key);
  }

  // Where there are redactions, nothing is being written (AppendQueue::Take).
  absl::StatusOr<std::vector<RequestKey>> FindRequests(const std::string& city,
                                                       const std::string& caller,
                                                       const std::string& request_id) override {
    return log_.reader.FindRequests(city, caller, request_id);
  }

  absl::StatusOr<RecordedEvent> FindEvent(const std::string& city, uint64_t position) override {
    return log_.reader.FindEvent(city, position);
  }

 private:
  CommitBatch& batch_;
  Log& log_;
};

CommitBatch::CommitBatch(Log& log, std::shared_ptr<const CommitBatch> before)
    : log_(log),
      before_(std::move(before)),
      records_(std::make_unique<Records>(log, batch_)),
      state_(std::make_unique<State>(*this)),
      planner_(*state_, *records_) {}

void CommitBatch::Plan(WaitingAppend waiting, absl::Time now) {
  ++load_.appends;
  load_.bytes += waiting.append.bytes;
  // Where the log of a damaged city ends nobody knows: nothing may come behind it.
  const auto loss = log_.heads.FindLoss(waiting.append.request.city());
  responses_.push_back(loss.ok() ? planner_.Plan(waiting.append, now) : loss);
  callers_.push_back(std::move(waiting.done));
}

void CommitBatch::Refuse(WaitingAppend waiting, const absl::Status& why) {
  ++load_.appends;
  load_.bytes += waiting.append.bytes;
  responses_.emplace_back(why);
  callers_.push_back(std::move(waiting.done));
}

rocksdb::Status CommitBatch::Write(bool sync) {
  if (batch_.Count() == 0) return rocksdb::Status::OK();
  rocksdb::WriteOptions options;
  options.sync = sync;
  auto status = log_.db.Write(options, &batch_);
  batch_ = rocksdb::WriteBatch();
  return status;
}

void CommitBatch::Publish() {
  // Before the heads: who knows of a position must not miss what led to it.
  log_.revisions.AddCommitted(planner_.Revisions());
  for (const auto& [city, head] : planner_.Heads()) {
    if (head.position == log_.heads.Find(city).position) continue;
    log_.heads.Set(city, head);
    changed_cities_.push_back(city);
  }
}

void CommitBatch::Tell() {
  for (size_t i = 0; i < callers_.size(); ++i) {
    callers_[i](failure_.ok() ? std::move(responses_[i]) : failure_);
  }
  for (const auto& city : changed_cities_) log_.doorbells.Ring(city);
  // What the callers hold must not live until the next batch is planned.
  callers_.clear();
  responses_.clear();
}

}  // namespace mokuhyo::eventstore
