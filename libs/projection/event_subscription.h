#ifndef MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_
#define MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/subscription.h"
#include "libs/projection/feed_filter.h"
#include "mokuhyo/feed/v1/event_service.pb.h"

namespace mokuhyo::projection {

// The answers of one SubscribeEvents, one at a time, as they are pulled. Made by EventFeed. Only
// Cancel may be called while another call is under way.
class EventSubscription {
 public:
  // As serving::MessageSource::Done; never false, because the feed does not end.
  using Done = absl::AnyInvocable<void(absl::StatusOr<bool>)>;

  // Position tokens are of `city` and `epoch`, which is that of `subscription`.
  EventSubscription(std::string city, std::string epoch, FeedFilter filter,
                    std::unique_ptr<eventstore::Subscription> subscription);

  // Fills `response` and calls `done`, here or later on another thread; `response` must live until
  // then, and this until `done` was called. Errors: those of eventstore::Subscription::Next and of
  // ToFeedEvent; both end it.
  void Next(feed::v1::SubscribeEventsResponse& response, Done done);

  // Ends a pending Next soon.
  void Cancel() { subscription_->Cancel(); }

 private:
  void Take(store::v1::SubscribeResponse page);
  absl::Status SayNext(feed::v1::SubscribeEventsResponse& response);
  std::string Token(uint64_t number) const;

  const std::string city_;
  const std::string epoch_;
  const FeedFilter filter_;

  // What is still to be said of the last page.
  std::deque<store::v1::RecordedEvent> events_;
  store::v1::SubscriptionNotice notice_ = store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED;
  // Where that page ended, and the head then.
  uint64_t page_position_ = 0;
  uint64_t head_position_ = 0;

  const std::unique_ptr<eventstore::Subscription> subscription_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_EVENT_SUBSCRIPTION_H_
