#include "libs/projection/event_subscription.h"

#include <utility>

#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/projection/feed_event.h"

namespace mokuhyo::projection {

using feed::v1::SubscribeEventsResponse;

EventSubscription::EventSubscription(std::string city, std::string epoch, FeedFilter filter,
                                     std::unique_ptr<eventstore::Subscription> subscription)
    : city_(std::move(city)),
      epoch_(std::move(epoch)),
      filter_(std::move(filter)),
      subscription_(std::move(subscription)) {}

void EventSubscription::Next(SubscribeEventsResponse& response, Done done) {
  const auto answer = [this, &response](Done& to) {
    const absl::Status status = SayNext(response);
    status.ok() ? to(true) : to(status);
  };
  if (!events_.empty() || notice_ != store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED) {
    return answer(done);
  }
  subscription_->Next([this, answer, done = std::move(done)](
                          absl::StatusOr<store::v1::SubscribeResponse> page) mutable {
    if (!page.ok()) return done(page.status());
    Take(*std::move(page));
    answer(done);
  });
}

void EventSubscription::Take(store::v1::SubscribeResponse page) {
  for (auto& event : *page.mutable_events()) {
    if (filter_.Wants(event)) events_.push_back(std::move(event));
  }
  notice_ = page.notice();
  page_position_ = page.position();
  head_position_ = page.head_position();
}

absl::Status EventSubscription::SayNext(SubscribeEventsResponse& response) {
  const uint64_t events_behind = head_position_ - page_position_;
  if (!events_.empty()) {
    const uint64_t position = events_.front().position();
    MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_event(),
                             ToFeedEvent(city_, epoch_, std::move(events_.front())));
    events_.pop_front();
    // Behind the last event that is wanted, what was left out is done too.
    response.set_position(Token(events_.empty() ? page_position_ : position));
    return absl::OkStatus();
  }
  response.set_position(Token(page_position_));
  switch (std::exchange(notice_, store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED)) {
    case store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP:
      response.mutable_caught_up();
      break;
    case store::v1::SUBSCRIPTION_NOTICE_FELL_BEHIND:
      response.mutable_fell_behind()->set_events_behind(events_behind);
      break;
    default:
      response.mutable_progress_made()->set_events_behind(events_behind);
  }
  return absl::OkStatus();
}

std::string EventSubscription::Token(uint64_t number) const {
  return base::FormatPositionToken({city_, epoch_, number});
}

}  // namespace mokuhyo::projection
