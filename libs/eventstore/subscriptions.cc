#include "libs/eventstore/subscriptions.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libs/eventstore/city_tail.h"
#include "libs/eventstore/log_subscription.h"

namespace mokuhyo::eventstore {
namespace {

using Subscriber = std::shared_ptr<LogSubscription>;

// The subscribers of a city, which share a doorbell. However many there are, a ring costs the
// thread that commits one task at most.
class City : public std::enable_shared_from_this<City> {
 public:
  explicit City(size_t tail_bytes) : tail_(std::make_shared<CityTail>(tail_bytes)) {}

  // Called once, before anything else.
  void Watch(EventStore& store, const std::string& city, Subscriptions::Post post) {
    watch_ = store.WatchCity(city, [weak = weak_from_this(), post = std::move(post)] {
      if (const auto self = weak.lock()) self->Ring(post);
    });
  }

  void Add(Subscriber subscriber) {
    subscriber->Share(tail_);
    const std::lock_guard lock(mutex_);
    subscribers_.insert(std::move(subscriber));
  }

  // Returns whether there is none left.
  bool Remove(const Subscriber& subscriber) {
    const std::lock_guard lock(mutex_);
    subscribers_.erase(subscriber);
    return subscribers_.empty();
  }

  void Wake(bool timeout) {
    for (const auto& subscriber : Subscribers()) subscriber->Wake(timeout);
  }

  void Shutdown() {
    for (const auto& subscriber : Subscribers()) subscriber->Shutdown();
  }

 private:
  std::vector<Subscriber> Subscribers() {
    const std::lock_guard lock(mutex_);
    return {subscribers_.begin(), subscribers_.end()};
  }

  void Ring(const Subscriptions::Post& post) {
    if (ringing_.exchange(true)) return;
    post([self = shared_from_this()] {
      // Before they look: a ring from here on is another one.
      self->ringing_ = false;
      self->Wake(false);
    });
  }

  const std::shared_ptr<CityTail> tail_;
  std::atomic<bool> ringing_ = false;
  std::mutex mutex_;
  std::set<Subscriber> subscribers_;  // Guarded by mutex_.
  std::unique_ptr<eventstore::Watch> watch_;
};

}  // namespace

class Subscriptions::Hub final : public std::enable_shared_from_this<Hub> {
 public:
  Hub(EventStore& store, const base::Clock& clock, Post post, Options options)
      : store_(store), clock_(clock), post_(std::move(post)), options_(options) {}

  // Runs the timer until Stop.
  void Run() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      if (stop_.wait_for(lock, absl::ToChronoNanoseconds(options_.timeout),
                         [this] { return stopped_; })) {
        return;
      }
      lock.unlock();
      Tick();
      lock.lock();
    }
  }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    stop_.notify_all();
  }

  Subscriber Open(const store::v1::SubscribeRequest& request) {
    const std::string& city_name = request.city();
    auto subscriber = std::make_shared<LogSubscription>(store_, clock_, post_, options_, request);
    if (!subscriber->Refusal().ok()) return subscriber;
    const std::lock_guard lock(mutex_);
    if (closed_) {
      subscriber->Shutdown();
      return subscriber;
    }
    auto& city = cities_[city_name];
    if (city == nullptr) {
      city = std::make_shared<City>(options_.tail_bytes);
      city->Watch(store_, city_name, post_);
    }
    city->Add(subscriber);
    return subscriber;
  }

  void Shutdown() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    ForEachCity([](City& city) { city.Shutdown(); });
  }

  void Close(const std::string& city_name, const Subscriber& subscriber) {
    // Its doorbell is given back behind the lock: that may wait for a ring.
    std::shared_ptr<City> last;
    const std::lock_guard lock(mutex_);
    const auto found = cities_.find(city_name);
    if (found == cities_.end() || !found->second->Remove(subscriber)) return;
    last = std::move(found->second);
    cities_.erase(found);
  }

 private:
  // One task wakes all, and there is one at most however slowly it comes to its turn.
  void Tick() {
    if (ticking_.exchange(true)) return;
    const auto wake = [self = shared_from_this()] {
      self->ticking_ = false;
      self->ForEachCity([](City& city) { city.Wake(true); });
    };
    // Without an executor they are woken all the same, to end.
    if (!post_(wake)) wake();
  }

  void ForEachCity(const std::function<void(City&)>& visit) {
    std::vector<std::shared_ptr<City>> cities;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [name, city] : cities_) cities.push_back(city);
    }
    for (const auto& city : cities) visit(*city);
  }

  EventStore& store_;
  const base::Clock& clock_;
  const Post post_;
  const Options options_;
  std::atomic<bool> ticking_ = false;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;                                 // Guarded by mutex_. The timer's end.
  bool closed_ = false;                                  // Guarded by mutex_. See Shutdown.
  std::map<std::string, std::shared_ptr<City>> cities_;  // Guarded by mutex_.
};

namespace {

// What the caller holds: ends the subscription with it.
class Handle final : public Subscription {
 public:
  Handle(Subscriber subscriber, std::function<void()> close)
      : subscriber_(std::move(subscriber)), close_(std::move(close)) {}

  ~Handle() override {
    subscriber_->Cancel();
    close_();
  }

  void Next(Done done) override { subscriber_->Next(std::move(done)); }
  void Cancel() override { subscriber_->Cancel(); }

 private:
  const Subscriber subscriber_;
  const std::function<void()> close_;
};

}  // namespace

Subscriptions::Subscriptions(EventStore& store, const base::Clock& clock, Post post)
    : Subscriptions(store, clock, std::move(post), Options()) {}

Subscriptions::Subscriptions(EventStore& store, const base::Clock& clock, Post post,
                             Options options)
    : hub_(std::make_shared<Hub>(store, clock, std::move(post), options)),
      timer_([this] { hub_->Run(); }) {}

Subscriptions::~Subscriptions() {
  hub_->Stop();
  timer_.join();
}

std::unique_ptr<Subscription> Subscriptions::Open(const store::v1::SubscribeRequest& request) {
  const std::string city = request.city();
  auto subscriber = hub_->Open(request);
  return std::make_unique<Handle>(subscriber,
                                  [hub = hub_, city, subscriber] { hub->Close(city, subscriber); });
}

void Subscriptions::Shutdown() { hub_->Shutdown(); }

}  // namespace mokuhyo::eventstore
