#include <gmock/gmock.h>

#include "libs/projection/sheet_story_test_util.h"
#include "libs/projection/suggestions.h"

// `as_of_time` (what was known then) and `effective_date` (about which day), apart and together, on
// every read: facts that were recorded late, dated back or ahead, and corrected.
namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::StrEq;

// What is asked, and what is to be answered.
struct Question {
  std::string as_of;  // Empty: now.
  std::string date;   // Empty: everything that is recorded.
  std::string target;
  std::string result;
  std::string rating;
  std::string unit;  // The name of the unit then.

  std::string Fields() const {
    return (as_of.empty() ? "" : absl::StrCat("as_of_time: '", as_of, "' ")) +
           (date.empty() ? "" : absl::StrCat("effective_date: '", date, "' "));
  }
};

class TwoTimesMatrixTest : public SheetStory {
 protected:
  void SetUp() override {
    SheetStory::SetUp();
    PublishRoads();
    GoToDay("2022-06-05");
    before_the_revision_ = Now();
    GoToDay("2022-06-10");
    SetTarget("i1", "75", "reason: '遅れて記録' effective_date: '2022-05-20'");
    GoToDay("2022-06-12");
    before_the_renaming_ = Now();
    GoToDay("2022-06-15");
    organization::v1::RenameOrgUnitResponse renamed;
    const auto rename = Proto<organization::v1::RenameOrgUnitRequest>(
        "name: 'cities/test/orgUnits/kensetsu' display_name: '土木課' reason: '改組' "
        "effective_date: '2022-06-01'");
    ExpectOk(
        Call([&](auto done) { cities_.RunOnUnit(rename, caller_, &renamed, std::move(done)); }));
    GoToDay("2022-06-20");
    SetTarget("i1", "90", "reason: '九月から増やす' effective_date: '2022-09-01'");
    GoToDay("2022-07-01");
    ReportResult("i1", "74", "effective_date: '2022-06-15'");
    Rate("g1", "達成", "effective_date: '2022-06-30'");
    GoToDay("2022-07-03");
    before_the_correction_ = Now();
    GoToDay("2022-07-05");
    CorrectResult("i1", "76", "reason: '数え直し' effective_date: '2022-06-15'");
    GoToDay("2022-07-10");

    questions_ = {
        // Now.
        {"", "", "90", "76", "達成", "土木課"},
        // What is known now, about a day.
        {"", "2022-05-10", "70", "", "", "建設課"},
        {"", "2022-05-25", "75", "", "", "建設課"},
        {"", "2022-06-20", "75", "76", "", "土木課"},
        {"", "2022-07-10", "75", "76", "達成", "土木課"},
        {"", "2022-09-01", "90", "76", "達成", "土木課"},
        // What was known then. Without a day also what was dated ahead, under the names of today.
        {before_the_revision_, "", "70", "", "", "建設課"},
        {before_the_renaming_, "", "75", "", "", "建設課"},
        {before_the_correction_, "", "90", "74", "達成", "土木課"},
        // What was known then about that day.
        {before_the_revision_, "2022-05-25", "70", "", "", "建設課"},
        {before_the_renaming_, "2022-06-20", "75", "", "", "建設課"},
        {before_the_correction_, "2022-05-25", "75", "", "", "建設課"},
        {before_the_correction_, "2022-06-20", "75", "74", "", "土木課"},
        {before_the_correction_, "2022-07-10", "75", "74", "達成", "土木課"},
        {before_the_correction_, "2022-09-01", "90", "74", "達成", "土木課"},
    };
  }

  static void ExpectSheet(const Question& question, const sheets::v1::Sheet& sheet) {
    ASSERT_EQ(sheet.goals_size(), 1);
    ASSERT_EQ(sheet.goals(0).indicators_size(), 1);
    const sheets::v1::Indicator& indicator = sheet.goals(0).indicators(0);
    EXPECT_EQ(indicator.target().text(), question.target);
    EXPECT_EQ(indicator.result().text(), question.result);
    EXPECT_EQ(sheet.goals(0).evaluation().rating(), question.rating);
  }

  // Calls `ask` for every question.
  template <typename Ask>
  void ForEachQuestion(const Ask& ask) {
    for (const Question& question : questions_) {
      SCOPED_TRACE(question.Fields());
      ask(question);
    }
  }

  std::string before_the_revision_;
  std::string before_the_renaming_;
  std::string before_the_correction_;
  std::vector<Question> questions_;
};

constexpr char kYear[] = "parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022 ";

TEST_F(TwoTimesMatrixTest, GetSheet) {
  ForEachQuestion([&](const Question& question) {
    const auto answer = reader_.GetSheet(Proto<sheets::v1::GetSheetRequest>(
        absl::StrCat("name: '", kSheet, "' ", question.Fields())));
    ExpectOk(answer.status());
    ExpectSheet(question, answer->sheet());
    EXPECT_EQ(answer->org_unit_display_name(), question.unit);
  });
}

TEST_F(TwoTimesMatrixTest, ListSheets) {
  ForEachQuestion([&](const Question& question) {
    const auto answer = reader_.ListSheets(Proto<sheets::v1::ListSheetsRequest>(
        absl::StrCat("parent: 'cities/test' view: SHEET_VIEW_FULL ", question.Fields())));
    ExpectOk(answer.status());
    ASSERT_EQ(answer->sheets_size(), 1);
    ExpectSheet(question, answer->sheets(0));
  });
}

TEST_F(TwoTimesMatrixTest, ListSheetsOnItsLaterPages) {
  CreateSheet("t", "somu");
  const auto page = reader_.ListSheets(Proto<sheets::v1::ListSheetsRequest>(
      "parent: 'cities/test' page_size: 1 effective_date: '2022-07-10'"));
  ExpectOk(page.status());
  EXPECT_EQ(page->sheets(0).name(), kSheet);
  const auto rest = reader_.ListSheets(Proto<sheets::v1::ListSheetsRequest>(
      absl::StrCat("parent: 'cities/test' page_size: 1 effective_date: '2022-07-10' page_token: '",
                   page->next_page_token(), "'")));
  ExpectOk(rest.status());
  EXPECT_EQ(rest->sheets(0).name(), "cities/test/sheets/t");
  // A day on which the second sheet was not there yet.
  const auto before = reader_.ListSheets(
      Proto<sheets::v1::ListSheetsRequest>("parent: 'cities/test' effective_date: '2022-07-09'"));
  EXPECT_EQ(before->sheets_size(), 1);
}

TEST_F(TwoTimesMatrixTest, GetYearlySummary) {
  ForEachQuestion([&](const Question& question) {
    const auto answer = reader_.GetYearlySummary(
        Proto<sheets::v1::GetYearlySummaryRequest>(kYear + question.Fields()));
    ExpectOk(answer.status());
    ASSERT_EQ(answer->summary().tables_size(), 1);
    const auto& table = answer->summary().tables(0);
    EXPECT_EQ(table.overall().row_count(), 1);
    EXPECT_EQ(table.overall().unrated_count(), question.rating.empty() ? 1 : 0);
    ASSERT_EQ(table.units_size(), 1);
    EXPECT_EQ(table.units(0).title(), question.unit);
  });
}

TEST_F(TwoTimesMatrixTest, ListCountedGoals) {
  ForEachQuestion([&](const Question& question) {
    const auto answer = reader_.ListCountedGoals(Proto<sheets::v1::ListCountedGoalsRequest>(
        absl::StrCat(kYear, "form: 'test-form' ", question.Fields())));
    ExpectOk(answer.status());
    ASSERT_EQ(answer->goals_size(), 1);
    EXPECT_THAT(answer->goals(0).rating(), StrEq(question.rating));
  });
}

TEST_F(TwoTimesMatrixTest, SuggestRatings) {
  ForEachQuestion([&](const Question& question) {
    const auto answer =
        SuggestRatings(reader_, Proto<evaluations::v1::SuggestRatingsRequest>(
                                    absl::StrCat("name: '", kSheet, "' ", question.Fields())));
    ExpectOk(answer.status());
    ASSERT_EQ(answer->goals_size(), 1);
    const auto& input = answer->goals(0).suggestion().inputs(0);
    EXPECT_EQ(input.target(), question.target);
    EXPECT_EQ(input.result(), question.result);
    EXPECT_EQ(answer->goals(0).rating(), question.rating);
  });
}

TEST_F(TwoTimesMatrixTest, ListDepartures) {
  ForEachQuestion([&](const Question& question) {
    const auto answer = reader_.ListDepartures(
        Proto<evaluations::v1::ListDeparturesRequest>(kYear + question.Fields()));
    ExpectOk(answer.status());
    EXPECT_EQ(answer->compared_count(), question.rating.empty() ? 0 : 1);
    // 76 of 75 is achieved, and nothing else of what was known at any time.
    const bool agrees = question.target == "75" && question.result == "76";
    ASSERT_EQ(answer->departures_size(), question.rating.empty() || agrees ? 0 : 1);
    if (answer->departures().empty()) return;
    EXPECT_EQ(answer->departures(0).input().target(), question.target);
    EXPECT_EQ(answer->departures(0).input().result(), question.result);
  });
}

TEST_F(TwoTimesMatrixTest, AnswersAboutThePastStayWhateverIsRecordedLater) {
  std::vector<std::string> before;
  for (const Question& question : questions_) {
    if (!question.as_of.empty()) before.push_back(Get(question.Fields())->SerializeAsString());
  }
  SetTarget("i1", "10", "reason: 'r' effective_date: '2022-05-02'");
  CorrectResult("i1", "11", "reason: 'r' effective_date: '2022-06-01'");
  size_t i = 0;
  for (const Question& question : questions_) {
    if (question.as_of.empty()) continue;
    EXPECT_EQ(Get(question.Fields())->SerializeAsString(), before[i++]) << question.Fields();
  }
}

TEST_F(TwoTimesMatrixTest, NothingIsThereBeforeItsDay) {
  ExpectRefused(Get("effective_date: '2022-04-30'").status(), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  ExpectRefused(
      Get(absl::StrCat("effective_date: '2022-04-30' as_of_time: '", before_the_revision_, "'"))
          .status(),
      absl::StatusCode::kNotFound, "NOT_FOUND");
  const auto summary = reader_.GetYearlySummary(Proto<sheets::v1::GetYearlySummaryRequest>(
      absl::StrCat(kYear, "effective_date: '2022-04-30'")));
  ExpectOk(summary.status());
  EXPECT_EQ(summary->summary().tables_size(), 0);
}

}  // namespace
}  // namespace mokuhyo::projection
