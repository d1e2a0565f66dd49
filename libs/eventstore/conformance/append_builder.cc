#include "libs/eventstore/conformance/append_builder.h"

#include "absl/strings/str_cat.h"

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

AppendBuilder& AppendBuilder::As(const std::string& id, char body, const std::string& answer) {
  *request_.mutable_request() = Key(id);
  request_.set_request_hash(std::string(32, body));
  request_.set_answer(answer);
  return *this;
}

}  // namespace mokuhyo::eventstore::conformance
