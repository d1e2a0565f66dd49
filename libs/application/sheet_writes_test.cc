#include "libs/application/sheet_writes.h"

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::application {
namespace {

using documents::v1::SheetDocument;
using domain::testing::Proto;
using goals::v1::CreateGoalRequest;
using goals::v1::CreateGoalResponse;
using goals::v1::CreateSheetRequest;
using goals::v1::CreateSheetResponse;
using goals::v1::DeleteDraftSheetRequest;
using goals::v1::DeleteDraftSheetResponse;
using goals::v1::UpdateGoalRequest;
using goals::v1::UpdateGoalResponse;
using Outcome = absl::StatusOr<store::v1::AppendResponse>;

class SheetWritesTest : public TestCity {
 protected:
  static CreateSheetRequest Creation(const std::string& fields) {
    return Proto<CreateSheetRequest>(absl::StrCat("parent: 'cities/test' ", fields));
  }

  static UpdateGoalRequest Title(const std::string& goal, const std::string& title,
                                 const std::string& etag = "") {
    UpdateGoalRequest request;
    request.set_name("cities/test/sheets/s/goals/" + goal);
    request.mutable_goal()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    request.set_etag(etag);
    return request;
  }

  static SheetDocument Document(const std::string& goals = "goals { level: 'goal' }") {
    return Proto<SheetDocument>(
        absl::StrCat("name: 'cities/test/sheets/s' form: 'test-form' fiscal_year: 2022 "
                     "org_unit: 'kensetsu' state: EVALUATED ",
                     goals));
  }

  // Runs each request on a thread of its own. A call may end on the thread of another one, so they
  // all end before this returns, but not before each thread does.
  std::vector<absl::Status> RunAtOnce(const std::vector<UpdateGoalRequest>& requests) {
    std::vector<UpdateGoalResponse> responses(requests.size());
    std::vector<absl::Status> outcomes(requests.size(), absl::UnknownError("was not called"));
    std::vector<std::thread> threads;
    for (size_t i = 0; i < requests.size(); ++i) {
      threads.emplace_back([&, i] {
        sheets_.Run(requests[i], caller_, &responses[i],
                    [&, i](absl::Status status) { outcomes[i] = std::move(status); });
      });
    }
    for (std::thread& thread : threads) thread.join();
    return outcomes;
  }

  // Runs `change` once, just before the next append gets through.
  void BeforeNextAppend(std::function<void()> change) {
    store_.on_append = [change = std::move(change),
                        changed = false](const auto&) mutable -> std::optional<Outcome> {
      if (!std::exchange(changed, true)) change();
      return std::nullopt;
    };
  }
};

TEST_F(SheetWritesTest, ASheetTakesThePlaceOfItsUnitYearAndForm) {
  const std::string place = "sheet { form: 'test-form' fiscal_year: 2022 org_unit: 'kensetsu' }";
  const auto created = Do<CreateSheetResponse>(Creation(absl::StrCat("sheet_id: 'one' ", place)));
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->result().name(), "cities/test/sheets/one");
  EXPECT_EQ(created->result().etag(), "0");

  const auto second = Do<CreateSheetResponse>(Creation(absl::StrCat("sheet_id: 'two' ", place)));
  ExpectRefused(second.status(), absl::StatusCode::kAlreadyExists, "UNIT_YEAR_FORM_TAKEN");
  EXPECT_NE(second.status().message().find("cities/test/sheets/one"), absl::string_view::npos);
  // Another year is another place.
  ExpectOk(Do<CreateSheetResponse>(
               Creation("sheet { form: 'test-form' fiscal_year: 2023 org_unit: 'kensetsu' }"))
               .status());
}

TEST_F(SheetWritesTest, OfTwoThatTakeThePlaceAtOnceOneGetsIt) {
  BeforeNextAppend([&] { CreateSheet("one"); });
  const auto second = Do<CreateSheetResponse>(Creation(
      "sheet_id: 'two' sheet { form: 'test-form' fiscal_year: 2022 org_unit: 'kensetsu' }"));
  ExpectRefused(second.status(), absl::StatusCode::kAlreadyExists, "UNIT_YEAR_FORM_TAKEN");
  EXPECT_FALSE((*folds_.sheets.Load("test", SheetStream("two")))->state.exists());
}

TEST_F(SheetWritesTest, ADeletedDraftFreesItsPlaceAndItsName) {
  CreateSheet("one");
  ExpectOk(
      Do<DeleteDraftSheetResponse>(Proto<DeleteDraftSheetRequest>("name: 'cities/test/sheets/one'"))
          .status());
  CreateSheet("two");
  ExpectOk(
      Do<DeleteDraftSheetResponse>(Proto<DeleteDraftSheetRequest>("name: 'cities/test/sheets/two'"))
          .status());
  CreateSheet("one");
  EXPECT_TRUE((*folds_.sheets.Load("test", SheetStream("one")))->state.exists());
}

TEST_F(SheetWritesTest, WhatIsNotThereIsNamed) {
  const auto place = [](const std::string& form, const std::string& unit) {
    return Creation(
        absl::StrCat("sheet { fiscal_year: 2022 form: '", form, "' org_unit: '", unit, "' }"));
  };
  ExpectRefused(Do<CreateSheetResponse>(place("none", "kensetsu")).status(),
                absl::StatusCode::kInvalidArgument, "UNKNOWN_FORM");
  auto version = place("test-form", "kensetsu");
  version.mutable_sheet()->set_form_version(2);
  ExpectRefused(Do<CreateSheetResponse>(version).status(), absl::StatusCode::kInvalidArgument,
                "UNKNOWN_FORM_VERSION");
  ExpectRefused(Do<CreateSheetResponse>(place("test-form", "none")).status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  auto city = place("test-form", "kensetsu");
  city.set_parent("cities/none");
  ExpectRefused(Do<CreateSheetResponse>(city).status(), absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(Do<UpdateGoalResponse>(Title("g1", "x")).status(), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  CreateSheet();
  ExpectRefused(Do<UpdateGoalResponse>(Title("g1", "x")).status(), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  UpdateGoalRequest unnamed = Title("g1", "x");
  unnamed.set_name("goals/g1");
  ExpectRefused(Do<UpdateGoalResponse>(unnamed).status(), absl::StatusCode::kInvalidArgument,
                "INVALID_RESOURCE_NAME");
}

TEST_F(SheetWritesTest, TheAnsweredEtagIsThatOfTheResource) {
  CreateSheet();
  CreateGoals(2);
  const auto indicator = Do<goals::v1::CreateIndicatorResponse>(
      Proto<goals::v1::CreateIndicatorRequest>("parent: 'cities/test/sheets/s/goals/g1'"));
  ASSERT_TRUE(indicator.ok()) << indicator.status();
  EXPECT_EQ(indicator->result().name(), "cities/test/sheets/s/indicators/i1");
  EXPECT_EQ(indicator->result().etag(), Sheet().goals(0).indicators(0).etag());

  const auto goal = Do<UpdateGoalResponse>(Title("g1", "道路"));
  ASSERT_TRUE(goal.ok()) << goal.status();
  EXPECT_EQ(goal->result().etag(), Sheet().goals(0).etag());
  ExpectOk(Do<UpdateGoalResponse>(Title("g2", "公園")).status());
  // Nothing changes: still the etag of the goal, not that of the sheet.
  const auto again = Do<UpdateGoalResponse>(Title("g1", "道路"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->result().event_count(), 0u);
  EXPECT_EQ(again->result().etag(), goal->result().etag());

  const auto published = Do<goals::v1::PublishGoalsResponse>(
      Proto<goals::v1::PublishGoalsRequest>("name: 'cities/test/sheets/s'"));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->result().etag(), Sheet().etag());
}

TEST_F(SheetWritesTest, TwoPeopleOnTwoGoalsDoNotDisturbEachOther) {
  CreateSheet();
  CreateGoals(2);
  const std::string first = Sheet().goals(0).etag();
  const std::string second = Sheet().goals(1).etag();
  ExpectOk(Do<UpdateGoalResponse>(Title("g1", "a", first)).status());
  ExpectOk(Do<UpdateGoalResponse>(Title("g2", "b", second)).status());
  ExpectRefused(Do<UpdateGoalResponse>(Title("g1", "c", first)).status(),
                absl::StatusCode::kAborted, "STALE_ETAG");
  EXPECT_EQ(Sheet().goals(0).title(), "a");
}

TEST_F(SheetWritesTest, ARaceOnAnotherGoalIsRetriedInside) {
  CreateSheet();
  CreateGoals(2);
  const std::string etag = Sheet().goals(0).etag();
  BeforeNextAppend([&] { ExpectOk(Do<UpdateGoalResponse>(Title("g2", "b")).status()); });
  ExpectOk(Do<UpdateGoalResponse>(Title("g1", "a", etag)).status());
  BeforeNextAppend([&] { ExpectOk(Do<UpdateGoalResponse>(Title("g1", "x")).status()); });
  ExpectRefused(Do<UpdateGoalResponse>(Title("g1", "y", Sheet().goals(0).etag())).status(),
                absl::StatusCode::kAborted, "STALE_ETAG");
  EXPECT_EQ(Sheet().goals(0).title(), "x");
  EXPECT_EQ(Sheet().goals(1).title(), "b");
}

TEST_F(SheetWritesTest, UnitsThatChangeInBetweenAreLookedAtAgain) {
  CreateSheet();
  BeforeNextAppend([&] {
    organization::v1::CloseOrgUnitResponse closed;
    const auto close = Proto<organization::v1::CloseOrgUnitRequest>(
        "name: 'cities/test/orgUnits/somu' effective_date: '2022-04-01'");
    ExpectOk(Call([&](auto done) { cities_.RunOnUnit(close, caller_, &closed, std::move(done)); }));
  });
  const auto refused = Do<CreateSheetResponse>(
      Creation("sheet_id: 'somu' sheet { form: 'test-form' fiscal_year: 2022 org_unit: 'somu' }"));
  ExpectRefused(refused.status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

TEST_F(SheetWritesTest, EveryWriterOfSixteenGetsThrough) {
  CreateSheet();
  CreateGoals(16);
  std::vector<UpdateGoalRequest> requests;
  for (int i = 1; i <= 16; ++i)
    requests.push_back(Title(absl::StrCat("g", i), absl::StrCat("題", i)));
  for (const absl::Status& status : RunAtOnce(requests)) ExpectOk(status);
  for (int i = 1; i <= 16; ++i) EXPECT_EQ(Sheet().goals(i - 1).title(), absl::StrCat("題", i));
}

TEST_F(SheetWritesTest, OfSixteenWithTheSameEtagExactlyOneWins) {
  CreateSheet();
  CreateGoals(1);
  const std::string etag = Sheet().goals(0).etag();
  std::vector<UpdateGoalRequest> requests;
  for (int i = 0; i < 16; ++i) requests.push_back(Title("g1", absl::StrCat(i), etag));
  int succeeded = 0;
  for (const absl::Status& status : RunAtOnce(requests)) {
    if (status.ok()) {
      ++succeeded;
    } else {
      ExpectRefused(status, absl::StatusCode::kAborted, "STALE_ETAG");
    }
  }
  EXPECT_EQ(succeeded, 1);
}

TEST_F(SheetWritesTest, ARequestThatIsRepeatedCreatesOneGoal) {
  CreateSheet();
  const auto request = Proto<CreateGoalRequest>(
      "parent: 'cities/test/sheets/s' goal { level: 'goal' } request_id: 'r-1'");
  const auto first = Do<CreateGoalResponse>(request);
  const auto second = Do<CreateGoalResponse>(request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(second->result().name(), "cities/test/sheets/s/goals/g1");
  EXPECT_EQ(second->result().etag(), first->result().etag());
  EXPECT_EQ(second->result().position(), first->result().position());
  EXPECT_TRUE(second->result().replayed());
  EXPECT_EQ(Sheet().goals_size(), 1);
  auto other = request;
  other.mutable_goal()->set_title("別の目標");
  ExpectRefused(Do<CreateGoalResponse>(other).status(), absl::StatusCode::kInvalidArgument,
                "REQUEST_ID_REUSED");
}

TEST_F(SheetWritesTest, AMalformedNameIsRefusedByItsField) {
  goals::v1::CreateGoalRequest create;
  create.set_parent("nonsense");
  const auto created = Do<goals::v1::CreateGoalResponse>(create).status();
  EXPECT_TRUE(std::string(created.message()).starts_with("parent")) << created;
  evaluations::v1::PublishEditionRequest publish;
  publish.set_name("nonsense");
  const auto published = Do<evaluations::v1::PublishEditionResponse>(publish).status();
  EXPECT_TRUE(std::string(published.message()).starts_with("name")) << published;
}

TEST_F(SheetWritesTest, AnEditionIsAnswered) {
  ASSERT_TRUE(Import(Document()).ok());
  evaluations::v1::PublishEditionRequest publish;
  publish.set_name("cities/test/sheets/s");
  publish.set_etag(Sheet().etag());
  publish.set_validate_only(true);
  const auto validated = Do<evaluations::v1::PublishEditionResponse>(publish);
  ASSERT_TRUE(validated.ok()) << validated.status();
  EXPECT_EQ(validated->edition().number(), 1u);
  EXPECT_EQ(validated->edition().position(), 0u) << "that of another event";
  publish.set_validate_only(false);
  const auto published = Do<evaluations::v1::PublishEditionResponse>(publish);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->edition().position(), Head());
  EXPECT_EQ(published->edition().number(), 1u);
  EXPECT_EQ(published->edition().digest(), Sheet().editions(0).digest());
  EXPECT_EQ(Sheet().editions(0).position(), Head());
}

// An answer is kept for repetitions beside the log, where a redaction does not reach.
TEST_F(SheetWritesTest, WhyAnEditionIsPublishedIsAnsweredAndNotKeptWithTheReceipt) {
  ASSERT_TRUE(Import(Document()).ok());
  evaluations::v1::PublishEditionRequest publish;
  publish.set_name("cities/test/sheets/s");
  publish.set_reason("山田太郎の申出による");
  publish.set_request_id("r-1");
  std::string kept;
  store_.on_append = [&kept](const store::v1::AppendRequest& append) {
    kept = append.answer();
    return std::nullopt;
  };
  for (const bool replayed : {false, true}) {
    const auto published = Do<evaluations::v1::PublishEditionResponse>(publish);
    ASSERT_TRUE(published.ok()) << published.status();
    EXPECT_EQ(published->result().replayed(), replayed);
    EXPECT_EQ(published->edition().reason(), publish.reason());
  }
  EXPECT_FALSE(kept.empty());
  EXPECT_EQ(kept.find("山田"), std::string::npos);
}

TEST_F(SheetWritesTest, AnImportIsOneAppendAndARepeatChangesNothing) {
  const int appends = store_.appends;
  const auto created = Import(Document());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(store_.appends, appends + 1);
  EXPECT_EQ(created->outcome(), imports::v1::IMPORT_OUTCOME_CREATED);
  EXPECT_EQ(created->changes(0).command(), "CreateSheet");
  EXPECT_EQ(created->result().etag(), Sheet().etag());

  const uint64_t head = Head();
  const auto again = Import(Document(), "revise: true request_id: 'r-1'");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->outcome(), imports::v1::IMPORT_OUTCOME_UNCHANGED);
  EXPECT_EQ(again->result().etag(), Sheet().etag());
  EXPECT_EQ(Head(), head);

  store::v1::ReadCityRequest read;
  read.set_city("test");
  read.set_direction(store::v1::DIRECTION_BACKWARDS);
  read.set_max_events(1);
  EXPECT_EQ(eventstore::ReadCityNow(store_, read)->events(0).origin(),
            store::v1::ORIGIN_TRANSCRIBED);
}

TEST_F(SheetWritesTest, AnImportRevisesOnlyWhenAskedAndUnderTheEtag) {
  ASSERT_TRUE(Import(Document()).ok());
  const std::string etag = Sheet().etag();
  const SheetDocument revised = Document("title: '修正' goals { level: 'goal' }");
  ExpectRefused(Import(revised).status(), absl::StatusCode::kFailedPrecondition, "SHEET_DIFFERS");
  const auto preview = Import(revised, "revise: true validate_only: true");
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->changes_size(), 1);
  EXPECT_EQ(Sheet().etag(), etag);
  ASSERT_TRUE(Import(revised, absl::StrCat("revise: true etag: '", etag, "'")).ok());
  EXPECT_EQ(Sheet().title(), "修正");
  ExpectRefused(Import(Document(), absl::StrCat("revise: true etag: '", etag, "'")).status(),
                absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST_F(SheetWritesTest, AnImportThatIsRepeatedAfterItsAnswerWasLostIsThereOnce) {
  // The append came through, its acknowledgement did not.
  store_.on_append = [&](const store::v1::AppendRequest& append) {
    EXPECT_TRUE(eventstore::AppendNow(memory_, append).ok());
    return std::optional<Outcome>(absl::UnknownError("killed"));
  };
  EXPECT_EQ(Import(Document(), "request_id: 'r-1'").status().code(), absl::StatusCode::kUnknown);
  store_.on_append = nullptr;
  const auto repeated = Import(Document(), "request_id: 'r-1'");
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_EQ(repeated->outcome(), imports::v1::IMPORT_OUTCOME_CREATED);
  EXPECT_TRUE(repeated->result().replayed());
  EXPECT_GT(repeated->changes_size(), 0);
}

TEST_F(SheetWritesTest, AnImportThatDidNotGetThroughLeavesNothing) {
  store_.on_append = [](const auto&) {
    return std::optional<Outcome>(absl::UnknownError("killed"));
  };
  EXPECT_FALSE(Import(Document()).ok());
  store_.on_append = nullptr;
  EXPECT_FALSE((*folds_.sheets.Load("test", SheetStream("s")))->state.exists());
  const auto imported = Import(Document());
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->outcome(), imports::v1::IMPORT_OUTCOME_CREATED);
}

TEST_F(SheetWritesTest, TheLargestDocumentFitsOneAppend) {
  // As many goals as there may be, and indicators and results for 512 KiB of JSON:
  // `{"level":"goal","indicators":[…]}` with 15 of `{"target":"100","result":"100"}`.
  SheetDocument document = Document("");
  for (int g = 0; g < 1000; ++g) {
    documents::v1::DocumentGoal& goal = *document.add_goals();
    goal.set_level("goal");
    for (int i = 0; i < 15; ++i) {
      goal.add_indicators()->set_target("100");
      goal.mutable_indicators(i)->set_result("100");
    }
  }
  const auto imported = Import(document);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      domain::ToDocument(Sheet(), domain::DocumentIds::kOmit), document));
}

}  // namespace
}  // namespace mokuhyo::application
