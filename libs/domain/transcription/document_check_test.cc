#include "libs/domain/transcription/document_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;
using testing::Proto;

absl::Status Check(const SheetDocument& document, const forms::v1::Form& form) {
  const OrganizationState organization = testing::TestOrganization();
  return CheckDocument(document,
                       {form, organization, "2023-04-01", "tester", /*transcribed=*/true, nullptr});
}

// The fields that the document violates, sorted; what is not INVALID_ARGUMENT shows as itself.
std::vector<std::string> Violated(const SheetDocument& document,
                                  const forms::v1::Form& form = testing::TestForm()) {
  const absl::Status status = Check(document, form);
  if (status.ok()) return {};
  google::rpc::BadRequest bad_request;
  if (base::ErrorReason(status) != "INVALID_FIELDS" || !base::ReadDetail(status, bad_request))
    return {std::string(status.message())};
  std::vector<std::string> fields;
  for (const auto& violation : bad_request.field_violations()) fields.push_back(violation.field());
  std::sort(fields.begin(), fields.end());
  return fields;
}

// A whole evaluated document with `more` merged in.
SheetDocument With(const std::string& more) {
  auto document = Proto<SheetDocument>(R"pb(
    name: "cities/test/sheets/s"
    form: "test-form"
    fiscal_year: 2022
    org_unit: "kensetsu"
    state: EVALUATED
  )pb");
  document.MergeFrom(Proto<SheetDocument>(more));
  if (document.goals().empty()) document.add_goals()->set_level("goal");
  return document;
}

std::string InGoal(const std::string& fields) {
  return absl::StrCat("goals { level: 'goal' ", fields, " }");
}

std::string InIndicator(const std::string& fields) {
  return InGoal(absl::StrCat("indicators { ", fields, " }"));
}

std::string InResult(const std::string& fields) {
  return InIndicator(absl::StrCat("results { period: '上半期' ", fields, " }"));
}

TEST(DocumentCheck, TakesWhatTheFormatAllows) {
  EXPECT_EQ(Violated(With("")), std::vector<std::string>());
  EXPECT_EQ(Violated(With(R"pb(
              title: ""
              created_on: "2022-04-01"
              texts { key: "purpose" value: "a\nb" }
              texts { key: "result" value: "-" }
              declared_totals {
                total: 0
                counts { key: "達成" value: 0 }
              }
              goals {
                id: "a"
                level: "heading"
                goals {
                  id: "b"
                  level: "item"
                  marks: "focus"
                  responsible_unit: "kyu-kensetsu"
                  not_counted { reason: OUT_OF_SCOPE }
                  contributes_to { sheet: "cities/test/sheets/none-yet" goal: "2/1" }
                  evaluation { assessments { stage: "review" rating: "評価不能" } }
                  intentionally_blank: "evaluation.rating"
                  intentionally_blank: "indicators[0].results[0].value"
                  indicators {
                    id: "a"
                    target: ""
                    result: "-"
                    past { fiscal_year: 2021 value: "-" }
                    results { period: "上半期" numerator: "0" denominator: "4.70" }
                    evaluation {}
                  }
                }
              }
            )pb")),
            std::vector<std::string>());
}

TEST(DocumentCheck, NamesEachFieldAsTheFileDoes) {
  const struct {
    std::string more;
    std::string field;
  } cases[] = {
      {"name: 'sheets/s'", "name"},
      {"fiscal_year: 1949", "fiscalYear"},
      {"fiscal_year: 2101", "fiscalYear"},
      {"org_unit: 'unknown'", "orgUnit"},
      {"title: '\\t\\x01'", "title"},
      {"material_number: '\\x01'", "materialNumber"},
      {"created_on: '2022-02-30'", "createdOn"},
      {"revised_on: ''", "revisedOn"},
      {"evaluated_on: '令和5年'", "evaluatedOn"},
      {"texts { key: 'description' value: '' }", "texts.description"},
      {"texts { key: 'my_text' value: '' }", "texts.my_text"},
      {"notes: '' notes: '\\x01'", "notes[1]"},
      {"editorial {}", "editorial[0].kind"},
      {"declared_totals {} declared_totals {}", "declaredTotals[1].scope"},
      {"declared_totals { total: -1 }", "declaredTotals[0].total"},
      {"declared_totals { counts { key: '未_知' value: 1 } }", "declaredTotals[0].counts.未_知"},
      {"goals {}", "goals[0].level"},
      {"goals { level: 'item' }", "goals[0].level"},
      {"goals { level: 'goal' goals { level: 'goal' } }", "goals[0].goals[0].level"},
      {InGoal("id: 'A b'"), "goals[0].id"},
      {InGoal("id: 'a' goals { level: 'item' id: 'a' }"), "goals[0].goals[0].id"},
      {InGoal("label: '1\\n2'"), "goals[0].label"},
      {InGoal("texts { key: 'purpose' value: '' }"), "goals[0].texts.purpose"},
      {InGoal("accomplishments: '\\x01'"), "goals[0].accomplishments[0]"},
      {InGoal("marks: 'unknown'"), "goals[0].marks[0]"},
      {InGoal("responsible_unit: 'unknown'"), "goals[0].responsibleUnit"},
      {InGoal("not_counted {}"), "goals[0].notCounted.reason"},
      {InGoal("contributes_to { sheet: 's' goal: '1' }"), "goals[0].contributesTo[0].sheet"},
      {InGoal("contributes_to { sheet: 'cities/other/sheets/s' goal: '1' }"),
       "goals[0].contributesTo[0].sheet"},
      {InGoal("contributes_to { sheet: 'cities/test/sheets/s' }"),
       "goals[0].contributesTo[0].goal"},
      {InGoal("intentionally_blank: ''"), "goals[0].intentionallyBlank[0]"},
      {InGoal("intentionally_blank: 'colour'"), "goals[0].intentionallyBlank[0]"},
      {InGoal("title: 'x' intentionally_blank: 'title'"), "goals[0].intentionallyBlank[0]"},
      {InGoal("evaluation { comment: 'x' } intentionally_blank: 'evaluation.comment'"),
       "goals[0].intentionallyBlank[0]"},
      {InGoal("indicators { result: '1' } intentionally_blank: 'indicators[0].result'"),
       "goals[0].intentionallyBlank[0]"},
      {InGoal("evaluation { rating: '優' }"), "goals[0].evaluation.rating"},
      {InGoal("evaluation { comment: '\\x01' }"), "goals[0].evaluation.comment"},
      {InGoal("evaluation { issues: '\\x01' }"), "goals[0].evaluation.issues"},
      {InGoal("evaluation { assessments { stage: 'none' } }"),
       "goals[0].evaluation.assessments[0].stage"},
      {InGoal("evaluation { assessments { stage: 'section' } }"),
       "goals[0].evaluation.assessments[0].stage"},
      {InGoal("evaluation { assessments { stage: 'review' } assessments { stage: 'review' } }"),
       "goals[0].evaluation.assessments[1].stage"},
      {InGoal("evaluation { assessments { stage: 'review' rating: '優' } }"),
       "goals[0].evaluation.assessments[0].rating"},
      {"goals { level: 'heading' evaluation {} }", "goals[0].evaluation"},
      {InIndicator("id: ''"), "goals[0].indicators[0].id"},
      {InGoal("indicators { id: 'i' } indicators { id: 'i' }"), "goals[0].indicators[1].id"},
      {InIndicator("series: 'A'"), "goals[0].indicators[0].series"},
      {InIndicator("accumulation {}"), "goals[0].indicators[0].accumulation.kind"},
      {InIndicator("accumulation { kind: MULTI_YEAR first_fiscal_year: 2022 "
                   "last_fiscal_year: 2021 }"),
       "goals[0].indicators[0].accumulation.lastFiscalYear"},
      {InIndicator("past { fiscal_year: 2022 }"), "goals[0].indicators[0].past[0].fiscalYear"},
      {InIndicator("target: '\\x01'"), "goals[0].indicators[0].target"},
      {InIndicator("result: '\\x01'"), "goals[0].indicators[0].result"},
      {InIndicator("evaluation { rating: '優' }"), "goals[0].indicators[0].evaluation.rating"},
      {InIndicator("results { value: '1' }"), "goals[0].indicators[0].results[0].period"},
      {InIndicator("results { period: 'p' } results { period: 'p' }"),
       "goals[0].indicators[0].results[1].period"},
      {InIndicator("result_detail { numerator: '1' denominator: '2' }"),
       "goals[0].indicators[0].resultDetail"},
      {InIndicator("result: '1' result_detail {}"), "goals[0].indicators[0].resultDetail"},
      {InIndicator("result: '1' result_detail { measured_on: '秋' }"),
       "goals[0].indicators[0].resultDetail.measuredOn"},
      {InIndicator("result: '1' result_detail { numerator: '1,248' }"),
       "goals[0].indicators[0].resultDetail.numerator"},
      {InIndicator("result: '1' result_detail { denominator: '0' }"),
       "goals[0].indicators[0].resultDetail.denominator"},
      {InResult("kind: '\\x01'"), "goals[0].indicators[0].results[0].kind"},
      {InResult("value: '\\x01'"), "goals[0].indicators[0].results[0].value"},
      {InResult("measured_on: '秋'"), "goals[0].indicators[0].results[0].measuredOn"},
      {InResult("numerator: '1,248'"), "goals[0].indicators[0].results[0].numerator"},
      {InResult("denominator: '0.0'"), "goals[0].indicators[0].results[0].denominator"},
  };
  for (const auto& it : cases)
    EXPECT_EQ(Violated(With(it.more)), std::vector<std::string>{it.field}) << it.more;
}

TEST(DocumentCheck, ADocumentHasAStateAndAGoal) {
  SheetDocument document = With("");
  document.clear_state();
  document.clear_goals();
  EXPECT_EQ(Violated(document), (std::vector<std::string>{"goals", "state"}));
}

TEST(DocumentCheck, WhatBelongsToALaterStateIsRefused) {
  SheetDocument document = With(R"pb(
    texts { key: "purpose" value: "" }
    texts { key: "result" value: "" }
    goals {
      level: "goal"
      texts { key: "description" value: "" }
      texts { key: "outcome" value: "" }
      accomplishments: ""
      evaluation {}
      indicators {
        result: ""
        supplement: ""
        results { period: "p" }
        evaluation {}
      }
    }
  )pb");
  document.set_state(SheetDocument::GOALS_SET);
  EXPECT_EQ(Violated(document),
            (std::vector<std::string>{
                "goals[0].accomplishments", "goals[0].evaluation",
                "goals[0].indicators[0].evaluation", "goals[0].indicators[0].result",
                "goals[0].indicators[0].results[0]", "goals[0].texts.outcome", "texts.result"}));
  document.set_state(SheetDocument::RESULTS_REPORTED);
  EXPECT_EQ(Violated(document), std::vector<std::string>());
}

TEST(DocumentCheck, AFormWithoutStagesRatesNothing) {
  forms::v1::Form form = testing::TestForm();
  form.clear_stages();
  form.clear_ratings();
  EXPECT_EQ(Violated(With(InGoal("evaluation {} indicators { evaluation {} }")), form),
            (std::vector<std::string>{"goals[0].evaluation", "goals[0].indicators[0].evaluation"}));
}

TEST(DocumentCheck, LimitsOfTheTree) {
  SheetDocument many = With("");
  for (int i = 0; i < 1000; ++i) *many.add_goals() = many.goals(0);
  EXPECT_EQ(Violated(many), std::vector<std::string>{"goals"});
  many.mutable_goals()->RemoveLast();
  EXPECT_EQ(Violated(many), std::vector<std::string>());

  forms::v1::Form form = testing::TestForm();
  for (int i = 0; i < 13; ++i) {
    forms::v1::Level& level = *form.add_levels();
    level.set_key(absl::StrCat("level-", i));
    level.add_parents(i == 0 ? "goal" : absl::StrCat("level-", i - 1));
  }
  SheetDocument deep = With("");
  documents::v1::DocumentGoal* goal = deep.mutable_goals(0);
  std::string path = "goals[0]";
  for (int i = 0; i < 13; ++i) {
    if (i == 11) {
      EXPECT_EQ(Violated(deep, form), std::vector<std::string>());
    }
    goal = goal->add_goals();
    goal->set_level(absl::StrCat("level-", i));
    if (i < 12) path += ".goals[0]";
  }
  EXPECT_EQ(Violated(deep, form), std::vector<std::string>{path});
}

TEST(DocumentCheck, TellsEverythingAtOnceAndInTheSameOrder) {
  const SheetDocument document = With(R"pb(
    fiscal_year: 1
    texts { key: "c" value: "" }
    texts { key: "a" value: "" }
    texts { key: "b" value: "" }
    goals { level: "goal" marks: "x" marks: "y" }
    goals { level: "none" responsible_unit: "x" }
  )pb");
  EXPECT_EQ(Violated(document).size(), 8u);
  EXPECT_EQ(Check(document, testing::TestForm()), Check(document, testing::TestForm()));
}

}  // namespace
}  // namespace mokuhyo::domain
