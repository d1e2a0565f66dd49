#include "libs/projection/compare_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "libs/domain/testing/proto.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::projection {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using documents::v1::SheetDocument;
using domain::testing::Proto;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Each difference as `field: before -> after`, an absent value as `none`.
std::vector<std::string> Say(const std::vector<FieldDifference>& differences) {
  std::vector<std::string> said;
  for (const FieldDifference& one : differences) {
    said.push_back(sheets::v1::Difference::Kind_Name(one.kind).substr(5) + " " + one.field + ": " +
                   one.before.value_or("none") + " -> " + one.after.value_or("none"));
  }
  return said;
}

template <typename Part>
std::vector<std::string> Compare(const std::string& before, const std::string& after) {
  return Say(CompareFields(FieldsOf(Proto<Part>(before)), FieldsOf(Proto<Part>(after))));
}

TEST(CompareFieldsTest, SpeaksInTheWordsOfTheDocument) {
  EXPECT_THAT(Compare<DocumentIndicator>(
                  R"(name: "参加者" unit: "人" target: "100" past { fiscal_year: 2021 value: "80" }
                     results { period: "2022-09-30" value: "40" measured_on: "2022-10-01" })",
                  R"(name: "参加者数" target: "120" past { fiscal_year: 2021 value: "81" }
                     past { fiscal_year: 2020 value: "-" }
                     results { period: "2022-09-30" value: "41" numerator: "41" }
                     result_detail { denominator: "7" })"),
              ElementsAre("CHANGED name: 参加者 -> 参加者数", "REMOVED unit: 人 -> none",
                          "CHANGED past.2021: 80 -> 81", "ADDED past.2020: none -> -",
                          "CHANGED target: 100 -> 120", "CHANGED results.2022-09-30: 40 -> 41",
                          "REMOVED results.2022-09-30.measuredOn: 2022-10-01 -> none",
                          "ADDED results.2022-09-30.numerator: none -> 41",
                          "ADDED resultDetail.denominator: none -> 7"));
  EXPECT_THAT(
      Compare<DocumentGoal>(
          R"(level: "goal" evaluation { rating: "達成" assessments { stage: "review" rating: "A" } }
             contributes_to { sheet: "cities/c/sheets/s" goal: "1/2" }
             not_counted { reason: RELISTED })",
          R"(level: "item" evaluation { rating: "未達成" comment: "雨" assessments { stage: "review" rating: "B" } }
             not_counted { reason: OUT_OF_SCOPE counted_at: "3" } withdrawn: true)"),
      ElementsAre(
          "CHANGED level: goal -> item", "CHANGED notCounted.reason: RELISTED -> OUT_OF_SCOPE",

          "REMOVED contributesTo[0]: cities/c/sheets/s 1/2 -> none",
          "ADDED notCounted.countedAt: none -> 3", "CHANGED evaluation.rating: 達成 -> 未達成",
          "ADDED evaluation.comment: none -> 雨",
          "CHANGED evaluation.assessments.review.rating: A -> B", "ADDED withdrawn: none -> true"));
  EXPECT_THAT(Compare<SheetDocument>(
                  R"(texts { key: "purpose" value: "道路" } declared_totals { total: 5 }
                     declared_totals { scope: "I" counts { key: "達成" value: 4 } })",
                  R"(texts { key: "purpose" value: "公園" } texts { key: "plan" value: "P" }
                     declared_totals { total: 6 }
                     declared_totals { scope: "I" counts { key: "達成" value: 3 } })"),
              ElementsAre("ADDED texts.plan: none -> P", "CHANGED texts.purpose: 道路 -> 公園",
                          "CHANGED declaredTotals.total: 5 -> 6",
                          "CHANGED declaredTotals.I.counts.達成: 4 -> 3"));
}

TEST(CompareFieldsTest, AbsentEmptyAndDashAreThreeThings) {
  EXPECT_THAT(Compare<DocumentIndicator>("", R"(result: "")"),
              ElementsAre("ADDED result: none -> "));
  EXPECT_THAT(Compare<DocumentIndicator>(R"(result: "")", R"(result: "-")"),
              ElementsAre("CHANGED result:  -> -"));
  // The cell of a year that is there and empty.
  EXPECT_THAT(Compare<DocumentIndicator>("", "past { fiscal_year: 2020 }"),
              ElementsAre("ADDED past.2020: none -> none"));
  EXPECT_THAT(Compare<DocumentIndicator>("past { fiscal_year: 2020 }",
                                         R"(past { fiscal_year: 2020 value: "" })"),
              ElementsAre("CHANGED past.2020: none -> "));
  EXPECT_THAT(Compare<DocumentGoal>("", "evaluation {}"),
              ElementsAre("ADDED evaluation: none -> none"));
}

TEST(CompareFieldsTest, ListsAreComparedElementByElement) {
  EXPECT_THAT(Compare<DocumentGoal>(R"(initiatives: ["a", "b", "c"])",
                                    R"(initiatives: ["new", "a", "B", "c"])"),
              ElementsAre("ADDED initiatives[0]: none -> new", "CHANGED initiatives[2]: b -> B"));
  EXPECT_THAT(Compare<DocumentGoal>(R"(marks: ["x", "y"])", R"(marks: "y")"),
              ElementsAre("REMOVED marks[0]: x -> none"));
  const auto whole = CompareFields(FieldsOf(Proto<DocumentGoal>(R"(marks: "x")")), {});
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].whole_field, "marks");
}

TEST(CompareFieldsTest, OrderOfYearsIsPrintedToo) {
  EXPECT_THAT(Compare<DocumentIndicator>("past { fiscal_year: 2020 } past { fiscal_year: 2021 }",
                                         "past { fiscal_year: 2021 } past { fiscal_year: 2020 }"),
              ElementsAre("CHANGED past: 2020, 2021 -> 2021, 2020"));
  // A new year is no other order; the same year twice is two entries.
  EXPECT_THAT(Compare<DocumentIndicator>(
                  R"(past { fiscal_year: 2020 value: "1" })",
                  R"(past { fiscal_year: 2019 value: "0" } past { fiscal_year: 2020 value: "1" }
                     past { fiscal_year: 2020 value: "2" })"),
              ElementsAre("ADDED past.2019: none -> 0", "ADDED past.2020#2: none -> 2"));
}

TEST(CompareFieldsTest, WhoItIsAndWhatIsBelowAreNotItsFields) {
  EXPECT_THAT(Compare<SheetDocument>(R"(name: "a" goals { title: "g" })", R"(name: "b")"),
              IsEmpty());
  EXPECT_THAT(Compare<DocumentGoal>(R"(id: "g1" goals { id: "g2" } indicators { id: "i1" })", ""),
              IsEmpty());
  EXPECT_THAT(Compare<DocumentIndicator>(R"(id: "i1")", R"(id: "i2")"), IsEmpty());
}

// Sets a field to something.
void Fill(const FieldDescriptor& field, Message& message) {
  const auto& write = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.is_repeated() ? write.AddString(&message, &field, "x")
                                 : write.SetString(&message, &field, "x");
    case FieldDescriptor::CPPTYPE_INT32:
      return write.SetInt32(&message, &field, 7);
    case FieldDescriptor::CPPTYPE_UINT32:
      return write.SetUInt32(&message, &field, 7);
    case FieldDescriptor::CPPTYPE_BOOL:
      return write.SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_ENUM:
      return write.SetEnumValue(&message, &field, 1);
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message& inside = field.is_repeated() ? *write.AddMessage(&message, &field)
                                            : *write.MutableMessage(&message, &field);
      // Maps and keyed lists need their key.
      return Fill(*inside.GetDescriptor()->field(0), inside);
    }
    default:
      FAIL() << "documents have no such field: " << field.full_name();
  }
}

// A field that is added to the document some day is compared without anybody thinking of it.
TEST(CompareFieldsTest, EveryFieldOfADocumentIsCompared) {
  const std::set<std::string> who = {"SheetDocument.name", "DocumentGoal.id",
                                     "DocumentIndicator.id"};
  const std::vector<const Message*> parts = {&SheetDocument::default_instance(),
                                             &DocumentGoal::default_instance(),
                                             &DocumentIndicator::default_instance(),
                                             &documents::v1::DocumentEvaluation::default_instance(),
                                             &documents::v1::DocumentAssessment::default_instance(),
                                             &documents::v1::DocumentResult::default_instance(),
                                             &documents::v1::DeclaredTotal::default_instance()};
  for (const Message* part : parts) {
    for (int i = 0; i < part->GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *part->GetDescriptor()->field(i);
      SCOPED_TRACE(field.full_name());
      const bool is_below = field.name() == "goals" || field.name() == "indicators";
      if (is_below || who.contains(part->GetDescriptor()->name() + "." + field.name())) continue;
      const std::unique_ptr<Message> filled(part->New());
      Fill(field, *filled);
      EXPECT_FALSE(CompareFields(FieldsOf(*part), FieldsOf(*filled)).empty());
      EXPECT_TRUE(CompareFields(FieldsOf(*filled), FieldsOf(*filled)).empty());
    }
  }
}

}  // namespace
}  // namespace mokuhyo::projection
