#include <gmock/gmock.h>

#include <string>

#include "libs/projection/observations/observe_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ObservedCommentsTest : public ObserveTest {
 protected:
  static std::string Comment(const std::string& text) {
    return "evaluation { comment: '" + text + "' } ";
  }
  // What is observed of a result of nine sessions with this comment.
  std::vector<std::string> Of(const std::string& comment) {
    return Lines(One("unit: '回数' " + Result("9"), Comment(comment)));
  }
};

TEST_F(ObservedCommentsTest, PartsOfTheResult) {
  EXPECT_THAT(Of("講座を9回(北会場3回、南会場4回、東会場1回)開きました"),
              ElementsAre("COMMENT_DIFFERS/i1: 9 | 9回(北会場3回、南会場4回、東会場1回) | 8"));
  EXPECT_THAT(Of("講座を9回(北会場4回、南会場4回、東会場1回)開きました"), IsEmpty());
  EXPECT_THAT(Of("北会場 3回 南会場 4回"),
              ElementsAre("COMMENT_DIFFERS/i1: 9 | 北会場 3回 南会場 4回 | 7"));
}

TEST_F(ObservedCommentsTest, PartsOfSomethingElse) {
  // Of another whole, of another unit, and beside a list that does explain the result.
  EXPECT_THAT(Of("相談を5回(北会場3回、南会場1回)受けました"), IsEmpty());
  EXPECT_THAT(Of("北会場 30人 南会場 40人"), IsEmpty());
  EXPECT_THAT(Of("9人(男性3人、女性5人)が来ました"), IsEmpty());
  EXPECT_THAT(Of("講座(北会場5回、南会場4回)のうち、夜間の開催(北会場1回、南会場2回)が好評でした"),
              IsEmpty());
}

TEST_F(ObservedCommentsTest, OnlyCountsAreHeldAgainstTheirParts) {
  const std::string comment = Comment("北会場 3回 南会場 4回");
  for (const char* result : {"9回以上", "実施", "-", "講座 5回 教室 4回"}) {
    EXPECT_THAT(Lines(One("unit: '回' " + Result(result), comment)), IsEmpty()) << result;
  }
  EXPECT_THAT(Lines(One(Result("9"), comment)), IsEmpty());
  EXPECT_THAT(Lines(One(Result("9回"), comment)),
              ElementsAre("COMMENT_DIFFERS/i1: 9回 | 北会場 3回 南会場 4回 | 7"));
}

TEST_F(ObservedCommentsTest, InAccomplishmentsAndCommentsOfIndicators) {
  EXPECT_THAT(Lines(One("unit: '回' " + Result("9"),
                        "accomplishments: '開催' accomplishments: "
                        "'北会場 3回 南会場 4回'")),
              ElementsAre("COMMENT_DIFFERS/i1: 9 | 北会場 3回 南会場 4回 | 7"));
  const auto found =
      ObserveAll(One("unit: '回' " + Result("9") + Comment("北会場 3回 南会場 4回")));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].evidence(1).source(), "cities/test/sheets/s/indicators/i1");
}

TEST_F(ObservedCommentsTest, AGoalOfSeveralIndicatorsMustNameTheResult) {
  const auto goal = [this](const std::string& comment) {
    return Lines("goals { id: 'g1' level: 'goal' " + Comment(comment) +
                 "indicators { id: 'i1' unit: '回' result { text: '9' } } "
                 "indicators { id: 'i2' unit: '回' result { text: '5' } } }");
  };
  EXPECT_THAT(goal("北会場 3回 南会場 4回"), IsEmpty());
  EXPECT_THAT(goal("講座を5回(北会場3回、南会場1回)開きました"),
              ElementsAre("COMMENT_DIFFERS/i2: 5 | 5回(北会場3回、南会場1回) | 4"));
}

TEST_F(ObservedCommentsTest, ACommentPrintedOverRowsSpeaksOfThem) {
  const auto goal = [this](const std::string& row) {
    return Lines("goals { id: 'g1' level: 'goal' " + Comment("北会場 3回 南会場 4回") +
                 "goals { id: 'r1' level: 'item' " + row +
                 " indicators { id: 'i1' unit: '回' result { text: '9' } } } }");
  };
  EXPECT_THAT(goal(""), ElementsAre("COMMENT_DIFFERS/i1: 9 | 北会場 3回 南会場 4回 | 7"));
  EXPECT_THAT(goal(Comment("順調でした")), IsEmpty());
  EXPECT_THAT(goal("withdrawn: true"), IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::projection
