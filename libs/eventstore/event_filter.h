#ifndef MOKUHYO_LIBS_EVENTSTORE_EVENT_FILTER_H_
#define MOKUHYO_LIBS_EVENTSTORE_EVENT_FILTER_H_

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// Which events a reader wants: those whose stream begins with one of its prefixes and whose type is
// one of its types; no prefixes, or no types, stand for all of them. Must not outlive the request.
class EventFilter {
 public:
  explicit EventFilter(const store::v1::ReadCityRequest& request)
      : prefixes_(&request.stream_prefixes()),
        types_(request.types().begin(), request.types().end()) {}

  explicit EventFilter(const store::v1::ReadStreamRequest& request)
      : types_(request.types().begin(), request.types().end()) {}

  // Whether it lets everything through.
  bool IsEmpty() const { return !HasPrefixes() && types_.empty(); }

  bool Matches(const store::v1::RecordedEvent& event) const {
    if (!types_.empty() && !types_.contains(event.type())) return false;
    return !HasPrefixes() ||
           std::any_of(prefixes_->begin(), prefixes_->end(), [&](const std::string& prefix) {
             return std::string_view(event.stream()).starts_with(prefix);
           });
  }

 private:
  bool HasPrefixes() const { return prefixes_ != nullptr && !prefixes_->empty(); }

  // Null for a filter of types only.
  const google::protobuf::RepeatedPtrField<std::string>* prefixes_ = nullptr;
  const absl::flat_hash_set<std::string> types_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EVENT_FILTER_H_
