#include "tools/client/event_line.h"

#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

feed::v1::Event Sample() {
  feed::v1::Event event;
  event.set_number(42);
  event.set_resource("cities/niigata/sheets/2022-nishi-somu");
  event.set_stream("sheets/2022-nishi-somu");
  event.set_type("mokuhyo.events.v1.GoalCreated");
  event.set_recorded_time("2022-04-30T23:30:00.250000Z");
  event.set_effective_date("2022-04-01");
  event.set_actor("staff-7");
  event.set_reason("様式改正のため");
  event.mutable_sheet()->mutable_goal_created();
  return event;
}

TEST(EventLineTest, SaysWhatHappenedOnOneLine) {
  EXPECT_EQ(EventLine(Sample(), render::Language::kJapanese),
            "42  2022-05-01 08:30:00  目標を追加  sheets/2022-nishi-somu  2022-04-01  staff-7  "
            "様式改正のため");
  EXPECT_EQ(EventLine(Sample(), render::Language::kEnglish),
            "42  2022-05-01 08:30:00  goal created  sheets/2022-nishi-somu  2022-04-01  staff-7  "
            "様式改正のため");
}

TEST(EventLineTest, SaysWhereItCameFromAndWhatIsGone) {
  feed::v1::Event event = Sample();
  event.set_resource("cities/niigata");
  event.set_stream("organization");
  event.set_type("mokuhyo.events.v1.OrgUnitOpened");
  event.clear_actor();
  event.clear_reason();
  event.set_origin(feed::v1::EVENT_ORIGIN_TRANSCRIBED);
  event.set_redacted(true);
  EXPECT_EQ(EventLine(event, render::Language::kEnglish),
            "42  2022-05-01 08:30:00  org unit opened  organization  2022-04-01  [transcribed]  "
            "[redacted]");
}

TEST(EventLineTest, NoTextPassesForALineOfOurs) {
  feed::v1::Event event = Sample();
  event.set_reason("a\n43  \x1b[2J");
  const std::string line = EventLine(event, render::Language::kJapanese);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
}

TEST(EventLineTest, GivesProgramsOneObjectOnOneLine) {
  const std::string json = EventJson(Sample());
  EXPECT_EQ(json.find('\n'), std::string::npos);
  EXPECT_NE(json.find(R"("sheet":{"goalCreated":{}})"), std::string::npos) << json;
}

}  // namespace
}  // namespace mokuhyo::client
