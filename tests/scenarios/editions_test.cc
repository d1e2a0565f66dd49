// What was published stays what it was, and what changed since can be told, with who, when and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/sha256.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using sheets::v1::Difference;
using ::testing::ElementsAre;

const std::string kRoads = SheetNamed("doboku-2022");

sheets::v1::SheetComparison Between(City& city, const std::string& points) {
  return city.Sees(Compare(kRoads, points)).comparison();
}

// `path field: before -> after` of each difference.
std::vector<std::string> Said(const sheets::v1::SheetComparison& comparison) {
  std::vector<std::string> said;
  for (const Difference& one : comparison.differences()) {
    said.push_back(absl::StrCat(one.path(), one.path().empty() ? "" : " ", one.field(), ": ",
                                one.before(), " -> ", one.after()));
  }
  return said;
}

class Editions : public ::testing::Test {
 protected:
  void SetUp() override {
    city.On("2022-04-12");
    PublishRoads(city, kRoads, 2022);
    city.On("2023-05-08");
    ReportAndRateRoads(city, kRoads);
    city.On("2023-06-01");
    PublishRoadsEdition(city, kRoads);
  }

  // Reopens by yamada, corrects by `step` of tanaka, replaces by yamada.
  template <typename Request>
  void CorrectAndReplace(const std::string& day, const Request& step, const std::string& reason) {
    city.On(day).As("yamada").Does(ReopenEvaluation(kRoads, reason));
    city.As("tanaka").Does(step);
    city.Does(SubmitEvaluation(kRoads));
    city.As("yamada").Does(ConfirmEvaluation(city.Review(kRoads)));
    city.Does(ReplaceEdition(city.Review(kRoads), reason));
  }

  City city;
};

TEST_F(Editions, TheBytesStayTheSame) {
  const auto edition = city.Sheet(kRoads).editions(0);
  const std::string bytes = city.Exports(ExportEdition(kRoads, 1));
  EXPECT_EQ(base::HexEncode(base::Sha256(bytes)), edition.digest());
  EXPECT_EQ(bytes.size(), edition.size_bytes());
  EXPECT_EQ(edition.published_on(), "2023-06-01");
  EXPECT_EQ(edition.actor(), "yamada");

  // The section gets another name, the form a next version, the sheet a correction.
  city.On("2023-06-20")
      .Does(StepOn<organization::v1::RenameOrgUnitRequest>(absl::StrCat(kCity, "/orgUnits/doboku"),
                                                           "display_name: '道路課'"));
  auto form = city.Sees(StepOn<organization::v1::GetFormRequest>(
                            absl::StrCat(kCity, "/forms/section-year")))
                  .form();
  form.mutable_title()->set_ja("課の目標と実績");
  form.mutable_ratings(0)->set_label("到達");
  form.mutable_suggestion_rule()->set_met_rating("到達");
  city.Does(RegisterForm(form));
  CorrectAndReplace("2023-07-03", CorrectResults(kRoads, {{"fence", "87"}}, "完了検査の数"),
                    "柵の延長を正した");
  EXPECT_EQ(city.Exports(ExportEdition(kRoads, 1)), bytes);
  EXPECT_NE(city.Exports(ExportEdition(kRoads, 2)), bytes);
  const auto read = city.Sees(GetSheet(kRoads, "edition: 1"));
  EXPECT_EQ(read.sheet().goals(0).indicators(0).result().text(), "78");
  EXPECT_EQ(read.org_unit_display_name(), "土木課");
}

TEST_F(Editions, ACorrectedNameIsExactlyOneDifference) {
  CorrectAndReplace("2023-07-03",
                    UpdateIndicator(kRoads, "fence", "name",
                                    "indicator { name: '防砂柵を改良した延長' } "
                                    "reason: '名称が工事の内容と違っていた'"),
                    "指標の名称を正した");
  const auto comparison = Between(city, "base { edition: 1 } compared { edition: 2 }");
  ASSERT_THAT(Said(comparison),
              ElementsAre("1 飛砂から海岸の道路を守る / 防砂柵を改良した延長 name: "
                          "防砂柵の延長 -> 防砂柵を改良した延長"));
  const Difference& one = comparison.differences(0);
  EXPECT_EQ(one.kind(), Difference::KIND_CHANGED);
  EXPECT_EQ(one.goal(), "sand");
  EXPECT_EQ(one.indicator(), "fence");
  EXPECT_EQ(one.cause().type(), "mokuhyo.events.v1.IndicatorUpdated");
  EXPECT_EQ(one.cause().actor(), "tanaka");
  EXPECT_EQ(one.cause().recorded_time().substr(0, 10), "2023-07-03");
  EXPECT_EQ(one.cause().effective_date(), "2023-07-03");
  EXPECT_EQ(one.cause().reason(), "名称が工事の内容と違っていた");
}

TEST_F(Editions, WhatChangedSinceIsToldByEditionInstantPositionAndDay) {
  const std::string published = city.Now();
  city.On("2023-06-10").As("yamada").Does(ReopenEvaluation(kRoads, "数を正す"));
  const std::string reopened = city.As("tanaka")
                                   .Does(CorrectResults(kRoads, {{"fence", "80"}}, "測り直した"))
                                   .answer()
                                   .result()
                                   .position();
  city.On("2023-06-12").Does(CorrectResults(kRoads, {{"fence", "87"}}, "完了検査の数"));

  const char* const kAll = "1 飛砂から海岸の道路を守る / 防砂柵の延長 result: 78 -> 87";
  const char* const kState = "state: EVALUATED -> RESULTS_REPORTED";
  EXPECT_THAT(Said(Between(city, "base { edition: 1 }")), ElementsAre(kState, kAll));
  EXPECT_THAT(Said(Between(city, absl::StrCat("base { as_of_time: '", published, "' }"))),
              ElementsAre(kState, kAll));
  EXPECT_THAT(Said(Between(city, absl::StrCat("base { position: '", reopened, "' }"))),
              ElementsAre("1 飛砂から海岸の道路を守る / 防砂柵の延長 result: 80 -> 87"));
  EXPECT_THAT(Said(Between(city, "base { effective_date: '2023-06-10' }")),
              ElementsAre("1 飛砂から海岸の道路を守る / 防砂柵の延長 result: 80 -> 87"));
  const auto since = Between(city, "base { edition: 1 }");
  EXPECT_EQ(since.differences(1).cause().reason(), "完了検査の数");
  EXPECT_EQ(since.differences(0).cause().actor(), "yamada");
  city.Does(Compare(kRoads, "base { edition: 7 }"))
      .IsRefused(absl::StatusCode::kNotFound, "NOT_FOUND", {"7"});
}

TEST_F(Editions, TwoYearsAreCompared) {
  city.On("2023-06-05");
  const std::string next = SheetNamed("doboku-2023");
  city.As("tanaka").Does(CarryForward(kRoads, "sheet_id: 'doboku-2023' keep_targets: true"));
  city.Does(SetTargets(next, {{"fence", "100"}}));
  const auto comparison =
      Between(city, absl::StrCat("base { edition: 1 } compared { sheet: '", next, "' }"));
  const std::vector<std::string> said = Said(comparison);
  EXPECT_THAT(said, ::testing::Contains("fiscalYear: 2022 -> 2023"));
  EXPECT_THAT(said,
              ::testing::Contains("1 飛砂から海岸の道路を守る / 防砂柵の延長 target: 90 -> 100"));
  EXPECT_THAT(said,
              ::testing::Contains("1 飛砂から海岸の道路を守る / 防砂柵の延長 past.2022:  -> 78"));
  // The goals are the same ones: none came, none went.
  for (const Difference& one : comparison.differences())
    EXPECT_FALSE(one.field().empty()) << one.DebugString();
}

}  // namespace
}  // namespace mokuhyo::scenarios
