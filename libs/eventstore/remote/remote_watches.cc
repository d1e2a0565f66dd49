#include "libs/eventstore/remote/remote_watches.h"

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/remote/city_stream.h"

namespace mokuhyo::eventstore {

// Shared, because a Watch may outlive the store.
class RemoteWatches::Registry : public std::enable_shared_from_this<Registry> {
 public:
  explicit Registry(RemoteConnection& connection) : connection_(connection) {}

  std::unique_ptr<Watch> AddBell(const std::string& city, std::function<void()> ring) {
    return bells_.Add(city, std::move(ring));
  }

  // One more watches the city; its bell hangs already, so that it misses nothing.
  void Enter(const std::string& city) {
    const std::lock_guard lock(mutex_);
    Entry& entry = cities_[city];
    if (++entry.watches > 1) return;
    // Weak: the stream is alive while something of it is under way, and so would be the registry.
    entry.stream = CityStream::Start(connection_, city, [weak = weak_from_this(), city] {
      if (const auto self = weak.lock()) self->bells_.Ring(city);
    });
  }

  void Leave(const std::string& city) {
    std::shared_ptr<CityStream> stream;
    {
      const std::lock_guard lock(mutex_);
      const auto found = cities_.find(city);
      if (--found->second.watches > 0) return;
      stream = std::move(found->second.stream);
      cities_.erase(found);
    }
    stream->Cancel();
  }

 private:
  struct Entry {
    std::shared_ptr<CityStream> stream;
    int watches = 0;
  };

  RemoteConnection& connection_;
  Doorbells bells_;
  std::mutex mutex_;
  std::map<std::string, Entry> cities_;  // Guarded by mutex_.
};

class RemoteWatches::Registration final : public Watch {
 public:
  Registration(std::shared_ptr<Registry> registry, std::string city, std::function<void()> ring)
      : registry_(std::move(registry)),
        city_(std::move(city)),
        bell_(registry_->AddBell(city_, std::move(ring))) {
    registry_->Enter(city_);
  }

  ~Registration() override {
    bell_.reset();
    registry_->Leave(city_);
  }

 private:
  const std::shared_ptr<Registry> registry_;
  const std::string city_;
  std::unique_ptr<Watch> bell_;
};

RemoteWatches::RemoteWatches(RemoteConnection& connection)
    : registry_(std::make_shared<Registry>(connection)) {}

RemoteWatches::~RemoteWatches() = default;

std::unique_ptr<Watch> RemoteWatches::Add(std::string_view city, std::function<void()> ring) {
  return std::make_unique<Registration>(registry_, std::string(city), std::move(ring));
}

}  // namespace mokuhyo::eventstore
