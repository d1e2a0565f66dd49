#include "libs/projection/compare_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/domain/testing/proto.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using sheets::v1::Difference;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kName[] = "cities/c/sheets/2022";

ComparedSheet Sheet(const std::string& document, const std::string& name = kName) {
  return {.name = name, .document = Proto<documents::v1::SheetDocument>(document)};
}

// Each difference as `path | field: before -> after`.
std::vector<std::string> Compare(const ComparedSheet& before, const ComparedSheet& after) {
  std::vector<std::string> said;
  for (const auto& found : CompareDocuments(before, after)) {
    const Difference& one = found.difference;
    said.push_back(Difference::Kind_Name(one.kind()).substr(5) + " " + one.path() + " | " +
                   one.field() + ": " + (one.has_before() ? one.before() : "none") + " -> " +
                   (one.has_after() ? one.after() : "none"));
  }
  return said;
}

constexpr char kRoads[] = R"(
    title: "土木課" goals {
      id: "g1" label: "1" level: "heading" title: "安全なまち"
      goals { id: "g2" label: "2" level: "goal" title: "道路の維持"
              indicators { id: "i1" name: "補修件数" unit: "件" target: "70" }
              indicators { id: "i2" name: "点検回数" target: "4" } }
      goals { id: "g3" label: "3" level: "goal" title: "橋の点検" }
      goals { id: "g4" label: "4" level: "goal" title: "街路樹" } })";

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(CompareDocumentsTest, EqualStatesDoNotDiffer) {
  EXPECT_THAT(Compare(Sheet(kRoads), Sheet(kRoads)), IsEmpty());
}

TEST(CompareDocumentsTest, RenamedIndicatorIsExactlyThat) {
  const auto differences =
      CompareDocuments(Sheet(kRoads), Sheet(Replaced(kRoads, "補修件数", "道路補修の件数")));
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].difference.DebugString(), Proto<Difference>(R"(
      kind: KIND_CHANGED goal: "g2" indicator: "i1" path: "1 / 2 道路の維持 / 道路補修の件数"
      field: "name" before: "補修件数" after: "道路補修の件数")")
                                                         .DebugString());
}

TEST(CompareDocumentsTest, OneThatJumpsMovesAlone) {
  const std::string moved = R"(
    title: "土木課" goals {
      id: "g1" label: "1" level: "heading" title: "安全なまち"
      goals { id: "g4" label: "4" level: "goal" title: "街路樹" }
      goals { id: "g2" label: "2" level: "goal" title: "道路の維持"
              indicators { id: "i1" name: "補修件数" unit: "件" target: "70" }
              indicators { id: "i2" name: "点検回数" target: "4" } }
      goals { id: "g3" label: "3" level: "goal" title: "橋の点検" } })";
  EXPECT_THAT(Compare(Sheet(kRoads), Sheet(moved)),
              ElementsAre("MOVED 1 / 4 街路樹 | : 1 安全なまち #3 -> 1 安全なまち #1"));
}

TEST(CompareDocumentsTest, WhatGoesUnderAnotherGoalMovesWithItsFields) {
  EXPECT_THAT(
      Compare(Sheet(R"(goals { id: "a" label: "1" goals { id: "x" label: "2" title: "t"
                                indicators { id: "i" target: "1" } } }
                       goals { id: "b" label: "3" })"),
              Sheet(R"(goals { id: "a" label: "1" }
                       goals { id: "b" label: "3" goals { id: "x" label: "2" title: "t"
                                indicators { id: "i" target: "2" } } })")),
      ElementsAre("MOVED 3 / 2 t | : 1 #1 -> 3 #1", "CHANGED 3 / 2 t / #1 | target: 1 -> 2"));
  EXPECT_THAT(Compare(Sheet(R"(goals { id: "a" goals { id: "x" title: "t" } })"),
                      Sheet(R"(goals { id: "a" } goals { id: "x" title: "t" })")),
              ElementsAre("MOVED t | : #1 #1 -> #2"));
  // An indicator that came to measure another goal.
  EXPECT_THAT(Compare(Sheet(R"(goals { id: "a" label: "1" indicators { id: "i" name: "n" } }
                               goals { id: "b" label: "2" })"),
                      Sheet(R"(goals { id: "a" label: "1" }
                               goals { id: "b" label: "2" indicators { id: "i" name: "n" } })")),
              ElementsAre("MOVED 2 / n | : 1 #1 -> 2 #1"));
}

TEST(CompareDocumentsTest, WhatIsOnlyInOneStateIsToldWhole) {
  const std::string before = R"(goals { id: "a" label: "1" title: "A" }
      goals { id: "b" label: "2" title: "B" goals { id: "c" title: "C" }
              indicators { id: "i" name: "n" target: "5" } }
      goals { id: "d" label: "3" title: "D" })";
  const std::string after = R"(goals { id: "a" label: "1" title: "A" }
      goals { id: "d" label: "3" title: "D" } goals { id: "e" label: "4" title: "E" })";
  EXPECT_THAT(Compare(Sheet(before), Sheet(after)),
              ElementsAre("REMOVED 2 B | : 2 B -> none", "REMOVED 2 B | label: 2 -> none",
                          "REMOVED 2 B | title: B -> none", "REMOVED 2 B / n | : 2 B / n -> none",
                          "REMOVED 2 B / n | name: n -> none",
                          "REMOVED 2 B / n | target: 5 -> none", "REMOVED 2 / C | : 2 / C -> none",
                          "REMOVED 2 / C | title: C -> none", "ADDED 4 E | : none -> 4 E",
                          "ADDED 4 E | label: none -> 4", "ADDED 4 E | title: none -> E"));
}

TEST(CompareDocumentsTest, YearsAreMatchedByWhatWasCarriedForward) {
  const ComparedSheet last = Sheet(R"(goals { id: "g1" label: "1" title: "道路"
                                              indicators { id: "i1" name: "件数" target: "70" } }
                                      goals { id: "g2" label: "2" title: "橋" })");
  // The ids are those of another sheet, and the labels were swapped.
  ComparedSheet next = Sheet(R"(goals { id: "g1" label: "1" title: "橋の点検" }
                                goals { id: "g2" label: "2" title: "道の維持"
                                        indicators { id: "i9" name: "補修" target: "80" } })",
                             "cities/c/sheets/2023");
  next.carried_from = {
      {"cities/c/sheets/2023/goals/g1", "cities/c/sheets/2022/goals/g2"},
      {"cities/c/sheets/2023/goals/g2", "cities/c/sheets/2022/goals/g1"},
      {"cities/c/sheets/2023/indicators/i9", "cities/c/sheets/2022/indicators/i1"}};
  EXPECT_THAT(Compare(last, next),
              ElementsAre(::testing::StartsWith("MOVED"), "CHANGED 1 橋の点検 | label: 2 -> 1",
                          "CHANGED 1 橋の点検 | title: 橋 -> 橋の点検",
                          "CHANGED 2 道の維持 | label: 1 -> 2",
                          "CHANGED 2 道の維持 | title: 道路 -> 道の維持",
                          "CHANGED 2 道の維持 / 補修 | name: 件数 -> 補修",
                          "CHANGED 2 道の維持 / 補修 | target: 70 -> 80"));
}

TEST(CompareDocumentsTest, WithoutThatByLabelsThenByTitleAndSeries) {
  const ComparedSheet last = Sheet(R"(
      goals { id: "g1" label: "1" title: "A" goals { label: "2" title: "x" } }
      goals { id: "g2" title: "Unlabelled" indicators { series: "s" name: "old" }
              indicators { name: "kept" target: "1" } indicators { target: "3" } })");
  const ComparedSheet next = Sheet(R"(
      goals { id: "g7" label: "1" title: "A" goals { label: "2" title: "y" } }
      goals { id: "g1" title: "Unlabelled" indicators { series: "s" name: "new" }
              indicators { name: "kept" target: "2" } indicators { target: "4" } })",
                                   "cities/c/sheets/2023");
  EXPECT_THAT(Compare(last, next), ElementsAre("CHANGED 1 / 2 y | title: x -> y",
                                               "CHANGED Unlabelled / new | name: old -> new",
                                               "CHANGED Unlabelled / kept | target: 1 -> 2",
                                               "CHANGED Unlabelled / #3 | target: 3 -> 4"));
}

TEST(CompareDocumentsTest, LabelsPrintedTwiceMatchNothing) {
  EXPECT_THAT(Compare(Sheet(R"(goals { label: "1" title: "A" } goals { label: "1" title: "B" })"),
                      Sheet(R"(goals { label: "1" title: "B" } goals { label: "1" title: "C" })",
                            "cities/c/sheets/2023")),
              ElementsAre("REMOVED 1 A | : 1 A -> none", "REMOVED 1 A | label: 1 -> none",
                          "REMOVED 1 A | title: A -> none", "ADDED 1 C | : none -> 1 C",
                          "ADDED 1 C | label: none -> 1", "ADDED 1 C | title: none -> C"));
}

TEST(CompareDocumentsTest, LongTitlesAreCutInPaths) {
  const std::string title(300, 'x');
  const auto differences = CompareDocuments(Sheet("goals { id: 'g' }"),
                                            Sheet("goals { id: 'g' title: '" + title + "' }"));
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].difference.path(), std::string(40, 'x') + "…");
  EXPECT_EQ(differences[0].difference.after(), title);
}

}  // namespace
}  // namespace mokuhyo::projection
