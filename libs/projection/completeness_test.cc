#include "libs/projection/completeness.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/test_city_test_util.h"
#include "libs/projection/sheet_directory.h"

namespace mokuhyo::projection {
namespace {

using application::TestCity;
using domain::testing::Proto;
using evaluations::v1::RecordNarrativeRequest;
using indicators::v1::CompletenessRow;
using indicators::v1::GetCompletenessRequest;
using indicators::v1::GetCompletenessResponse;
using indicators::v1::ListMissingResultsRequest;
using indicators::v1::ReportResultsRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "2022-10-31 interim kensetsu: expected 2, on time 1, missing 1"
std::string Line(const CompletenessRow& row) {
  std::string line = absl::StrCat(row.due_on(), " ", row.deadline(), " ", row.org_unit(),
                                  ": expected ", row.expected_count());
  const auto add = [&line](const char* what, int count) {
    if (count > 0) absl::StrAppend(&line, ", ", what, " ", count);
  };
  add("on time", row.on_time_count());
  add("late", row.late_count());
  add("undated", row.undated_count());
  add("missing", row.missing_count());
  add("pending", row.pending_count());
  add("blank", row.blank_count());
  EXPECT_EQ(row.reported_count(), row.on_time_count() + row.late_count() + row.undated_count());
  EXPECT_EQ(row.expected_count(), row.reported_count() + row.missing_count() + row.pending_count());
  return line;
}

template <class Rows>
std::vector<std::string> Lines(const Rows& rows) {
  std::vector<std::string> lines;
  for (const CompletenessRow& row : rows) lines.push_back(Line(row));
  return lines;
}

// A city with the form `reviewed`: test-form with an interim review by 31 October and results of
// the year by 30 April.
class CompletenessTest : public TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    organization::v1::RegisterFormRequest request;
    request.set_parent("cities/test");
    *request.mutable_form() = TitledForm();
    request.mutable_form()->set_name("cities/test/forms/reviewed");
    for (const char* const deadline :
         {"key: 'plan' title { ja: '目標の公表' } subject: SUBJECT_GOALS due_month: 5 due_day: 15",
          "key: 'interim' title { ja: '中間振り返り' } subject: SUBJECT_RESULTS period: 'interim' "
          "due_month: 10 due_day: 31",
          "key: 'final' title { ja: '年間実績' } subject: SUBJECT_RESULTS due_month: 4 due_day: 30 "
          "years_after: 1"}) {
      *request.mutable_form()->add_deadlines() = Proto<forms::v1::Deadline>(deadline);
    }
    organization::v1::RegisterFormResponse registered;
    ExpectOk(Call(
        [&](auto done) { cities_.RegisterForm(request, caller_, &registered, std::move(done)); }));
  }

  // A draft of a unit with one goal and the indicators i1, i2.
  void Draft(const std::string& unit, const std::string& form = "reviewed") {
    const std::string sheet = "cities/test/sheets/" + unit;
    auto create =
        Proto<goals::v1::CreateSheetRequest>("parent: 'cities/test' sheet { fiscal_year: 2022 }");
    create.set_sheet_id(unit);
    create.mutable_sheet()->set_org_unit(unit);
    create.mutable_sheet()->set_form(form);
    ExpectOk(Do<goals::v1::CreateSheetResponse>(create).status());
    auto goal = Proto<goals::v1::CreateGoalRequest>(R"pb(
      goal_id: "g1"
      goal {
        level: "goal"
        label: "1"
        indicators { id: "i1" name: "点検" }
        indicators { id: "i2" name: "補修" }
      }
    )pb");
    goal.set_parent(sheet);
    ExpectOk(Do<goals::v1::CreateGoalResponse>(goal).status());
  }

  void Publish(const std::string& unit, const std::string& day) {
    goals::v1::PublishGoalsRequest request;
    request.set_name("cities/test/sheets/" + unit);
    request.set_effective_date(day);
    ExpectOk(Do<goals::v1::PublishGoalsResponse>(request).status());
  }

  void Report(const std::string& unit, const std::string& day, const std::string& results) {
    auto request = Proto<ReportResultsRequest>(results);
    request.set_parent("cities/test/sheets/" + unit);
    request.set_effective_date(day);
    ExpectOk(Do<indicators::v1::ReportResultsResponse>(request).status());
  }

  GetCompletenessResponse Completeness(const std::string& day, const std::string& as_of = "",
                                       const std::string& form = "") {
    auto request =
        Proto<GetCompletenessRequest>("parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022");
    request.set_effective_date(day);
    request.set_as_of_time(as_of);
    request.set_form(form);
    const auto response = GetCompleteness(reader_, request);
    ExpectOk(response.status());
    return response.value_or(GetCompletenessResponse());
  }

  // The rows of the deadline.
  std::vector<std::string> RowsOf(const std::string& deadline, const std::string& day,
                                  const std::string& as_of = "") {
    std::vector<std::string> lines;
    const GetCompletenessResponse completeness = Completeness(day, as_of);
    for (const CompletenessRow& row : completeness.rows()) {
      if (row.deadline() == deadline) lines.push_back(Line(row));
    }
    return lines;
  }

  std::vector<std::string> Missing(const std::string& day, const std::string& fields = "") {
    auto request = Proto<ListMissingResultsRequest>(
        "parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022 " + fields);
    request.set_effective_date(day);
    std::vector<std::string> lines;
    do {
      const auto response = ListMissingResults(reader_, request);
      ExpectOk(response.status());
      if (!response.ok()) break;
      for (const auto& missing : response->missing()) {
        lines.push_back(absl::StrCat(missing.due_on(), " ", missing.indicator().substr(12), " ",
                                     missing.label(), " ", missing.name(), " '", missing.period(),
                                     "' ", missing.days_late()));
      }
      total_size_ = response->total_size();
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
  int total_size_ = 0;
};

TEST_F(CompletenessTest, AYearFromDraftThroughTheInterimReviewToTheFinalResults) {
  Draft("kensetsu");
  EXPECT_THAT(Lines(Completeness("2022-05-10").rows()),
              ElementsAre("2022-05-15 plan kensetsu: expected 1, pending 1",
                          "2022-10-31 interim kensetsu: expected 2, pending 2",
                          "2023-04-30 final kensetsu: expected 2, pending 2"));
  Publish("kensetsu", "2022-05-16");
  EXPECT_THAT(RowsOf("plan", "2022-06-01"),
              ElementsAre("2022-05-15 plan kensetsu: expected 1, late 1"));

  // Half of the interim review comes in time; what is not there is pending through the last day.
  Report("kensetsu", "2022-10-31",
         "results { indicator: 'i1' period: 'interim' kind: 'interim' value: '40' }");
  EXPECT_THAT(RowsOf("interim", "2022-10-31"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, on time 1, pending 1"));
  EXPECT_THAT(Missing("2022-10-31"), IsEmpty());
  EXPECT_THAT(RowsOf("interim", "2022-11-01"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, on time 1, missing 1"));
  EXPECT_THAT(Missing("2022-11-03"),
              ElementsAre("2022-10-31 sheets/kensetsu/indicators/i2 1 補修 'interim' 3"));

  // A narrative of the result stage needs no reason: it is no revision of the goals.
  const auto narrative = Proto<RecordNarrativeRequest>(
      "parent: 'cities/test/sheets/kensetsu' effective_date: '2022-11-05' "
      "texts { key: 'result' value: '半分まで進んだ。' }");
  ExpectOk(Do<evaluations::v1::RecordNarrativeResponse>(narrative).status());

  // The year: one in time, one late; the interim cell stays empty and is missing still.
  Report("kensetsu", "2023-04-30", "results { indicator: 'i1' value: '80' }");
  Report("kensetsu", "2023-05-10", "results { indicator: 'i2' value: '9' }");
  EXPECT_THAT(RowsOf("final", "2023-06-01"),
              ElementsAre("2023-04-30 final kensetsu: expected 2, on time 1, late 1"));
  EXPECT_THAT(RowsOf("interim", "2023-06-01"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, on time 1, missing 1"));

  // Said to be empty on purpose it is missing no more.
  ExpectOk(Do<indicators::v1::MarkIntentionallyBlankResponse>(
               Proto<indicators::v1::MarkIntentionallyBlankRequest>(
                   "name: 'cities/test/sheets/kensetsu/goals/g1' "
                   "fields: 'indicators[1].results[interim]' effective_date: '2023-05-20'"))
               .status());
  EXPECT_THAT(RowsOf("interim", "2023-06-01"),
              ElementsAre("2022-10-31 interim kensetsu: expected 1, on time 1, blank 1"));
  EXPECT_THAT(Missing("2023-06-01"), IsEmpty());
  // About the day before that was said, it is.
  EXPECT_THAT(RowsOf("interim", "2023-05-19"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, on time 1, missing 1"));
}

TEST_F(CompletenessTest, TellsWhatWasKnownApartFromTheDayItIsAbout) {
  Draft("kensetsu");
  Publish("kensetsu", "2022-05-01");
  clock_.Set(absl::FromUnixSeconds(1668000000));  // 2022-11-09
  const std::string before = "2022-11-08T00:00:00Z";
  Report("kensetsu", "2022-10-20", "results { indicator: 'i1' period: 'interim' value: '40' }");
  clock_.Set(absl::FromUnixSeconds(1668100000));
  EXPECT_THAT(RowsOf("interim", "2022-11-05"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, on time 1, missing 1"));
  EXPECT_THAT(RowsOf("interim", "2022-11-05", before),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, missing 2"));
  EXPECT_THAT(RowsOf("interim", "2022-10-19"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, pending 2"));
}

TEST_F(CompletenessTest, AnEmptyCellIsNoReport) {
  Draft("kensetsu");
  Publish("kensetsu", "2022-05-01");
  Report("kensetsu", "2022-10-20", "results { indicator: 'i1' period: 'interim' value: '' }");
  EXPECT_THAT(RowsOf("interim", "2022-11-01"),
              ElementsAre("2022-10-31 interim kensetsu: expected 2, missing 2"));
  for (const auto& [day, value] : {std::pair{"2022-11-05", "7"}, std::pair{"2022-11-20", "8"}}) {
    auto request = Proto<indicators::v1::CorrectResultsRequest>(
        "parent: 'cities/test/sheets/kensetsu' reason: 'x' "
        "results { indicator: 'i1' period: 'interim' }");
    request.set_effective_date(day);
    request.mutable_results(0)->set_value(value);
    ExpectOk(Do<indicators::v1::CorrectResultsResponse>(request).status());
    EXPECT_THAT(RowsOf("interim", "2022-12-01"),
                ElementsAre("2022-10-31 interim kensetsu: expected 2, late 1, missing 1"));
  }
}

TEST_F(CompletenessTest, AddsUpByDeadlineAndSaysWhoHasNoSheet) {
  Draft("kensetsu");
  EXPECT_THAT(Completeness("2022-06-01").units_without_sheet(), ElementsAre("somu"));
  Draft("somu");
  OpenUnit("kouen",
           "org_unit { display_name: '公園課' kind: ORG_UNIT_KIND_SECTION parent_unit: 'nishi' }");
  Publish("somu", "2022-05-15");
  const GetCompletenessResponse completeness = Completeness("2022-06-01");
  EXPECT_THAT(Lines(completeness.rows()),
              ElementsAre("2022-05-15 plan kensetsu: expected 1, missing 1",
                          "2022-05-15 plan somu: expected 1, on time 1",
                          "2022-10-31 interim kensetsu: expected 2, pending 2",
                          "2022-10-31 interim somu: expected 2, pending 2",
                          "2023-04-30 final kensetsu: expected 2, pending 2",
                          "2023-04-30 final somu: expected 2, pending 2"));
  EXPECT_THAT(Lines(completeness.totals()),
              ElementsAre("2022-05-15 plan : expected 2, on time 1, missing 1",
                          "2022-10-31 interim : expected 4, pending 4",
                          "2023-04-30 final : expected 4, pending 4"));
  EXPECT_EQ(completeness.totals(1).title().ja(), "中間振り返り");
  EXPECT_EQ(completeness.totals(1).form(), "reviewed");
  EXPECT_EQ(completeness.rows(0).org_unit_display_name(), "建設課");
  // The ward has no sheet of its sections, and misses none.
  EXPECT_THAT(completeness.units_without_sheet(), ElementsAre("kouen"));
  EXPECT_FALSE(completeness.position().empty());
}

TEST_F(CompletenessTest, AsksForSheetsOfTheUnitsThatThereAreOnTheDay) {
  Draft("kensetsu");
  OpenUnit("higashi", "org_unit { display_name: '東区' kind: ORG_UNIT_KIND_WARD }");
  const auto change = [&](const auto& request, auto response) {
    ExpectOk(
        Call([&](auto done) { cities_.RunOnUnit(request, caller_, &response, std::move(done)); }));
  };
  change(Proto<organization::v1::CloseOrgUnitRequest>(
             "name: 'cities/test/orgUnits/somu' effective_date: '2022-06-01'"),
         organization::v1::CloseOrgUnitResponse());
  OpenUnit("kouen",
           "org_unit { display_name: '公園課' kind: ORG_UNIT_KIND_SECTION parent_unit: 'nishi' }");
  change(Proto<organization::v1::MoveOrgUnitRequest>(
             "name: 'cities/test/orgUnits/kouen' parent_unit: 'higashi' "
             "effective_date: '2022-07-01'"),
         organization::v1::MoveOrgUnitResponse());
  EXPECT_THAT(Completeness("2022-05-31").units_without_sheet(), ElementsAre("kouen", "somu"));
  EXPECT_THAT(Completeness("2022-06-30").units_without_sheet(), ElementsAre("kouen"));
  EXPECT_THAT(Completeness("2022-07-01").units_without_sheet(), IsEmpty());
}

TEST_F(CompletenessTest, ExpectsNothingUnderAFormWithoutDeadlines) {
  Draft("kensetsu", "test-form");
  const GetCompletenessResponse completeness = Completeness("2024-01-01");
  EXPECT_THAT(completeness.rows(), IsEmpty());
  EXPECT_THAT(completeness.totals(), IsEmpty());
  EXPECT_THAT(Missing("2024-01-01"), IsEmpty());
  EXPECT_EQ(total_size_, 0);
}

TEST_F(CompletenessTest, ListsMissingResultsByDayInPagesAndByPeriod) {
  Draft("kensetsu");
  Draft("somu");
  const std::vector<std::string> all = Missing("2023-05-01");
  EXPECT_THAT(all, ElementsAre("2022-10-31 sheets/kensetsu/indicators/i1 1 点検 'interim' 182",
                               "2022-10-31 sheets/kensetsu/indicators/i2 1 補修 'interim' 182",
                               "2022-10-31 sheets/somu/indicators/i1 1 点検 'interim' 182",
                               "2022-10-31 sheets/somu/indicators/i2 1 補修 'interim' 182",
                               "2023-04-30 sheets/kensetsu/indicators/i1 1 点検 '' 1",
                               "2023-04-30 sheets/kensetsu/indicators/i2 1 補修 '' 1",
                               "2023-04-30 sheets/somu/indicators/i1 1 点検 '' 1",
                               "2023-04-30 sheets/somu/indicators/i2 1 補修 '' 1"));
  EXPECT_EQ(Missing("2023-05-01", "page_size: 3"), all);
  EXPECT_EQ(total_size_, 8);
  EXPECT_EQ(Missing("2023-05-01", "period: ''").size(), 4u);
  EXPECT_EQ(Missing("2023-05-01", "period: 'interim'").size(), 4u);
  EXPECT_THAT(Missing("2023-05-01", "period: 'other'"), IsEmpty());
}

TEST_F(CompletenessTest, RefusesWhatIsNotThere) {
  auto request = Proto<GetCompletenessRequest>("parent: 'cities/test'");
  ExpectRefused(GetCompleteness(reader_, request).status(), absl::StatusCode::kInvalidArgument,
                "INVALID_FIELDS");
  request = Proto<GetCompletenessRequest>(
      "parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022 form: 'nothing'");
  ExpectRefused(GetCompleteness(reader_, request).status(), absl::StatusCode::kNotFound,
                "NOT_FOUND");
}

}  // namespace
}  // namespace mokuhyo::projection
