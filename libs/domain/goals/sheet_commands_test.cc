#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/sheet_id.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

// CreateSheet, UpdateSheet, DeleteDraftSheet, DeclareTotals, PublishGoals.
namespace mokuhyo::domain::testing {
namespace {

using goals::v1::CreateSheetRequest;
using goals::v1::DeclareTotalsRequest;
using goals::v1::DeleteDraftSheetRequest;
using goals::v1::PublishGoalsRequest;
using goals::v1::UpdateSheetRequest;

CreateSheetRequest Create() {
  return Proto<CreateSheetRequest>(R"pb(
    parent: "cities/test"
    sheet_id: "s"
    sheet { form: "test-form" fiscal_year: 2022 org_unit: "kensetsu" title: "組織目標管理シート" }
  )pb");
}

events::v1::SheetEvent TopGoal() {
  return Event(R"pb(goal_created { goal { id: "g1" level: "goal" } })pb");
}

events::v1::SheetEvent Published() {
  return Event(R"pb(goals_published { published_on: "2022-04-28" })pb");
}

TEST(CreateSheetTest, CreatesADraftUnderTheNewestForm) {
  const Outcome outcome = Scenario().When(Create()).Then({SheetCreatedEvent()});
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_DRAFT);
  EXPECT_EQ(outcome.after().sheet().etag(), "0");
}

TEST(CreateSheetTest, NamesTheSheetAfterYearUnitAndForm) {
  CreateSheetRequest request = Create();
  request.clear_sheet_id();
  EXPECT_EQ(SheetIdOf(request), "2022-kensetsu-test-form");
  EXPECT_EQ(Scenario().When(request).ThenAccepted().after().sheet().name(),
            "cities/test/sheets/2022-kensetsu-test-form");
}

TEST(CreateSheetTest, RemembersWhetherTheVersionWasNamed) {
  CreateSheetRequest request = Create();
  request.mutable_sheet()->set_form_version(3);
  events::v1::SheetEvent expected = SheetCreatedEvent();
  expected.mutable_sheet_created()->mutable_sheet()->set_form_version_named(true);
  Scenario().When(request).Then({expected});
}

TEST(CreateSheetTest, PassesOverWhatOnlyTheSystemSets) {
  CreateSheetRequest request = Create();
  request.mutable_sheet()->MergeFrom(Proto<sheets::v1::Sheet>(R"pb(
    name: "cities/other/sheets/x"
    etag: "9"
    state: SHEET_STATE_CONFIRMED
    transcribed: true
    form_version_named: true
    goals_published_on: "2022-04-01"
    confirmed_on: "2022-04-01"
    editions { number: 1 }
  )pb"));
  Scenario().When(request).Then({SheetCreatedEvent()});
}

TEST(CreateSheetTest, TellsAllThatIsWrongAtOnce) {
  Scenario()
      .When(Proto<CreateSheetRequest>(R"pb(
        parent: "cities/test"
        sheet_id: "Not An Id"
        sheet {
          form: "other-form"
          fiscal_year: 1900
          org_unit: "nowhere"
          created_on: "2022-02-30"
          texts { key: "unknown" value: "x" }
          title: "a\001b"
          editorial { field: "title" }
          goals { level: "goal" }
          declared_totals { scope: "" }
        }
      )pb"))
      .ThenViolates({"sheet_id", "sheet.form", "sheet.fiscal_year", "sheet.org_unit",
                     "sheet.created_on", "sheet.texts.unknown", "sheet.title",
                     "sheet.editorial[0].kind", "sheet.goals", "sheet.declared_totals"});
}

TEST(CreateSheetTest, RefusesATextThatIsTooLong) {
  CreateSheetRequest request = Create();
  request.mutable_sheet()->set_title(std::string(4001, 'a'));
  Scenario().When(request).ThenViolates({"sheet.title"});
}

TEST(CreateSheetTest, RefusesAnotherVersionThanTheForms) {
  CreateSheetRequest request = Create();
  request.mutable_sheet()->set_form_version(9);
  Scenario().When(request).ThenViolates({"sheet.form_version"});
}

TEST(CreateSheetTest, DemandsAUnitThatIsOpenOnTheDayUnlessTranscribed) {
  CreateSheetRequest request = Create();
  request.mutable_sheet()->set_org_unit("kyu-kensetsu");
  Scenario().When(request).ThenViolates({"sheet.org_unit"});
  Scenario().On("2014-04-01").When(request).ThenAccepted();
  request.set_transcribed(true);
  EXPECT_TRUE(Scenario().When(request).ThenAccepted().after().sheet().transcribed());
}

TEST(CreateSheetTest, TakesTextsOfTheResultStageOnlyWhenTranscribed) {
  CreateSheetRequest request = Create();
  (*request.mutable_sheet()->mutable_texts())["result"] = "できた";
  Scenario().When(request).ThenRefused(absl::StatusCode::kFailedPrecondition,
                                       "GOALS_NOT_PUBLISHED");
  request.set_transcribed(true);
  Scenario().When(request).ThenAccepted();
}

TEST(CreateSheetTest, RefusesATakenIdUntilItsDraftIsDeleted) {
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(Create())
      .ThenRefused(absl::StatusCode::kAlreadyExists, "SHEET_EXISTS");
  Scenario().Given({SheetCreatedEvent(), Event("sheet_deleted {}")}).When(Create()).ThenAccepted();
}

UpdateSheetRequest Update(const std::string& fields) {
  auto request = Proto<UpdateSheetRequest>(fields);
  request.mutable_sheet()->set_name("cities/test/sheets/s");
  return request;
}

TEST(UpdateSheetTest, ChangesWhatTheMaskNamesAndNothingElse) {
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(Update(R"pb(
        sheet { contact: "025-000-0000" subtitle: "not named" }
        update_mask { paths: "contact" paths: "title" paths: "contact" }
      )pb"))
      .Then({Event(R"pb(sheet_updated {
                          sheet { contact: "025-000-0000" }
                          update_mask { paths: "contact" paths: "title" }
                        })pb")});
}

TEST(UpdateSheetTest, ClearsANamedFieldThatIsAbsentAndKeepsAnEmptyOne) {
  const Outcome outcome = Scenario()
                              .Given({SheetCreatedEvent()})
                              .When(Update(R"pb(
                                sheet { subtitle: "" }
                                update_mask { paths: "title" paths: "subtitle" }
                              )pb"))
                              .ThenAccepted();
  EXPECT_FALSE(outcome.after().sheet().has_title());
  EXPECT_TRUE(outcome.after().sheet().has_subtitle());
}

TEST(UpdateSheetTest, ChangesNothingWhereNothingDiffers) {
  Scenario()
      .Given({SheetCreatedEvent(), TopGoal(), Published()})
      .When(Update(R"pb(sheet { title: "組織目標管理シート" }
                        update_mask { paths: "title" paths: "notes" })pb"))
      .ThenNothing();
}

TEST(UpdateSheetTest, RefusesAMaskThatIsEmptyOrNamesOtherFields) {
  Scenario().Given({SheetCreatedEvent()}).When(Update("")).ThenViolates({"update_mask"});
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(Update(R"pb(update_mask { paths: "state" paths: "goals" paths: "*" })pb"))
      .ThenViolates({"update_mask", "update_mask", "update_mask"});
}

TEST(UpdateSheetTest, DemandsAReasonForARevisionOnly) {
  struct Case {
    const char* request;
    bool is_revision;
  };
  const Case cases[] = {
      {R"pb(sheet { title: "新" }
            update_mask { paths: "title" })pb",
       true},
      {R"pb(sheet { notes: "注" }
            update_mask { paths: "notes" })pb",
       true},
      {R"pb(sheet { evaluated_on: "2023-03-31" }
            update_mask { paths: "evaluated_on" })pb",
       false},
      {R"pb(sheet { texts { key: "result" value: "できた" } }
            update_mask { paths: "texts" })pb",
       false},
      {R"pb(sheet { texts { key: "purpose" value: "道" } }
            update_mask { paths: "texts" })pb",
       true},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.request);
    UpdateSheetRequest request = Update(c.request);
    Scenario published;
    published.Given({SheetCreatedEvent(), TopGoal(), Published()});
    if (c.is_revision) {
      published.When(request).ThenViolates({"reason"});
    } else {
      published.When(request).ThenAccepted();
    }
    request.set_reason("誤記の訂正");
    published.When(request).ThenAccepted();
    request.clear_reason();
    Scenario()
        .Given({TranscribedSheetCreatedEvent(), TopGoal(), Published()})
        .When(request)
        .ThenAccepted();
  }
}

TEST(UpdateSheetTest, RefusesAStaleEtag) {
  UpdateSheetRequest request = Update(R"pb(sheet { title: "新" }
                                           update_mask { paths: "title" }
                                           etag: "0")pb");
  Scenario().Given({SheetCreatedEvent()}).When(request).ThenAccepted();
  Scenario()
      .Given({SheetCreatedEvent(), TopGoal()})
      .When(request)
      .ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(DeleteDraftSheetTest, DeletesADraft) {
  const auto request = Proto<DeleteDraftSheetRequest>(R"pb(name: "cities/test/sheets/s")pb");
  const Outcome outcome = Scenario()
                              .Given({SheetCreatedEvent(), TopGoal()})
                              .When(request)
                              .Then({Event("sheet_deleted {}")});
  EXPECT_FALSE(outcome.after().exists());
  EXPECT_EQ(outcome.after().goal_count(), 0);
  Scenario()
      .Given({SheetCreatedEvent(), TopGoal(), Published()})
      .When(request)
      .ThenRefused(absl::StatusCode::kFailedPrecondition, "GOALS_ALREADY_PUBLISHED");
  Scenario().When(request).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST(DeclareTotalsTest, ReplacesWhatWasDeclared) {
  const auto request = Proto<DeclareTotalsRequest>(R"pb(
    parent: "cities/test/sheets/s"
    declared_totals {
      scope: ""
      total: 5
      counts { key: "達成" value: 4 }
    }
  )pb");
  Scenario sheet;
  sheet.Given({SheetCreatedEvent()});
  sheet.When(request).Then({Event(R"pb(totals_declared {
                                         declared_totals {
                                           scope: ""
                                           total: 5
                                           counts { key: "達成" value: 4 }
                                         }
                                       })pb")});
  sheet.GivenCommand(request).When(request).ThenNothing();
}

TEST(DeclareTotalsTest, RefusesScopesDeclaredTwiceUnknownRatingsAndNegativeCounts) {
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(Proto<DeclareTotalsRequest>(R"pb(
        parent: "cities/test/sheets/s"
        declared_totals { scope: "1" total: -1 }
        declared_totals {
          scope: "1"
          counts { key: "優" value: 1 }
          counts { key: "達成" value: -1 }
        }
      )pb"))
      .ThenViolates({"declared_totals[0].total", "declared_totals[1].scope",
                     "declared_totals[1].counts.優", "declared_totals[1].counts.達成"});
}

TEST(PublishGoalsTest, PublishesOnTheDayOfTheCommand) {
  const auto request = Proto<PublishGoalsRequest>(R"pb(name: "cities/test/sheets/s")pb");
  const Outcome outcome =
      Scenario()
          .Given({SheetCreatedEvent(), TopGoal()})
          .When(request)
          .Then({Event(R"pb(goals_published { published_on: "2022-05-01" })pb")});
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(request)
      .ThenRefused(absl::StatusCode::kFailedPrecondition, "NO_GOALS");
  Scenario()
      .Given({SheetCreatedEvent(), TopGoal(), Published()})
      .When(request)
      .ThenRefused(absl::StatusCode::kFailedPrecondition, "GOALS_ALREADY_PUBLISHED");
}

TEST(PublishGoalsTest, KnowsNoDayOfATranscribedSheet) {
  const auto request = Proto<PublishGoalsRequest>(R"pb(name: "cities/test/sheets/s")pb");
  Scenario()
      .Given({TranscribedSheetCreatedEvent(), TopGoal()})
      .When(request)
      .Then({Event("goals_published {}")});
  Scenario()
      .Given({TranscribedSheetCreatedEvent(), TopGoal(), Published()})
      .When(request)
      .ThenNothing();
}

TEST(ConfirmedSheetTest, TakesNoCommandOfGoalDefinition) {
  Scenario confirmed;
  confirmed.Given({SheetCreatedEvent(), TopGoal(), Published(), Event("evaluation_confirmed {}")});
  constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;
  const std::string goal = R"pb(name: "cities/test/sheets/s/goals/g1")pb";
  confirmed.When(Update(R"pb(update_mask { paths: "title" })pb"))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<DeclareTotalsRequest>(R"pb(parent: "cities/test/sheets/s")pb"))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<goals::v1::CreateGoalRequest>(R"pb(parent: "cities/test/sheets/s")pb"))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<goals::v1::MoveGoalRequest>(goal))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<goals::v1::WithdrawGoalRequest>(goal))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<goals::v1::LinkGoalsRequest>(goal))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
  confirmed.When(Proto<goals::v1::SetTargetsRequest>(R"pb(parent: "cities/test/sheets/s")pb"))
      .ThenRefused(kRefused, "EVALUATION_CONFIRMED");
}

}  // namespace
}  // namespace mokuhyo::domain::testing
