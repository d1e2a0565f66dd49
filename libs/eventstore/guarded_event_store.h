#ifndef MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "libs/eventstore/forwarding_event_store.h"

namespace mokuhyo::eventstore {

// A log that is not what a checkpoint says.
struct DamagedLog {
  // DATA_LOSS, saying what differs.
  absl::Status status;
  // The first position that may be lost or changed.
  uint64_t damaged_from = 0;
};

// Damaged logs by city.
using DamagedLogs = std::map<std::string, DamagedLog, std::less<>>;

// A store, some of whose logs are known to be damaged: these can be read, and take no appends,
// because what is written on top of a loss would be taken for the record. Everything else is the
// store's. Thread-safe.
class GuardedEventStore final : public ForwardingEventStore {
 public:
  // `store` must outlive this. With a `refusal` no log at all takes appends.
  GuardedEventStore(EventStore& store, DamagedLogs damaged, absl::Status refusal = {})
      : ForwardingEventStore(store), damaged_(std::move(damaged)), refusal_(std::move(refusal)) {}

  // Errors, besides those of the store: the refusal, and the status of a damaged log.
  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  // Says of a damaged log from where on it is.
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;

 private:
  const DamagedLogs damaged_;
  const absl::Status refusal_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_GUARDED_EVENT_STORE_H_
