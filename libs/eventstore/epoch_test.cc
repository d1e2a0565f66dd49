#include "libs/eventstore/epoch.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {
namespace {

using testing::HasSubstr;

// A history that was begun as "a1", restored to position 7 as "b2" and again to 5 as "c3".
store::v1::GetHeadResponse Head() {
  store::v1::GetHeadResponse head;
  head.set_position(9);
  head.set_epoch("c3");
  auto* nearest = head.add_ancestors();
  nearest->set_epoch("b2");
  nearest->set_position(5);
  auto* first = head.add_ancestors();
  first->set_epoch("a1");
  first->set_position(5);
  return head;
}

std::string Reason(std::string_view epoch, uint64_t position) {
  return base::ErrorReason(CheckHistory(Head(), epoch, position, "after_position"));
}

TEST(CheckHistoryTest, ThePresentHistoryHoldsUpToItsHead) {
  EXPECT_EQ(Reason("c3", 0), "");
  EXPECT_EQ(Reason("c3", 9), "");
  EXPECT_EQ(Reason("c3", 10), "BEYOND_HEAD");
}

TEST(CheckHistoryTest, AnAncestorHoldsUpToWhereItParts) {
  EXPECT_EQ(Reason("b2", 5), "");
  EXPECT_EQ(Reason("a1", 0), "");
  EXPECT_EQ(Reason("a1", 5), "");
  EXPECT_EQ(Reason("a1", 6), "LOST_EPOCH");
  EXPECT_EQ(Reason("b2", 6), "LOST_EPOCH");
}

TEST(CheckHistoryTest, AnotherHistorySaysNothing) { EXPECT_EQ(Reason("d4", 0), "LOST_EPOCH"); }

TEST(CheckHistoryTest, SaysWhatToDo) {
  const auto lost = CheckHistory(Head(), "a1", 6, "after_position");
  EXPECT_EQ(lost.code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(std::string(lost.message()), HasSubstr("kept the events up to 5"));
  EXPECT_THAT(std::string(lost.message()), HasSubstr("read it again"));
}

}  // namespace
}  // namespace mokuhyo::eventstore
