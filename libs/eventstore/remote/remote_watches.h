#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_WATCHES_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_WATCHES_H_

#include <functional>
#include <memory>
#include <string_view>

#include "libs/eventstore/event_store.h"
#include "libs/eventstore/remote/remote_connection.h"

namespace mokuhyo::eventstore {

// The doorbells of a RemoteEventStore: one stream a city, however many watch it, which is opened
// again when it breaks, and rings whenever it was. Thread-safe.
class RemoteWatches {
 public:
  // Watches may outlive `connection`, but ring no more then.
  explicit RemoteWatches(RemoteConnection& connection);
  ~RemoteWatches();

  RemoteWatches(const RemoteWatches&) = delete;
  RemoteWatches& operator=(const RemoteWatches&) = delete;

  // See EventStore::WatchCity.
  std::unique_ptr<Watch> Add(std::string_view city, std::function<void()> ring);

 private:
  class Registry;
  class Registration;

  const std::shared_ptr<Registry> registry_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_WATCHES_H_
