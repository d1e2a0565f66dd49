#ifndef MOKUHYO_LIBS_EVENTSTORE_SWAPPED_EVENT_STORE_TEST_UTIL_H_
#define MOKUHYO_LIBS_EVENTSTORE_SWAPPED_EVENT_STORE_TEST_UTIL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/eventstore/blocking.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/forwarding_event_store.h"

namespace mokuhyo::eventstore {

// An event store behind which a test puts another one, as if the process of a remote store had been
// restarted over a restored directory; its doorbells stay. Everything public but the counters is
// changed while nobody else uses the store.
class SwappedEventStore final : public ForwardingEventStore {
 public:
  // `store` must outlive this.
  explicit SwappedEventStore(EventStore& store) : ForwardingEventStore(store) {}

  // `other` goes on from `ancestors`.
  void Swap(EventStore& other, std::vector<store::v1::EpochAncestor> ancestors) {
    ReplaceWith(other);
    ancestors_ = std::move(ancestors);
  }

  std::string Epoch() {
    store::v1::GetHeadRequest request;
    request.set_city("any");
    return GetHeadNow(*this, request)->epoch();
  }

  // True: WatchCity never rings.
  bool deaf = false;
  // Called before the next page is read, once.
  std::function<void()> before_read_city;
  // Called when a head was read, before it is answered, once.
  std::function<void()> after_get_head;
  // What reading a page answers, if it is an error.
  absl::Status read_error;
  // Pages read and doorbells asked for so far.
  std::atomic<int> reads = 0;
  std::atomic<int> watches = 0;

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override {
    const std::string city = request.city();
    store().Append(std::move(request), std::move(done));
    doorbells_.Ring(city);
  }
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override {
    ++reads;
    if (!read_error.ok()) return done(read_error);
    if (const auto hook = std::exchange(before_read_city, nullptr)) hook();
    store().ReadCity(std::move(request), std::move(done));
  }
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override {
    store().GetHead(std::move(request), [this, done = std::move(done)](auto head) mutable {
      if (const auto hook = std::exchange(after_get_head, nullptr)) hook();
      if (head.ok()) head->mutable_ancestors()->Add(ancestors_.begin(), ancestors_.end());
      done(std::move(head));
    });
  }
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override {
    ++watches;
    if (deaf) ring = [] {};
    return doorbells_.Add(city, std::move(ring));
  }

 private:
  std::vector<store::v1::EpochAncestor> ancestors_;
  Doorbells doorbells_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SWAPPED_EVENT_STORE_TEST_UTIL_H_
