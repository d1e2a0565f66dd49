#include "libs/eventstore/periodic_checkpoints.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"

namespace mokuhyo::eventstore {

PeriodicCheckpoints::PeriodicCheckpoints(EventStore& store, CheckpointKeeper& keeper,
                                         Options options)
    : store_(store), keeper_(keeper), options_(std::move(options)), thread_([this] { Run(); }) {}

PeriodicCheckpoints::~PeriodicCheckpoints() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  // Ends the doorbells while what they ring is still there.
  cities_.clear();
}

void PeriodicCheckpoints::Ring() {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
  }
  changed_.notify_all();
}

void PeriodicCheckpoints::Run() {
  // The clock of the machine may jump; what is measured here is time that passes.
  using Steady = std::chrono::steady_clock;
  Steady::time_point next_interval = Steady::now();
  while (true) {
    const bool interval_is_over = Steady::now() >= next_interval;
    if (interval_is_over) next_interval = Steady::now() + options_.interval;
    Round(interval_is_over);
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, options_.rest, [this] { return stopping_; });
    changed_.wait_until(lock, std::min(next_interval, Steady::now() + options_.patience),
                        [this] { return rung_ || stopping_; });
    if (stopping_) {
      lock.unlock();
      return Round(/*interval_is_over=*/true);
    }
    rung_ = false;
  }
}

void PeriodicCheckpoints::Round(bool interval_is_over) {
  const auto tell = [this](const std::string& id, const absl::Status& status, std::string& last) {
    const std::string failure = status.ok() ? "" : status.ToString();
    if (!status.ok() && failure != last) options_.on_failed(id, status);
    last = failure;
  };
  const auto listed = ListCitiesNow(store_);
  tell("", listed.status(), last_failure_);
  if (!listed.ok()) return;
  for (const std::string& id : listed->cities()) {
    City& city = cities_[id];
    if (city.watch == nullptr) city.watch = store_.WatchCity(id, [this] { Ring(); });
    tell(id, Serve(id, city, interval_is_over), city.last_failure);
  }
}

absl::Status PeriodicCheckpoints::Serve(const std::string& id, City& city, bool interval_is_over) {
  store::v1::GetHeadRequest request;
  request.set_city(id);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, GetHeadNow(store_, std::move(request)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto newest, keeper_.Newest(id));
  const uint64_t covered = newest.has_value() ? newest->size : 0;
  if (head.position() <= covered) return absl::OkStatus();
  city.looked_until = std::max(city.looked_until, covered);
  // A city without any checkpoint gets its first one at once. One that failed at the end of an
  // interval is still due, though the interval goes on.
  bool due = covered == 0 || interval_is_over || !city.last_failure.empty();
  if (!due) {
    MOKUHYO_ASSIGN_OR_RETURN(due, IsAskedFor(id, city));
  }
  if (!due) return absl::OkStatus();
  MOKUHYO_ASSIGN_OR_RETURN(const proof::CheckpointNote checkpoint, keeper_.Make(id));
  options_.on_made(checkpoint);
  return absl::OkStatus();
}

absl::StatusOr<bool> PeriodicCheckpoints::IsAskedFor(const std::string& id, City& city) {
  if (options_.event_types.empty()) return false;
  store::v1::ReadCityRequest request;
  request.set_city(id);
  request.mutable_types()->Assign(options_.event_types.begin(), options_.event_types.end());
  while (true) {
    request.set_from_position(city.looked_until + 1);
    MOKUHYO_ASSIGN_OR_RETURN(const auto page, ReadCityNow(store_, request));
    if (!page.events().empty()) return true;
    city.looked_until = page.next_position() - 1;
    if (page.end_of_log()) return false;
  }
}

}  // namespace mokuhyo::eventstore
