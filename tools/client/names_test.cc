#include "tools/client/names.h"

#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

TEST(NamesTest, CompletesWhatPeopleType) {
  EXPECT_EQ(CityResource("niigata"), "cities/niigata");
  EXPECT_EQ(CityResource("cities/niigata"), "cities/niigata");
  EXPECT_EQ(SheetResource("niigata/2022-nishi"), "cities/niigata/sheets/2022-nishi");
  EXPECT_EQ(SheetResource("cities/niigata/sheets/2022-nishi"), "cities/niigata/sheets/2022-nishi");
  EXPECT_EQ(SheetResource("2022-nishi"), "2022-nishi");
  EXPECT_EQ(SheetResource("a/b/c"), "a/b/c");
  EXPECT_EQ(FormResource("cities/niigata/sheets/2022-nishi", "f"), "cities/niigata/forms/f");
}

TEST(NamesTest, RequestIdsDiffer) {
  EXPECT_NE(NewRequestId(), NewRequestId());
  EXPECT_EQ(NewRequestId().size(), 36u);
}

}  // namespace
}  // namespace mokuhyo::client
