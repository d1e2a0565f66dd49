#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/base/date.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/documents/v1/org_units_document.pb.h"

// What was known when, about which day: documents of the past that are imported today, units that
// change, responsibility that moves.
namespace mokuhyo::projection {
namespace {

using application::TestCity;
using documents::v1::SheetDocument;
using domain::testing::Proto;
namespace fs = std::filesystem;

class TwoTimesTest : public TestCity {
 protected:
  absl::StatusOr<sheets::v1::Sheet> Read(const std::string& name, const std::string& fields) {
    auto request = Proto<sheets::v1::GetSheetRequest>(fields);
    request.set_name(name);
    request.set_view(sheets::v1::SHEET_VIEW_FULL);
    const auto response = reader_.GetSheet(request);
    if (!response.ok()) return response.status();
    return response->sheet();
  }

  absl::StatusOr<sheets::v1::YearlySummary> Summary(const std::string& fields) {
    auto request = Proto<sheets::v1::GetYearlySummaryRequest>(
        absl::StrCat("parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022 ", fields));
    const auto response = reader_.GetYearlySummary(request);
    if (!response.ok()) return response.status();
    return response->summary();
  }

  // `somu 2 kensetsu 1`: rows by responsible unit, with the names of the day.
  std::string ByUnit(const std::string& date) {
    const auto summary = Summary(absl::StrCat("effective_date: '", date, "'"));
    if (!summary.ok()) return std::string(summary.status().message());
    std::string text;
    if (summary->tables().empty()) return text;
    for (const auto& group : summary->tables(0).units())
      absl::StrAppend(&text, text.empty() ? "" : " ", group.title(), " ",
                      group.tally().row_count());
    return text;
  }

  std::string Now() const { return base::FormatInstant(clock_.Now()); }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

constexpr char kSheet[] = "cities/test/sheets/2022";

SheetDocument Document() {
  return Proto<SheetDocument>(R"pb(
    name: "cities/test/sheets/2022"
    form: "test-form"
    fiscal_year: 2022
    org_unit: "kensetsu"
    state: EVALUATED
    created_on: "2022-04-01"
    evaluated_on: "2023-03-31"
    goals {
      level: "goal"
      title: "道路"
      indicators { name: "延長" target: "10" result: "12" }
      accomplishments: "直した"
      evaluation { rating: "達成" }
    }
    declared_totals { total: 1 }
  )pb");
}

TEST_F(TwoTimesTest, ADocumentOfThePastAnswersAboutItsOwnDays) {
  clock_.Advance(absl::Hours(1));
  const std::string before = Now();
  clock_.Advance(absl::Hours(1));
  const auto imported = Import(Document());
  ASSERT_TRUE(imported.ok()) << imported.status();
  clock_.Advance(absl::Hours(1));
  const std::string after = Now();
  clock_.Advance(absl::Hours(1));

  const auto in_june = Read(kSheet, "effective_date: '2022-06-01'");
  ASSERT_TRUE(in_june.ok()) << in_june.status();
  EXPECT_EQ(in_june->state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  EXPECT_EQ(in_june->goals(0).indicators(0).target().text(), "10");
  EXPECT_FALSE(in_june->goals(0).indicators(0).has_result());
  EXPECT_FALSE(in_june->goals(0).has_evaluation());
  EXPECT_TRUE(in_june->goals(0).accomplishments().empty());
  EXPECT_TRUE(in_june->declared_totals().empty());

  const auto at_the_end = Read(kSheet, "effective_date: '2023-03-31'");
  ASSERT_TRUE(at_the_end.ok()) << at_the_end.status();
  EXPECT_EQ(at_the_end->state(), sheets::v1::SHEET_STATE_CONFIRMED);
  EXPECT_EQ(at_the_end->goals(0).indicators(0).result().text(), "12");
  EXPECT_EQ(at_the_end->goals(0).evaluation().rating(), "達成");
  EXPECT_EQ(at_the_end->declared_totals_size(), 1);
  EXPECT_EQ(Read(kSheet, "")->DebugString(), at_the_end->DebugString());
  EXPECT_FALSE(Read(kSheet, "effective_date: '2023-03-30'")->goals(0).has_evaluation());

  // Before its day it was not there, and before it was imported nothing was known of it.
  ExpectRefused(Read(kSheet, "effective_date: '2022-03-31'").status(), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  ExpectRefused(Read(kSheet, absl::StrCat("as_of_time: '", before, "'")).status(),
                absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(
      Read(kSheet, absl::StrCat("as_of_time: '", before, "' effective_date: '2023-03-31'"))
          .status(),
      absl::StatusCode::kNotFound, "NOT_FOUND");
  const auto both =
      Read(kSheet, absl::StrCat("as_of_time: '", after, "' effective_date: '2022-06-01'"));
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_FALSE(both->goals(0).indicators(0).has_result());
}

TEST_F(TwoTimesTest, ARevisionOfADocumentIsKnownFromItsImportOn) {
  ASSERT_TRUE(Import(Document()).ok());
  clock_.Advance(absl::Hours(1));
  const std::string before = Now();
  clock_.Advance(absl::Hours(1));
  SheetDocument revised = Document();
  revised.mutable_goals(0)->set_title("道路と橋");
  ASSERT_TRUE(Import(revised, "revise: true").ok());
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Read(kSheet, "effective_date: '2022-06-01'")->goals(0).title(), "道路と橋");
  EXPECT_EQ(Read(kSheet, absl::StrCat("as_of_time: '", before, "' effective_date: '2022-06-01'"))
                ->goals(0)
                .title(),
            "道路");
}

TEST_F(TwoTimesTest, TheImportSaysItsOwnDays) {
  SheetDocument document = Document();
  ExpectRefused(
      Import(document, "goals_effective_date: '2022-05-10' results_effective_date: '2022-05-09'")
          .status(),
      absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  // All violations at once, those of the document too.
  document.mutable_goals(0)->set_level("none");
  base::Violations violations;
  violations.Add(Import(document, "goals_effective_date: '5月'").status());
  EXPECT_EQ(violations.list().size(), 2u);

  ASSERT_TRUE(
      Import(Document(), "goals_effective_date: '2022-05-10' results_effective_date: '2023-05-20'")
          .ok());
  EXPECT_FALSE(Read(kSheet, "effective_date: '2022-05-09'").ok());
  EXPECT_FALSE(Read(kSheet, "effective_date: '2023-05-19'")->goals(0).indicators(0).has_result());
  EXPECT_TRUE(Read(kSheet, "effective_date: '2023-05-20'")->goals(0).indicators(0).has_result());
}

TEST_F(TwoTimesTest, OfASheetThatIsOperatedHereResultsAreDecidedOnTheirOwnDay) {
  CreateSheet();
  CreateGoals(1);
  const auto indicator = Proto<goals::v1::CreateIndicatorRequest>(
      "parent: 'cities/test/sheets/s/goals/g1' indicator { name: '延長' }");
  ExpectOk(Do<goals::v1::CreateIndicatorResponse>(indicator).status());
  const auto publish = Proto<goals::v1::PublishGoalsRequest>(
      "name: 'cities/test/sheets/s' effective_date: '2022-05-10'");
  ExpectOk(Do<goals::v1::PublishGoalsResponse>(publish).status());
  // The printed days are not those of a sheet that was worked on here.
  const auto document = Proto<SheetDocument>(R"pb(
    name: "cities/test/sheets/s"
    form: "test-form"
    fiscal_year: 2022
    org_unit: "kensetsu"
    state: RESULTS_REPORTED
    goals {
      level: "goal"
      indicators { name: "延長" result: "12" }
    }
  )pb");
  const std::string revise = "revise: true goals_effective_date: '2022-05-01' ";
  ExpectRefused(Import(document, revise + "results_effective_date: '2022-05-09'").status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  ASSERT_TRUE(Import(document, revise + "results_effective_date: '2022-05-20'").ok());
  const std::string name = "cities/test/sheets/s";
  EXPECT_FALSE(Read(name, "effective_date: '2022-05-19'")->goals(0).indicators(0).has_result());
  EXPECT_EQ(Read(name, "")->goals(0).indicators(0).result_detail().reported_on(), "2022-05-20");
}

TEST_F(TwoTimesTest, ResponsibilityForAGoalMovesInMidYear) {
  CreateSheet();
  CreateGoals(3);
  const auto hand_over = [&](const std::string& goal, const std::string& date) {
    auto update = Proto<goals::v1::UpdateGoalRequest>(
        "goal { responsible_unit: 'somu' } update_mask { paths: 'responsible_unit' }");
    update.set_name("cities/test/sheets/s/goals/" + goal);
    update.set_effective_date(date);
    ExpectOk(Do<goals::v1::UpdateGoalResponse>(update).status());
  };
  hand_over("g2", "2022-10-01");
  hand_over("g3", "2022-12-01");
  EXPECT_EQ(ByUnit("2022-09-30"), "建設課 3");
  EXPECT_EQ(ByUnit("2022-10-01"), "建設課 2 総務課 1");
  EXPECT_EQ(ByUnit("2022-12-01"), "建設課 1 総務課 2");
}

TEST_F(TwoTimesTest, OldSheetsKeepTheOldNameOfTheirUnit) {
  CreateSheet();
  CreateGoals(1);
  organization::v1::MergeOrgUnitsResponse merged;
  const auto merge = Proto<organization::v1::MergeOrgUnitsRequest>(R"pb(
    parent: "cities/test"
    org_units: "kensetsu"
    successor { org_unit_id: "somu" }
    effective_date: "2023-04-01"
  )pb");
  ExpectOk(Call([&](auto done) { cities_.RunOnUnit(merge, caller_, &merged, std::move(done)); }));
  organization::v1::RenameOrgUnitResponse renamed;
  const auto rename = Proto<organization::v1::RenameOrgUnitRequest>(R"pb(
    name: "cities/test/orgUnits/somu"
    display_name: "総務建設課"
    effective_date: "2023-04-01"
  )pb");
  ExpectOk(Call([&](auto done) { cities_.RunOnUnit(rename, caller_, &renamed, std::move(done)); }));

  goals::v1::CarryForwardSheetResponse carried;
  const auto carry = Proto<goals::v1::CarryForwardSheetRequest>(
      "name: 'cities/test/sheets/s' org_unit: 'somu' effective_date: '2023-04-01'");
  ExpectOk(
      Call([&](auto done) { sheets_.CarryForward(carry, caller_, &carried, std::move(done)); }));

  EXPECT_EQ(ByUnit("2022-06-01"), "建設課 1");
  EXPECT_EQ(ByUnit("2024-01-01"), "建設課 1");
  EXPECT_EQ(Read(carried.result().name(), "")->org_unit(), "somu");
}

// The city `niigata` with the units and sheets of FY2022 of the real documents.
class SeedsInTwoTimesTest : public TwoTimesTest {
 protected:
  static fs::path Seeds() {
    if (const char* directory = std::getenv("MOKUHYO_SEEDS")) return directory;
    return MOKUHYO_DEFAULT_SEEDS;
  }

  template <class Message>
  static Message ReadJson(const fs::path& path) {
    std::ifstream file(path);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    Message message;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << path;
    return message;
  }

  void OpenUnits() {
    admin::v1::CreateCityResponse city;
    ExpectOk(Call([&](auto done) {
      cities_.CreateCity(
          Proto<admin::v1::CreateCityRequest>("city_id: 'niigata' display_name: '新潟市'"), caller_,
          &city, std::move(done));
    }));
    const auto document = ReadJson<documents::v1::OrgUnitsDocument>(Seeds() / "org-units.json");
    for (const auto& unit : document.org_units()) {
      if (unit.city() != "niigata") continue;
      auto open = Proto<organization::v1::OpenOrgUnitRequest>(
          "parent: 'cities/niigata' effective_date: '2007-04-01'");
      open.set_org_unit_id(unit.id());
      open.mutable_org_unit()->set_display_name(unit.name());
      open.mutable_org_unit()->set_kind(static_cast<organization::v1::OrgUnitKind>(unit.kind()));
      open.mutable_org_unit()->set_parent_unit(unit.parent());
      organization::v1::OpenOrgUnitResponse opened;
      ExpectOk(
          Call([&](auto done) { cities_.RunOnUnit(open, caller_, &opened, std::move(done)); }));
    }
  }

  static bool HasAnyResult(const sheets::v1::Sheet& sheet) {
    bool found = false;
    domain::VisitGoals(sheet.goals(), [&](const sheets::v1::Goal& goal, int) {
      found = found || goal.has_evaluation() || !goal.accomplishments().empty();
      for (const auto& indicator : goal.indicators()) found = found || indicator.has_result();
    });
    return found;
  }
};

TEST_F(SeedsInTwoTimesTest, TheSheetsOf2022AnswerAboutJuneOfThatYear) {
  if (!fs::is_directory(Seeds())) {
    GTEST_SKIP() << "no seeds; set MOKUHYO_SEEDS to their directory";
  }
  OpenUnits();
  clock_.Advance(absl::Hours(1));
  const std::string before = Now();
  clock_.Advance(absl::Hours(1));
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Seeds())) {
    if (!entry.path().stem().string().starts_with("niigata-2022")) continue;
    const auto document = ReadJson<SheetDocument>(entry.path());
    const auto imported = Import(document);
    ASSERT_TRUE(imported.ok()) << entry.path() << ": " << imported.status();
    names.push_back(document.name());
  }
  clock_.Advance(absl::Hours(1));
  ASSERT_GT(names.size(), 5u);
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const auto in_june = Read(name, "effective_date: '2022-06-01'");
    ASSERT_TRUE(in_june.ok()) << in_june.status();
    EXPECT_FALSE(in_june->goals().empty());
    EXPECT_FALSE(HasAnyResult(*in_june));
    EXPECT_EQ(in_june->state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
    const auto at_the_end = Read(name, "effective_date: '2023-03-31'");
    ASSERT_TRUE(at_the_end.ok()) << at_the_end.status();
    EXPECT_TRUE(HasAnyResult(*at_the_end));
    EXPECT_EQ(at_the_end->state(), sheets::v1::SHEET_STATE_CONFIRMED);
    ExpectRefused(
        Read(name, absl::StrCat("as_of_time: '", before, "' effective_date: '2022-06-01'"))
            .status(),
        absl::StatusCode::kNotFound, "NOT_FOUND");
  }
}

}  // namespace
}  // namespace mokuhyo::projection
