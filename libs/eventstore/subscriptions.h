#ifndef MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTIONS_H_
#define MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscription.h"
#include "mokuhyo/store/v1/event_store_service.pb.h"

namespace mokuhyo::eventstore {

// The subscribers of a store. However many there are, they cost one thread, which wakes those that
// wait every now and then in case a doorbell was lost, and one doorbell a city; everything else
// happens on the executor behind `post`, nothing but handing over a task on the thread that
// commits.
//
// Thread-safe.
class Subscriptions {
 public:
  // Runs a task soon on another thread, where reading from the disk is allowed; false if there is
  // none any more. Called on any thread; there is at most one task at a time for each subscriber
  // and city, so it should not refuse for a full queue (serving::Executor::PostContinuation).
  using Post = std::function<bool(absl::AnyInvocable<void()>)>;

  struct Options {
    // How long a subscriber that has nothing to read waits for the doorbell before it looks by
    // itself; also how often it is told how far its filter let nothing through.
    absl::Duration timeout = absl::Seconds(1);
    // Serialized events in one response; one event is given even if it is larger.
    uint32_t max_page_bytes = 256 << 10;
    // Events that the filter may pass over before the subscriber is told how far it is.
    uint64_t max_silent_events = 10'000;
    // Newest events of a city that are kept in memory while it has subscribers: what they all want
    // is then read from the log once.
    size_t tail_bytes = 1 << 20;
  };

  // `store` and `clock` must outlive this and every task that was posted.
  Subscriptions(EventStore& store, const base::Clock& clock, Post post);
  Subscriptions(EventStore& store, const base::Clock& clock, Post post, Options options);

  // There are no subscriptions left.
  ~Subscriptions();

  Subscriptions(const Subscriptions&) = delete;
  Subscriptions& operator=(const Subscriptions&) = delete;

  // Begins to follow a city. Reads nothing yet: what is wrong with the request, the first Next
  // says.
  std::unique_ptr<Subscription> Open(const store::v1::SubscribeRequest& request);

  // Ends all subscriptions, and those that are opened later, with UNAVAILABLE, reason
  // SHUTTING_DOWN: they would hold up a server that lets its calls come to their end before it
  // stops. Idempotent.
  void Shutdown();

 private:
  class Hub;

  // Shared, because a posted task may run when this is gone.
  const std::shared_ptr<Hub> hub_;
  std::thread timer_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTIONS_H_
