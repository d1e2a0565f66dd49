#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/default_limits.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using store::v1::AppendRequest;

// A valid request of two streams, a check and a receipt, made wrong in one place.
struct RejectionCase {
  std::string name;
  std::function<void(AppendRequest&)> spoil;
  absl::StatusCode code;
  std::string names;
};

store::v1::NewEvent& FirstEvent(AppendRequest& request) {
  return *request.mutable_streams(0)->mutable_events(0);
}

std::vector<RejectionCase> Malformed() {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  return {
      {"no city", [](auto& r) { r.clear_city(); }, kInvalid, "city"},
      {"space in city", [](auto& r) { r.set_city("nii gata"); }, kInvalid, "city"},
      {"city not ASCII", [](auto& r) { r.set_city("新潟"); }, kInvalid, "city"},
      {"no actor", [](auto& r) { r.clear_actor(); }, kInvalid, "actor"},
      {"actor not UTF-8", [](auto& r) { r.set_actor("a\xC0\xAF"); }, kInvalid, "actor"},
      {"no stream", [](auto& r) { r.mutable_streams(1)->clear_stream(); }, kInvalid,
       "streams[1].stream"},
      {"zero byte in stream",
       [](auto& r) { r.mutable_streams(1)->set_stream(std::string("a\0b", 3)); }, kInvalid,
       "streams[1].stream"},
      {"stream twice", [](auto& r) { r.mutable_streams(1)->set_stream("a"); }, kInvalid, "twice"},
      {"stream and check", [](auto& r) { r.mutable_checks(0)->set_stream("a"); }, kInvalid,
       "twice"},
      {"no expectation", [](auto& r) { r.mutable_streams(0)->clear_expected(); }, kInvalid,
       "streams[0].expected"},
      {"no expectation of check", [](auto& r) { r.mutable_checks(0)->clear_expected(); }, kInvalid,
       "checks[0].expected"},
      {"no events", [](auto& r) { r.mutable_streams(1)->clear_events(); }, kInvalid,
       "streams[1].events"},
      {"no type", [](auto& r) { FirstEvent(r).clear_type(); }, kInvalid,
       "streams[0].events[0].type"},
      {"no schema version", [](auto& r) { FirstEvent(r).clear_schema_version(); }, kInvalid,
       "schema_version"},
      {"no date", [](auto& r) { FirstEvent(r).clear_effective_date(); }, kInvalid,
       "effective_date"},
      {"no such day", [](auto& r) { FirstEvent(r).set_effective_date("2021-02-29"); }, kInvalid,
       "effective_date"},
      {"other date format", [](auto& r) { FirstEvent(r).set_effective_date("2021/02/28"); },
       kInvalid, "effective_date"},
      {"no origin", [](auto& r) { FirstEvent(r).clear_origin(); }, kInvalid, "origin"},
      {"reason cut in a character", [](auto& r) { FirstEvent(r).set_reason("\xE5\xB7"); }, kInvalid,
       "reason"},
      {"surrogate in reason", [](auto& r) { FirstEvent(r).set_reason("\xED\xA0\x80"); }, kInvalid,
       "reason"},
      {"no caller", [](auto& r) { r.mutable_request()->clear_caller(); }, kInvalid,
       "request.caller"},
      {"no method", [](auto& r) { r.mutable_request()->clear_method(); }, kInvalid,
       "request.method"},
      {"no id", [](auto& r) { r.mutable_request()->clear_id(); }, kInvalid, "request.id"},
      {"short hash", [](auto& r) { r.set_request_hash("short"); }, kInvalid, "request_hash"},
      {"hash alone", [](auto& r) { r.clear_request(); }, kInvalid, "request_hash"},
      {"trace with line break", [](auto& r) { r.set_trace_context("a\nb"); }, kInvalid,
       "trace_context"},
  };
}

std::vector<RejectionCase> TooLarge() {
  constexpr auto kRange = absl::StatusCode::kOutOfRange;
  const auto limits = DefaultLimits();
  return {
      {"long city",
       [=](auto& r) { r.set_city(std::string(limits.max_city_name_bytes() + 1, 'a')); }, kRange,
       "city"},
      {"long stream",
       [=](auto& r) {
         r.mutable_streams(0)->set_stream(std::string(limits.max_stream_name_bytes() + 1, 'a'));
       },
       kRange, "streams[0].stream"},
      {"long request id",
       [=](auto& r) {
         r.mutable_request()->set_id(std::string(limits.max_request_key_part_bytes() + 1, 'a'));
       },
       kRange, "request.id"},
      {"large event",
       [=](auto& r) { FirstEvent(r).set_payload(std::string(limits.max_event_bytes(), 'a')); },
       kRange, "streams[0].events[0]"},
      {"large append", [=](auto& r) { r.set_answer(std::string(limits.max_append_bytes(), 'a')); },
       kRange, "request in bytes"},
      {"many events",
       [=](auto& r) {
         const auto event = FirstEvent(r);
         for (uint64_t i = 0; i < limits.max_append_events(); ++i) {
           *r.mutable_streams(0)->add_events() = event;
         }
       },
       kRange, "events has"},
      {"many checks",
       [=](auto& r) {
         for (uint64_t i = 0; i < limits.max_append_streams(); ++i) *r.add_checks() = r.checks(0);
       },
       kRange, "streams and checks"},
  };
}

TEST_P(EventStoreConformance, RefusesMalformedAndTooLargeAppendsNamingTheField) {
  auto cases = Malformed();
  for (auto& test : TooLarge()) cases.push_back(std::move(test));
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    AppendRequest request =
        AppendBuilder("niigata").To("a", Any()).To("b", Any()).Check("c", Any()).As("id", 'h');
    test.spoil(request);
    const auto refused = AppendNow(Store(), request);
    EXPECT_EQ(refused.status().code(), test.code) << refused.status();
    EXPECT_NE(refused.status().message().find(test.names), absl::string_view::npos)
        << refused.status();
  }
  EXPECT_EQ(HeadPosition("niigata"), 0U);
}

TEST_P(EventStoreConformance, TakesWhatIsJustWithinItsLimits) {
  const auto limits = Store().GetLimits();
  AppendRequest request = AppendBuilder(std::string(limits.max_city_name_bytes(), 'c'))
                              .To(std::string(limits.max_stream_name_bytes(), 's'), NoStream(),
                                  static_cast<int>(limits.max_append_events()))
                              .As("id", 'h');
  request.mutable_request()->set_id(std::string(limits.max_request_key_part_bytes(), 'i'));
  for (auto& event : *request.mutable_streams(0)->mutable_events()) event.clear_payload();
  // One event of the largest size, and an answer that fills what is left but for its own frame.
  auto& event = FirstEvent(request);
  event.set_payload(std::string(limits.max_event_bytes() - 100, 'p'));
  event.set_payload(event.payload() +
                    std::string(limits.max_event_bytes() - event.ByteSizeLong(), 'p'));
  ASSERT_EQ(event.ByteSizeLong(), limits.max_event_bytes());
  request.set_answer(std::string(limits.max_append_bytes() - request.ByteSizeLong() - 4, 'a'));
  ASSERT_EQ(request.ByteSizeLong(), limits.max_append_bytes());
  EXPECT_EQ(MustAppend(request).last_position(), limits.max_append_events());
  EXPECT_EQ(ReadAll(request.city()).size(), limits.max_append_events());
}

TEST_P(EventStoreConformance, RefusesMalformedReads) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  store::v1::ReadStreamRequest stream;
  stream.set_city("niigata");
  EXPECT_EQ(ReadStreamNow(Store(), stream).status().code(), invalid);
  EXPECT_EQ(ReadCityNow(Store(), {}).status().code(), invalid);
  EXPECT_EQ(GetHeadNow(Store(), {}).status().code(), invalid);
  store::v1::GetStreamRevisionRequest revision;
  revision.set_city("niigata");
  EXPECT_EQ(GetStreamRevisionNow(Store(), revision).status().code(), invalid);
  store::v1::FindRequestRequest find;
  find.set_city("niigata");
  EXPECT_EQ(FindRequestNow(Store(), find).status().code(), invalid);
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
