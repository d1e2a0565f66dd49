#include "libs/values/agreement.h"

#include <gtest/gtest.h>

#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

Agreement Compare(const char* a, const char* b) {
  const Agreement agreement = CompareReports(Parse(a), Parse(b));
  EXPECT_EQ(CompareReports(Parse(b), Parse(a)), agreement) << a << " and " << b;
  return agreement;
}

TEST(AgreementTest, SameFigureHoweverItIsPrinted) {
  for (const char* text : {"179", "１７９", "179.0", "参加団体数 179団体", "179団体実施"}) {
    EXPECT_EQ(Compare("179", text), Agreement::kSame) << text;
  }
  EXPECT_EQ(Compare("67 (1248人)", "67"), Agreement::kSame);
  EXPECT_EQ(Compare("講座 2回 教室 3回", "講座2回　教室3回"), Agreement::kSame);
}

TEST(AgreementTest, DifferentFigures) {
  EXPECT_EQ(Compare("14科目実施", "13"), Agreement::kDifferent);
  EXPECT_EQ(Compare("70~80", "70"), Agreement::kDifferent);
  EXPECT_EQ(Compare("対象者の全て(56)", "対象者の全て(57)"), Agreement::kDifferent);
}

TEST(AgreementTest, SomethingAndNothingDiffer) {
  EXPECT_EQ(Compare("評価不能", "91"), Agreement::kDifferent);
  EXPECT_EQ(Compare("未実施", "実施"), Agreement::kDifferent);
  EXPECT_EQ(Compare("未実施", "評価不能"), Agreement::kDifferent);
  EXPECT_EQ(Compare("雨のため中止", "中止"), Agreement::kSame);
}

TEST(AgreementTest, NobodyCanTell) {
  EXPECT_EQ(Compare("-", "5"), Agreement::kUnknown);
  EXPECT_EQ(Compare("", ""), Agreement::kUnknown);
  EXPECT_EQ(Compare("実施", "3回"), Agreement::kUnknown);
  EXPECT_EQ(Compare("講座の実施", "教室の実施"), Agreement::kUnknown);
  EXPECT_EQ(Compare("講座 2回 教室 3回", "5回"), Agreement::kUnknown);
  EXPECT_EQ(Compare("対象者の全て", "対象者の全て(57)"), Agreement::kUnknown);
}

}  // namespace
}  // namespace mokuhyo::values
