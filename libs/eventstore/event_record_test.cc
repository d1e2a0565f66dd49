#include "libs/eventstore/event_record.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "libs/eventstore/conformance/append_builder.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::AppendBuilder;
using conformance::NoStream;

const EventStamp kStamp = {2, 1, absl::FromUnixMicros(1'585'742'400'000'001)};

// The example of FORMAT.md: positions, revision, time, then the body.
TEST(EventRecordTest, GoldenBytes) {
  store::v1::AppendRequest request = AppendBuilder("niigata").To("s", NoStream());
  auto& event = *request.mutable_streams(0)->mutable_events(0);
  event.set_type("T");
  event.set_payload("p");
  request.set_actor("a");
  const auto bodies = TakeEventBodies(request);
  ASSERT_EQ(bodies.size(), 1U);
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  EXPECT_EQ(absl::BytesToHexString(stamp),
            "0802"
            "1001"
            "1a0908c08492f40510e807");
  EXPECT_EQ(absl::BytesToHexString(bodies[0]),
            "220173"
            "2a0154"
            "3001"
            "3a0a323032302d30342d3031"
            "420161"
            "5801"
            "6a0170");
}

TEST(EventRecordTest, StampAndBodyAreOneEvent) {
  store::v1::AppendRequest request = AppendBuilder("niigata").To("sheets/1", NoStream(), 2);
  const auto bodies = TakeEventBodies(request);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_TRUE(request.streams(0).events().empty());
  EXPECT_EQ(request.streams(0).stream(), "sheets/1");
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  const auto event = DecodeEvent(stamp + bodies[1], "niigata", 2);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->position(), 2U);
  EXPECT_EQ(event->payload(), "sheets/1 1");
  // In the order of the fields, so the two pieces are what protobuf itself writes.
  EXPECT_EQ(event->SerializeAsString(), stamp + bodies[1]);
}

TEST(EventRecordTest, DamageNamesCityAndPosition) {
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  for (const std::string& record :
       {stamp, stamp.substr(0, 5), std::string("\xFF\xFF"), std::string()}) {
    const auto event = DecodeEvent(record, "niigata", 3);
    EXPECT_EQ(event.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_NE(event.status().message().find("event 3 of city niigata"), absl::string_view::npos);
  }
}

}  // namespace
}  // namespace mokuhyo::eventstore
