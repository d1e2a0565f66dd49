#ifndef MOKUHYO_LIBS_EVENTSTORE_FORWARDING_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_FORWARDING_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// What decorators of a store begin with: hands every call on, so that each overrides only what it
// is about. As thread-safe as the store.
class ForwardingEventStore : public EventStore {
 public:
  // `store` must outlive this.
  explicit ForwardingEventStore(EventStore& store) : store_(&store) {}

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override {
    store_->Append(std::move(request), std::move(done));
  }
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override {
    store_->FindRequest(std::move(request), std::move(done));
  }
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override {
    store_->ReadStream(std::move(request), std::move(done));
  }
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override {
    store_->ReadCity(std::move(request), std::move(done));
  }
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override {
    store_->GetHead(std::move(request), std::move(done));
  }
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override {
    store_->GetStreamRevision(std::move(request), std::move(done));
  }
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override {
    store_->ListCities(std::move(done));
  }
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override {
    return store_->WatchCity(city, std::move(ring));
  }
  store::v1::Limits GetLimits() const override { return store_->GetLimits(); }

 protected:
  EventStore& store() { return *store_; }
  // Goes on with another store, which must outlive this too. Not while calls are under way.
  void ReplaceWith(EventStore& other) { store_ = &other; }

 private:
  EventStore* store_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_FORWARDING_EVENT_STORE_H_
