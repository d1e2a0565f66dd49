#ifndef MOKUHYO_LIBS_EVENTSTORE_MEMORY_MEMORY_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_MEMORY_MEMORY_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string_view>

#include "libs/base/clock.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// An event store that keeps everything in memory, for tests. It decides as the others do; "on disk"
// is the only promise it cannot keep. All its callbacks, those of Append included, run before the
// method returns.
class MemoryEventStore final : public EventStore {
 public:
  // `clock` must outlive the store.
  explicit MemoryEventStore(const base::Clock& clock, store::v1::Limits limits = DefaultLimits());
  ~MemoryEventStore() override;

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;
  store::v1::Limits GetLimits() const override;

 private:
  class Log;

  const std::unique_ptr<Log> log_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_MEMORY_MEMORY_EVENT_STORE_H_
