#include "libs/eventstore/rocksdb/committer.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

// One plans, one writes, one tells.
constexpr int kThreads = 3;

absl::Status ReadOnly() {
  return base::Unavailable("STORE_READ_ONLY",
                           "writing to the log failed a moment ago; it takes no appends until it "
                           "was opened again");
}

}  // namespace

Committer::Committer(rocksdb::DB& db, const LogReader& reader, RevisionCache& revisions,
                     CityHeads& heads, Doorbells& doorbells, const base::Clock& clock,
                     Options options)
    : log_{db, reader, revisions, heads, doorbells},
      clock_(clock),
      options_(std::move(options)),
      queue_({options_.max_waiting_appends, options_.max_waiting_bytes}) {
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { Run(); });
}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(WaitingAppend& append) { return queue_.Push(append); }

void Committer::Stop() {
  queue_.Close();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Committer::Run() {
  using Kind = AppendQueue::Step::Kind;
  while (queue_.AwaitTurnToPlan()) {
    auto batch = std::make_shared<CommitBatch>(log_, std::move(last_planned_));
    AppendQueue::Step step;
    do {
      PlanMore(*batch);
      step = queue_.Offer(batch);
    } while (step.kind == Kind::kPlanMore);
    if (step.kind == Kind::kTell) {
      Tell(*step.written);
    } else {
      WriteOn(std::move(batch));
    }
  }
}

void Committer::PlanMore(CommitBatch& batch) {
  const absl::Time now = clock_.Now();
  for (WaitingAppend& waiting : queue_.Take(batch.load().appends == 0)) {
    if (failed_) {
      batch.Refuse(std::move(waiting), ReadOnly());
    } else {
      batch.Plan(std::move(waiting), now);
    }
  }
}

void Committer::WriteOn(std::shared_ptr<CommitBatch> batch) {
  while (true) {
    // What came while the batch before was being written.
    PlanMore(*batch);
    batch->EndPlanning();
    last_planned_ = batch;
    queue_.EndTurnToPlan();
    Write(*batch);
    auto next = queue_.TakeNext(batch);
    if (next == nullptr) return Tell(*batch);
    batch = std::move(next);
  }
}

void Committer::Write(CommitBatch& batch) {
  if (failed_) return batch.Fail(ReadOnly());
  const auto status = batch.Write(options_.sync);
  if (status.ok()) return batch.Publish();
  failed_ = true;
  batch.Fail(base::Unknown(
      "OUTCOME_UNKNOWN",
      absl::StrCat("whether the append is in the log is unknown: ", status.ToString())));
  if (options_.on_failed) options_.on_failed(FromRocksDb(status, "writing to the log"));
}

void Committer::Tell(CommitBatch& batch) {
  queue_.Release(batch.load());
  batch.Tell();
}

}  // namespace mokuhyo::eventstore
