#include "libs/application/appends.h"

#include <utility>

#include "libs/domain/sheet/event_codec.h"

namespace mokuhyo::application {

store::v1::ExpectedRevision Expect(std::optional<uint64_t> revision) {
  store::v1::ExpectedRevision expected;
  if (revision.has_value()) {
    expected.set_exactly(*revision);
  } else {
    expected.mutable_no_stream();
  }
  return expected;
}

store::v1::StreamAppend& AddStream(store::v1::AppendRequest& append, std::string stream,
                                   std::optional<uint64_t> revision) {
  store::v1::StreamAppend& added = *append.add_streams();
  added.set_stream(std::move(stream));
  *added.mutable_expected() = Expect(revision);
  return added;
}

void AddEvent(store::v1::StreamAppend& stream, const google::protobuf::Message& event,
              const Write& write, store::v1::Origin origin) {
  domain::EncodedEvent encoded = domain::EncodeEvent(event);
  store::v1::NewEvent& added = *stream.add_events();
  added.set_type(std::move(encoded.type));
  added.set_schema_version(domain::kEventSchemaVersion);
  added.set_payload(std::move(encoded.payload));
  added.set_effective_date(write.effective_date);
  added.set_reason(write.reason);
  added.set_origin(origin);
}

void AddCheck(store::v1::AppendRequest& append, std::string stream,
              std::optional<uint64_t> revision) {
  store::v1::StreamCheck& check = *append.add_checks();
  check.set_stream(std::move(stream));
  *check.mutable_expected() = Expect(revision);
}

}  // namespace mokuhyo::application
