#include "libs/render/field_labels.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::render {
namespace {

std::string Ja(const std::string& field) { return FieldLabel(field, Language::kJapanese); }
std::string En(const std::string& field) { return FieldLabel(field, Language::kEnglish); }

TEST(FieldLabelsTest, FieldsAreCalledAsPeopleCallThem) {
  EXPECT_EQ(Ja("target"), "目標値");
  EXPECT_EQ(En("target"), "Target");
  EXPECT_EQ(Ja("past.2021"), "令和3年度 (FY2021)");
  EXPECT_EQ(En("past.2021"), "FY2021");
  EXPECT_EQ(En("past"), "Past values");
  EXPECT_EQ(Ja("initiatives[2]"), "主な取組 3");
  EXPECT_EQ(Ja("texts.purpose"), "purpose");
  EXPECT_EQ(Ja("evaluation.rating"), "評価");
  EXPECT_EQ(En("evaluation.assessments.review.rating"), "review Rating");
  EXPECT_EQ(En("results.2022-09-30"), "2022-09-30");
  EXPECT_EQ(En("results.2022-09-30.measuredOn"), "2022-09-30 Measured on");
  EXPECT_EQ(En("declaredTotals.I.counts.達成"), "Declared totals I 達成");
  EXPECT_EQ(En("resultDetail.numerator"), "Result Numerator");
  EXPECT_EQ(En("somethingNew"), "somethingNew");
}

TEST(FieldLabelsTest, EveryFieldOfADocumentHasItsLabel) {
  using documents::v1::SheetDocument;
  for (const auto* part : {SheetDocument::descriptor(), documents::v1::DocumentGoal::descriptor(),
                           documents::v1::DocumentIndicator::descriptor(),
                           documents::v1::DocumentEvaluation::descriptor(),
                           documents::v1::DocumentResult::descriptor(),
                           documents::v1::DocumentResultDetail::descriptor()}) {
    for (int i = 0; i < part->field_count(); ++i) {
      const std::string field = part->field(i)->json_name();
      if (field == "id" || field == "goals" || field == "indicators" || field == "period" ||
          field == "value") {
        continue;  // No fields of their own in a comparison.
      }
      EXPECT_NE(Ja(field), field) << part->full_name();
    }
  }
}

}  // namespace
}  // namespace mokuhyo::render
