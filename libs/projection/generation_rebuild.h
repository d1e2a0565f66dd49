#ifndef MOKUHYO_LIBS_PROJECTION_GENERATION_REBUILD_H_
#define MOKUHYO_LIBS_PROJECTION_GENERATION_REBUILD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/folded_generation.h"
#include "libs/projection/rebuild_progress.h"

namespace mokuhyo::projection {

// Brings a generation up to the heads of all logs: several cities at once, the longest first; where
// there are fewer cities than threads, several pages of a city at once. What the generation has
// already is not read again. Memory is that of a page a thread, however long the logs are.
class GenerationRebuild {
 public:
  // `threads`, of which the caller's is one, are at least 1. All references must outlive this.
  // `progress` goes on from what it says.
  GenerationRebuild(FoldedGeneration& generation, eventstore::EventStore& log, size_t threads,
                    RebuildProgress& progress, RebuildReport report)
      : generation_(generation),
        log_(log),
        threads_(threads),
        progress_(progress),
        report_(report) {}

  // Returns when the generation has caught up with all logs, or after a few passes with writers
  // that never pause. Returns the first error of a log or of the generation, or CANCELLED if the
  // report said so; the generation has then a beginning of each log, and another run goes on from
  // there. Once.
  absl::Status Run();

 private:
  // What there is to do for a city in a pass.
  struct CityWork {
    std::string city;
    uint64_t head = 0;
    // Up to here it is folded.
    uint64_t done = 0;
  };

  absl::Status Plan();
  // Whether the generation was not far behind any log when it was looked at.
  absl::StatusOr<bool> Pass();
  // Takes one city after the other until none is left or something went wrong.
  void Work();
  absl::Status FoldCity(CityWork& work);
  // Whether to go on. Takes mutex_.
  bool Move(CityWork& work, uint64_t position);
  bool Say();

  FoldedGeneration& generation_;
  eventstore::EventStore& log_;
  const size_t threads_;

  std::vector<CityWork> plan_;
  std::atomic<size_t> next_ = 0;     // In plan_.
  std::atomic<size_t> working_ = 0;  // Threads that have a city, or take one.
  std::atomic<bool> stop_ = false;

  std::mutex mutex_;
  // What follows is guarded by mutex_ while there are several threads.
  RebuildProgress& progress_;
  const RebuildReport report_;
  uint64_t done_ = 0;  // The sum over plan_.
  bool is_behind_ = false;
  absl::Status status_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_GENERATION_REBUILD_H_
