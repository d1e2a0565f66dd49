// Year after year: a sheet is carried forward, its series go on, break and are read as a trend.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/forms.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using sheets::v1::TrendPoint;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Roads(int year) { return SheetNamed(absl::StrCat("doboku-", year)); }

// The year in which the sheet is written, evaluated and published.
void LiveYear(City& city, int year, const std::string& fence) {
  city.On(absl::StrCat(year, "-04-12"));
  city.As("tanaka").Does(PublishGoals(Roads(year)));
  city.On(absl::StrCat(year + 1, "-04-03"));
  city.Does(ReportResults(Roads(year), {{"fence", fence}}));
}

goals::v1::CarryForwardSheetResponse CarryOn(City& city, int year, const std::string& fields = "") {
  return city.As("tanaka")
      .Does(CarryForward(Roads(year), absl::StrCat("sheet_id: 'doboku-", year + 1,
                                                   "' keep_targets: true ", fields)))
      .answer();
}

std::vector<std::string> Past(const sheets::v1::Indicator& indicator) {
  std::vector<std::string> past;
  for (const auto& one : indicator.past())
    past.push_back(absl::StrCat(one.fiscal_year(), " ", one.value().text()));
  return past;
}

// `2020 261`, `2021 gap 2` of each point.
std::vector<std::string> Points(const google::protobuf::RepeatedPtrField<TrendPoint>& points) {
  std::vector<std::string> said;
  for (const TrendPoint& point : points) {
    said.push_back(point.gap() == TrendPoint::GAP_UNSPECIFIED
                       ? absl::StrCat(point.fiscal_year(), " ", point.number())
                       : absl::StrCat(point.fiscal_year(), " ", TrendPoint::Gap_Name(point.gap())));
  }
  return said;
}

sheets::v1::Trend Trend(City& city, const std::string& series, const std::string& fields = "") {
  auto request = StepOn<sheets::v1::GetTrendRequest>(kCity, fields);
  request.set_series(series);
  return city.Sees(request).trend();
}

TEST(Years, ASheetIsCarriedForwardThreeTimes) {
  City city;
  city.On("2019-04-12");
  WriteRoads(city, Roads(2019), 2019, "section-plain");
  LiveYear(city, 2019, "261");
  EXPECT_THAT(CarryOn(city, 2019).left_behind(), IsEmpty());
  city.Does(CarryForward(Roads(2019), "sheet_id: 'again'"))
      .IsRefused(absl::StatusCode::kAlreadyExists, "UNIT_YEAR_FORM_TAKEN", {Roads(2020)});
  city.Does(CarryForward(Roads(2019), "sheet_id: 'back' fiscal_year: 2018"))
      .IsMalformed({"fiscal_year"});
  LiveYear(city, 2020, "249");
  CarryOn(city, 2020);
  city.On("2021-04-05").Does(WithdrawGoal(Roads(2021), "orders", ""));
  LiveYear(city, 2021, "102");
  city.Does(WithdrawGoal(Roads(2021), "answers", "窓口が移った"));
  const auto left = CarryOn(city, 2021).left_behind();
  ASSERT_EQ(left.size(), 1);
  EXPECT_EQ(left[0].goal(), "answers");
  EXPECT_EQ(left[0].cause(), "WITHDRAWN");

  const auto sheet = city.Sheet(Roads(2022));
  EXPECT_EQ(sheet.state(), sheets::v1::SHEET_STATE_DRAFT);
  EXPECT_EQ(sheet.carried_from(), Roads(2021));
  ASSERT_EQ(sheet.goals_size(), 1);
  EXPECT_EQ(sheet.goals(0).carried_from(), GoalOf(Roads(2021), "sand"));
  const auto& fence = sheet.goals(0).indicators(0);
  EXPECT_EQ(fence.series(), "doboku-2019.fence");
  EXPECT_THAT(Past(fence), ElementsAre("2019 261", "2020 249", "2021 102"));
  EXPECT_FALSE(fence.has_result());
  EXPECT_EQ(fence.target().text(), "90");

  const auto trend = Trend(city, "doboku-2019.fence");
  EXPECT_EQ(trend.name(), "防砂柵の延長");
  ASSERT_EQ(trend.lines_size(), 1);
  EXPECT_THAT(Points(trend.lines(0).points()),
              ElementsAre("2019 261", "2020 249", "2021 102", "2022 GAP_NO_RESULT"));
  EXPECT_THAT(trend.lines(0).points(0).sources(), ElementsAre(IndicatorOf(Roads(2019), "fence")));
}

// The next version of the plain form: goals are called aims, and it has no descriptions and focus.
forms::v1::Form FormOfAims() {
  forms::v1::Form form = PlainForm();
  form.mutable_levels(0)->set_key("aim");
  form.mutable_levels(1)->set_parents(0, "aim");
  form.mutable_counting()->set_level("aim");
  form.mutable_texts()->DeleteSubrange(2, 1);
  form.mutable_marks()->DeleteSubrange(1, 1);
  return form;
}

TEST(Years, LevelsAreMappedToANewFormVersion) {
  City city;
  city.On("2021-04-12").As("tanaka");
  city.Does(CreateSheet(Roads(2021), "doboku", 2021, "section-plain"));
  city.Does(CreateGoal(Roads(2021), "roads",
                       "label: '1' title: '道を直す' marks: ['focus', 'covid-19'] "
                       "texts { key: 'description' value: '区内全域' }"));
  city.Does(CreateGoal(Roads(2021), "row", "level: 'item' label: '1-1' title: '市道'",
                       "parent_goal: 'roads'"));
  city.Does(CreateIndicator(Roads(2021), "row", "repairs",
                            "name: '直した箇所' unit: '件' target { text: '70件' }"));
  city.Does(PublishGoals(Roads(2021)));
  city.On("2022-03-01").As("yamada").Does(RegisterForm(FormOfAims()));

  city.On("2022-04-04").As("tanaka");
  const std::string to_next = "sheet_id: 'doboku-2022' ";
  city.Does(CarryForward(Roads(2021), to_next)).IsMalformed({"levels", "goal"});
  city.Does(CarryForward(Roads(2021), to_next + "levels { from: 'goal' to: 'hope' }"))
      .IsMalformed({"levels[0].to", "hope"});
  const auto left =
      city.Does(CarryForward(Roads(2021), to_next + "levels { from: 'goal' to: 'aim' }"))
          .answer()
          .left_behind();
  std::vector<std::string> said;
  for (const auto& one : left) said.push_back(one.goal() + " " + one.field() + " " + one.cause());
  EXPECT_THAT(said,
              ElementsAre("roads texts.description NO_SUCH_TEXT", "roads marks NO_SUCH_MARK"));
  const auto sheet = city.Sheet(Roads(2022));
  EXPECT_EQ(sheet.form_version(), 2u);
  EXPECT_EQ(city.Sheet(Roads(2021)).form_version(), 1u);
  EXPECT_EQ(sheet.goals(0).level(), "aim");
  EXPECT_THAT(sheet.goals(0).marks(), ElementsAre("covid-19"));
  EXPECT_EQ(sheet.goals(0).goals(0).level(), "item");
  EXPECT_EQ(sheet.goals(0).goals(0).indicators(0).series(), "doboku-2021.repairs");
  EXPECT_FALSE(sheet.goals(0).goals(0).indicators(0).has_target());

  // A level that is left out lets what stands below it move up; the old version takes it.
  city.Does(StepOn<goals::v1::DeleteDraftSheetRequest>(Roads(2022)));
  city.Does(CarryForward(Roads(2021), to_next + "form_version: 1 levels { from: 'item' to: '' }"));
  EXPECT_EQ(city.Sheet(Roads(2022)).goals(0).goals_size(), 0);
}

TEST(Years, ATrendHasGapsWhereNothingIsKnown) {
  City city;
  city.On("2019-04-12");
  WriteRoads(city, Roads(2019), 2019, "section-plain");
  LiveYear(city, 2019, "261");
  // Nobody wrote a sheet in 2020; in 2021 the work was called off; in 2022 it was not reported.
  city.On("2021-04-05")
      .As("tanaka")
      .Does(CarryForward(Roads(2019),
                         "sheet_id: 'doboku-2021' fiscal_year: 2021 keep_targets: true"));
  LiveYear(city, 2021, "工事未実施");
  CarryOn(city, 2021);
  const auto points = [&] { return Points(Trend(city, "doboku-2019.fence").lines(0).points()); };
  EXPECT_THAT(points(), ElementsAre("2019 261", "2020 GAP_NO_INDICATOR", "2021 GAP_NO_NUMBER",
                                    "2022 GAP_NO_RESULT"));
  // A value for it that is typed in later is said to be one.
  city.On("2022-04-20")
      .Does(StepOn<goals::v1::SetPastValuesRequest>(
          IndicatorOf(Roads(2022), "fence"),
          "past { fiscal_year: 2019 value: '262' } past { fiscal_year: 2020 value: '249' }"));
  EXPECT_THAT(points(),
              ElementsAre("2019 261", "2020 249", "2021 GAP_NO_NUMBER", "2022 GAP_NO_RESULT"));
  EXPECT_TRUE(Trend(city, "doboku-2019.fence").lines(0).points(1).typed_in());

  // Typed in otherwise than the year's own sheet reports: kept, and said. (The sheet of 2021 was
  // given the value of 2019 when it was carried forward.)
  auto series = StepOn<indicators::v1::GetSeriesRequest>(kCity);
  series.set_series("doboku-2019.fence");
  std::vector<std::string> entries;
  const auto answer = city.Sees(series);
  for (const auto& one : answer.entries()) {
    entries.push_back(absl::StrCat(one.fiscal_year(), " ", one.result().text(),
                                   one.typed_in() ? " typed in" : "",
                                   one.differs() ? ", differs" : ""));
  }
  EXPECT_THAT(entries, ElementsAre("2019 261", "2019 261 typed in", "2019 262 typed in, differs",
                                   "2020 249 typed in", "2021 工事未実施", "2022 "));
  // Empty past columns are filled from earlier sheets, which stay where they are.
  city.Does(StepOn<goals::v1::SetPastValuesRequest>(IndicatorOf(Roads(2022), "fence"),
                                                    "past { fiscal_year: 2020 value: '249' }"));
  const auto read = city.Sees(GetSheet(Roads(2022), "include_past_results: true"));
  std::vector<std::string> filled;
  for (const auto& one : read.past_results()) {
    if (one.indicator() == "fence")
      filled.push_back(absl::StrCat(one.fiscal_year(), " ", one.value().text()));
  }
  EXPECT_THAT(filled, ElementsAre("2019 261", "2021 工事未実施"));
}

TEST(Years, ASeriesBreaksWherePersonsBecomeSessions) {
  City city;
  const auto health = [](int year) { return SheetNamed(absl::StrCat("kenko-", year)); };
  city.On("2020-04-10")
      .As("suzuki")
      .Does(CreateSheet(health(2020), "kenko", 2020, "section-plain"));
  city.Does(CreateGoal(health(2020), "classes", "label: '1' title: '健康教室を広げる'"));
  city.Does(CreateIndicator(health(2020), "classes", "people",
                            "name: '教室の参加' unit: '人' target { text: '300人' }"));
  city.Does(PublishGoals(health(2020)));
  city.On("2021-04-02").Does(ReportResults(health(2020), {{"people", "256人"}}));
  city.Does(CarryForward(health(2020), "sheet_id: 'kenko-2021' keep_targets: true"));
  const std::string people = IndicatorOf(health(2021), "people");
  city.Does(StepOn<goals::v1::BreakSeriesRequest>(people)).IsMalformed({"reason"});
  city.On("2021-04-05")
      .Does(StepOn<goals::v1::BreakSeriesRequest>(
          people, "series: 'kenko-sessions' reason: '人数ではなく回数を数える'"));
  city.Does(UpdateIndicator(health(2021), "people", "unit", "indicator { unit: '回' }"));
  city.Does(SetTargets(health(2021), {{"people", "40回"}}));
  city.Does(PublishGoals(health(2021)));
  city.On("2022-04-01").Does(ReportResults(health(2021), {{"people", "42回"}}));

  const auto broken = city.Sheet(health(2021)).goals(0).indicators(0);
  EXPECT_EQ(broken.series_break().previous_series(), "kenko-2020.people");
  EXPECT_EQ(broken.series_break().reason(), "人数ではなく回数を数える");
  // Sessions begin in 2021: what was typed in of persons is none of theirs.
  EXPECT_THAT(Points(Trend(city, "kenko-sessions").lines(0).points()), ElementsAre("2021 42"));
  EXPECT_THAT(Points(Trend(city, "kenko-2020.people").lines(0).points()), ElementsAre("2020 256"));
  const auto across = Trend(city, "kenko-sessions", "across_breaks: true");
  EXPECT_THAT(Points(across.lines(0).points()), ElementsAre("2020 256", "2021 42"));
  ASSERT_EQ(across.breaks_size(), 1);
  EXPECT_EQ(across.breaks(0).fiscal_year(), 2021);
  EXPECT_EQ(across.breaks(0).reason(), "人数ではなく回数を数える");
}

// 12 of 20 and 150 of 300 are 162 of 320, not the mean of 60 % and 50 %.
TEST(Years, PercentagesAreRolledUpAsSumOverSum) {
  City city;
  city.On("2022-04-12").As("tanaka");
  for (const std::string unit : {"kenko", "nosho"}) {
    const std::string sheet = SheetNamed(unit);
    city.Does(CreateSheet(sheet, unit, 2022, "section-plain"));
    city.Does(CreateGoal(sheet, "survey", "label: '1' title: '満足してもらう'"));
    city.Does(CreateIndicator(sheet, "survey", "content",
                              "name: '満足した人' unit: '%' series: 'content' "
                              "target { text: '60' }"));
    city.Does(PublishGoals(sheet));
  }
  city.On("2023-04-03");
  const auto report = [&](const std::string& unit, const std::string& value,
                          const std::string& numerator, const std::string& denominator) {
    auto request = ReportResults(SheetNamed(unit), {{"content", value}});
    request.mutable_results(0)->set_numerator(numerator);
    if (!denominator.empty()) request.mutable_results(0)->set_denominator(denominator);
    return request;
  };
  city.Does(report("kenko", "60", "12", "")).IsMalformed({"denominator"});
  city.Does(report("kenko", "60", "12", "20"));
  const auto rolled_up = [&] { return Trend(city, "content").rolled_up(); };
  EXPECT_THAT(Points(rolled_up()), ElementsAre("2022 GAP_NO_RATIO"));
  city.Does(report("nosho", "50", "150", "300"));
  ASSERT_THAT(Points(rolled_up()), ElementsAre("2022 50.63"));
  EXPECT_EQ(rolled_up()[0].numerator(), "162");
  EXPECT_EQ(rolled_up()[0].denominator(), "320");
}

}  // namespace
}  // namespace mokuhyo::scenarios
