#include "libs/projection/event_subscription.h"

#include <algorithm>
#include <utility>

#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"

namespace mokuhyo::projection {

using feed::v1::SubscribeEventsResponse;

EventSubscription::EventSubscription(eventstore::EventStore& store,
                                     eventstore::Subscriptions::Post post, std::string city,
                                     std::string epoch, FeedFilter filter, FeedEventBytes& events,
                                     std::unique_ptr<eventstore::Subscription> subscription)
    : store_(store),
      post_(std::move(post)),
      city_(std::move(city)),
      epoch_(std::move(epoch)),
      filter_(std::move(filter)),
      event_bytes_(events),
      subscription_(std::move(subscription)) {}

void EventSubscription::Next(FeedMessage& message, Done done) {
  if (!events_.empty() || notice_ != store::v1::SUBSCRIPTION_NOTICE_UNSPECIFIED || !failure_.ok()) {
    return Answer(message, done);
  }
  subscription_->Next([this, &message, done = std::move(done)](
                          absl::StatusOr<store::v1::SubscribeResponse> page) mutable {
    if (!page.ok()) return done(page.status());
    OnPage(*std::move(page), message, std::move(done));
  });
}

void EventSubscription::OnPage(store::v1::SubscribeResponse page, FeedMessage& message, Done done) {
  const auto& events = page.events();
  if (std::none_of(events.begin(), events.end(),
                   [this](const auto& event) { return filter_.NeedsReading(event); })) {
    Take(std::move(page));
    return Answer(message, done);
  }
  // This may be a thread of the store, where nothing may be waited for.
  const auto shared_done = std::make_shared<Done>(std::move(done));
  const bool posted = post_([this, &message, shared_done, page = std::move(page)]() mutable {
    Take(std::move(page));
    Answer(message, *shared_done);
  });
  if (!posted) {
    (*shared_done)(base::Unavailable("SHUTTING_DOWN",
                                     "the server is shutting down; go on after the last position "
                                     "received when it is back"));
  }
}

void EventSubscription::Take(store::v1::SubscribeResponse page) {
  head_position_ = page.head_position();
  for (auto& event : *page.mutable_events()) {
    const absl::StatusOr<bool> wanted = filter_.Wants(store_, event);
    if (!wanted.ok()) {
      // Never skipped: what lies before it is said, and nothing behind it.
      page_position_ = event.position() - 1;
      failure_ = wanted.status();
      return;
    }
    if (*wanted) events_.push_back(std::move(event));
  }
  notice_ = page.notice();
  page_position_ = page.position();
}

void EventSubscription::Answer(FeedMessage& message, Done& done) {
  const absl::Status status = SayNext(message);
  status.ok() ? done(true) : done(status);
}

absl::Status EventSubscription::SayNext(FeedMessage& message) {
  if (!events_.empty()) return SayEvent(message);
  MOKUHYO_RETURN_IF_ERROR(failure_);
  message.event = nullptr;
  message.rest = TakeNotice().SerializeAsString();
  return absl::OkStatus();
}

absl::Status EventSubscription::SayEvent(FeedMessage& message) {
  const uint64_t position = events_.front().position();
  MOKUHYO_ASSIGN_OR_RETURN(message.event,
                           event_bytes_.Of({city_, epoch_, position}, std::move(events_.front())));
  events_.pop_front();
  SubscribeEventsResponse rest;
  // Behind the last event that is wanted, what was left out is done too.
  rest.set_position(Token(events_.empty() ? page_position_ : position));
  message.rest = rest.SerializeAsString();
  return absl::OkStatus();
}

SubscribeEventsResponse EventSubscription::TakeNotice() {
  const uint64_t events_behind = head_position_ - page_position_;
  SubscribeEventsResponse response;
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
  return response;
}

std::string EventSubscription::Token(uint64_t number) const {
  return base::FormatPositionToken({city_, epoch_, number});
}

}  // namespace mokuhyo::projection
