#include "libs/domain/sheet/document.h"

#include <string>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/domain/sheet/whole_sheet.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::SheetDocument;
using sheets::v1::Goal;
using sheets::v1::Sheet;
using testing::Proto;

std::string Difference(const google::protobuf::Message& expected,
                       const google::protobuf::Message& actual) {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(expected, actual);
  return difference;
}

// A sheet that bears every field.
Sheet FullSheet() {
  return Proto<Sheet>(R"pb(
    name: "cities/test/sheets/s"
    etag: "9"
    form: "f"
    form_version: 3
    fiscal_year: 2022
    org_unit: "u"
    state: SHEET_STATE_CONFIRMED
    title: "t"
    subtitle: ""
    contact: "-"
    material_number: "2"
    created_on: "2022-04-01"
    revised_on: "2022-10-01"
    evaluated_on: "2023-03-31"
    texts { key: "purpose" value: "p" }
    notes: "n"
    notes: ""
    goals {
      id: "g1"
      etag: "4"
      level: "goal"
      label: "1"
      title: "t"
      subtitle: ""
      texts { key: "description" value: "d" }
      withdrawn: true
      initiatives: "a"
      accomplishments: "b"
      marks: "covid-19"
      responsible_unit: "v"
      not_counted { reason: RELISTED counted_at: "2" }
      contributes_to { sheet: "cities/test/sheets/w" goal: "1" }
      indicators {
        id: "i1"
        etag: "5"
        series: "x"
        label: "1"
        name: ""
        unit: "%"
        direction: LOWER_IS_BETTER
        accumulation { kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2022 }
        definition: "d"
        past { fiscal_year: 2020 }
        past {
          fiscal_year: 2021
          value { text: "-" grammar_version: 1 }
        }
        target { text: "70~80" grammar_version: 1 }
        result { text: "" grammar_version: 1 }
        result_detail {
          measured_on: "2023-03-31"
          numerator: "0"
          denominator: "4.70"
          reported_on: "2023-04-20"
        }
        results {
          period: "2022-09-30"
          kind: "interim"
          value { text: "1" }
          measured_on: "2022-10-01"
          numerator: "1"
          denominator: "2"
        }
        supplement: "s"
        evaluation { rating: "A" }
      }
      evaluation {
        rating: "達成"
        comment: "c"
        issues: ""
        assessments { stage: "review" rating: "A" comment: "c" issues: "i" }
        suggestion { rule: "r" rating: "達成" }
        departure_reason: "d"
      }
      intentionally_blank: "evaluation.issues"
      editorial { field: "" kind: RESTORED note: "n" }
      goals {
        id: "g2"
        level: "item"
        withdrawn: true
        evaluation {}
      }
    }
    declared_totals {
      scope: ""
      total: 0
      counts { key: "達成" value: 1 }
    }
    replacement: false
    editorial { kind: INFERRED }
    transcribed: true
    editions { number: 1 }
  )pb");
}

SheetDocument FullDocument() {
  return Proto<SheetDocument>(R"pb(
    name: "cities/test/sheets/s"
    form: "f"
    fiscal_year: 2022
    org_unit: "u"
    state: EVALUATED
    title: "t"
    subtitle: ""
    contact: "-"
    material_number: "2"
    created_on: "2022-04-01"
    revised_on: "2022-10-01"
    evaluated_on: "2023-03-31"
    texts { key: "purpose" value: "p" }
    notes: "n"
    notes: ""
    goals {
      level: "goal"
      label: "1"
      title: "t"
      subtitle: ""
      texts { key: "description" value: "d" }
      withdrawn: true
      initiatives: "a"
      accomplishments: "b"
      marks: "covid-19"
      responsible_unit: "v"
      not_counted { reason: RELISTED counted_at: "2" }
      contributes_to { sheet: "cities/test/sheets/w" goal: "1" }
      indicators {
        series: "x"
        label: "1"
        name: ""
        unit: "%"
        direction: LOWER_IS_BETTER
        accumulation { kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2022 }
        definition: "d"
        past { fiscal_year: 2020 }
        past { fiscal_year: 2021 value: "-" }
        target: "70~80"
        result: ""
        result_detail { measured_on: "2023-03-31" numerator: "0" denominator: "4.70" }
        results {
          period: "2022-09-30"
          kind: "interim"
          value: "1"
          measured_on: "2022-10-01"
          numerator: "1"
          denominator: "2"
        }
        supplement: "s"
        evaluation { rating: "A" }
      }
      evaluation {
        rating: "達成"
        comment: "c"
        issues: ""
        assessments { stage: "review" rating: "A" comment: "c" issues: "i" }
      }
      intentionally_blank: "evaluation.issues"
      editorial { field: "" kind: RESTORED note: "n" }
      goals {
        level: "item"
        withdrawn: true
        evaluation {}
      }
    }
    declared_totals {
      scope: ""
      total: 0
      counts { key: "達成" value: 1 }
    }
    replacement: false
    editorial { kind: INFERRED }
  )pb");
}

TEST(DocumentTest, PrintsEveryFieldOfASheet) {
  EXPECT_EQ(Difference(FullDocument(), ToDocument(FullSheet(), DocumentIds::kOmit)), "");
}

TEST(DocumentTest, PrintsIdsAndVersionOnRequest) {
  SheetDocument expected = FullDocument();
  expected.set_form_version(3);
  expected.mutable_goals(0)->set_id("g1");
  expected.mutable_goals(0)->mutable_indicators(0)->set_id("i1");
  expected.mutable_goals(0)->mutable_goals(0)->set_id("g2");
  EXPECT_EQ(Difference(expected, ToDocument(FullSheet(), DocumentIds::kInclude)), "");
}

TEST(DocumentTest, PrintsTheVersionThatWasNamed) {
  Sheet sheet = FullSheet();
  sheet.set_form_version_named(true);
  EXPECT_EQ(ToDocument(sheet, DocumentIds::kOmit).form_version(), 3u);
}

TEST(DocumentTest, SaysHowFarASheetHasGone) {
  const std::pair<sheets::v1::SheetState, SheetDocument::State> states[] = {
      {sheets::v1::SHEET_STATE_DRAFT, SheetDocument::GOALS_SET},
      {sheets::v1::SHEET_STATE_GOALS_PUBLISHED, SheetDocument::GOALS_SET},
      {sheets::v1::SHEET_STATE_RESULTS_REPORTED, SheetDocument::RESULTS_REPORTED},
      {sheets::v1::SHEET_STATE_ASSESSED, SheetDocument::RESULTS_REPORTED},
      {sheets::v1::SHEET_STATE_CONFIRMED, SheetDocument::EVALUATED},
      {sheets::v1::SHEET_STATE_EDITION_PUBLISHED, SheetDocument::EVALUATED},
  };
  for (const auto& [state, expected] : states) {
    Sheet sheet;
    sheet.set_state(state);
    EXPECT_EQ(ToDocument(sheet, DocumentIds::kOmit).state(), expected)
        << sheets::v1::SheetState_Name(state);
  }
}

TEST(DocumentTest, ComesBackAsTheFieldsThatCommandsTake) {
  const SheetDocument document = ToDocument(FullSheet(), DocumentIds::kInclude);

  Sheet sheet = FullSheet();
  for (auto clear :
       {&Sheet::clear_etag, &Sheet::clear_state, &Sheet::clear_goals, &Sheet::clear_declared_totals,
        &Sheet::clear_transcribed, &Sheet::clear_editions}) {
    (sheet.*clear)();
  }
  EXPECT_EQ(Difference(sheet, ToSheet(document)), "");

  Goal goal = FullSheet().goals(0);
  goal.clear_etag();
  goal.clear_withdrawn();
  goal.clear_evaluation();
  goal.clear_goals();
  auto& indicator = *goal.mutable_indicators(0);
  indicator.clear_etag();
  indicator.clear_result();
  indicator.clear_results();
  indicator.clear_result_detail();
  indicator.clear_evaluation();
  indicator.mutable_target()->clear_grammar_version();
  indicator.mutable_past(1)->mutable_value()->clear_grammar_version();
  EXPECT_EQ(Difference(goal, ToGoal(document.goals(0))), "");
  EXPECT_EQ(Difference(indicator, ToIndicator(document.goals(0).indicators(0))), "");
}

TEST(DocumentTest, WholeSheetsHaveEverythingThatADocumentSays) {
  EXPECT_EQ(
      Difference(FullDocument(), ToDocument(ToWholeSheet(FullDocument()), DocumentIds::kOmit)), "");
  SheetDocument with_ids = ToDocument(FullSheet(), DocumentIds::kInclude);
  EXPECT_EQ(Difference(with_ids, ToDocument(ToWholeSheet(with_ids), DocumentIds::kInclude)), "");
  for (const auto state : {SheetDocument::GOALS_SET, SheetDocument::RESULTS_REPORTED}) {
    with_ids.set_state(state);
    EXPECT_EQ(ToDocument(ToWholeSheet(with_ids), DocumentIds::kInclude).state(), state);
  }
}

// If a field is added to a document, the sheets above must get it too.
TEST(DocumentTest, CoversEveryFieldOfTheFormat) {
  SheetDocument document = ToDocument(FullSheet(), DocumentIds::kInclude);
  const auto unset = [](const google::protobuf::Message& message) {
    std::string names;
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const auto* field = message.GetDescriptor()->field(i);
      const bool set = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                                            : message.GetReflection()->HasField(message, field);
      if (!set) names += field->name() + " ";
    }
    return names;
  };
  EXPECT_EQ(unset(document), "");
  EXPECT_EQ(unset(document.goals(0)), "");
  EXPECT_EQ(unset(document.goals(0).indicators(0)), "");
  EXPECT_EQ(unset(document.goals(0).indicators(0).results(0)), "");
  EXPECT_EQ(unset(document.goals(0).indicators(0).result_detail()), "");
  EXPECT_EQ(unset(document.goals(0).evaluation()), "");
  EXPECT_EQ(unset(document.goals(0).evaluation().assessments(0)), "");
}

TEST(DocumentTest, DoesNotPrintTheDayOnWhichAResultWasReported) {
  sheets::v1::Sheet sheet;
  sheet.add_goals()->add_indicators()->mutable_result_detail()->set_reported_on("2023-04-20");
  const auto document = ToDocument(sheet, DocumentIds::kOmit);
  EXPECT_FALSE(document.goals(0).indicators(0).has_result_detail());
}

TEST(DocumentTest, SaysOfAWithdrawnGoalThatItIs) {
  sheets::v1::Sheet sheet;
  sheet.add_goals()->set_withdrawn(true);
  sheet.add_goals();
  const auto document = ToDocument(sheet, DocumentIds::kOmit);
  EXPECT_TRUE(document.goals(0).withdrawn());
  EXPECT_FALSE(document.goals(1).has_withdrawn());
}

}  // namespace
}  // namespace mokuhyo::domain
