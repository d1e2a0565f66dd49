#include "libs/eventstore/event_record.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "libs/base/sha256.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/proof/content_hash.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::AppendBuilder;
using conformance::NoStream;

const EventStamp kStamp = {2, 1, absl::FromUnixMicros(1'585'742'400'000'001), 1};

// The example of FORMAT.md: the stamp, the header, and what a redaction replaces.
TEST(EventRecordTest, GoldenBytes) {
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  const std::string stamp_hex =
      "0802"
      "1001"
      "1a0908c08492f40510e807"
      "800101";
  EXPECT_EQ(absl::BytesToHexString(stamp), stamp_hex);
  store::v1::RecordedEvent event;
  ASSERT_TRUE(event.ParseFromString(stamp));
  event.set_stream("s");
  event.set_type("T");
  event.set_schema_version(1);
  event.set_effective_date("2020-04-01");
  event.set_actor("a");
  event.set_origin(store::v1::ORIGIN_OPERATED);
  event.set_reason("r");
  event.set_payload("p");
  event.set_salt("0123456789abcdef");
  const proof::Hash hash = proof::ContentHash(event.salt(), event.reason(), event.payload());
  event.set_content_hash(hash.data(), hash.size());
  const std::string leaf_hex = stamp_hex +
                               "220173"
                               "2a0154"
                               "3001"
                               "3a0a323032302d30342d3031"
                               "420161"
                               "5801"
                               "7220"
                               "f6e966a8d96807c78fbd066d098e1c31af5a7b518d9aa643fc6704fb7fa82c72";
  EXPECT_EQ(absl::BytesToHexString(EncodeLeaf(event)), leaf_hex);
  EXPECT_EQ(absl::BytesToHexString(EncodeEvent(event)), leaf_hex +
                                                            "4a0172"
                                                            "6a0170"
                                                            "7a1030313233343536373839616263646566");
  EXPECT_EQ(base::HexEncode(proof::View(proof::LeafHash(EncodeLeaf(event)))),
            "e76bf40da4b391d1cd30a6837b88cfd8025e3eda3454ce193f90a82e7222d413");

  store::v1::Redaction redaction;
  redaction.set_payload("q");
  Redact(redaction, event);
  EXPECT_EQ(absl::BytesToHexString(EncodeEvent(event)), leaf_hex +
                                                            "6a0171"
                                                            "880101");
}

TEST(EventRecordTest, TheThreePiecesAreOneEvent) {
  store::v1::AppendRequest request = AppendBuilder("niigata").To("sheets/1", NoStream(), 2);
  request.mutable_streams(0)->mutable_events(1)->set_reason("because");
  const auto bodies = TakeEventBodies(request);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_TRUE(request.streams(0).events().empty());
  EXPECT_EQ(request.streams(0).stream(), "sheets/1");
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  const std::string record = stamp + bodies[1].bytes;
  const auto event = DecodeEvent(record, "niigata", 2);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->position(), 2U);
  EXPECT_EQ(event->append_position(), 1U);
  EXPECT_EQ(event->payload(), "sheets/1 1");
  EXPECT_EQ(event->reason(), "because");
  EXPECT_EQ(EncodeLeaf(*event), stamp + std::string(bodies[1].Header()));
  EXPECT_EQ(EncodeEvent(*event), record);
}

TEST(EventRecordTest, EveryEventHasASaltOfItsOwnAndAHashThatCommitsToItsContents) {
  // More than salts are made at once.
  constexpr int kEvents = 200;
  store::v1::AppendRequest request = AppendBuilder("niigata").To("sheets/1", NoStream(), kEvents);
  const auto bodies = TakeEventBodies(request);
  std::vector<store::v1::RecordedEvent> events(kEvents);
  std::set<std::string> salts;
  for (size_t i = 0; i < kEvents; ++i) {
    ASSERT_TRUE(events[i].ParseFromString(bodies[i].bytes));
    EXPECT_EQ(events[i].salt().size(), 16U);
    EXPECT_EQ(
        events[i].content_hash(),
        proof::View(proof::ContentHash(events[i].salt(), events[i].reason(), events[i].payload())));
    salts.insert(events[i].salt());
  }
  EXPECT_EQ(salts.size(), events.size());
}

// However contents are replaced, the leaf stays, and nothing is left of them but their hash.
TEST(EventRecordTest, ARedactionKeepsTheLeaf) {
  store::v1::AppendRequest request = AppendBuilder("niigata").To("sheets/1", NoStream());
  request.mutable_streams(0)->mutable_events(0)->set_reason("says Taro");
  std::string stamp;
  EncodeStamp(kStamp, &stamp);
  auto event = DecodeEvent(stamp + TakeEventBodies(request)[0].bytes, "niigata", 2);
  ASSERT_TRUE(event.ok()) << event.status();
  const std::string leaf = EncodeLeaf(*event);
  const std::string salt = event->salt();
  store::v1::Redaction redaction;
  redaction.set_reason("says ■");
  redaction.set_payload("■");
  Redact(redaction, *event);
  const std::string record = EncodeEvent(*event);
  EXPECT_EQ(EncodeLeaf(*event), leaf);
  for (const std::string& gone : {std::string("Taro"), std::string("sheets/1 0"), salt}) {
    EXPECT_EQ(record.find(gone), std::string::npos);
  }
  const auto read = DecodeEvent(record, "niigata", 2);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(read->redacted());
  EXPECT_EQ(read->reason(), "says ■");
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
