#include "libs/render/table.h"

#include <gtest/gtest.h>

#include "libs/render/table_lines_test_util.h"

namespace mokuhyo::render {
namespace {

Table SmallTable() {
  Table table({{"番号"}, {"目標"}, {"実績", Align::kRight}});
  table.AddRule();
  table.AddRow({"1", "市民に身近な窓口をめざします。", "1,248"});
  table.AddRule();
  table.AddRule();
  table.AddSpan({"見出し", 2});
  table.AddRow({"2", {"二行\nの目標", 2}});
  return table;
}

TEST(TableTest, FitsColumnsToTheText) {
  EXPECT_EQ("\n" + SmallTable().Draw({.width = 120}), R"(
─────┼────────────────────────────────┼──────
番号 │ 目標                           │  実績
─────┼────────────────────────────────┼──────
1    │ 市民に身近な窓口をめざします。 │ 1,248
─────┼────────────────────────────────┼──────
  見出し
2    │   二行                         │
     │   の目標                       │
─────┼────────────────────────────────┼──────
)");
}

TEST(TableTest, WrapsInWhatTheTerminalHas) {
  EXPECT_EQ("\n" + SmallTable().Draw({.width = 30}), R"(
────┼───────────────────┼─────
番号│目標               │ 実績
────┼───────────────────┼─────
1   │市民に身近な窓口を │1,248
    │めざします。       │
────┼───────────────────┼─────
  見出し
2   │  二行             │
    │  の目標           │
────┼───────────────────┼─────
)");
}

TEST(TableTest, DrawsWithAsciiWhereBoxLinesWouldBeWide) {
  EXPECT_EQ("\n" + SmallTable().Draw({.width = 30, .ambiguous = AmbiguousWidth::kWide}), R"(
----+-------------------+-----
番号|目標               | 実績
----+-------------------+-----
1   |市民に身近な窓口を |1,248
    |めざします。       |
----+-------------------+-----
  見出し
2   |  二行             |
    |  の目標           |
----+-------------------+-----
)");
}

TEST(TableTest, StacksTheCellsWhereColumnsHaveNoRoom) {
  Table table({{"番号"}, {"目標"}, {"目標値"}, {"実績"}, {"評価"}});
  table.AddRow({{"1", 2}, "市民に身近な窓口をめざします。", "1,200", "", "達成"});
  table.AddSpan({"見出し", 2});
  table.AddRow({"2", "二行の目標"});
  EXPECT_EQ("\n" + table.Draw({.width = 20}), R"(
────────────────────
  番号: 1
  目標: 市民に身近な
  窓口をめざします。
  目標値: 1,200
  評価: 達成
────────────────────
  見出し
番号: 2
目標: 二行の目標
────────────────────
)");
}

TEST(TableTest, HoldsEveryWidth) {
  for (int width = 20; width < 130; ++width) {
    SCOPED_TRACE(width);
    ExpectAligned(SmallTable().Draw({.width = width}), width);
  }
}

}  // namespace
}  // namespace mokuhyo::render
