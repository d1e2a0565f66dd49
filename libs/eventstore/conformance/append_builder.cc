#include "libs/eventstore/conformance/append_builder.h"

#include "absl/strings/str_cat.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/proof/content_hash.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::eventstore::conformance {

using store::v1::ExpectedRevision;

ExpectedRevision Exactly(uint64_t revision) {
  ExpectedRevision expected;
  expected.set_exactly(revision);
  return expected;
}

ExpectedRevision NoStream() {
  ExpectedRevision expected;
  expected.mutable_no_stream();
  return expected;
}

ExpectedRevision Exists() {
  ExpectedRevision expected;
  expected.mutable_exists();
  return expected;
}

ExpectedRevision Any() {
  ExpectedRevision expected;
  expected.mutable_any();
  return expected;
}

store::v1::RequestKey Key(const std::string& id) {
  store::v1::RequestKey key;
  key.set_caller("client-1");
  key.set_method("mokuhyo.test.v1.TestService/Do");
  key.set_id(id);
  return key;
}

AppendBuilder::AppendBuilder(const std::string& city) {
  request_.set_city(city);
  request_.set_actor("actor-1");
}

AppendBuilder& AppendBuilder::To(const std::string& stream, const ExpectedRevision& expected,
                                 int count) {
  auto& append = *request_.add_streams();
  append.set_stream(stream);
  *append.mutable_expected() = expected;
  for (int i = 0; i < count; ++i) {
    auto& event = *append.add_events();
    event.set_type("mokuhyo.test.v1.Happened");
    event.set_schema_version(1);
    event.set_effective_date("2020-04-01");
    event.set_origin(store::v1::ORIGIN_OPERATED);
    event.set_payload(absl::StrCat(stream, " ", events_++));
  }
  return *this;
}

AppendBuilder& AppendBuilder::Check(const std::string& stream, const ExpectedRevision& expected) {
  auto& check = *request_.add_checks();
  check.set_stream(stream);
  *check.mutable_expected() = expected;
  return *this;
}

AppendBuilder& AppendBuilder::Redact(uint64_t position, const std::string& reason,
                                     const std::string& payload) {
  const std::string stream(kRedactionStream);
  const int last = request_.streams_size() - 1;
  if (last < 0 || request_.streams(last).stream() != stream) {
    To(stream, Any());
  } else {
    auto& events = *request_.mutable_streams(last)->mutable_events();
    *events.Add() = events.Get(0);
  }
  events::v1::EventRedacted told;
  told.set_position(position);
  told.set_remainder_hash(std::string(proof::View(proof::ContentHash({}, reason, payload))));
  auto& event = *request_.mutable_streams()->rbegin()->mutable_events()->rbegin();
  event.set_type(told.GetTypeName());
  event.set_payload(told.SerializeAsString());
  auto& redaction = *request_.add_redactions();
  redaction.set_position(position);
  redaction.set_reason(reason);
  redaction.set_payload(payload);
  return *this;
}

AppendBuilder& AppendBuilder::As(const std::string& id, char body, const std::string& answer) {
  *request_.mutable_request() = Key(id);
  request_.set_request_hash(std::string(32, body));
  request_.set_answer(answer);
  return *this;
}

}  // namespace mokuhyo::eventstore::conformance
