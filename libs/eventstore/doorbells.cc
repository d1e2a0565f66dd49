#include "libs/eventstore/doorbells.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mokuhyo::eventstore {

// One bell. The lock is held while it rings, so that whoever silences it waits for that; it is
// recursive, so that a ring may silence itself.
class Doorbells::Bell {
 public:
  explicit Bell(std::function<void()> ring) : ring_(std::move(ring)) {}

  void Ring() {
    const std::lock_guard lock(mutex_);
    if (!silenced_) ring_();
  }

  void Silence() {
    const std::lock_guard lock(mutex_);
    silenced_ = true;
  }

 private:
  std::recursive_mutex mutex_;
  const std::function<void()> ring_;
  bool silenced_ = false;
};

class Doorbells::Registry {
 public:
  void Add(const std::string& city, std::shared_ptr<Bell> bell) {
    const std::lock_guard lock(mutex_);
    bells_[city].push_back(std::move(bell));
  }

  void Remove(const std::string& city, const std::shared_ptr<Bell>& bell) {
    const std::lock_guard lock(mutex_);
    const auto found = bells_.find(city);
    auto& bells = found->second;
    bells.erase(std::find(bells.begin(), bells.end(), bell));
    if (bells.empty()) bells_.erase(found);
  }

  std::vector<std::shared_ptr<Bell>> Of(std::string_view city) {
    const std::lock_guard lock(mutex_);
    const auto found = bells_.find(city);
    return found == bells_.end() ? std::vector<std::shared_ptr<Bell>>() : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::shared_ptr<Bell>>, std::less<>> bells_;
};

class Doorbells::Registration final : public Watch {
 public:
  Registration(std::shared_ptr<Registry> registry, std::string city, std::shared_ptr<Bell> bell)
      : registry_(std::move(registry)), city_(std::move(city)), bell_(std::move(bell)) {
    registry_->Add(city_, bell_);
  }

  ~Registration() override {
    registry_->Remove(city_, bell_);
    bell_->Silence();
  }

 private:
  const std::shared_ptr<Registry> registry_;
  const std::string city_;
  const std::shared_ptr<Bell> bell_;
};

Doorbells::Doorbells() : registry_(std::make_shared<Registry>()) {}
Doorbells::~Doorbells() = default;

std::unique_ptr<Watch> Doorbells::Add(std::string_view city, std::function<void()> ring) {
  return std::make_unique<Registration>(registry_, std::string(city),
                                        std::make_shared<Bell>(std::move(ring)));
}

void Doorbells::Ring(std::string_view city) {
  // A copy of the list: a bell may be removed, by its own ring too, while the others wait their
  // turn.
  for (const auto& bell : registry_->Of(city)) bell->Ring();
}

}  // namespace mokuhyo::eventstore
