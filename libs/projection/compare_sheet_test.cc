#include "libs/projection/compare_sheet.h"

#include <gmock/gmock.h>

#include "google/rpc/error_details.pb.h"
#include "libs/projection/sheet_story_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using sheets::v1::Difference;
using sheets::v1::SheetComparison;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class CompareSheetTest : public SheetStory {
 protected:
  absl::StatusOr<sheets::v1::CompareSheetResponse> Try(const std::string& points) {
    return CompareSheet(
        reader_,
        Proto<sheets::v1::CompareSheetRequest>(absl::StrCat("name: '", kSheet, "' ", points)),
        ParseText);
  }

  SheetComparison Compare(const std::string& points) {
    const auto response = Try(points);
    ExpectOk(response.status());
    return response.ok() ? response->comparison() : SheetComparison();
  }

  // Each difference as `path field: before -> after (type of the cause)`.
  static std::vector<std::string> Say(const SheetComparison& comparison) {
    std::vector<std::string> said;
    for (const Difference& one : comparison.differences()) {
      said.push_back(absl::StrCat(
          one.path(), " ", one.kind() == Difference::KIND_MOVED ? "moved" : one.field(), ": ",
          one.before(), " -> ", one.after(), " (",
          one.cause().type().substr(one.cause().type().rfind('.') + 1), ")"));
    }
    return said;
  }
};

TEST_F(CompareSheetTest, EndsBetweenPagesWhenNobodyWaits) {
  PublishRoadsWithEdition();
  const auto request = Proto<sheets::v1::CompareSheetRequest>(
      absl::StrCat("name: '", kSheet, "' base { edition: 1 }"));
  int asked = 0;
  const auto compare = [&](absl::Status answer) {
    return CompareSheet(reader_, request, ParseText, [&] {
      ++asked;
      return answer;
    });
  };
  EXPECT_TRUE(compare(absl::OkStatus()).ok());
  EXPECT_GE(asked, 1);
  const int reads = store_.stream_reads;
  EXPECT_TRUE(absl::IsCancelled(compare(absl::CancelledError("gone")).status()));
  EXPECT_EQ(store_.stream_reads, reads) << "what was asked for was read after that";
}

TEST_F(CompareSheetTest, CorrectionThatRenamesAnIndicatorShowsAsExactlyThat) {
  PublishRoadsWithEdition();
  GoToDay("2022-06-01");
  caller_.actor = "staff-7";
  Reopen("reason: '指標の名称に誤りがあった'");
  const std::string renamed =
      UpdateIndicator("i1",
                      "indicator { name: '道路補修の件数' } update_mask { paths: 'name' } "
                      "reason: '正しい名称にする'");
  Confirm();
  Replace("reason: '差し替え'");

  const SheetComparison comparison = Compare("base { edition: 1 } compared { edition: 2 }");
  ASSERT_EQ(comparison.differences_size(), 1) << comparison.DebugString();
  const Difference& difference = comparison.differences(0);
  EXPECT_EQ(difference.kind(), Difference::KIND_CHANGED);
  EXPECT_EQ(difference.goal(), "g1");
  EXPECT_EQ(difference.indicator(), "i1");
  EXPECT_EQ(difference.field(), "name");
  EXPECT_EQ(difference.before(), "補修件数");
  EXPECT_EQ(difference.after(), "道路補修の件数");
  EXPECT_EQ(difference.path(), "1 道路の維持 / 道路補修の件数");
  EXPECT_EQ(difference.cause().type(), "mokuhyo.events.v1.IndicatorUpdated");
  EXPECT_EQ(difference.cause().actor(), "staff-7");
  EXPECT_EQ(difference.cause().reason(), "正しい名称にする");
  EXPECT_EQ(difference.cause().effective_date(), "2022-06-01");
  EXPECT_TRUE(renamed.ends_with(absl::StrCat(".", difference.cause().position())));
  EXPECT_EQ(comparison.base().edition(), 1u);
  EXPECT_EQ(comparison.compared().edition(), 2u);
  EXPECT_EQ(comparison.base().fiscal_year(), 2022);
  EXPECT_TRUE(
      comparison.base().position().ends_with(absl::StrCat(".", Sheet().editions(0).position())));
}

TEST_F(CompareSheetTest, EachDifferenceHasTheLastEventThatBroughtItAbout) {
  PublishRoads();
  const std::string before = Now();
  SetTarget("i1", "80", "reason: '増やす'");
  const std::string last = SetTarget("i1", "90", "reason: 'さらに増やす'");
  CreateGoal("goal { level: 'goal' label: '2' title: '公園' } reason: '追加'");
  const std::string position =
      UpdateGoal("g1", "goal { title: '道路' } update_mask { paths: 'title' } reason: '短く'");
  ReportResult("i1", "72");
  const SheetComparison comparison = Compare(absl::StrCat("base { as_of_time: '", before, "' }"));
  EXPECT_THAT(
      Say(comparison),
      ElementsAre(" state: GOALS_SET -> RESULTS_REPORTED (ResultsReported)",
                  "1 道路 title: 道路の維持 -> 道路 (GoalUpdated)",
                  "1 道路 / 補修件数 target: 70 -> 90 (TargetsSet)",
                  "1 道路 / 補修件数 result:  -> 72 (ResultsReported)",
                  "2 公園 :  -> 2 公園 (GoalCreated)", "2 公園 label:  -> 2 (GoalCreated)",
                  "2 公園 level:  -> goal (GoalCreated)", "2 公園 title:  -> 公園 (GoalCreated)"));
  EXPECT_TRUE(last.ends_with(absl::StrCat(".", comparison.differences(2).cause().position())));
  EXPECT_EQ(comparison.differences(2).cause().reason(), "さらに増やす");

  // Up to a position; and what came and went in between is no difference.
  EXPECT_THAT(Say(Compare(absl::StrCat("base { as_of_time: '", before, "' } compared { position: '",
                                       last, "' }"))),
              ElementsAre("1 道路の維持 / 補修件数 target: 70 -> 90 (TargetsSet)"));
  SetTarget("i1", "70", "reason: '戻す'");
  for (const auto& said : Say(Compare(absl::StrCat("base { as_of_time: '", before, "' }"))))
    EXPECT_EQ(said.find("target"), std::string::npos) << said;

  // The other way round, the same events are to blame.
  EXPECT_THAT(Say(Compare(absl::StrCat("base { position: '", last, "' } compared { as_of_time: '",
                                       before, "' }"))),
              ElementsAre("1 道路の維持 / 補修件数 target: 90 -> 70 (TargetsSet)"));
}

TEST_F(CompareSheetTest, MovesAndRemovalsHaveCausesToo) {
  CreateSheet();
  for (const char* title : {"A", "B", "C", "D"})
    CreateGoal(absl::StrCat("goal { level: 'goal' title: '", title, "' }"));
  CreateIndicator("g2", "indicator { name: 'n' target { text: '1' } }");
  const std::string before = Now();
  MoveGoal("g4", "index: 0 reason: '重点'");
  // Renamed before it is removed: it is the removal that took the name away.
  UpdateIndicator("i1", "indicator { name: 'm' } update_mask { paths: 'name' }");
  Must<goals::v1::RemoveIndicatorResponse, goals::v1::RemoveIndicatorRequest>(
      absl::StrCat("name: '", kSheet, "/indicators/i1'"));
  EXPECT_THAT(Say(Compare(absl::StrCat("base { as_of_time: '", before, "' }"))),
              ElementsAre("D moved: #4 -> #1 (GoalMoved)", "B / n : B / n ->  (IndicatorRemoved)",
                          "B / n name: n ->  (IndicatorRemoved)",
                          "B / n target: 1 ->  (IndicatorRemoved)"));
  // Of two neighbours that changed places either may be said to have moved.
  const std::string again = Now();
  MoveGoal("g1", "index: 2 reason: '順序'");
  const auto swapped = Compare(absl::StrCat("base { as_of_time: '", again, "' }"));
  ASSERT_EQ(swapped.differences_size(), 1) << swapped.DebugString();
  EXPECT_EQ(swapped.differences(0).cause().reason(), "順序");
}

TEST_F(CompareSheetTest, DaysAreComparedAsWellAsInstants) {
  PublishRoads();
  GoToDay("2022-07-01");
  SetTarget("i1", "75", "reason: '五月から' effective_date: '2022-05-15'");
  SetTarget("i1", "80", "reason: '八月から' effective_date: '2022-08-01'");
  EXPECT_THAT(Say(Compare("base { effective_date: '2022-05-10' } "
                          "compared { effective_date: '2022-07-01' }")),
              ElementsAre("1 道路の維持 / 補修件数 target: 70 -> 75 (TargetsSet)"));
  const auto future = Compare("base { effective_date: '2022-07-01' }");
  EXPECT_THAT(Say(future), ElementsAre("1 道路の維持 / 補修件数 target: 75 -> 80 (TargetsSet)"));
  EXPECT_EQ(future.differences(0).cause().reason(), "八月から");
  EXPECT_THAT(Say(Compare("base { } compared { effective_date: '2022-05-10' }")),
              ElementsAre("1 道路の維持 / 補修件数 target: 80 -> 70 (TargetsSet)"));
}

TEST_F(CompareSheetTest, WhatBothStatesKnowIsNoCause) {
  PublishRoads();
  GoToDay("2022-07-01");
  const auto link = [&](const std::string& goal, const std::string& day) {
    Must<goals::v1::LinkGoalsResponse, goals::v1::LinkGoalsRequest>(absl::StrCat(
        "name: '", kSheet, "/goals/g1' links { sheet: 'cities/test/sheets/ward' goal: '", goal,
        "' } reason: 'to ", goal, "' effective_date: '", day, "'"));
  };
  link("1", "2022-06-15");
  link("2", "2022-06-01");
  const auto comparison =
      Compare("base { effective_date: '2022-06-10' } compared { effective_date: '2022-06-20' }");
  ASSERT_EQ(comparison.differences_size(), 1) << comparison.DebugString();
  EXPECT_EQ(comparison.differences(0).after(), "cities/test/sheets/ward 1");
  EXPECT_EQ(comparison.differences(0).cause().reason(), "to 1");
}

TEST_F(CompareSheetTest, OtherSheetsAreComparedWithoutCauses) {
  PublishRoads();
  auto create = Proto<goals::v1::CreateSheetRequest>(
      "parent: 'cities/test' sheet_id: 'next' "
      "sheet { form: 'test-form' fiscal_year: 2023 org_unit: 'kensetsu' }");
  ExpectOk(Do<goals::v1::CreateSheetResponse>(create).status());
  Must<goals::v1::CreateGoalResponse, goals::v1::CreateGoalRequest>(
      "parent: 'cities/test/sheets/next' goal { level: 'goal' label: '1' title: '道路' }");
  const auto comparison = Compare("base { } compared { sheet: 'cities/test/sheets/next' }");
  EXPECT_THAT(Say(comparison),
              ElementsAre(" fiscalYear: 2022 -> 2023 ()", "1 道路 title: 道路の維持 -> 道路 ()",
                          "1 道路の維持 / 補修件数 : 1 道路の維持 / 補修件数 ->  ()",
                          "1 道路の維持 / 補修件数 name: 補修件数 ->  ()",
                          "1 道路の維持 / 補修件数 unit: 件 ->  ()",
                          "1 道路の維持 / 補修件数 target: 70 ->  ()"));
  EXPECT_EQ(comparison.compared().sheet(), "cities/test/sheets/next");
  EXPECT_EQ(comparison.compared().fiscal_year(), 2023);
}

TEST_F(CompareSheetTest, EditionIsWhatItsBytesSay) {
  PublishRoadsWithEdition();
  // As a later program would fold the same events otherwise: here the reader of the bytes differs.
  const auto parse = [](std::string_view bytes) {
    auto document = ParseText(bytes);
    document->mutable_goals(0)->mutable_indicators(0)->set_target("７０");
    return document;
  };
  const auto response = CompareSheet(reader_,
                                     Proto<sheets::v1::CompareSheetRequest>(
                                         absl::StrCat("name: '", kSheet, "' base { edition: 1 }")),
                                     parse);
  ExpectOk(response.status());
  EXPECT_THAT(Say(response->comparison()),
              ElementsAre("1 道路の維持 / 補修件数 target: ７０ -> 70 ()"));
  ExpectRefused(CompareSheet(reader_,
                             Proto<sheets::v1::CompareSheetRequest>(
                                 absl::StrCat("name: '", kSheet, "' base { edition: 1 }")),
                             [](auto) { return absl::InvalidArgumentError("no JSON"); })
                    .status(),
                absl::StatusCode::kDataLoss, "EDITION_UNREADABLE");
}

TEST_F(CompareSheetTest, EverythingThatIsWrongIsNamed) {
  PublishRoads();
  const auto fields = [&](const std::string& points) {
    google::rpc::BadRequest bad_request;
    const auto status = Try(points).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    base::ReadDetail(status, bad_request);
    std::vector<std::string> names;
    for (const auto& violation : bad_request.field_violations()) names.push_back(violation.field());
    return names;
  };
  EXPECT_THAT(fields(""), ElementsAre("base"));
  EXPECT_THAT(fields("base { edition: 0 effective_date: 'x' } compared { as_of_time: 'y' }"),
              UnorderedElementsAre("base.edition", "base.effective_date", "base.effective_date",
                                   "compared.as_of_time"));
  EXPECT_THAT(fields("base { sheet: 'cities/other/sheets/s' } compared { position: 'z' }"),
              UnorderedElementsAre("base.sheet", "compared.position"));
  EXPECT_THAT(fields("base { as_of_time: '2099-01-01T00:00:00Z' }"),
              ElementsAre("base.as_of_time"));
  EXPECT_THAT(fields("base { position: 'other.0a.1' }"), ElementsAre("base.position"));
  const auto beyond = Try(absl::StrCat("base { position: '", Try("base {}")->position(), "9' }"));
  EXPECT_EQ(beyond.status().code(), absl::StatusCode::kOutOfRange) << beyond.status();
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(base::ReadDetail(beyond.status(), bad_request));
  EXPECT_EQ(bad_request.field_violations(0).field(), "base.position");
  ExpectRefused(Try("base { edition: 3 }").status(), absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(Try("base { sheet: 'cities/test/sheets/none' }").status(),
                absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(Try("base { as_of_time: '2022-04-30T00:00:00Z' }").status(),
                absl::StatusCode::kNotFound, "NOT_FOUND");
  EXPECT_THAT(Say(Compare("base {}")), IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::projection
