#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/values/parse.h"

// CreateIndicator, UpdateIndicator, RemoveIndicator, SetTargets, SetPastValues.
namespace mokuhyo::domain::testing {
namespace {

using goals::v1::CreateIndicatorRequest;
using goals::v1::RemoveIndicatorRequest;
using goals::v1::SetPastValuesRequest;
using goals::v1::SetTargetsRequest;
using goals::v1::UpdateIndicatorRequest;
constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

// Goal g1 with i1 (target 70, past 2021: 65) and i2.
SheetEvents Draft() {
  auto goal = Event(R"pb(goal_created {
                           goal {
                             id: "g1"
                             level: "goal"
                             indicators {
                               id: "i1"
                               name: "舗装"
                               past { fiscal_year: 2021 }
                             }
                             indicators { id: "i2" }
                           }
                         })pb");
  auto& indicator = *goal.mutable_goal_created()->mutable_goal()->mutable_indicators(0);
  *indicator.mutable_target() = values::Parse("70");
  *indicator.mutable_past(0)->mutable_value() = values::Parse("65");
  return {SheetCreatedEvent(), goal};
}

SheetEvents Published() {
  SheetEvents events = Draft();
  events.push_back(Event("goals_published {}"));
  return events;
}

CreateIndicatorRequest Create(const std::string& fields) {
  auto request = Proto<CreateIndicatorRequest>(fields);
  request.set_parent("cities/test/sheets/s/goals/g1");
  return request;
}

template <class Request>
Request OfIndicator(const std::string& indicator, const std::string& fields = "") {
  auto request = Proto<Request>(fields);
  request.set_name("cities/test/sheets/s/indicators/" + indicator);
  return request;
}

SetTargetsRequest Targets(const std::string& fields) {
  auto request = Proto<SetTargetsRequest>(fields);
  request.set_parent("cities/test/sheets/s");
  return request;
}

TEST(CreateIndicatorTest, AssignsAnIdAndReadsTheTarget) {
  auto expected = Event(R"pb(indicator_created {
                               goal: "g1"
                               indicator { id: "i3" name: "橋" }
                               index: 1
                             })pb");
  *expected.mutable_indicator_created()->mutable_indicator()->mutable_target() =
      values::Parse("85.0以上");
  const Outcome outcome = Scenario()
                              .Given(Draft())
                              .When(Create(R"pb(indicator {
                                                  name: "橋"
                                                  target { text: "85.0以上" }
                                                }
                                                index: 1)pb"))
                              .Then({expected});
  EXPECT_EQ(outcome.after().GoalOfIndicator("i3"), "g1");
  EXPECT_EQ(outcome.after().FindGoal("g1")->indicators(1).id(), "i3");
  EXPECT_EQ(outcome.after().FindIndicator("i3")->etag(), "2");
  EXPECT_EQ(outcome.after().FindIndicator("i1")->etag(), "1");
}

TEST(CreateIndicatorTest, IsRefused) {
  Scenario()
      .Given(Draft())
      .When(Create(R"pb(indicator_id: "i1")pb"))
      .ThenRefused(absl::StatusCode::kAlreadyExists, "INDICATOR_EXISTS");
  Scenario()
      .Given(Draft())
      .When(Create(R"pb(indicator_id: "-"
                        index: 3
                        indicator { result { text: "1" } })pb"))
      .ThenViolates({"indicator_id", "index", "indicator.result"});
  Scenario().Given(Published()).When(Create("")).ThenViolates({"reason"});
  Scenario full;
  full.Given(Draft());
  for (int i = 2; i < 100; ++i) full.GivenCommand(Create(""));
  full.When(Create("")).ThenRefused(kRefused, "TOO_MANY_INDICATORS");
}

TEST(UpdateIndicatorTest, ChangesFieldsAsARevision) {
  auto request = OfIndicator<UpdateIndicatorRequest>(
      "i1", R"pb(indicator { name: "橋" unit: "件" }
                 update_mask { paths: "name" paths: "label" })pb");
  Scenario().Given(Draft()).When(request).Then({Event(R"pb(indicator_updated {
                                                             indicator { id: "i1" name: "橋" }
                                                             update_mask { paths: "name" }
                                                           })pb")});
  Scenario().Given(Published()).When(request).ThenViolates({"reason"});
  request.set_reason("名称の変更");
  Scenario().Given(Published()).When(request).ThenAccepted();
  request.set_etag("0");
  Scenario().Given(Draft()).When(request).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(UpdateIndicatorTest, TakesASupplementWithoutReason) {
  Scenario()
      .Given(Published())
      .When(
          OfIndicator<UpdateIndicatorRequest>("i1", R"pb(indicator { supplement: "参考" }
                                                         update_mask { paths: "supplement" })pb"))
      .ThenAccepted();
}

TEST(UpdateIndicatorTest, LeavesTargetsToSetTargets) {
  Scenario()
      .Given(Draft())
      .When(OfIndicator<UpdateIndicatorRequest>("i1", R"pb(indicator { target { text: "1" } }
                                                           update_mask { paths: "target" })pb"))
      .ThenViolates({"update_mask"});
}

TEST(RemoveIndicatorTest, RemovesWhatBearsNoResult) {
  const auto request = OfIndicator<RemoveIndicatorRequest>("i1");
  const Outcome outcome = Scenario().Given(Draft()).When(request).Then(
      {Event(R"pb(indicator_removed { indicator: "i1" })pb")});
  EXPECT_EQ(outcome.after().FindIndicator("i1"), nullptr);
  EXPECT_EQ(outcome.after().FindGoal("g1")->indicators_size(), 1);
  Scenario().Given(Published()).When(request).ThenViolates({"reason"});
  Scenario()
      .Given(Published())
      .Given({Event(R"pb(results_reported {
                           results {
                             indicator: "i1"
                             result { value { text: "1" } }
                           }
                         })pb")})
      .When(OfIndicator<RemoveIndicatorRequest>("i1", R"pb(reason: "廃止")pb"))
      .ThenRefused(kRefused, "INDICATOR_HAS_RESULTS");
}

TEST(SetTargetsTest, KeepsOldAndNewAndPassesOverWhatIsTheSame) {
  auto expected = Event(R"pb(targets_set { targets { indicator: "i2" } })pb");
  *expected.mutable_targets_set()->mutable_targets(0)->mutable_target() = values::Parse("実施");
  Scenario draft;
  draft.Given(Draft());
  draft
      .When(Targets(R"pb(targets { indicator: "i1" target: "70" }
                         targets { indicator: "i2" target: "実施" })pb"))
      .Then({expected});

  auto cleared = Event(R"pb(targets_set { targets { indicator: "i1" } })pb");
  *cleared.mutable_targets_set()->mutable_targets(0)->mutable_previous() = values::Parse("70");
  const Outcome outcome = draft.When(Targets(R"pb(targets { indicator: "i1" })pb")).Then({cleared});
  EXPECT_FALSE(outcome.after().FindIndicator("i1")->has_target());

  draft.When(Targets(R"pb(targets { indicator: "i1" target: "70" })pb")).ThenNothing();
}

TEST(SetTargetsTest, TellsAbsentFromEmpty) {
  const Outcome outcome = Scenario()
                              .Given(Draft())
                              .When(Targets(R"pb(targets { indicator: "i2" target: "" })pb"))
                              .ThenAccepted();
  EXPECT_TRUE(outcome.after().FindIndicator("i2")->has_target());
}

TEST(SetTargetsTest, IsRefused) {
  Scenario().Given(Draft()).When(Targets("")).ThenViolates({"targets"});
  Scenario()
      .Given(Draft())
      .When(Targets(R"pb(
        targets { indicator: "i1" target: "80" }
        targets { indicator: "i1" target: "81" }
        targets { indicator: "i9" target: "a\001" }
      )pb"))
      .ThenViolates({"targets[1].indicator", "targets[2].indicator", "targets[2].target"});
  const auto change = Targets(R"pb(targets { indicator: "i1" target: "80" }
                                   etag: "1")pb");
  Scenario().Given(Draft()).When(change).ThenAccepted();
  Scenario().Given(Published()).When(change).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  Scenario()
      .Given(Published())
      .When(Targets(R"pb(targets { indicator: "i1" target: "80" })pb"))
      .ThenViolates({"reason"});
  Scenario().When(Targets("")).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST(SetPastValuesTest, ReplacesTheValues) {
  auto expected = Event(R"pb(past_values_set {
                               indicator: "i1"
                               past { fiscal_year: 2020 }
                               past { fiscal_year: 2021 }
                             })pb");
  *expected.mutable_past_values_set()->mutable_past(1)->mutable_value() = values::Parse("66");
  Scenario draft;
  draft.Given(Draft());
  draft
      .When(
          OfIndicator<SetPastValuesRequest>("i1", R"pb(past { fiscal_year: 2020 }
                                                       past { fiscal_year: 2021 value: "66" })pb"))
      .Then({expected});
  draft
      .When(
          OfIndicator<SetPastValuesRequest>("i1", R"pb(past { fiscal_year: 2021 value: "65" })pb"))
      .ThenNothing();
}

TEST(SetPastValuesTest, IsRefused) {
  Scenario()
      .Given(Draft())
      .When(OfIndicator<SetPastValuesRequest>("i1", R"pb(
        past { fiscal_year: 2022 value: "1" }
        past { fiscal_year: 2020 value: "\001" }
        past { fiscal_year: 2020 }
      )pb"))
      .ThenViolates({"past[0].fiscal_year", "past[1].value", "past[2].fiscal_year"});
  SetPastValuesRequest many = OfIndicator<SetPastValuesRequest>("i1");
  for (int year = 2000; year <= 2020; ++year) many.add_past()->set_fiscal_year(year);
  Scenario().Given(Draft()).When(many).ThenViolates({"past"});
  Scenario()
      .Given(Published())
      .When(
          OfIndicator<SetPastValuesRequest>("i1", R"pb(past { fiscal_year: 2021 value: "66" })pb"))
      .ThenViolates({"reason"});
}

TEST(RemoveIndicatorTest, KeepsWhatIsAssessed) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent(),
                  Event("goal_created { goal { id: 'g1' level: 'goal' "
                        "indicators { id: 'i1' } } }"),
                  Event("goals_published {}"),
                  Event("goals_assessed { stage: 'section' of_record: true assessments { "
                        "goal: 'g1' indicator: 'i1' assessment { rating: '達成' } } }")});
  scenario
      .When(Proto<goals::v1::RemoveIndicatorRequest>(
          "name: 'cities/test/sheets/s/indicators/i1' reason: 'x'"))
      .ThenRefused(absl::StatusCode::kFailedPrecondition, "INDICATOR_IS_ASSESSED");
}

TEST(CreateIndicatorTest, WantsTheYearsOfAMultiYearValueAndOnlyThese) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent(), Event("goal_created { goal { id: 'g1' level: 'goal' } }")});
  const auto with = [](const std::string& accumulation) {
    return Proto<goals::v1::CreateIndicatorRequest>(
        "parent: 'cities/test/sheets/s/goals/g1' indicator { accumulation { " + accumulation +
        " } }");
  };
  const std::string first = "indicator.accumulation.first_fiscal_year";
  const std::string last = "indicator.accumulation.last_fiscal_year";
  scenario.When(with("kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2022"))
      .ThenAccepted();
  scenario.When(with("kind: MULTI_YEAR")).ThenViolates({first, last});
  scenario.When(with("kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2021"))
      .ThenViolates({last});
  scenario.When(with("kind: MULTI_YEAR first_fiscal_year: 2023 last_fiscal_year: 2024"))
      .ThenViolates({first});
  scenario.When(with("kind: CUMULATIVE first_fiscal_year: 2020")).ThenViolates({first});
}

}  // namespace
}  // namespace mokuhyo::domain::testing
