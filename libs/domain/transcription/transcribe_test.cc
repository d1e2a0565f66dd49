#include "libs/domain/transcription/transcribe.h"

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/transcription/transcribe_test_util.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::SheetDocument;
using testing::Document;
using testing::Evaluated;
using ::testing::IsEmpty;
using testing::Set;
using testing::TranscribeTest;

// Three goals with something to tell them apart.
constexpr char kThree[] = R"pb(
  goals {
    level: "goal"
    label: "1"
    texts { key: "outcome" value: "終わった" }
    indicators { name: "件数" target: "10" result: "9" }
    indicators { name: "回数" target: "20" result: "21" }
  }
  goals { level: "goal" label: "2" }
  goals { level: "goal" label: "3" }
)pb";

TEST_F(TranscribeTest, ANewDocumentBecomesTheOrdinaryCommands) {
  SheetDocument document = Evaluated(R"pb(
    texts { key: "result" value: "順調" }
    declared_totals { total: 1 }
    goals {
      level: "goal"
      accomplishments: "補修した"
      evaluation {
        rating: "達成"
        assessments { stage: "review" comment: "-" }
      }
      intentionally_blank: "title"
      indicators { target: "10" result: "9" }
      goals { level: "item" title: "" }
    }
  )pb");
  ThenChanges(
      document,
      {"CreateSheet cities/test/sheets/s", "DeclareTotals cities/test/sheets/s", "CreateGoal g1",
       "CreateGoal g2", "PublishGoals cities/test/sheets/s", "ReportResults cities/test/sheets/s",
       "RecordNarrative cities/test/sheets/s", "AssessGoals review", "AssessGoals section",
       "MarkIntentionallyBlank g1", "ConfirmEvaluation cities/test/sheets/s"});
  EXPECT_TRUE(state_.sheet().transcribed());
  EXPECT_EQ(state_.sheet().goals_published_on(), "");
  ThenPrints(document);
}

TEST_F(TranscribeTest, ImportStopsWhereTheDocumentDoes) {
  const std::string goals = R"pb(goals { level: "goal" })pb";
  ThenChanges(Set(goals), {"CreateSheet cities/test/sheets/s", "CreateGoal g1",
                           "PublishGoals cities/test/sheets/s"});
  EXPECT_EQ(state_.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  // A sheet that reports in words alone still has its results in.
  ThenChanges(Document(goals, SheetDocument::RESULTS_REPORTED),
              {"ReportResults cities/test/sheets/s"});
  EXPECT_EQ(state_.sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED);
  ThenChanges(Evaluated(goals), {"ConfirmEvaluation cities/test/sheets/s"});
  EXPECT_EQ(state_.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);
}

TEST_F(TranscribeTest, RefusesWhatCannotBeMadeOfTheSheet) {
  Given(Evaluated(kThree));
  ThenRefused(Evaluated(R"pb(goals { level: "goal" })pb"), /*revise=*/false,
              absl::StatusCode::kFailedPrecondition, "SHEET_DIFFERS");
  ThenRefused(Set(R"pb(goals { level: "goal" })pb"), /*revise=*/true,
              absl::StatusCode::kFailedPrecondition, "SHEET_IS_FURTHER");

  const auto with = [](auto change) {
    SheetDocument document = Evaluated(kThree);
    change(document);
    return document;
  };
  const SheetDocument others[] = {
      with([](SheetDocument& document) { document.set_fiscal_year(2023); }),
      with([](SheetDocument& document) { document.set_org_unit("somu"); }),
      with([](SheetDocument& document) { document.set_form("another-form"); }),
      with([](SheetDocument& document) { document.set_form_version(2); }),
  };
  for (const SheetDocument& other : others) {
    for (const bool revise : {false, true})
      ThenRefused(other, revise, absl::StatusCode::kFailedPrecondition, "SHEET_IDENTITY");
  }
  EXPECT_TRUE(
      Import(with([](SheetDocument& document) { document.set_form_version(3); }), false).ok());
}

TEST_F(TranscribeTest, OnlyWhatDiffersIsSent) {
  Given(Evaluated(kThree));
  SheetDocument document = Evaluated(kThree);
  const std::string sheet = "cities/test/sheets/s";

  document.mutable_goals(0)->mutable_indicators(1)->set_target("25");
  ThenChanges(document, {"SetTargets " + sheet});
  ASSERT_EQ(last_.events.size(), 1u);
  ASSERT_EQ(last_.events[0].targets_set().targets_size(), 1);
  EXPECT_EQ(last_.events[0].targets_set().targets(0).indicator(), "i2");

  document.mutable_goals(0)->mutable_indicators(0)->set_result("");
  ThenChanges(document, {"CorrectResults " + sheet});
  document.mutable_goals(0)->mutable_indicators(0)->clear_result();
  ThenChanges(document, {"WithdrawResults " + sheet});
  document.mutable_goals(0)->mutable_indicators(0)->set_result("-");
  ThenChanges(document, {"ReportResults " + sheet});

  // A plan text does not disturb the narratives, nor the other way round.
  (*document.mutable_goals(0)->mutable_texts())["description"] = "新設";
  ThenChanges(document, {"UpdateGoal g1"});
  (*document.mutable_goals(0)->mutable_texts())["outcome"] = "";
  ThenChanges(document, {"RecordNarrative " + sheet});
  (*document.mutable_texts())["result"] = "";
  ThenChanges(document, {"RecordNarrative " + sheet});
  document.mutable_texts()->erase("purpose");
  ThenChanges(document, {"UpdateSheet " + sheet});
  document.mutable_goals(2)->mutable_evaluation();
  ThenChanges(document, {"AssessGoals section"});
  ThenPrints(document);
}

TEST_F(TranscribeTest, GoalsThatComeAndGoLeaveTheOthersAlone) {
  const auto reordered = [](std::initializer_list<int> order) {
    const SheetDocument three = Evaluated(kThree);
    SheetDocument document = three;
    document.clear_goals();
    for (const int i : order) *document.add_goals() = three.goals(i);
    return document;
  };
  Given(Evaluated(kThree));
  ThenChanges(reordered({1, 2}), {"WithdrawGoal g1"});
  ThenChanges(reordered({0, 1, 2}), {"CreateGoal g4", "ReportResults cities/test/sheets/s",
                                     "RecordNarrative cities/test/sheets/s"});
  ThenChanges(reordered({2, 0, 1}), {"MoveGoal g3"});
  ThenPrints(reordered({2, 0, 1}));
}

TEST_F(TranscribeTest, IndicatorsThatComeAndGoLeaveTheOthersAlone) {
  Given(Evaluated(kThree));
  SheetDocument document = Evaluated(kThree);
  document.mutable_goals(0)->mutable_indicators()->DeleteSubrange(0, 1);
  ThenChanges(document, {"RemoveIndicator i1"});
  ThenChanges(Evaluated(kThree), {"CreateIndicator i3", "ReportResults cities/test/sheets/s"});
  document = Evaluated(kThree);
  document.mutable_goals(0)->mutable_indicators(1)->set_name("延べ回数");
  ThenChanges(document, {"UpdateIndicator i2"});
}

TEST_F(TranscribeTest, IdsOfTheDocumentAndAssignedOnesStayApart) {
  const SheetDocument document = Set(R"pb(
    goals {
      level: "goal"
      label: "1"
      indicators {}
      indicators { id: "i1" }
    }
    goals {
      level: "goal"
      label: "2"
      id: "g1"
      indicators {}
      indicators { id: "i2" }
    }
  )pb");
  Given(document);
  EXPECT_EQ(state_.sheet().goals(0).id(), "g2");
  EXPECT_EQ(state_.sheet().goals(1).id(), "g1");
  EXPECT_EQ(state_.GoalOfIndicator("i1"), "g2");
  EXPECT_EQ(state_.GoalOfIndicator("i2"), "g1");
  EXPECT_EQ(state_.goal_count(), 2);
  EXPECT_THAT(Import(document, /*revise=*/false)->events, IsEmpty());
}

TEST_F(TranscribeTest, AGoalIsFoundByItsIdWhereverItGoes) {
  Given(Evaluated(R"pb(
    goals {
      level: "goal"
      id: "a"
      goals {
        level: "item"
        id: "a1"
        evaluation { rating: "達成" }
      }
    }
    goals { level: "goal" id: "b" }
  )pb"));
  // Out of a goal that goes.
  ThenChanges(Evaluated(R"pb(
                goals {
                  level: "goal"
                  id: "b"
                  goals {
                    level: "item"
                    id: "a1"
                    evaluation { rating: "達成" }
                  }
                }
              )pb"),
              {"MoveGoal a1", "WithdrawGoal a"});
  // To another level, where it could neither move nor change first.
  const SheetDocument promoted = Evaluated(R"pb(
    goals {
      level: "goal"
      id: "a1"
      evaluation { rating: "達成" }
    }
    goals { level: "heading" id: "b" }
  )pb");
  ThenChanges(promoted, {"WithdrawGoal b", "CreateGoal a1", "CreateGoal b", "AssessGoals section"});
  ThenPrints([&] {
    SheetDocument without_ids = promoted;
    for (auto& goal : *without_ids.mutable_goals()) goal.clear_id();
    return without_ids;
  }());
}

TEST_F(TranscribeTest, AnIndicatorIsFoundByItsIdUnderAnotherGoal) {
  Given(Evaluated(R"pb(
    goals {
      level: "goal"
      id: "a"
      indicators { id: "x" result: "1" }
      indicators { id: "y" }
    }
    goals { level: "goal" id: "b" }
  )pb"));
  ThenChanges(Evaluated(R"pb(
                goals {
                  level: "goal"
                  id: "a"
                  indicators { id: "y" }
                }
                goals {
                  level: "goal"
                  id: "b"
                  indicators { id: "x" result: "1" }
                }
              )pb"),
              {"RemoveIndicator x", "CreateIndicator x", "ReportResults cities/test/sheets/s"});
  EXPECT_EQ(state_.GoalOfIndicator("x"), "b");
}

TEST_F(TranscribeTest, AnEmptyEvaluationIsAThingOfItsOwn) {
  const auto with = [](const std::string& evaluation) {
    return Evaluated(absl::StrCat("goals { level: 'goal' ", evaluation, " indicators { name: 'n' ",
                                  evaluation, " } }"));
  };
  const std::string evaluations[] = {
      "",
      "evaluation {}",
      "evaluation { assessments { stage: 'review' } }",
      "evaluation { rating: '達成' }",
      "evaluation { rating: '達成' assessments { stage: 'review' comment: '' } }",
  };
  for (const std::string& from : evaluations) {
    for (const std::string& to : evaluations) {
      SCOPED_TRACE(absl::StrCat(from, " -> ", to));
      state_ = SheetState();
      Given(with(from));
      Given(with(to));
      ThenPrints(with(to));
    }
  }
}

TEST_F(TranscribeTest, AssessmentsKeepTheirPrintedOrder) {
  form_.add_stages()->set_key("citizens");
  const SheetDocument document = Evaluated(R"pb(
    goals {
      level: "goal"
      evaluation {
        assessments { stage: "citizens" comment: "1" }
        assessments { stage: "review" comment: "2" }
      }
    }
    goals {
      level: "goal"
      evaluation {
        assessments { stage: "review" comment: "3" }
        assessments { stage: "citizens" comment: "4" }
      }
    }
  )pb");
  Given(document);
  ThenPrints(document);
  SheetDocument swapped = document;
  swapped.mutable_goals(0)->mutable_evaluation()->mutable_assessments()->SwapElements(0, 1);
  Given(swapped);
  ThenPrints(swapped);
}

TEST_F(TranscribeTest, LinksAreSentInPartsAndKeepTheirOrder) {
  SheetDocument document = Set("goals { level: 'goal' }");
  Given(document);
  for (int i = 0; i < 45; ++i) {
    auto& link = *document.mutable_goals(0)->add_contributes_to();
    link.set_sheet("cities/test/sheets/ward");
    link.set_goal(absl::StrCat(i));
  }
  ThenChanges(document, {"LinkGoals g1", "LinkGoals g1", "LinkGoals g1"});
  document.mutable_goals(0)->mutable_contributes_to()->SwapElements(43, 44);
  ThenChanges(document, {"UnlinkGoals g1", "LinkGoals g1"});
  ASSERT_EQ(last_.events.size(), 2u);
  EXPECT_EQ(last_.events[0].goals_unlinked().links_size(), 2);
  ThenPrints(document);
}

TEST_F(TranscribeTest, BulkCommandsAreSentInParts) {
  const auto filled = [](const char* value) {
    SheetDocument document = Evaluated("");
    for (int g = 0; g < 60; ++g) {
      DocumentGoal& goal = *document.add_goals();
      goal.set_level("goal");
      goal.mutable_evaluation()->set_comment(value);
      for (int i = 0; i < 20; ++i) {
        auto& indicator = *goal.add_indicators();
        indicator.set_target(value);
        indicator.set_result(value);
        indicator.mutable_evaluation()->set_comment(value);
      }
    }
    return document;
  };
  const auto times_two = [](const std::string& change) {
    return std::vector<std::string>{change, change};
  };
  Given(filled("1"));
  ThenPrints(filled("1"));
  std::vector<std::string> changes;
  for (const char* change : {"SetTargets cities/test/sheets/s",
                             "CorrectResults cities/test/sheets/s", "AssessGoals section"}) {
    for (const std::string& part : times_two(change)) changes.push_back(part);
  }
  ThenChanges(filled("2"), changes);
  ThenPrints(filled("2"));

  SheetDocument without = filled("2");
  for (auto& goal : *without.mutable_goals()) {
    for (auto& indicator : *goal.mutable_indicators()) indicator.clear_result();
  }
  ThenChanges(without, times_two("WithdrawResults cities/test/sheets/s"));
}

TEST_F(TranscribeTest, AFullSheetCanBeReplacedWhole) {
  const auto full = [](const char* label) {
    SheetDocument document = Set("");
    for (int i = 0; i < 1000; ++i) {
      DocumentGoal& goal = *document.add_goals();
      goal.set_level(label);
    }
    return document;
  };
  Given(full("goal"));
  Given(full("heading"));
  EXPECT_EQ(state_.goal_count(), 1000);
  ThenPrints(full("heading"));
}

}  // namespace
}  // namespace mokuhyo::domain
