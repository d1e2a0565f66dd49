#ifndef MOKUHYO_LIBS_PROJECTION_REBUILD_PROGRESS_H_
#define MOKUHYO_LIBS_PROJECTION_REBUILD_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"

namespace mokuhyo::projection {

// How far a rebuild is, in events of all cities. No number ever falls, but for `events_resumed`.
struct RebuildProgress {
  uint64_t events_done = 0;
  uint64_t events_total = 0;
  // Of those that are done: what a rebuild that was interrupted had done before. Falls to 0 if that
  // turns out to be of no use.
  uint64_t events_resumed = 0;
  // Id of a city that is being read; empty at the beginning.
  std::string city;
};

// Hears of the progress, one call at a time, on any of the threads that work. False: stop, with
// CANCELLED.
using RebuildReport = absl::FunctionRef<bool(const RebuildProgress& progress)>;

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_REBUILD_PROGRESS_H_
