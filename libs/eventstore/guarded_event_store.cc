#include "libs/eventstore/guarded_event_store.h"

#include <algorithm>
#include <utility>

namespace mokuhyo::eventstore {

void GuardedEventStore::Append(store::v1::AppendRequest request,
                               Callback<store::v1::AppendResponse> done) {
  if (!refusal_.ok()) return done(refusal_);
  const auto damaged = damaged_.find(request.city());
  if (damaged != damaged_.end()) return done(damaged->second.status);
  store().Append(std::move(request), std::move(done));
}

void GuardedEventStore::GetHead(store::v1::GetHeadRequest request,
                                Callback<store::v1::GetHeadResponse> done) {
  const auto damaged = damaged_.find(request.city());
  if (damaged == damaged_.end()) return store().GetHead(std::move(request), std::move(done));
  store().GetHead(std::move(request), [from = damaged->second.damaged_from, done = std::move(done)](
                                          absl::StatusOr<store::v1::GetHeadResponse> head) mutable {
    if (head.ok()) {
      // The store may know of damage farther down.
      head->set_damaged_from(head->has_damaged_from() ? std::min(head->damaged_from(), from)
                                                      : from);
    }
    done(std::move(head));
  });
}

}  // namespace mokuhyo::eventstore
