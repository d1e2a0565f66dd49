#ifndef MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_
#define MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_

#include <set>
#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "libs/base/violations.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// Which events a client of EventService asks for: those of its resources and of its types.
class FeedFilter {
 public:
  // `resources` and `types` as in ReadEventsRequest; what is wrong with them goes into
  // `violations`.
  FeedFilter(const std::string& city,
             const google::protobuf::RepeatedPtrField<std::string>& resources,
             const google::protobuf::RepeatedPtrField<std::string>& types,
             base::Violations& violations);

  // Sets the filter of a request to the store: it lets through what this does, and perhaps more.
  template <typename Request>
  void Fill(Request& request) const {
    request.mutable_stream_prefixes()->Assign(streams_.begin(), streams_.end());
    request.mutable_types()->Assign(types_.begin(), types_.end());
  }

  // Whether an event that the store let through is one of a resource asked for: the store compares
  // the beginnings of streams, and the name of a sheet may be that of another one's.
  bool Wants(const store::v1::RecordedEvent& event) const {
    return streams_.empty() || streams_.contains(event.stream());
  }

 private:
  std::set<std::string> streams_;
  std::set<std::string> types_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_
