#include "libs/render/observation_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "libs/render/contribution_text.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Observation;

Observation Make(const std::string& text) {
  Observation observation;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &observation)) << text;
  return observation;
}

std::string Evidence(const std::string& role, const std::string& value, int year = 0,
                     const std::string& sheet = "s") {
  return "evidence { role: ROLE_" + role + " value: '" + value +
         "' fiscal_year: " + std::to_string(year) + " source: 'cities/c/sheets/" + sheet +
         "/indicators/i1' } ";
}

struct Words {
  std::string kind;
  std::string fields;
  std::string ja;
  std::string en;
};

TEST(ObservationWordsTest, EachKindInBothLanguages) {
  const std::vector<Words> cases = {
      {"TARGET_BELOW_LAST_RESULT", Evidence("TARGET", "10") + Evidence("PAST_RESULT", "12", 2021),
       "目標値「10」は、令和3年度の実績「12」より緩くなっています",
       "the target \"10\" demands less than the result of FY2021, \"12\""},
      {"TARGET_BELOW_LAST_RESULT",
       Evidence("TARGET", "$1") + Evidence("TYPED_IN_VALUE", "12", 2019),
       "目標値「$1」は、令和元年度の実績「12」より緩くなっています",
       "the target \"$1\" demands less than the result of FY2019, \"12\""},
      {"TARGET_CHANGED",
       Evidence("PREVIOUS_TARGET", "12") + Evidence("TARGET", "10") +
           Evidence("DONE_DATE", "2022-09-01") + Evidence("REASON", "会場の減少"),
       "公表後に目標値が「12」から「10」に変わりました (令和4年9月1日: 会場の減少)",
       "the target was changed from \"12\" to \"10\" after publication (2022-09-01: 会場の減少)"},
      {"TARGET_CHANGED", Evidence("TARGET", "10") + Evidence("DONE_DATE", "2022-09-01"),
       "公表後に目標値「10」が加わりました (令和4年9月1日)",
       "the target \"10\" was set after publication (2022-09-01)"},
      {"TARGET_CHANGED", Evidence("PREVIOUS_TARGET", "10") + Evidence("DONE_DATE", "2022-09-01"),
       "公表後に目標値「10」が取り消されました (令和4年9月1日)",
       "the target \"10\" was taken away after publication (2022-09-01)"},
      {"OVERSHOOT",
       Evidence("TARGET", "10") + Evidence("RESULT", "30") + Evidence("ATTAINMENT", "300"),
       "実績「30」の目標値「10」に対する達成率は 300% です",
       "the result \"30\" attains 300 % of the target \"10\""},
      {"COMMENT_DIFFERS",
       Evidence("RESULT", "9") + Evidence("COMMENT", "9回(北3回、南5回)") + Evidence("SUM", "8"),
       "「9回(北3回、南5回)」の内訳を合計すると 8 で、実績「9」と合いません",
       "the parts in \"9回(北3回、南5回)\" add up to 8, and the result is \"9\""},
      {"SERIES_BREAK", Evidence("DONE_DATE", "2022-04-01") + Evidence("REASON", "人から回へ"),
       "この指標から系列が新しくなり、前の年度とは比べられません (令和4年4月1日: 人から回へ)",
       "the series begins anew, and earlier years cannot be compared (2022-04-01: 人から回へ)"},
      {"RESULT_MISSING", Evidence("DUE_DATE", "2023-04-30"),
       "期限 令和5年4月30日 までの実績がまだ報告されていません",
       "the result was due by 2023-04-30 and is not there"},
      {"RESULT_LATE",
       "evidence { role: ROLE_DUE_DATE value: '2022-10-15' period: 'interim' } " +
           Evidence("DONE_DATE", "2022-10-20"),
       "期限 令和4年10月15日 までの実績 (interim)が 令和4年10月20日 に報告されました",
       "the result (interim) was due by 2022-10-15 and was reported on 2022-10-20"},
      {"LINK_TARGET_MISSING",
       Evidence("LINK", "cities/c/sheets/w/goals/I/1") + Evidence("FIELD", "sheet"),
       "寄与先のシート w がありません (目標 I/1)",
       "it contributes to goal I/1 of the sheet w, which does not exist"},
      {"LINK_TARGET_MISSING",
       Evidence("LINK", "cities/c/sheets/w/goals/I/1") + Evidence("FIELD", "goal"),
       "寄与先のシート w に目標 I/1 がありません",
       "it contributes to goal I/1, which the sheet w does not have"},
      {"PAST_VALUE_DIFFERS",
       Evidence("TYPED_IN_VALUE", "13", 2021) + Evidence("PAST_RESULT", "12", 2021, "a"),
       "令和3年度の値「13」は、その年度のシート a の実績「12」と異なります",
       "the value \"13\" for FY2021 is not the result of the sheet a of that year, \"12\""},
      {"DOCUMENTS_DISAGREE", Evidence("RESULT", "13", 2022) + Evidence("RESULT", "14", 2022, "a"),
       "令和4年度の値が資料によって異なります: 「13」(s)、「14」(a)",
       "documents differ about FY2022: \"13\" (s), \"14\" (a)"},
      {"FACT_MISSING",
       Evidence("FIELD", "createdOn") + Evidence("FIELD", "evaluation.rating") +
           Evidence("FIELD", "evaluation.rating"),
       "転記した資料に記載がありません: 作成日、評価 (2)",
       "the transcribed document does not say: day of creation, rating (2)"},
      {"DECLARED_TOTAL_DIFFERS",
       Evidence("DECLARED", "total 5") + Evidence("RECOMPUTED", "total 4") +
           Evidence("DECLARED", "達成 4") + Evidence("RECOMPUTED", "達成 0"),
       "印刷された合計が再計算と異なります: 合計 5 → 合計 4、達成 4 → 達成 0",
       "the printed totals are not what the rows come to: total 5 → total 4, 達成 4 → 達成 0"},
      {"DECLARED_TOTAL_DIFFERS", "label: 'IV' " + Evidence("FIELD", "scope"),
       "印刷された合計「IV」に当たる目標がありません",
       "no top goal is labelled \"IV\", of which a total is printed"},
  };
  for (const Words& words : cases) {
    const Observation observation =
        Make("kind: OBSERVATION_KIND_" + words.kind + " " + words.fields);
    EXPECT_EQ(ObservationText(observation, Language::kJapanese), words.ja);
    EXPECT_EQ(ObservationText(observation, Language::kEnglish), words.en);
  }
}

TEST(ObservationWordsTest, EveryKindHasALabel) {
  for (int kind = 1; sheets::v1::ObservationKind_IsValid(kind); ++kind) {
    const auto known = static_cast<sheets::v1::ObservationKind>(kind);
    for (const Language language : {Language::kJapanese, Language::kEnglish}) {
      EXPECT_FALSE(ObservationLabel(known, language).starts_with("OBSERVATION_KIND")) << kind;
    }
  }
}

TEST(ObservationWordsTest, AsATable) {
  google::protobuf::RepeatedPtrField<Observation> observations;
  EXPECT_EQ(DrawObservations(observations, Language::kEnglish, {}), "no observations\n");
  *observations.Add() = Make(
      "id: 'OVERSHOOT/i1' kind: OBSERVATION_KIND_OVERSHOOT sheet: 'cities/c/sheets/s' label: '1' "
      "title: 'followers' answer { text: 'a new channel' } " +
      Evidence("TARGET", "10") + Evidence("RESULT", "30") + Evidence("ATTAINMENT", "300"));
  const std::string table = DrawObservations(observations, Language::kEnglish, {.width = 160});
  EXPECT_NE(table.find("[overshoot] the result \"30\" attains 300 % of the target \"10\""),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("followers"), std::string::npos);
  EXPECT_NE(table.find("a new channel"), std::string::npos);
  EXPECT_NE(table.find("    OVERSHOOT/i1"), std::string::npos);
}

TEST(ContributionTextTest, SaysWhetherTheRatingIsOfRecord) {
  sheets::v1::ContributingGoal goal;
  goal.set_org_unit_display_name("建設課");
  goal.set_label("1");
  goal.set_title("道路の補修");
  EXPECT_EQ(ContributionText(goal, Language::kJapanese), "建設課 1 道路の補修  評価なし");
  goal.set_rating("達成");
  goal.set_state(sheets::v1::SHEET_STATE_ASSESSED);
  EXPECT_EQ(ContributionText(goal, Language::kJapanese), "建設課 1 道路の補修  評価 達成 (確定前)");
  goal.set_state(sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
  EXPECT_EQ(ContributionText(goal, Language::kEnglish), "建設課 1 道路の補修  rated 達成");
}

}  // namespace
}  // namespace mokuhyo::render
