#ifndef MOKUHYO_LIBS_APPLICATION_HOOKED_EVENT_STORE_TEST_UTIL_H_
#define MOKUHYO_LIBS_APPLICATION_HOOKED_EVENT_STORE_TEST_UTIL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "libs/eventstore/forwarding_event_store.h"

namespace mokuhyo::application {

// An event store of which a test takes hold where things go wrong. Hooks are set before the store
// is used by several threads.
class HookedEventStore final : public eventstore::ForwardingEventStore {
 public:
  // `store` must outlive this.
  explicit HookedEventStore(eventstore::EventStore& store) : ForwardingEventStore(store) {}

  // Goes on with another store in the place of this one, as after a restore. Must outlive this too.
  void ReplaceStore(eventstore::EventStore& other) { ReplaceWith(other); }

  // Called before each append. What it returns is the outcome, and nothing is appended; nothing:
  // the append goes its way.
  std::function<std::optional<absl::StatusOr<store::v1::AppendResponse>>(
      const store::v1::AppendRequest&)>
      on_append;
  // Runs each append, on another thread say; nothing: at once.
  std::function<void(absl::AnyInvocable<void()> append)> run_append;
  // Called before a page of a stream is read.
  std::function<void()> before_stream_read;
  // Changes what is said of a head.
  std::function<void(store::v1::GetHeadResponse&)> on_head;
  // Calls so far.
  std::atomic<int> appends = 0;
  std::atomic<int> stream_reads = 0;

  void Append(store::v1::AppendRequest request,
              eventstore::Callback<store::v1::AppendResponse> done) override {
    ++appends;
    if (on_append) {
      if (auto outcome = on_append(request)) return done(*std::move(outcome));
    }
    if (!run_append) return store().Append(std::move(request), std::move(done));
    run_append([this, request = std::move(request), done = std::move(done)]() mutable {
      store().Append(std::move(request), std::move(done));
    });
  }
  void ReadStream(store::v1::ReadStreamRequest request,
                  eventstore::Callback<store::v1::ReadStreamResponse> done) override {
    ++stream_reads;
    if (before_stream_read) before_stream_read();
    store().ReadStream(std::move(request), std::move(done));
  }
  void GetHead(store::v1::GetHeadRequest request,
               eventstore::Callback<store::v1::GetHeadResponse> done) override {
    store().GetHead(std::move(request), [this, done = std::move(done)](auto head) mutable {
      if (on_head && head.ok()) on_head(*head);
      done(std::move(head));
    });
  }
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_HOOKED_EVENT_STORE_TEST_UTIL_H_
