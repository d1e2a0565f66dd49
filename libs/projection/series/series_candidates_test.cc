#include "libs/projection/series/series_candidates.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/errors.h"
#include "libs/projection/observations/observed_seeds_test_util.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using indicators::v1::SeriesCandidate;
using sheets::v1::Sheet;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string ShortOf(const std::string& indicator) {
  return indicator.substr(indicator.find("/sheets/") + 8);
}

// `likeness first second: signs`
std::vector<std::string> LinesOf(const std::vector<SeriesCandidate>& candidates) {
  std::vector<std::string> lines;
  for (const SeriesCandidate& candidate : candidates) {
    lines.push_back(absl::StrCat(candidate.likeness(), " ", ShortOf(candidate.first().indicator()),
                                 " ", ShortOf(candidate.second().indicator()), ": ",
                                 absl::StrJoin(candidate.signs(), " ")));
  }
  return lines;
}

class SeriesCandidatesTest : public SeriesTest {
 protected:
  // The candidates of 2022.
  std::vector<SeriesCandidate> Find() {
    std::vector<const Sheet*> of_year;
    std::vector<const Sheet*> earlier;
    for (const Sheet& sheet : sheets_)
      (sheet.fiscal_year() == 2022 ? of_year : earlier).push_back(&sheet);
    return *FindSeriesCandidates(of_year, earlier);
  }
  std::vector<std::string> Lines() { return LinesOf(Find()); }

  void Add(const std::string& id, int year, const std::string& unit, const std::string& name,
           const std::string& fields) {
    SeriesTest::Add(id, year, unit, absl::StrCat("name: '", name, "' series: '", id, "' ", fields));
  }
};

TEST_F(SeriesCandidatesTest, TwoDocumentsOfAYear) {
  Add("a", 2022, "somu", "研修 科目数", "unit: '科目' " + Result("13"));
  Add("b", 2022, "nishi", "研修科目数", Result("14科目"));
  // Once, from the sheet whose name comes first; white space and width are no difference.
  EXPECT_THAT(Lines(), ElementsAre("70 a/indicators/i1 b/indicators/i1: SAME_NAME SAME_UNIT"));
  const SeriesCandidate candidate = Find()[0];
  EXPECT_EQ(candidate.first().name(), "研修 科目数");
  EXPECT_EQ(candidate.first().unit(), "科目");
  EXPECT_EQ(candidate.first().series(), "a");
  EXPECT_EQ(candidate.first().org_unit(), "somu");
  EXPECT_EQ(candidate.first().result(), "13");
  EXPECT_EQ(candidate.second().fiscal_year(), 2022);
}

TEST_F(SeriesCandidatesTest, ThisYearAndTheYearBefore) {
  Add("a", 2021, "somu", "相談件数", Result("120"));
  Add("b", 2022, "somu", "相談の件数", Past(2021, "120"));
  EXPECT_THAT(Lines(), ElementsAre("64 b/indicators/i1 a/indicators/i1: "
                                   "SIMILAR_NAME SAME_PAST_VALUE SAME_ORG_UNIT"));
}

TEST_F(SeriesCandidatesTest, AnEarlierYearOnlyIfThereIsAColumnForIt) {
  Add("a", 2020, "somu", "相談件数", Result("120"));
  Add("b", 2022, "somu", "相談件数", "");
  EXPECT_THAT(Lines(), IsEmpty());
  Add("c", 2022, "nishi", "相談件数", Past(2020, "-"));
  EXPECT_THAT(Lines(), Contains("60 c/indicators/i1 a/indicators/i1: SAME_NAME"));
}

TEST_F(SeriesCandidatesTest, FiguresOfSeveralYearsSpeakLouder) {
  Add("a", 2021, "somu", "甲", Result("120") + Past(2020, "110"));
  Add("b", 2022, "somu", "乙", Past(2021, "120") + Past(2020, "110"));
  EXPECT_THAT(Lines(), ElementsAre("45 b/indicators/i1 a/indicators/i1: "
                                   "SAME_PAST_VALUE SAME_ORG_UNIT"));
  // The words 実施 are no figure that anybody could recognize something by.
  sheets_.clear();
  Add("a", 2021, "somu", "甲", Result("実施") + Past(2020, "実施"));
  Add("b", 2022, "somu", "乙", Past(2021, "実施") + Past(2020, "実施"));
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(SeriesCandidatesTest, ABlankNameIsLookedForInTheGoal) {
  SeriesTest::Add("a", 2021, "nishi", "series: 'a' target { text: '参加団体数 175団体' } ");
  sheets_[0].mutable_goals(0)->set_title("自治会が実施するボランティア清掃への支援");
  Add("b", 2022, "somu", "ボランティア清掃等の参加団体数", "unit: '団体' ");
  EXPECT_THAT(Lines(), ElementsAre("56 b/indicators/i1 a/indicators/i1: SIMILAR_NAME SAME_UNIT"));
  EXPECT_EQ(Find()[0].second().name(), "自治会が実施するボランティア清掃への支援");
}

TEST_F(SeriesCandidatesTest, WhatIsDecidedIsNotOffered) {
  SeriesTest::Add("a", 2021, "somu", "name: 'N' series: 's' ");
  SeriesTest::Add("b", 2022, "somu", "name: 'N' series: 's' ");
  EXPECT_THAT(Lines(), IsEmpty()) << "they are of one series";
  SeriesTest::Add("c", 2022, "somu", "name: 'N' " + Break("s", "t"));
  EXPECT_THAT(Lines(), IsEmpty()) << "people have said that they are not";
  SeriesTest::Add("d", 2022, "somu", "name: 'N' series: 'd' ", "withdrawn: true");
  EXPECT_THAT(Lines(), IsEmpty());
  SeriesTest::Add("e", 2022, "somu", "name: 'N' series: 'e' ");
  EXPECT_THAT(Lines(), ElementsAre(StartsWith("70 b/indicators/i1 e"), StartsWith("70 c"),
                                   StartsWith("70 e/indicators/i1 a")));
}

TEST_F(SeriesCandidatesTest, TheBestForEachIndicator) {
  for (int i = 0; i < 15; ++i) {
    Add(absl::StrCat("old", 10 + i), 2021, i == 14 ? "somu" : "nishi", "相談件数", "");
  }
  Add("b", 2022, "somu", "相談件数", "");
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), static_cast<size_t>(kMaxCandidatesPerIndicator));
  EXPECT_THAT(lines[0], StartsWith("70 b/indicators/i1 old24"));
  EXPECT_THAT(lines[1], StartsWith("60 b/indicators/i1 old10"));
}

TEST_F(SeriesCandidatesTest, TooMuchWorkIsRefused) {
  Add("a", 2022, "somu", "甲", "");
  Add("b", 2021, "somu", "乙", "");
  for (auto& sheet : sheets_) {
    auto& indicators = *sheet.mutable_goals(0)->mutable_indicators();
    while (indicators.size() < 1400) *indicators.Add() = indicators[0];
  }
  const auto found = FindSeriesCandidates({&sheets_[0]}, {&sheets_[1]});
  EXPECT_EQ(found.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ErrorReason(found.status()), "TOO_MANY_PAIRS");
}

using SeriesCandidatesOfSeeds = ObservedSeeds;

TEST_F(SeriesCandidatesOfSeeds, AreTheDocumentsThatDisagreeAndOthers) {
  Load("niigata");
  std::vector<const Sheet*> of_year;
  std::vector<const Sheet*> earlier;
  for (const Sheet& sheet : sheets_)
    (sheet.fiscal_year() == 2022 ? of_year : earlier).push_back(&sheet);
  const auto found = FindSeriesCandidates(of_year, earlier);
  ASSERT_TRUE(found.ok()) << found.status();
  std::vector<std::string> lines;
  for (const SeriesCandidate& candidate : *found) {
    lines.push_back(absl::StrCat(candidate.likeness(), " ", candidate.first().name(), " | ",
                                 candidate.second().fiscal_year(), " ",
                                 candidate.second().target()));
  }
  // Every pair is listed, so that a rule that begins to see more, or less, is noticed. The groups
  // of volunteers (195 in one document, 179 in the other) and the courses (13 and 14) are among
  // them.
  EXPECT_THAT(
      lines,
      ElementsAre(
          "100 佐潟水鳥・湿地センターで開催する事業数 | 2020 "
          "佐潟水鳥・湿地センターで開催する事業件数(40件)",
          "76 ボランティア清掃等の参加団体数 | 2020 参加団体数 175団体",
          "60 派遣時間 | 2020 農福連携センターの農場への派遣 200時間",
          "56 地域の避難マップ(データ)完成数(累計) | 2020 避難マップ 57地区完成",
          "52 窓口アンケート点数 | 2022 4.50",
          "49 参加者アンケートでの満足度 | 2020 参加者満足度(アンケート調査) 90%以上達成",
          "46 事業支援件数 | 2020 住民主体の生活支援サービス等の実施団体数(累計) 54件 "
          "支え合いのしくみづくり啓発講座、地域の茶の間交流会開催数 2回",
          "45 整備延長 | 2020 飛砂防止柵設置・ 更新220m 地域住民との協働による海浜植物の植栽",
          "45 研修科目数 | 2020 14科目実施",
          "44 区自治協議会広報紙等の発行回数 | 2020 自治協議会を年12回開催 "
          "委員研修会を1回開催 広報紙及び区だより特集の広報機会4回",
          "40 大学と地域課の連携事業件数 | 2020 26件",
          "40 ボランティア清掃等の参加団体数 | 2020 ボランティア育成講座開催数 1回 "
          "ボランティア活動団体数(コミ協等含む) 14団体"));
}

}  // namespace
}  // namespace mokuhyo::projection
