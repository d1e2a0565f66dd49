#ifndef MOKUHYO_LIBS_EVENTSTORE_LOG_SUBSCRIPTION_H_
#define MOKUHYO_LIBS_EVENTSTORE_LOG_SUBSCRIPTION_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/city_tail.h"
#include "libs/eventstore/event_filter.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscription.h"
#include "libs/eventstore/subscriptions.h"

namespace mokuhyo::eventstore {

// What is behind a Subscription: reads on in steps, one at a time and each a task of its own, so
// that many subscribers take turns. A step looks at the head, reads at most one page and either has
// something to say or not; where there is nothing to read it waits to be woken, without a thread.
//
// Owned by shared pointers, because a step under way needs it. Thread-safe.
class LogSubscription final : public std::enable_shared_from_this<LogSubscription> {
 public:
  // `store` and `clock` must outlive this.
  LogSubscription(EventStore& store, const base::Clock& clock, Subscriptions::Post post,
                  const Subscriptions::Options& options,
                  const store::v1::SubscribeRequest& request);

  // Shares what is read with the other subscribers of the city. To be called before Next.
  void Share(std::shared_ptr<CityTail> tail) { tail_ = std::move(tail); }

  // Why the request is refused before anything is read; OK if it is not.
  absl::Status Refusal() const;

  // See Subscription.
  void Next(Subscription::Done done);
  void Cancel();

  // Ends it with UNAVAILABLE, reason SHUTTING_DOWN.
  void Shutdown();

  // There may be news. `timeout`: nobody rang, it is just time to look again.
  void Wake(bool timeout);

 private:
  // The step, in the order of its parts.
  void PostStep(bool timeout);
  void Step(bool timeout);
  void OnHead(const absl::StatusOr<store::v1::GetHeadResponse>& head, bool timeout);
  void Read(bool timeout);
  void OnPage(absl::StatusOr<store::v1::ReadCityResponse> page, bool timeout);
  void OnPageOfThisHistory(store::v1::ReadCityResponse page, bool timeout);

  // The ways in which a step may end, besides being followed by another one.
  void Wait();
  // Waits if there has been no word of news since the step under way, or the last one, began.
  bool TryWait();
  void Say(store::v1::SubscribeResponse response);
  void End(absl::Status status);

  // Whether what was read up to `position_` is what `head` goes on from.
  absl::Status CheckHistory(const store::v1::GetHeadResponse& head);
  void ReadHead(Callback<store::v1::GetHeadResponse> done);
  store::v1::ReadCityRequest NextPage() const;

  EventStore& store_;
  const base::Clock& clock_;
  const Subscriptions::Post post_;
  const uint64_t max_silent_events_;
  // What is asked of the store, but for where to begin.
  const store::v1::ReadCityRequest question_;
  const EventFilter filter_;  // Of question_.
  std::shared_ptr<CityTail> tail_;

  // Of the step under way alone, and of Next between two steps.
  std::string epoch_;       // Empty until it is known.
  bool began_ = false;      // Whether the history was checked once.
  uint64_t position_ = 0;   // Everything up to here was said or left out by the filter.
  uint64_t told_ = 0;       // The position that was said last.
  bool caught_up_ = false;  // What was said last of the two notices.

  mutable std::mutex mutex_;
  absl::Status end_;         // Guarded by mutex_. OK as long as it goes on.
  Subscription::Done done_;  // Guarded by mutex_. Empty if nobody asks, or nobody any more.
  bool woken_ = false;       // Guarded by mutex_. Since the step under way began.
  bool waiting_ = false;     // Guarded by mutex_.
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_LOG_SUBSCRIPTION_H_
