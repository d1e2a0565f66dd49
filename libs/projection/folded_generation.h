#ifndef MOKUHYO_LIBS_PROJECTION_FOLDED_GENERATION_H_
#define MOKUHYO_LIBS_PROJECTION_FOLDED_GENERATION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/projection_checkpoint.h"
#include "libs/projection/projection_fold.h"
#include "libs/projection/projection_generations.h"

namespace mokuhyo::projection {

// One generation of a projection, and how the logs get into it: page by page, each page in one
// batch with the checkpoint behind it, so that what is there is always the fold of a whole
// beginning of the log, and memory does not grow with it.
//
// Thread-safe. Of those who ask for the same city one reads for all; cities do not wait for each
// other.
class FoldedGeneration {
 public:
  // What a page has brought: the position up to which the city is folded. False: stop.
  using OnPage = absl::FunctionRef<bool(uint64_t position)>;

  struct Options {
    // Pages of at most so many events; 0: as many as the log gives at once.
    uint32_t page_events = 0;
    // Hears that what was derived from a city was thrown away because its log is of another basis,
    // before anything is derived under that.
    std::function<void()> on_discarded = {};
  };

  // `fold` and `log` must outlive this.
  FoldedGeneration(const ProjectionFold& fold, eventstore::EventStore& log,
                   ProjectionGeneration kept, Options options);
  ~FoldedGeneration();
  FoldedGeneration(const FoldedGeneration&) = delete;
  FoldedGeneration& operator=(const FoldedGeneration&) = delete;

  // Folds on until `position` is in it under `basis`; what was derived under another one is thrown
  // away first. A basis from before a redaction that others know of already is left alone: whoever
  // reads looks at the checkpoint. Returns whether anything had to be done.
  //   OUT_OF_RANGE            the log does not reach that far.
  //   UNAVAILABLE, DATA_LOSS  it cannot be read or understood; a later call goes on from there.
  //   CANCELLED               `on_page` said so.
  // If the generation itself failed, failure() says so from then on.
  absl::StatusOr<bool> Advance(const std::string& city, const LogBasis& basis, uint64_t position,
                               OnPage on_page) {
    return Advance(city, basis, position, on_page, [] { return size_t{1}; });
  }
  // The same by several threads: before each page, `threads` says how many may work on the next
  // ones, this one being the first. What is there is a beginning of the log all the same.
  absl::StatusOr<bool> Advance(const std::string& city, const LogBasis& basis, uint64_t position,
                               OnPage on_page, absl::FunctionRef<size_t()> threads);

  // Looks at the checkpoint of a city, and whether it agrees with the log, as at the start.
  void Forget(const std::string& city);

  // The store, for views; see Fail.
  ProjectionStore& store() { return *kept_.store; }
  uint64_t number() const { return kept_.number; }
  const ProjectionGeneration& kept() const { return kept_; }

  // Why it is of no use any more; OK while it is. The first reason stays.
  void Fail(const absl::Status& failure);
  absl::Status failure();

 private:
  struct City;
  struct Stretch;

  City& GetCity(const std::string& city);
  // One page for each thread, or what has to come before it. The caller holds `busy` of the city.
  absl::Status Step(const std::string& name, City& city, const LogBasis& basis, uint64_t position,
                    size_t threads);
  absl::Status Load(const std::string& name, City& city, const LogBasis& basis);
  absl::Status Discard(const std::string& name, City& city, const LogBasis& basis);
  absl::Status FoldPages(const std::string& name, City& city, uint64_t position, size_t threads);
  // A page of the log from `first` on, folded and not yet written, on the way to `position`.
  Stretch FoldPage(const std::string& name, uint64_t first, uint64_t position) const;
  absl::Status KeepStretch(const std::string& name, City& city, Stretch stretch);
  // Writes, and hands an error on to Fail.
  absl::Status Keep(const ProjectionBatch& batch);

  const ProjectionFold& fold_;
  eventstore::EventStore& log_;
  const ProjectionGeneration kept_;
  const Options options_;

  std::mutex mutex_;
  absl::Status failure_;  // Guarded by mutex_.
  // Guarded by mutex_; the cities themselves are not, and stay where they are.
  std::map<std::string, std::unique_ptr<City>, std::less<>> cities_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FOLDED_GENERATION_H_
