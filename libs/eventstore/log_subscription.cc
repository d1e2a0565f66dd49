#include "libs/eventstore/log_subscription.h"

#include <utility>

#include "libs/base/errors.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

using store::v1::GetHeadResponse;
using store::v1::ReadCityRequest;
using store::v1::ReadCityResponse;
using store::v1::SubscribeResponse;

namespace {

ReadCityRequest QuestionOf(const store::v1::SubscribeRequest& request, uint32_t max_page_bytes) {
  ReadCityRequest question;
  question.set_city(request.city());
  question.set_max_bytes(max_page_bytes);
  *question.mutable_stream_prefixes() = request.stream_prefixes();
  *question.mutable_types() = request.types();
  return question;
}

}  // namespace

LogSubscription::LogSubscription(EventStore& store, const base::Clock& clock,
                                 Subscriptions::Post post, const Subscriptions::Options& options,
                                 const store::v1::SubscribeRequest& request)
    : store_(store),
      clock_(clock),
      post_(std::move(post)),
      max_silent_events_(options.max_silent_events),
      question_(QuestionOf(request, options.max_page_bytes)),
      filter_(question_),
      epoch_(request.epoch()),
      position_(request.after_position()),
      told_(position_),
      end_(Validate(NextPage(), store.GetLimits())) {}

absl::Status LogSubscription::Refusal() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

void LogSubscription::Next(Subscription::Done done) {
  absl::Status end;
  {
    const std::lock_guard lock(mutex_);
    end = end_;
    if (end.ok()) done_ = std::move(done);
  }
  if (!end.ok()) return done(end);
  // Who has caught up looks when there is news; there was none while the last answer was on its
  // way.
  if (caught_up_ && TryWait()) return;
  PostStep(false);
}

void LogSubscription::Cancel() { End(absl::CancelledError("the subscription was cancelled")); }

void LogSubscription::Shutdown() {
  End(base::Unavailable(
      "SHUTTING_DOWN",
      "the server is shutting down; go on after the last position received when it is back"));
}

void LogSubscription::Wake(bool timeout) {
  {
    const std::lock_guard lock(mutex_);
    // Not the timeout: the step under way looks anyway.
    if (!timeout) woken_ = true;
    if (!waiting_) return;
    waiting_ = false;
  }
  PostStep(timeout);
}

void LogSubscription::PostStep(bool timeout) {
  if (!post_([self = shared_from_this(), timeout] { self->Step(timeout); })) {
    Shutdown();
  }
}

void LogSubscription::Step(bool timeout) {
  {
    const std::lock_guard lock(mutex_);
    if (!end_.ok()) return;
    // Whoever wakes from here on speaks of what this step may have missed.
    woken_ = false;
  }
  ReadHead([self = shared_from_this(), timeout](const absl::StatusOr<GetHeadResponse>& head) {
    self->OnHead(head, timeout);
  });
}

void LogSubscription::OnHead(const absl::StatusOr<GetHeadResponse>& head, bool timeout) {
  if (!head.ok()) return End(head.status());
  if (absl::Status status = CheckHistory(*head); !status.ok()) return End(std::move(status));
  if (head->position() > position_) {
    if (tail_ != nullptr) {
      auto page = tail_->Read(*head, position_, question_.max_bytes(), filter_);
      if (page.has_value()) return OnPageOfThisHistory(*std::move(page), timeout);
    }
    return Read(timeout);
  }
  if (caught_up_ && !(timeout && position_ > told_)) return Wait();
  SubscribeResponse response;
  response.set_head_position(head->position());
  if (!caught_up_) response.set_notice(store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP);
  caught_up_ = true;
  Say(std::move(response));
}

void LogSubscription::Read(bool timeout) {
  store_.ReadCity(NextPage(),
                  [self = shared_from_this(), timeout](absl::StatusOr<ReadCityResponse> page) {
                    self->OnPage(std::move(page), timeout);
                  });
}

void LogSubscription::OnPage(absl::StatusOr<ReadCityResponse> page, bool timeout) {
  if (!page.ok()) return End(page.status());
  // An epoch never comes back: if it is the same before and behind the reading of the page, the
  // page is of it too, even if the store is another process that may be restored meanwhile.
  ReadHead([self = shared_from_this(), timeout,
            page = *std::move(page)](const absl::StatusOr<GetHeadResponse>& head) mutable {
    if (!head.ok()) return self->End(head.status());
    if (absl::Status status = self->CheckHistory(*head); !status.ok()) {
      return self->End(std::move(status));
    }
    if (self->tail_ != nullptr && self->filter_.IsEmpty()) {
      self->tail_->Offer(head->epoch(), self->position_ + 1, page);
    }
    self->OnPageOfThisHistory(std::move(page), timeout);
  });
}

void LogSubscription::OnPageOfThisHistory(ReadCityResponse page, bool timeout) {
  position_ = page.next_position() - 1;
  SubscribeResponse response;
  response.set_head_position(page.head_position());
  response.mutable_events()->Swap(page.mutable_events());
  const bool news = caught_up_ != page.end_of_log();
  if (news) {
    caught_up_ = page.end_of_log();
    response.set_notice(caught_up_ ? store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP
                                   : store::v1::SUBSCRIPTION_NOTICE_FELL_BEHIND);
  }
  const uint64_t silent_events = position_ - told_;
  if (news || !response.events().empty() || silent_events >= max_silent_events_ ||
      (timeout && silent_events > 0)) {
    return Say(std::move(response));
  }
  caught_up_ ? Wait() : PostStep(timeout);
}

void LogSubscription::Wait() {
  if (!TryWait()) PostStep(false);
}

bool LogSubscription::TryWait() {
  const std::lock_guard lock(mutex_);
  // Whoever has ended it has answered.
  if (!end_.ok()) return true;
  if (!woken_) waiting_ = true;
  return waiting_;
}

void LogSubscription::Say(SubscribeResponse response) {
  told_ = position_;
  response.set_position(position_);
  *response.mutable_read_time() = ToTimestamp(clock_.Now());
  Subscription::Done done;
  {
    const std::lock_guard lock(mutex_);
    done = std::move(done_);
    done_ = nullptr;
  }
  if (done) done(std::move(response));
}

void LogSubscription::End(absl::Status status) {
  Subscription::Done done;
  {
    const std::lock_guard lock(mutex_);
    if (end_.ok()) end_ = std::move(status);
    status = end_;
    waiting_ = false;
    done = std::move(done_);
    done_ = nullptr;
  }
  if (done) done(std::move(status));
}

absl::Status LogSubscription::CheckHistory(const GetHeadResponse& head) {
  if (epoch_.empty()) epoch_ = head.epoch();
  absl::Status status = eventstore::CheckHistory(head, epoch_, position_, "after_position");
  if (!status.ok()) return status;
  if (began_ && epoch_ != head.epoch()) {
    return base::Unavailable(
        "EPOCH_CHANGED",
        "the event store was restored to a backup that holds everything read so far; go on after "
        "the last position received");
  }
  began_ = true;
  epoch_ = head.epoch();
  return absl::OkStatus();
}

void LogSubscription::ReadHead(Callback<GetHeadResponse> done) {
  store::v1::GetHeadRequest request;
  request.set_city(question_.city());
  store_.GetHead(std::move(request), std::move(done));
}

ReadCityRequest LogSubscription::NextPage() const {
  ReadCityRequest request = question_;
  request.set_from_position(position_ + 1);
  return request;
}

}  // namespace mokuhyo::eventstore
