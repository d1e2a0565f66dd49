#include "libs/eventstore/guarded_event_store.h"

#include <algorithm>
#include <utility>

namespace mokuhyo::eventstore {

void GuardedEventStore::Append(store::v1::AppendRequest request,
                               Callback<store::v1::AppendResponse> done) {
  if (!refusal_.ok()) return done(refusal_);
  const auto damaged = damaged_.find(request.city());
  if (damaged != damaged_.end()) return done(damaged->second.status);
  store_.Append(std::move(request), std::move(done));
}

void GuardedEventStore::FindRequest(store::v1::FindRequestRequest request,
                                    Callback<store::v1::FindRequestResponse> done) {
  store_.FindRequest(std::move(request), std::move(done));
}

void GuardedEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                   Callback<store::v1::ReadStreamResponse> done) {
  store_.ReadStream(std::move(request), std::move(done));
}

void GuardedEventStore::ReadCity(store::v1::ReadCityRequest request,
                                 Callback<store::v1::ReadCityResponse> done) {
  store_.ReadCity(std::move(request), std::move(done));
}

void GuardedEventStore::GetHead(store::v1::GetHeadRequest request,
                                Callback<store::v1::GetHeadResponse> done) {
  const auto damaged = damaged_.find(request.city());
  if (damaged == damaged_.end()) return store_.GetHead(std::move(request), std::move(done));
  store_.GetHead(std::move(request), [from = damaged->second.damaged_from, done = std::move(done)](
                                         absl::StatusOr<store::v1::GetHeadResponse> head) mutable {
    if (head.ok()) {
      // The store may know of damage farther down.
      head->set_damaged_from(head->has_damaged_from() ? std::min(head->damaged_from(), from)
                                                      : from);
    }
    done(std::move(head));
  });
}

void GuardedEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                          Callback<store::v1::GetStreamRevisionResponse> done) {
  store_.GetStreamRevision(std::move(request), std::move(done));
}

void GuardedEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  store_.ListCities(std::move(done));
}

std::unique_ptr<Watch> GuardedEventStore::WatchCity(std::string_view city,
                                                    std::function<void()> ring) {
  return store_.WatchCity(city, std::move(ring));
}

store::v1::Limits GuardedEventStore::GetLimits() const { return store_.GetLimits(); }

}  // namespace mokuhyo::eventstore
