#include "libs/render/event_words.h"

#include <gtest/gtest.h>

#include "google/protobuf/descriptor.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::render {
namespace {

TEST(EventWordsTest, HasWordsForEveryEvent) {
  for (const auto* wrapper :
       {events::v1::CityEvent::descriptor(), events::v1::FormEvent::descriptor(),
        events::v1::OrganizationEvent::descriptor(), events::v1::ReservationEvent::descriptor(),
        events::v1::RedactionEvent::descriptor(), events::v1::SheetEvent::descriptor()}) {
    const auto* event = wrapper->FindOneofByName("event");
    for (int i = 0; i < event->field_count(); ++i) {
      const auto* type = event->field(i)->message_type();
      for (const Language language : {Language::kJapanese, Language::kEnglish}) {
        EXPECT_NE(EventLabel(type->full_name(), language), type->name());
      }
    }
  }
}

TEST(EventWordsTest, SaysATypeThatIsNotKnownAsItIs) {
  EXPECT_EQ(EventLabel("mokuhyo.events.v1.GoalCreated", Language::kJapanese), "目標を追加");
  EXPECT_EQ(EventLabel("mokuhyo.events.v1.NotYetKnown", Language::kJapanese), "NotYetKnown");
}

}  // namespace
}  // namespace mokuhyo::render
