#include "libs/projection/event_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/application/test_city_test_util.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/proto.h"
#include "libs/projection/redact_text_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using feed::v1::Event;
using feed::v1::ReadEventsRequest;
using feed::v1::ReadEventsResponse;
using feed::v1::SubscribeEventsRequest;
using feed::v1::SubscribeEventsResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EventFeedTest : public application::TestCity {
 protected:
  absl::StatusOr<ReadEventsResponse> Read(const std::string& fields) {
    return feed_.ReadEvents(Proto<ReadEventsRequest>("parent: 'cities/test' " + fields));
  }

  ReadEventsResponse MustRead(const std::string& fields) {
    auto page = Read(fields);
    ExpectOk(page.status());
    return page.ok() ? *std::move(page) : ReadEventsResponse();
  }

  std::unique_ptr<EventSubscription> Subscribe(const std::string& fields) {
    auto subscription =
        feed_.SubscribeEvents(Proto<SubscribeEventsRequest>("parent: 'cities/test' " + fields));
    ExpectOk(subscription.status());
    return subscription.ok() ? *std::move(subscription) : nullptr;
  }

  // Everything that a subscription says without waiting, and that it waits then.
  std::vector<SubscribeEventsResponse> ReadToTheEnd(EventSubscription& subscription) {
    std::vector<SubscribeEventsResponse> responses;
    while (true) {
      auto message = std::make_shared<FeedMessage>();
      auto response = std::make_shared<SubscribeEventsResponse>();
      auto said = std::make_shared<bool>(false);
      subscription.Next(*message, [message, response, said](absl::StatusOr<bool> more) {
        if (!more.ok()) return;
        *said = response->ParseFromString((message->event ? *message->event : "") + message->rest);
      });
      if (!*said) {
        waiting_ = response;
        return responses;
      }
      responses.push_back(*response);
    }
  }

  // An event as no program of this version writes it.
  void AppendForeign(const std::string& stream, const std::string& type, uint32_t version) {
    store::v1::AppendRequest request;
    request.set_city("test");
    request.set_actor("somebody");
    auto& append = *request.add_streams();
    append.set_stream(stream);
    append.mutable_expected()->mutable_any();
    auto& event = *append.add_events();
    event.set_type(type);
    event.set_schema_version(version);
    event.set_effective_date("2022-05-01");
    event.set_origin(store::v1::ORIGIN_OPERATED);
    ASSERT_TRUE(eventstore::AppendNow(store_, request)->has_appended());
  }

  static std::vector<uint64_t> Numbers(const ReadEventsResponse& page) {
    std::vector<uint64_t> numbers;
    for (const Event& event : page.events()) numbers.push_back(event.number());
    return numbers;
  }

  EventFeed feed_{store_, folds_, clock_, [](auto task) {
                    task();
                    return true;
                  }};
  // Of the call under way.
  std::shared_ptr<SubscribeEventsResponse> waiting_;
};

TEST_F(EventFeedTest, GivesEventsWithTheirPayloadAndHeader) {
  const auto page = MustRead("");
  // The city, its form and three units.
  ASSERT_THAT(Numbers(page), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_TRUE(page.end());
  EXPECT_EQ(page.head_position(), page.events(4).position());
  EXPECT_EQ(page.next_position(), page.head_position());
  EXPECT_EQ(page.events(0).city().city_created().display_name(), "試験市");
  EXPECT_EQ(page.events(1).form().form_registered().form().name(), "cities/test/forms/test-form");

  Event unit = page.events(2);
  EXPECT_THAT(unit.position(), ::testing::MatchesRegex("test\\.[0-9a-f]{32}\\.3"));
  unit.clear_position();
  const auto expected = Proto<Event>(R"(
      number: 3 resource: 'cities/test' stream: 'organization' revision: 0
      type: 'mokuhyo.events.v1.OrgUnitOpened' schema_version: 2
      recorded_time: '2022-05-01T00:00:00.000000Z' effective_date: '2007-04-01'
      actor: 'client-1' origin: EVENT_ORIGIN_OPERATED write_number: 3
      organization { org_unit_opened { unit: 'nishi' display_name: '西区'
                                       kind: ORG_UNIT_KIND_WARD } })");
  EXPECT_EQ(unit.DebugString(), expected.DebugString());

  CreateSheet();
  const auto sheet = MustRead("types: 'SheetCreated'");
  ASSERT_EQ(sheet.events_size(), 1);
  EXPECT_EQ(sheet.events(0).resource(), "cities/test/sheets/s");
  EXPECT_EQ(sheet.events(0).sheet().sheet_created().sheet().org_unit(), "kensetsu");
  const auto place = MustRead("types: 'mokuhyo.events.v1.PlaceReserved'");
  ASSERT_EQ(place.events_size(), 1);
  EXPECT_EQ(place.events(0).resource(), "cities/test");
  EXPECT_EQ(place.events(0).reservation().place_reserved().sheet(), "s");
}

TEST_F(EventFeedTest, PagesInBothDirections) {
  for (const bool backwards : {false, true}) {
    SCOPED_TRACE(backwards);
    const std::string fields =
        backwards ? "direction: READ_DIRECTION_BACKWARDS page_size: 2 " : "page_size: 2 ";
    std::vector<std::vector<uint64_t>> pages;
    ReadEventsResponse page = MustRead(fields);
    pages.push_back(Numbers(page));
    while (!page.end() && pages.size() < 10) {
      page = MustRead(absl::StrCat(fields, "after_position: '", page.next_position(), "'"));
      pages.push_back(Numbers(page));
    }
    const std::vector<std::vector<uint64_t>> forwards = {{1, 2}, {3, 4}, {5}};
    const std::vector<std::vector<uint64_t>> back = {{5, 4}, {3, 2}, {1}};
    EXPECT_EQ(pages, backwards ? back : forwards);
    // The end has nothing behind it.
    page = MustRead(absl::StrCat(fields, "after_position: '", page.next_position(), "'"));
    EXPECT_THAT(Numbers(page), IsEmpty());
    EXPECT_TRUE(page.end());
  }
}

TEST_F(EventFeedTest, TheEndIsWhereToGoOnLater) {
  const std::string end = MustRead("").next_position();
  OpenUnit("chuo", "org_unit { display_name: '中央区' kind: ORG_UNIT_KIND_WARD }");
  EXPECT_THAT(Numbers(MustRead("after_position: '" + end + "'")), ElementsAre(6));
}

TEST_F(EventFeedTest, FiltersByResourceExactly) {
  CreateSheet("s");
  CreateSheet("s-2", "somu");
  const auto page = MustRead("resources: 'cities/test/sheets/s'");
  ASSERT_EQ(page.events_size(), 1);
  EXPECT_EQ(page.events(0).stream(), "sheets/s");
  EXPECT_EQ(MustRead("resources: ['cities/test/sheets/s', 'cities/test/sheets/s-2']").events_size(),
            2);
  EXPECT_EQ(MustRead("resources: 'cities/test/sheets/s' types: 'GoalCreated'").events_size(), 0);
}

TEST_F(EventFeedTest, NamesEverythingThatIsWrong) {
  const auto refused = feed_.ReadEvents(Proto<ReadEventsRequest>(R"(
      parent: 'cities/test' after_position: 'other.00.1' direction: 7 page_size: -1
      resources: ['cities/test', 'cities/other/sheets/s'] types: 'GoalsCreated')"));
  google::rpc::BadRequest detail;
  ASSERT_TRUE(base::ReadDetail(refused.status(), detail)) << refused.status();
  std::vector<std::string> fields;
  for (const auto& violation : detail.field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ElementsAre("after_position", "direction", "page_size", "resources[0]",
                                  "resources[1]", "types[0]"));

  ReadEventsRequest many = Proto<ReadEventsRequest>("parent: 'cities/test'");
  for (int i = 0; i < 51; ++i) many.add_types("GoalCreated");
  EXPECT_EQ(feed_.ReadEvents(many).status().code(), absl::StatusCode::kInvalidArgument);
  many.mutable_types()->RemoveLast();
  ExpectOk(feed_.ReadEvents(many).status());

  const auto both = feed_.SubscribeEvents(Proto<SubscribeEventsRequest>(
      "parent: 'test' after_position: 'nonsense' from_now: true types: 'x'"));
  ASSERT_TRUE(base::ReadDetail(both.status(), detail)) << both.status();
  EXPECT_EQ(detail.field_violations_size(), 4);
}

TEST_F(EventFeedTest, RefusesPositionsOfOtherHistoriesAndUnknownCities) {
  ExpectRefused(Read("after_position: 'test.00.1'").status(), absl::StatusCode::kOutOfRange,
                "LOST_EPOCH");
  const std::string head = MustRead("").head_position();
  const std::string beyond = head.substr(0, head.size() - 1) + "6";
  ExpectRefused(Read("after_position: '" + beyond + "'").status(), absl::StatusCode::kOutOfRange,
                "BEYOND_HEAD");
  ExpectRefused(Read("at_least_position: '" + beyond + "'").status(), absl::StatusCode::kOutOfRange,
                "BEYOND_HEAD");
  ExpectRefused(feed_
                    .SubscribeEvents(Proto<SubscribeEventsRequest>(
                        "parent: 'cities/test' after_position: '" + beyond + "'"))
                    .status(),
                absl::StatusCode::kOutOfRange, "BEYOND_HEAD");
  ExpectRefused(feed_.ReadEvents(Proto<ReadEventsRequest>("parent: 'cities/nowhere'")).status(),
                absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST_F(EventFeedTest, NeverSkipsAnEventOfANewerProgram) {
  AppendForeign("sheets/s", "mokuhyo.events.v1.NotYetKnown", 1);  // 6
  AppendForeign("organization", "mokuhyo.events.v1.OrgUnitClosed", 99);
  AppendForeign("elsewhere", "mokuhyo.events.v1.OrgUnitClosed", 1);
  auto page = MustRead("");
  EXPECT_THAT(Numbers(page), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_FALSE(page.end());
  std::string token = page.next_position();
  for (int number = 6; number <= 8; ++number) {
    const auto refused = Read("after_position: '" + token + "'").status();
    ExpectRefused(refused, absl::StatusCode::kUnavailable, "UNKNOWN_EVENT");
    EXPECT_THAT(std::string(refused.message()),
                ::testing::StartsWith(absl::StrCat("event ", number)));
    token = token.substr(0, token.rfind('.') + 1) + std::to_string(number);
  }
  const auto subscription = Subscribe("");
  EXPECT_EQ(ReadToTheEnd(*subscription).size(), 5u);
}

TEST_F(EventFeedTest, SubscribersGetEventsThenNoticesThenWhatHappens) {
  const auto subscription = Subscribe("types: ['OrgUnitOpened', 'OrgUnitClosed']");
  const auto responses = ReadToTheEnd(*subscription);
  ASSERT_EQ(responses.size(), 4u);
  EXPECT_EQ(responses[0].event().number(), 3u);
  EXPECT_EQ(responses[0].position(), responses[0].event().position());
  EXPECT_EQ(responses[2].event().number(), 5u);
  EXPECT_TRUE(responses[3].has_caught_up());
  EXPECT_EQ(responses[3].position(), responses[2].event().position());

  EXPECT_EQ(waiting_->ByteSizeLong(), 0u);
  OpenUnit("chuo", "org_unit { display_name: '中央区' kind: ORG_UNIT_KIND_WARD }");
  EXPECT_EQ(waiting_->event().number(), 6u);
  EXPECT_EQ(waiting_->event().organization().org_unit_opened().unit(), "chuo");
}

TEST_F(EventFeedTest, SubscribersBeginWhereTheySay) {
  const std::string second = MustRead("").events(1).position();
  const auto behind = Subscribe("after_position: '" + second + "'");
  EXPECT_EQ(ReadToTheEnd(*behind).front().event().number(), 3u);
  behind->Cancel();
  const auto now = Subscribe("from_now: true");
  const auto responses = ReadToTheEnd(*now);
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_TRUE(responses[0].has_caught_up());
  CreateSheet();
  EXPECT_EQ(waiting_->event().number(), 6u);
}

TEST_F(EventFeedTest, RedactionsAreOfTheResourceThatTheyAreAbout) {
  CreateSheet("s");
  CreateSheet("s-2", "somu");
  const auto titled = [&](const std::string& sheet) {
    const auto create = Proto<goals::v1::CreateGoalRequest>(absl::StrCat(
        "parent: 'cities/test/sheets/", sheet, "' goal { level: 'goal' title: '山田太郎' }"));
    ExpectOk(Do<goals::v1::CreateGoalResponse>(create).status());
    return Head();
  };
  const uint64_t of_other = titled("s-2");
  const uint64_t of_s = titled("s");
  const auto redact = [&](uint64_t position, const std::string& text, const std::string& reason) {
    RedactText(store_, folds_, clock_, position, text, reason);
    return Head();
  };
  const std::string resource = "resources: 'cities/test/sheets/s' ";
  const auto subscription = Subscribe(resource + "from_now: true");
  ASSERT_EQ(ReadToTheEnd(*subscription).size(), 1u);
  redact(of_other, "山田太郎", "請求第3号");
  EXPECT_TRUE(waiting_->has_progress_made());
  EXPECT_THAT(ReadToTheEnd(*subscription), IsEmpty());
  const uint64_t told = redact(of_s, "山田太郎", "佐藤花子の請求");
  EXPECT_EQ(waiting_->event().number(), told);
  EXPECT_EQ(waiting_->event().type(), "mokuhyo.events.v1.EventRedacted");
  EXPECT_EQ(waiting_->event().redaction().event_redacted().position(), of_s);
  EXPECT_THAT(ReadToTheEnd(*subscription), IsEmpty());
  // The subscriber was sent the reason of that one as well.
  const uint64_t told_of_told = redact(told, "佐藤花子", "請求第4号");
  EXPECT_EQ(waiting_->event().number(), told_of_told);

  EXPECT_THAT(Numbers(MustRead(resource + "types: ['GoalCreated', 'EventRedacted']")),
              ElementsAre(of_s, told, told_of_told));
  EXPECT_THAT(Numbers(MustRead(resource + "types: 'GoalCreated'")), ElementsAre(of_s));
  EXPECT_EQ(MustRead("types: 'EventRedacted'").events_size(), 3);
}

TEST_F(EventFeedTest, NeverSkipsARedactionOfANewerProgram) {
  CreateSheet("s");
  AppendForeign("redactions", "mokuhyo.events.v1.NotYetKnown", 1);
  CreateSheet("s-2", "somu");
  const std::string resource = "resources: 'cities/test/sheets/s' ";
  const auto page = MustRead(resource);
  EXPECT_EQ(page.events_size(), 1);
  EXPECT_FALSE(page.end());
  ExpectRefused(Read(resource + "after_position: '" + page.next_position() + "'").status(),
                absl::StatusCode::kUnavailable, "UNKNOWN_EVENT");
  const auto responses = ReadToTheEnd(*Subscribe(resource));
  ASSERT_EQ(responses.size(), 1u);
  EXPECT_EQ(responses[0].position(), page.next_position());
}

TEST_F(EventFeedTest, SubscribersAreToldOfWhatIsLeftOut) {
  CreateSheet("s");
  CreateSheet("s-2", "somu");
  // What the store lets through and the resource does not.
  const auto subscription = Subscribe("resources: 'cities/test/sheets/s' from_now: true");
  ASSERT_EQ(ReadToTheEnd(*subscription).size(), 1u);
  const auto create = Proto<goals::v1::CreateGoalRequest>(
      "parent: 'cities/test/sheets/s-2' goal { level: 'goal' }");
  ExpectOk(Do<goals::v1::CreateGoalResponse>(create).status());
  EXPECT_TRUE(waiting_->has_progress_made());
  EXPECT_EQ(waiting_->progress_made().events_behind(), 0u);
  EXPECT_EQ(waiting_->position(), MustRead("").head_position());
}

TEST_F(EventFeedTest, SubscribersShareTheBytesOfAnEventUntilItIsRedacted) {
  const auto first_event = [&] {
    FeedMessage message;
    Subscribe("")->Next(message, [](absl::StatusOr<bool> more) { ASSERT_TRUE(more.ok()); });
    return message.event;
  };
  const auto bytes = first_event();
  EXPECT_EQ(first_event(), bytes);
  SubscribeEventsResponse before;
  ASSERT_TRUE(before.ParseFromString(*bytes));
  EXPECT_FALSE(before.event().redacted());

  store::v1::RecordedEvent redacted;
  redacted.set_position(1);
  redacted.set_stream("city");
  redacted.set_type("mokuhyo.events.v1.CityCreated");
  redacted.set_schema_version(1);
  FeedEventBytes shared;
  const base::PositionToken place{"test", "00", 1};
  const auto whole = shared.Of(place, redacted);
  ASSERT_TRUE(whole.ok()) << whole.status();
  redacted.set_redacted(true);
  const auto rest = shared.Of(place, redacted);
  ASSERT_TRUE(rest.ok() && before.ParseFromString(**rest));
  EXPECT_TRUE(before.event().redacted());

  // The event that tells of it makes the others forgotten.
  redacted.set_redacted(false);
  EXPECT_EQ(*shared.Of(place, redacted), *whole);
  store::v1::RecordedEvent told = redacted;
  told.set_stream("redactions");
  told.set_type("mokuhyo.events.v1.EventRedacted");
  ASSERT_TRUE(shared.Of({"test", "00", 2}, told).ok());
  EXPECT_NE(*shared.Of(place, redacted), *whole);
}

}  // namespace
}  // namespace mokuhyo::projection
