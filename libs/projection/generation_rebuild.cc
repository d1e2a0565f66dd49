#include "libs/projection/generation_rebuild.h"

#include <algorithm>
#include <future>

#include "absl/cleanup/cleanup.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/projection/log_basis.h"
#include "libs/projection/projection_checkpoint.h"

namespace mokuhyo::projection {
namespace {

// Writers that never pause must not keep a rebuild from its end: after so many passes over all logs
// what is left is read when it is asked for.
constexpr int kMostPasses = 4;
// A city of which a pass had so few events to read has caught up.
constexpr uint64_t kFewEvents = 1000;

}  // namespace

absl::Status GenerationRebuild::Run() {
  for (int pass = 0; pass < kMostPasses; ++pass) {
    MOKUHYO_RETURN_IF_ERROR(Plan());
    if (pass == 0) progress_.events_resumed = done_;
    MOKUHYO_ASSIGN_OR_RETURN(const bool has_caught_up, Pass());
    if (has_caught_up) break;
  }
  return absl::OkStatus();
}

absl::Status GenerationRebuild::Plan() {
  plan_.clear();
  next_ = 0;
  done_ = 0;
  is_behind_ = false;
  uint64_t total = 0;
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(log_));
  for (const std::string& city : cities.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto head, FindHead(log_, city));
    MOKUHYO_ASSIGN_OR_RETURN(const LogBasis basis, FindBasis(log_, city));
    const auto checkpoint = ReadCheckpoint(*generation_.store().View(), city);
    if (!checkpoint.ok()) {
      generation_.Fail(checkpoint.status());
      return checkpoint.status();
    }
    // What is of another history, or of one that went on further, will be derived anew.
    const bool holds = checkpoint->Holds(basis) && checkpoint->position <= head.position();
    CityWork& work = plan_.emplace_back();
    work.city = city;
    work.head = head.position();
    work.done = holds ? checkpoint->position : 0;
    done_ += work.done;
    total += work.head;
  }
  progress_.events_total = std::max(progress_.events_total, total);
  // The longest first, so that no thread is left alone with it at the end.
  std::stable_sort(plan_.begin(), plan_.end(), [](const CityWork& a, const CityWork& b) {
    return a.head - a.done > b.head - b.done;
  });
  return absl::OkStatus();
}

absl::StatusOr<bool> GenerationRebuild::Pass() {
  if (!Say()) return absl::CancelledError("told to stop");
  {
    // Whatever ends this, it waits for them; what they throw comes out here.
    std::vector<std::future<void>> others;
    working_ = std::max<size_t>(std::min(threads_, plan_.size()), 1);
    for (size_t i = working_; i > 1; --i)
      others.push_back(std::async(std::launch::async, [this] { Work(); }));
    Work();
    for (auto& other : others) other.get();
  }
  MOKUHYO_RETURN_IF_ERROR(status_);
  if (!Say()) return absl::CancelledError("told to stop");
  return !is_behind_;
}

void GenerationRebuild::Work() {
  const absl::Cleanup end = [this] { --working_; };
  while (!stop_) {
    const size_t taken = next_++;
    if (taken >= plan_.size()) return;
    const absl::Status folded = FoldCity(plan_[taken]);
    if (folded.ok()) continue;
    const std::lock_guard lock(mutex_);
    // The others are then told to stop, which is not what went wrong.
    status_.Update(folded);
    stop_ = true;
  }
}

absl::Status GenerationRebuild::FoldCity(CityWork& work) {
  const bool has_few = work.head - work.done <= kFewEvents;
  MOKUHYO_ASSIGN_OR_RETURN(const LogBasis basis, FindBasis(log_, work.city));
  MOKUHYO_RETURN_IF_ERROR(generation_
                              .Advance(
                                  work.city, basis, work.head,
                                  [&](uint64_t position) { return !stop_ && Move(work, position); },
                                  // Those for which no city was left help the others.
                                  [&] { return threads_ / std::max<size_t>(working_, 1); })
                              .status());
  MOKUHYO_ASSIGN_OR_RETURN(const LogBasis now, FindBasis(log_, work.city));
  const std::lock_guard lock(mutex_);
  is_behind_ = is_behind_ || !has_few || now != basis;
  return absl::OkStatus();
}

bool GenerationRebuild::Move(CityWork& work, uint64_t position) {
  const std::lock_guard lock(mutex_);
  const uint64_t before = work.done;
  work.done = std::min(position, work.head);
  done_ += work.done - before;  // Also back, in arithmetic modulo 2^64.
  progress_.city = work.city;
  return Say();
}

bool GenerationRebuild::Say() {
  progress_.events_done = std::max(progress_.events_done, std::min(done_, progress_.events_total));
  return report_(progress_);
}

}  // namespace mokuhyo::projection
