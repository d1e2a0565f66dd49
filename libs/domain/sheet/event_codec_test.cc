#include "libs/domain/sheet/event_codec.h"

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::domain {
namespace {

using events::v1::CityEvent;
using events::v1::FormEvent;
using events::v1::OrganizationEvent;
using events::v1::ReservationEvent;
using events::v1::SheetEvent;
using testing::Proto;

template <class Wrapper>
void ExpectRoundTrip(const Wrapper& event, const std::string& type) {
  const EncodedEvent encoded = EncodeEvent(event);
  EXPECT_EQ(encoded.type, type);
  Wrapper decoded;
  ASSERT_TRUE(DecodeEvent(encoded.type, encoded.payload, kEventSchemaVersion, &decoded).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(decoded, event));
}

TEST(EventCodecTest, GoesThereAndBackForEveryWrapper) {
  ExpectRoundTrip(testing::SheetCreatedEvent(), "mokuhyo.events.v1.SheetCreated");
  ExpectRoundTrip(testing::Event("sheet_deleted {}"), "mokuhyo.events.v1.SheetDeleted");
  ExpectRoundTrip(Proto<CityEvent>(R"pb(city_created { display_name: "新潟市" })pb"),
                  "mokuhyo.events.v1.CityCreated");
  ExpectRoundTrip(Proto<FormEvent>(R"pb(form_registered { form { version: 2 } })pb"),
                  "mokuhyo.events.v1.FormRegistered");
  ExpectRoundTrip(Proto<OrganizationEvent>(R"pb(org_unit_moved { unit: "a" parent_unit: "b" })pb"),
                  "mokuhyo.events.v1.OrgUnitMoved");
  ExpectRoundTrip(Proto<ReservationEvent>(R"pb(place_reserved { sheet: "s" })pb"),
                  "mokuhyo.events.v1.PlaceReserved");
}

TEST(EventCodecTest, KnowsEveryKindOfSheetEvent) {
  const auto* oneof = SheetEvent::descriptor()->FindOneofByName("event");
  ASSERT_EQ(oneof->field_count(), 33);
  for (int i = 0; i < oneof->field_count(); ++i) {
    SheetEvent event;
    event.GetReflection()->MutableMessage(&event, oneof->field(i));
    ExpectRoundTrip(event, oneof->field(i)->message_type()->full_name());
  }
}

TEST(EventCodecTest, GivesEqualBytesForEqualEvents) {
  SheetEvent forwards = testing::SheetCreatedEvent();
  SheetEvent backwards = forwards;
  for (int i = 0; i < 100; ++i) {
    (*forwards.mutable_sheet_created()->mutable_sheet()->mutable_texts())["k" + std::to_string(i)] =
        "x";
    (*backwards.mutable_sheet_created()->mutable_sheet()->mutable_texts())["k" + std::to_string(
                                                                                     99 - i)] = "x";
  }
  EXPECT_EQ(EncodeEvent(forwards).payload, EncodeEvent(backwards).payload);
}

TEST(EventCodecTest, NeverSkipsWhatItDoesNotKnow) {
  SheetEvent event = testing::SheetCreatedEvent();
  for (const char* type :
       {"mokuhyo.events.v1.SheetSplit", "mokuhyo.events.v1.OrgUnitMoved", "GoalCreated", ""}) {
    const absl::Status status = DecodeEvent(type, "", kEventSchemaVersion, &event);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << type;
    EXPECT_EQ(base::ErrorReason(status), "UNKNOWN_EVENT");
    EXPECT_NE(std::string(status.message()).find(type), std::string::npos);
    EXPECT_EQ(event.event_case(), SheetEvent::EVENT_NOT_SET);
  }
  EXPECT_EQ(
      DecodeEvent("mokuhyo.events.v1.SheetDeleted", "", kEventSchemaVersion + 1, &event).code(),
      absl::StatusCode::kUnavailable);
}

TEST(EventCodecTest, TellsDamage) {
  SheetEvent event;
  const absl::Status status =
      DecodeEvent("mokuhyo.events.v1.GoalRemoved", "\x0a\xff", kEventSchemaVersion, &event);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(base::ErrorReason(status), "EVENT_DAMAGED");
  EXPECT_EQ(event.event_case(), SheetEvent::EVENT_NOT_SET);
}

TEST(EventCodecTest, RefusesAnEventWithoutSchemaVersion) {
  events::v1::SheetEvent event;
  EXPECT_EQ(DecodeEvent("mokuhyo.events.v1.SheetDeleted", "", 0, &event).code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mokuhyo::domain
