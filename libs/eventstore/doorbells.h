#ifndef MOKUHYO_LIBS_EVENTSTORE_DOORBELLS_H_
#define MOKUHYO_LIBS_EVENTSTORE_DOORBELLS_H_

#include <functional>
#include <memory>
#include <string_view>

#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// The doorbells of a backend: EventStore::WatchCity on one side, its commits on the other.
// Thread-safe.
class Doorbells {
 public:
  Doorbells();
  ~Doorbells();

  Doorbells(const Doorbells&) = delete;
  Doorbells& operator=(const Doorbells&) = delete;

  // See EventStore::WatchCity.
  std::unique_ptr<Watch> Add(std::string_view city, std::function<void()> ring);

  // Rings every bell of `city`, on this thread.
  void Ring(std::string_view city);

 private:
  class Bell;
  class Registry;
  class Registration;

  // Shared, because a Watch may outlive the store.
  std::shared_ptr<Registry> registry_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_DOORBELLS_H_
