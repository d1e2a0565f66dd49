#ifndef MOKUHYO_LIBS_PROJECTION_EVENT_FEED_H_
#define MOKUHYO_LIBS_PROJECTION_EVENT_FEED_H_

#include <memory>

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/projection/event_subscription.h"
#include "libs/projection/feed_event_bytes.h"
#include "mokuhyo/feed/v1/event_service.pb.h"

namespace mokuhyo::projection {

// Answers the methods of EventService; what each answers and refuses is said in the proto.
//
// Thread-safe. May wait for reads of the store: call on threads that may (an executor's).
class EventFeed {
 public:
  // All arguments must outlive this; `post` as in Subscriptions.
  EventFeed(eventstore::EventStore& store, application::CityFolds& folds, const base::Clock& clock,
            eventstore::Subscriptions::Post post);

  absl::StatusOr<feed::v1::ReadEventsResponse> ReadEvents(
      const feed::v1::ReadEventsRequest& request);

  // Begins a subscription, which must not outlive this.
  absl::StatusOr<std::unique_ptr<EventSubscription>> SubscribeEvents(
      const feed::v1::SubscribeEventsRequest& request);

  // Where other readers subscribe to the same log, at the cost of no thread of their own.
  eventstore::Subscriptions& subscriptions() { return subscriptions_; }

  // Ends all subscriptions (eventstore::Subscriptions::Shutdown), so that no stop waits for them.
  void Shutdown() { subscriptions_.Shutdown(); }

 private:
  absl::StatusOr<store::v1::GetHeadResponse> Head(const std::string& city);

  eventstore::EventStore& store_;
  application::CityFolds& folds_;
  const base::Clock& clock_;
  const eventstore::Subscriptions::Post post_;
  // Before the subscriptions, whose answers are made of it.
  FeedEventBytes event_bytes_;
  eventstore::Subscriptions subscriptions_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_EVENT_FEED_H_
