#ifndef MOKUHYO_SERVICES_EVENTSTORE_HEAD_SOURCE_H_
#define MOKUHYO_SERVICES_EVENTSTORE_HEAD_SOURCE_H_

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/serving/executor.h"
#include "libs/serving/message_source.h"
#include "mokuhyo/store/v1/event_store_service.pb.h"

namespace mokuhyo::services {

class HeadSource;

// The readers of heads, none of which leaves by itself. Thread-safe.
class HeadSources {
 public:
  void Add(HeadSource& source);
  void Remove(HeadSource& source);

  // Ends those there are and those that come with UNAVAILABLE and reason SHUTTING_DOWN.
  void Shutdown();

 private:
  std::mutex mutex_;
  bool closed_ = false;            // Guarded by mutex_.
  std::set<HeadSource*> sources_;  // Guarded by mutex_.
};

// The heads of a city's log: the one there is, then one after every ring of its doorbell. Rings
// that nobody waited for are one, and so a slow reader costs a flag.
class HeadSource final : public serving::MessageSource<store::v1::WatchCityResponse> {
 public:
  // All must outlive this.
  HeadSource(eventstore::EventStore& store, serving::Executor& executor, HeadSources& all,
             std::string city);
  ~HeadSource() override;

  void Next(store::v1::WatchCityResponse& response, Done done) override;
  void Cancel() override;

  // Ends the stream with `status`, which is none yet. Thread-safe.
  void End(const absl::Status& status);

 private:
  struct Waiting {
    store::v1::WatchCityResponse* response;
    Done done;
  };

  void Ring();
  // Hands whoever waits to the executor: this may be the thread that commits.
  void Answer(std::optional<Waiting> waiting);
  void ReadHead(Waiting waiting);

  eventstore::EventStore& store_;
  serving::Executor& executor_;
  HeadSources& all_;
  const std::string city_;

  std::mutex mutex_;
  // There is, or may be, a head that was not told. Guarded by mutex_.
  bool news_ = true;
  absl::Status end_;                // Not OK: no more is told. Guarded by mutex_.
  std::optional<Waiting> waiting_;  // Guarded by mutex_.
  // Rings into the above, so it goes first.
  std::unique_ptr<eventstore::Watch> watch_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_HEAD_SOURCE_H_
