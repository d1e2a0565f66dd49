#ifndef MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_
#define MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscription.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/projection/feed_event_bytes.h"
#include "libs/projection/feed_filter.h"
#include "mokuhyo/feed/v1/event_service.pb.h"

namespace mokuhyo::projection {

// A SubscribeEventsResponse, serialized: two pieces that simply follow each other.
struct FeedMessage {
  // Shared with other subscribers; null if there is no event.
  FeedEventBytes::Bytes event;
  std::string rest;
};

// The answers of one SubscribeEvents, one at a time, as they are pulled. Made by EventFeed. Only
// Cancel may be called while another call is under way.
class EventSubscription {
 public:
  // As serving::MessageSource::Done; never false, because the feed does not end.
  using Done = absl::AnyInvocable<void(absl::StatusOr<bool>)>;

  // Position tokens are of `city` and `epoch`, which is that of `subscription`. `store` and
  // `events` must outlive this, and whatever `post` runs (Subscriptions::Post).
  EventSubscription(eventstore::EventStore& store, eventstore::Subscriptions::Post post,
                    std::string city, std::string epoch, FeedFilter filter, FeedEventBytes& events,
                    std::unique_ptr<eventstore::Subscription> subscription);

  // Fills `message` and calls `done`, here or later on another thread; `message` must live until
  // then, and this until `done` was called. Waits for nothing, so a thread of gRPC may call it.
  // Errors: those of eventstore::Subscription::Next, of FeedFilter::Wants and of ToFeedEvent; each
  // ends it.
  void Next(FeedMessage& message, Done done);

  // Ends a pending Next soon.
  void Cancel() { subscription_->Cancel(); }

 private:
  void OnPage(store::v1::SubscribeResponse page, FeedMessage& message, Done done);
  void Take(store::v1::SubscribeResponse page);
  void Answer(FeedMessage& message, Done& done);
  absl::Status SayNext(FeedMessage& message);
  absl::Status SayEvent(FeedMessage& message);
  // What is said where there is no event to say.
  feed::v1::SubscribeEventsResponse TakeNotice();
  std::string Token(uint64_t number) const;

  eventstore::EventStore& store_;
  const eventstore::Subscriptions::Post post_;
  const std::string city_;
  const std::string epoch_;
  const FeedFilter filter_;
  FeedEventBytes& event_bytes_;

  // What is still to be said of the last page.
  std::deque<store::v1::RecordedEvent> events_;
  store::v1::SubscriptionNotice notice_ = store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED;
  // Why the page ended before its end; to be said behind its events.
  absl::Status failure_;
  // Where that page ended, and the head then.
  uint64_t page_position_ = 0;
  uint64_t head_position_ = 0;

  const std::unique_ptr<eventstore::Subscription> subscription_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_
