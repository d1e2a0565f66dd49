#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/city_view.h"
#include "libs/projection/folded_generation.h"
#include "libs/projection/projection_fold.h"
#include "libs/projection/projection_generations.h"
#include "libs/projection/rebuild_progress.h"
#include "mokuhyo/admin/v1/projection_service.pb.h"

namespace mokuhyo::projection {

// Something derived from the logs of all cities and kept from one start to the next, in
// generations. A log is read on as far as a question needs it, and not before: starting reads none
// of it.
//
// What is kept is never the reason of an error: a generation that is missing, damaged, of other
// rules (ProjectionFold::schema_version) or on a disk that fails is replaced by the next one, which
// is derived anew as it is asked, in memory if there is no disk for it. The same goes for a city
// whose log is of another history (after a restore) or had an event redacted.
//
// Thread-safe. Waits for the log and for the disk: call on threads that may (an executor, not
// gRPC's).
class Projection {
 public:
  struct Options {
    // At most so many events on a page of a log; 0: as many as it gives at once.
    uint32_t page_events = 0;
    // At most so many threads work on a rebuild; 0: as many as there are cores, within reason.
    uint32_t rebuild_threads = 0;
    // Hears why a generation was given up, on the thread that met it.
    std::function<void(const absl::Status& failure)> on_failed = {};
  };

  // All references must outlive this.
  Projection(const ProjectionFold& fold, eventstore::EventStore& log,
             ProjectionGenerations& generations, const base::Clock& clock, Options options);
  Projection(const ProjectionFold& fold, eventstore::EventStore& log,
             ProjectionGenerations& generations, const base::Clock& clock)
      : Projection(fold, log, generations, clock, Options()) {}

  // Gets what was derived from the log of a city up to the position that was asked for, or further:
  // what lies behind it is for the query to leave out. An error means that it cannot make sense of
  // the data; it is then called again with another generation, and begins anew; after some of these
  // it is answered.
  using Query = absl::FunctionRef<absl::Status(const CityView& city)>;

  // Asks about a city at a position; at position 0 there is nothing, and `query` is not called.
  // Returns OUT_OF_RANGE if the city's log does not reach that far, UNAVAILABLE or DATA_LOSS if it
  // cannot be read or understood; a later call goes on where this one stopped.
  absl::Status Read(std::string_view city, uint64_t position, Query query);

  using Progress = RebuildProgress;

  // Builds the next generation and switches to it when it has caught up with all logs; questions
  // are answered from the old one until then. Returns the number of the new one. It begins from
  // zero, or goes on from what a rebuild has left that was interrupted, also by the end of the
  // process: by an error of a log, by the report (CANCELLED) or by a kill. What is of other rules,
  // damaged, or of another history or redactions is not gone on from. After an error the old
  // generation goes on. One rebuild waits for another.
  absl::StatusOr<uint64_t> Rebuild(RebuildReport report);

  // What operators are told of it. Errors are those of the logs.
  absl::StatusOr<admin::v1::Projection> Describe();

 private:
  using Current = std::shared_ptr<FoldedGeneration>;

  Current GetCurrent();
  void SetCurrent(Current next);
  // Begins the next generation where generations are kept.
  absl::StatusOr<Current> BeginNext();
  // The same, and makes it current.
  absl::StatusOr<Current> BeginCurrent();
  Current BeginInMemory();
  void Tell(const absl::Status& failure) const;
  // What there is at the start, or the next.
  Current OpenOrBegin();
  // Puts another generation in the place of one that failed, if nobody has yet.
  void Replace(const Current& failed);
  Current AsFolded(ProjectionGeneration kept);
  // What an interrupted rebuild has left; null if it has left nothing that is of use.
  Current OpenUnfinished();
  // One try of a rebuild.
  absl::Status RebuildInto(const Current& next, RebuildProgress& progress, RebuildReport report);
  absl::Status Switch(Current next);
  // A generation threw away what it had of a city. If it is the current one: what was redacted must
  // not outlive that in what an interrupted rebuild has left, which nobody looks at.
  void OnDiscarded(uint64_t number);

  const ProjectionFold& fold_;
  eventstore::EventStore& log_;
  const base::Clock& clock_;
  const Options options_;

  std::mutex rebuild_mutex_;  // Held during a rebuild.
  std::atomic<bool> is_rebuilding_ = false;
  // The current generation threw something away since the rebuild began.
  std::atomic<bool> has_discarded_ = false;

  // Guards what follows; taken before mutex_. Held while generations are opened and switched.
  std::mutex generations_mutex_;
  ProjectionGenerations& generations_;
  uint64_t newest_number_ = 0;
  // Whether a generation that failed was replaced by one on the same disk.
  bool has_replaced_ = false;

  std::mutex mutex_;
  Current current_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_H_
