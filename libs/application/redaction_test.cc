#include "libs/application/redaction.h"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/base/errors.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/fake_store_operations.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/redaction_records.h"
#include "libs/eventstore/redaction_stream.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::application {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RedactionTest : public TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    CreateSheet();
    goals::v1::CreateGoalRequest create;
    create.set_parent("cities/test/sheets/s");
    create.mutable_goal()->set_level("goal");
    create.mutable_goal()->set_title("山田太郎の目標");
    create.set_reason("山田太郎から");
    ExpectOk(Do<goals::v1::CreateGoalResponse>(create).status());
    position_ = Head();
  }

  admin::v1::RedactEventRequest Request(const std::vector<std::string>& texts) const {
    admin::v1::RedactEventRequest request;
    request.set_parent("cities/test");
    request.set_position(position_);
    for (const auto& text : texts) request.add_texts(text);
    request.set_reason("請求第3号");
    return request;
  }

  absl::StatusOr<admin::v1::RedactEventResponse> Redact(
      const admin::v1::RedactEventRequest& request) {
    return Redactions(store_, operations_, folds_, clock_, backups_.Path())
        .Redact(request, caller_);
  }

  store::v1::RecordedEvent Event(uint64_t position) {
    store::v1::ReadCityRequest request;
    request.set_city("test");
    request.set_from_position(position);
    request.set_max_events(1);
    return eventstore::ReadCityNow(store_, request)->events(0);
  }

  uint64_t position_ = 0;
  eventstore::conformance::FakeStoreOperations operations_{store_};
  const eventstore::conformance::ScratchDirectory backups_;
};

TEST_F(RedactionTest, TheTextIsGoneFromLogAndFolds) {
  ASSERT_EQ(Sheet().goals(0).title(), "山田太郎の目標");
  const auto redacted = Redact(Request({"山田太郎"}));
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  EXPECT_EQ(redacted->place_count(), 2U);
  EXPECT_EQ(Sheet().goals(0).title(), "［削除］の目標");
  const auto event = Event(position_);
  EXPECT_TRUE(event.redacted());
  EXPECT_EQ(event.reason(), "［削除］から");
  EXPECT_THAT(operations_.erased, ElementsAre(position_));
  EXPECT_TRUE(redacted->position().ends_with("." + std::to_string(position_ + 1)));
}

TEST_F(RedactionTest, TheRecordSaysWhoWhenAndWhyButNotWhat) {
  ASSERT_TRUE(Redact(Request({"山田太郎"})).ok());
  const auto event = Event(position_ + 1);
  EXPECT_EQ(event.stream(), eventstore::kRedactionStream);
  EXPECT_EQ(event.type(), "mokuhyo.events.v1.EventRedacted");
  EXPECT_EQ(event.actor(), caller_.actor);
  EXPECT_EQ(event.reason(), "請求第3号");
  EXPECT_EQ(event.request_id(), "");
  events::v1::EventRedacted payload;
  ASSERT_TRUE(payload.ParseFromString(event.payload()));
  EXPECT_EQ(payload.position(), position_);
  EXPECT_EQ(payload.place_count(), 2U);
  EXPECT_EQ(payload.remainder_hash().size(), 32U);
  EXPECT_THAT(event.DebugString(), Not(HasSubstr("山田太郎")));
}

TEST_F(RedactionTest, ValidateOnlyCountsAndChangesNothing) {
  auto request = Request({"山田太郎"});
  request.set_validate_only(true);
  const auto planned = Redact(request);
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->place_count(), 2U);
  EXPECT_EQ(Head(), position_);
  EXPECT_THAT(operations_.erased, IsEmpty());
}

TEST_F(RedactionTest, ARepetitionErasesOnceMoreAndRecordsNothing) {
  operations_.erase_status = base::Unavailable("DISK_FAILED", "the test broke the disk");
  EXPECT_EQ(base::ErrorReason(Redact(Request({"山田太郎"})).status()), "DISK_FAILED");
  operations_.erase_status = absl::OkStatus();
  const auto again = Redact(Request({"山田太郎"}));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->place_count(), 0U);
  EXPECT_EQ(Head(), position_ + 1);
  EXPECT_THAT(operations_.erased, ElementsAre(position_, position_));
}

TEST_F(RedactionTest, WhatIsLeftIsKeptBesideTheBackups) {
  ASSERT_TRUE(Redact(Request({"山田太郎"})).ok());
  const auto records = eventstore::ReadRedactionRecords(backups_.Path());
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->size(), 1U);
  const auto& record = records->front();
  EXPECT_EQ(record.city(), "test");
  EXPECT_EQ(record.content_hash(), Event(position_).content_hash());
  EXPECT_EQ(record.redaction().position(), position_);
  EXPECT_EQ(record.redaction().reason(), "［削除］から");
  EXPECT_EQ(record.redaction().payload(), Event(position_).payload());
  EXPECT_EQ(record.told().reason(), "請求第3号");
  EXPECT_THAT(record.DebugString(), Not(HasSubstr("山田太郎")));
}

// An operator who reads an error must not have redacted something that the next restore brings
// back.
TEST_F(RedactionTest, NothingIsDoneIfWhatIsLeftCannotBeKept) {
  const std::string in_the_way = backups_.Path() + "/file";
  std::ofstream(in_the_way) << "no directory";
  Redactions redactions(store_, operations_, folds_, clock_, in_the_way);
  const auto refused = redactions.Redact(Request({"山田太郎"}), caller_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable) << refused.status();
  EXPECT_EQ(Head(), position_);
  EXPECT_FALSE(Event(position_).redacted());
}

TEST_F(RedactionTest, ASecondRedactionTakesMoreAway) {
  ASSERT_TRUE(Redact(Request({"山田太郎"})).ok());
  const auto second = Redact(Request({"の目標"}));
  const auto records = eventstore::ReadRedactionRecords(backups_.Path());
  ASSERT_TRUE(records.ok() && records->size() == 1) << records.status();
  EXPECT_EQ(records->front().redaction().payload(), Event(position_).payload());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->place_count(), 1U);
  EXPECT_EQ(Sheet().goals(0).title(), "［削除］［削除］");
}

TEST_F(RedactionTest, AnotherRedactionThatComesBetweenIsNoMatter) {
  bool came = false;
  store_.on_append = [&](const store::v1::AppendRequest&)
      -> std::optional<absl::StatusOr<store::v1::AppendResponse>> {
    if (std::exchange(came, true)) return std::nullopt;
    eventstore::conformance::AppendBuilder other("test");
    other.To(std::string(eventstore::kRedactionStream), eventstore::conformance::Any());
    EXPECT_TRUE(eventstore::AppendNow(memory_, other).ok());
    return std::nullopt;
  };
  const auto redacted = Redact(Request({"山田太郎"}));
  ASSERT_TRUE(redacted.ok()) << redacted.status();
  EXPECT_EQ(Event(position_ + 2).type(), "mokuhyo.events.v1.EventRedacted");
}

TEST_F(RedactionTest, SaysWhatIsWrongWithARequest) {
  ExpectRefused(Redact(Request({"佐藤"})).status(), absl::StatusCode::kNotFound, "NO_SUCH_TEXT");
  ExpectRefused(Redact(Request({})).status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  for (const char* text : {"山", "kensetsu", "2022-05-01", "\xff\xff"}) {
    ExpectRefused(Redact(Request({text})).status(), absl::StatusCode::kInvalidArgument,
                  "INVALID_FIELDS");
  }
  auto telling = Request({"山田太郎"});
  telling.set_reason("山田太郎の請求");
  ExpectRefused(Redact(telling).status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  telling.clear_reason();
  ExpectRefused(Redact(telling).status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  auto beyond = Request({"山田太郎"});
  beyond.set_position(position_ + 1);
  ExpectRefused(Redact(beyond).status(), absl::StatusCode::kOutOfRange, "BEYOND_HEAD");
  auto elsewhere = Request({"山田太郎"});
  elsewhere.set_parent("cities/nowhere");
  ExpectRefused(Redact(elsewhere).status(), absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST_F(RedactionTest, AnEditionSaysThatItWasRedacted) {
  eventstore::conformance::AppendBuilder publish("test");
  publish.To("sheets/s", eventstore::conformance::Any());
  events::v1::EditionPublished edition;
  edition.set_number(1);
  edition.set_digest("d1");
  edition.set_canonical_document(R"({"title":"山田太郎の目標"})");
  auto& event = *publish.Request().mutable_streams(0)->mutable_events(0);
  event.set_type(edition.GetTypeName());
  event.set_payload(edition.SerializeAsString());
  ASSERT_TRUE(eventstore::AppendNow(store_, publish).ok());
  position_ = Head();
  EXPECT_FALSE(Sheet().editions(0).redacted());
  ASSERT_TRUE(Redact(Request({"山田太郎"})).ok());
  EXPECT_TRUE(Sheet().editions(0).redacted());
  EXPECT_EQ(Sheet().editions(0).digest(), "d1");
  ASSERT_TRUE(edition.ParseFromString(Event(position_).payload()));
  EXPECT_EQ(edition.canonical_document(), R"({"title":"［削除］の目標"})");
}

}  // namespace
}  // namespace mokuhyo::application
