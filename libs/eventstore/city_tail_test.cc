#include "libs/eventstore/city_tail.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/eventstore/redaction_stream.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::GetHeadResponse;
using store::v1::ReadCityRequest;
using store::v1::ReadCityResponse;
using store::v1::RecordedEvent;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kEpoch[] = "a";

class CityTailTest : public testing::Test {
 protected:
  static RecordedEvent Event(uint64_t position, const std::string& stream = "s") {
    RecordedEvent event;
    event.set_position(position);
    event.set_stream(stream);
    event.set_type(position % 2 == 0 ? "Even" : "Odd");
    event.set_payload(std::string(100, 'x'));
    return event;
  }

  static GetHeadResponse Head(uint64_t position, const std::string& epoch = kEpoch) {
    GetHeadResponse head;
    head.set_position(position);
    head.set_epoch(epoch);
    return head;
  }

  // Offers the events `from` … `to`.
  void Offer(uint64_t from, uint64_t to, const std::string& epoch = kEpoch) {
    ReadCityResponse page;
    for (uint64_t i = from; i <= to; ++i) *page.add_events() = Event(i);
    tail_.Offer(epoch, from, page);
  }

  std::optional<ReadCityResponse> Read(const GetHeadResponse& head, uint64_t position,
                                       uint32_t max_bytes = 1 << 20) {
    return tail_.Read(head, position, max_bytes, EventFilter(all_));
  }

  static std::vector<uint64_t> Positions(const std::optional<ReadCityResponse>& page) {
    std::vector<uint64_t> positions;
    if (page.has_value()) {
      for (const RecordedEvent& event : page->events()) positions.push_back(event.position());
    }
    return positions;
  }

  const ReadCityRequest all_;
  CityTail tail_{2'000};
};

TEST_F(CityTailTest, GivesWhatIsBehindAPosition) {
  Offer(5, 7);
  const auto page = Read(Head(7), 5);
  EXPECT_THAT(Positions(page), ElementsAre(6, 7));
  EXPECT_EQ(page->events(0).DebugString(), Event(6).DebugString());
  EXPECT_EQ(page->next_position(), 8U);
  EXPECT_EQ(page->head_position(), 7U);
  EXPECT_TRUE(page->end_of_log());
  EXPECT_THAT(Positions(Read(Head(7), 4)), ElementsAre(5, 6, 7));
}

TEST_F(CityTailTest, GivesNothingWhereItDoesNotHaveAll) {
  EXPECT_FALSE(Read(Head(7), 0).has_value());
  Offer(5, 7);
  EXPECT_FALSE(Read(Head(7), 3).has_value()) << "4 is not here";
  EXPECT_FALSE(Read(Head(8), 5).has_value()) << "what happened since may be a redaction";
  EXPECT_FALSE(Read(Head(7), 7).has_value());
  EXPECT_FALSE(Read(Head(7, "b"), 5).has_value());
}

TEST_F(CityTailTest, GrowsByWhatIsNew) {
  Offer(5, 7);
  Offer(6, 9);
  Offer(1, 3);
  EXPECT_THAT(Positions(Read(Head(9), 4)), ElementsAre(5, 6, 7, 8, 9));
  // Not what goes on from it.
  Offer(11, 12);
  EXPECT_FALSE(Read(Head(12), 8).has_value());
  EXPECT_THAT(Positions(Read(Head(12), 10)), ElementsAre(11, 12));
}

TEST_F(CityTailTest, AnotherHistoryBeginsAnew) {
  Offer(5, 7);
  Offer(6, 7, "b");
  EXPECT_FALSE(Read(Head(7, "b"), 4).has_value());
  EXPECT_THAT(Positions(Read(Head(7, "b"), 5)), ElementsAre(6, 7));
}

TEST_F(CityTailTest, ForgetsWhatWasBeforeARedaction) {
  Offer(5, 7);
  ReadCityResponse page;
  *page.add_events() = Event(8, std::string(kRedactionStream));
  *page.add_events() = Event(9);
  tail_.Offer(kEpoch, 8, page);
  EXPECT_FALSE(Read(Head(9), 6).has_value());
  EXPECT_THAT(Positions(Read(Head(9), 7)), ElementsAre(8, 9));
}

TEST_F(CityTailTest, IsBoundedInBytes) {
  Offer(1, 100);
  EXPECT_FALSE(Read(Head(100), 50).has_value());
  EXPECT_THAT(Positions(Read(Head(100), 98)), ElementsAre(99, 100));
  // One that is larger than all of it leaves nothing.
  ReadCityResponse page;
  *page.add_events() = Event(101);
  page.mutable_events(0)->set_payload(std::string(3'000, 'x'));
  tail_.Offer(kEpoch, 101, page);
  EXPECT_FALSE(Read(Head(101), 100).has_value());
  Offer(102, 102);
  EXPECT_THAT(Positions(Read(Head(102), 101)), ElementsAre(102));
}

TEST_F(CityTailTest, AnswersInPagesAndFilters) {
  Offer(1, 6);
  const auto first = Read(Head(6), 0, 250);
  EXPECT_THAT(Positions(first), ElementsAre(1, 2));
  EXPECT_EQ(first->next_position(), 3U);
  EXPECT_FALSE(first->end_of_log());
  EXPECT_THAT(Positions(Read(Head(6), 2, 1)), ElementsAre(3)) << "one event at least";
  ReadCityRequest even;
  even.add_types("Even");
  const auto filtered = tail_.Read(Head(6), 0, 250, EventFilter(even));
  EXPECT_THAT(Positions(filtered), ElementsAre(2, 4));
  EXPECT_FALSE(filtered->end_of_log());
  ReadCityRequest none;
  none.add_types("None");
  const auto silent = tail_.Read(Head(6), 0, 250, EventFilter(none));
  EXPECT_THAT(Positions(silent), IsEmpty());
  EXPECT_EQ(silent->next_position(), 7U);
  EXPECT_TRUE(silent->end_of_log());
}

}  // namespace
}  // namespace mokuhyo::eventstore
