#ifndef MOKUHYO_LIBS_EVENTSTORE_PERIODIC_CHECKPOINTS_H_
#define MOKUHYO_LIBS_EVENTSTORE_PERIODIC_CHECKPOINTS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/checkpoint_keeper.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// Makes checkpoints while it lives, on a thread of its own: of every city that changed, once in
// each interval; of a city as soon as an event of certain types was recorded in it; and of every
// city that changed when it is destroyed, so that a clean stop leaves nothing uncovered. What
// failed is tried again in the next round.
class PeriodicCheckpoints {
 public:
  struct Options {
    // How much time passes between two checkpoints of a city that changes all the time.
    std::chrono::milliseconds interval = std::chrono::hours(1);
    // Full names of the events that ask for a checkpoint at once.
    std::vector<std::string> event_types = {};
    // How long a doorbell that was lost, or a new city, stays unnoticed at most.
    std::chrono::milliseconds patience = std::chrono::seconds(10);
    // How long a round waits after the one before, however often the doorbells ring: a checkpoint
    // covers everything that was recorded meanwhile.
    std::chrono::milliseconds rest = std::chrono::milliseconds(250);
    // Told of every checkpoint that was made, on the thread.
    std::function<void(const proof::CheckpointNote&)> on_made = [](const auto&) {};
    // Told of every failure, on the thread; of one that repeats itself only once.
    std::function<void(const std::string& city, const absl::Status&)> on_failed =
        [](const auto&, const auto&) {};
  };

  // All references must outlive this.
  PeriodicCheckpoints(EventStore& store, CheckpointKeeper& keeper, Options options);
  ~PeriodicCheckpoints();

  PeriodicCheckpoints(const PeriodicCheckpoints&) = delete;
  PeriodicCheckpoints& operator=(const PeriodicCheckpoints&) = delete;

 private:
  // A city that is followed; only the thread looks at it.
  struct City {
    std::unique_ptr<Watch> watch;
    // Up to here no event asks for a checkpoint that has not been made.
    uint64_t looked_until = 0;
    std::string last_failure;
  };

  void Run();
  void Round(bool interval_is_over);
  // What is due for one city. Absent from the answer: nothing.
  absl::Status Serve(const std::string& id, City& city, bool interval_is_over);
  // Whether an event behind `city.looked_until` asks for a checkpoint; moves it on if not.
  absl::StatusOr<bool> IsAskedFor(const std::string& id, City& city);
  void Ring();

  EventStore& store_;
  CheckpointKeeper& keeper_;
  const Options options_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
  bool stopping_ = false;

  std::map<std::string, City> cities_;
  std::string last_failure_;
  std::thread thread_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_PERIODIC_CHECKPOINTS_H_
