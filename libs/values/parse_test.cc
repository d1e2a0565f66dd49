#include "libs/values/parse.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace mokuhyo::values {
namespace {

struct ParseCase {
  const char* text;
  // The expected meaning in protobuf's text format.
  const char* meaning;
};

std::ostream& operator<<(std::ostream& out, const ParseCase& c) { return out << c.text; }

std::string Print(const v1::Meaning& meaning) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(meaning, &text);
  return text;
}

class ParseTest : public testing::TestWithParam<ParseCase> {};

TEST_P(ParseTest, Understands) {
  const v1::Value value = Parse(GetParam().text);
  v1::Meaning expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(GetParam().meaning, &expected));
  EXPECT_EQ(Print(value.meaning()), Print(expected));
  EXPECT_EQ(value.text(), GetParam().text);
  EXPECT_EQ(value.grammar_version(), kGrammarVersion);
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, ParseTest,
    testing::Values(
        ParseCase{"100", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '100' }"},
        ParseCase{"17,756", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '17756' }"},
        ParseCase{"4.70", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '4.7' }"},
        ParseCase{"0", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '0' }"},
        ParseCase{"12,345,678",
                  "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '12345678' }"},
        ParseCase{"１，２００", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '1200' }"},
        ParseCase{"-3", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '-3' }"},
        ParseCase{"△5.5", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '-5.5' }"},
        ParseCase{"▲1,234円",
                  "kind: KIND_FIGURES figures { unit: '円' bound: BOUND_PLAIN number: '-1234' }"},
        ParseCase{" 100\u3000", "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '100' }"},
        ParseCase{"3万人",
                  "kind: KIND_FIGURES figures { unit: '人' bound: BOUND_PLAIN number: '30000' }"},
        ParseCase{"3百万円",
                  "kind: KIND_FIGURES figures { unit: '円' bound: BOUND_PLAIN number: '3000000' }"},
        ParseCase{"123456789012345678901234567890",
                  "kind: KIND_FIGURES figures { bound: BOUND_PLAIN "
                  "number: '123456789012345678901234567890' }"}));

INSTANTIATE_TEST_SUITE_P(
    Bounds, ParseTest,
    testing::Values(
        ParseCase{"85.0以上", "kind: KIND_FIGURES figures { bound: BOUND_AT_LEAST number: '85' }"},
        ParseCase{"18以上", "kind: KIND_FIGURES figures { bound: BOUND_AT_LEAST number: '18' }"},
        ParseCase{"５　％以上",
                  "kind: KIND_FIGURES figures { unit: '%' bound: BOUND_AT_LEAST number: '5' }"},
        ParseCase{"幼児健診受診率 96%以上",
                  "kind: KIND_FIGURES figures { label: '幼児健診受診率' "
                  "unit: '%' bound: BOUND_AT_LEAST number: '96' }"},
        ParseCase{"90%以上達成",
                  "kind: KIND_FIGURES figures { unit: '%' bound: BOUND_AT_LEAST number: '90' }"},
        ParseCase{"20回以上実施",
                  "kind: KIND_FIGURES carried_out: true "
                  "figures { unit: '回' bound: BOUND_AT_LEAST number: '20' }"},
        ParseCase{"429g以下",
                  "kind: KIND_FIGURES figures { unit: 'g' bound: BOUND_AT_MOST number: '429' }"},
        ParseCase{"区民一人一日あたりのごみ排出量 429g以下",
                  "kind: KIND_FIGURES figures { label: '区民一人一日あたりのごみ排出量' unit: 'g' "
                  "bound: BOUND_AT_MOST number: '429' }"},
        ParseCase{"15分以内",
                  "kind: KIND_FIGURES figures { unit: '分' bound: BOUND_AT_MOST number: '15' }"},
        ParseCase{"5%未満",
                  "kind: KIND_FIGURES figures { unit: '%' bound: BOUND_LESS_THAN number: '5' }"},
        ParseCase{"100件超",
                  "kind: KIND_FIGURES figures { unit: '件' bound: BOUND_MORE_THAN number: '100' }"},
        ParseCase{"最低5回",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_AT_LEAST number: '5' }"}));

constexpr char kSeventyToEighty[] =
    "kind: KIND_FIGURES figures { bound: BOUND_RANGE number: '70' upper: '80' }";

INSTANTIATE_TEST_SUITE_P(
    Ranges, ParseTest,
    testing::Values(ParseCase{"70~80", kSeventyToEighty}, ParseCase{"70～80", kSeventyToEighty},
                    ParseCase{"70〜80", kSeventyToEighty}, ParseCase{"70〰80", kSeventyToEighty},
                    ParseCase{"70-80", kSeventyToEighty}, ParseCase{"７０－８０", kSeventyToEighty},
                    ParseCase{"70 ~ 80", kSeventyToEighty},
                    ParseCase{"70%~80%",
                              "kind: KIND_FIGURES figures { unit: '%' "
                              "bound: BOUND_RANGE number: '70' upper: '80' }"},
                    ParseCase{"70~80%",
                              "kind: KIND_FIGURES figures { unit: '%' "
                              "bound: BOUND_RANGE number: '70' upper: '80' }"},
                    ParseCase{"80~70", "kind: KIND_UNPARSED"},
                    ParseCase{"70%~80件", "kind: KIND_UNPARSED"},
                    ParseCase{"70~", "kind: KIND_UNPARSED"}));

INSTANTIATE_TEST_SUITE_P(
    UnitsAndLabels, ParseTest,
    testing::Values(
        ParseCase{"70回",
                  "kind: KIND_FIGURES "
                  "figures { unit: '回' bound: BOUND_PLAIN number: '70' }"},
        ParseCase{"26件",
                  "kind: KIND_FIGURES "
                  "figures { unit: '件' bound: BOUND_PLAIN number: '26' }"},
        ParseCase{"参加者180組",
                  "kind: KIND_FIGURES figures { label: '参加者' unit: '組' "
                  "bound: BOUND_PLAIN number: '180' }"},
        ParseCase{"団体数 17団体",
                  "kind: KIND_FIGURES figures { label: '団体数' unit: '団体' "
                  "bound: BOUND_PLAIN number: '17' }"},
        ParseCase{"延べ3,900人",
                  "kind: KIND_FIGURES figures { unit: '人' bound: BOUND_PLAIN "
                  "number: '3900' cumulative: true }"},
        ParseCase{"(累計) 31施設",
                  "kind: KIND_FIGURES figures { unit: '施設' bound: BOUND_PLAIN "
                  "number: '31' cumulative: true }"},
        ParseCase{"31施設(累計)",
                  "kind: KIND_FIGURES figures { unit: '施設' bound: BOUND_PLAIN "
                  "number: '31' cumulative: true }"},
        ParseCase{"開催する事業件数(40件)",
                  "kind: KIND_FIGURES figures { label: '開催する事業件数' unit: '件' "
                  "bound: BOUND_PLAIN number: '40' }"},
        ParseCase{"14ヶ所で実施",
                  "kind: KIND_FIGURES carried_out: true "
                  "figures { unit: 'ヶ所' bound: BOUND_PLAIN number: '14' }"},
        ParseCase{"計9事業開催",
                  "kind: KIND_FIGURES figures { unit: '事業' bound: BOUND_PLAIN number: '9' }"},
        ParseCase{"月2回発行",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN "
                  "number: '2' per: '月' }"},
        ParseCase{"2回/月",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN "
                  "number: '2' per: '月' }"},
        ParseCase{"毎週1回",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN "
                  "number: '1' per: '週' }"},
        ParseCase{"年1コース実施",
                  "kind: KIND_FIGURES carried_out: true figures { unit: 'コース' "
                  "bound: BOUND_PLAIN number: '1' per: '年' }"},
        ParseCase{"子ども 30人",
                  "kind: KIND_FIGURES figures { label: '子ども' unit: '人' "
                  "bound: BOUND_PLAIN number: '30' }"},
        ParseCase{"90㎡",
                  "kind: KIND_FIGURES figures { unit: '㎡' bound: BOUND_PLAIN number: '90' }"},
        ParseCase{"67 (1248人)",
                  "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '67' "
                  "side { number: '1248' unit: '人' } }"},
        ParseCase{"20人（うち新規5人）",
                  "kind: KIND_FIGURES figures { unit: '人' bound: BOUND_PLAIN number: '20' "
                  "side { number: '5' unit: '人' label: 'うち新規' } }"},
        // The figure in brackets keeps the word that makes it a total.
        ParseCase{"4,722 (累計10,488)",
                  "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '4722' "
                  "side { number: '10488' label: '累計' } }"},
        ParseCase{"4,722（累計 １０，４８８）",
                  "kind: KIND_FIGURES figures { bound: BOUND_PLAIN number: '4722' "
                  "side { number: '10488' label: '累計' } }"},
        ParseCase{"4,722人(計画期間累計：10,488人)",
                  "kind: KIND_FIGURES figures { unit: '人' bound: BOUND_PLAIN number: '4722' "
                  "side { number: '10488' unit: '人' label: '計画期間累計' } }"},
        ParseCase{"20回(延べ300人)",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN number: '20' "
                  "side { number: '300' unit: '人' label: '延べ' } }"},
        ParseCase{"区バスの運行 2路線(中野小屋、坂井輪)",
                  "kind: KIND_FIGURES figures { label: '区バスの運行' unit: '路線' "
                  "bound: BOUND_PLAIN number: '2' }"}));

INSTANTIATE_TEST_SUITE_P(
    Coverage, ParseTest,
    testing::Values(
        ParseCase{"対象者の全て", "kind: KIND_COVERAGE words: '対象者の全て'"},
        ParseCase{"対象者の全て(56)",
                  "kind: KIND_COVERAGE words: '対象者の全て' "
                  "size { bound: BOUND_PLAIN number: '56' }"},
        ParseCase{"検討したケース全数(204)",
                  "kind: KIND_COVERAGE words: '検討したケース全数' "
                  "size { bound: BOUND_PLAIN number: '204' }"},
        ParseCase{"区内全小学校で実施(18校)",
                  "kind: KIND_COVERAGE words: '区内全小学校で実施' carried_out: true "
                  "size { unit: '校' bound: BOUND_PLAIN number: '18' }"},
        ParseCase{"区内全19小学校での活動",
                  "kind: KIND_COVERAGE words: '区内全小学校での活動' "
                  "size { unit: '小学校' bound: BOUND_PLAIN number: '19' }"},
        // A share of a population is a figure, and 全 alone covers nothing.
        ParseCase{"全校の80%以上",
                  "kind: KIND_FIGURES figures { label: '全校' unit: '%' "
                  "bound: BOUND_AT_LEAST number: '80' }"},
        ParseCase{"全10回開催",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN number: '10' }"},
        ParseCase{"交通安全教室の開催", "kind: KIND_WORDS words: '交通安全教室の開催'"},
        ParseCase{"一部を除き全校で実施", "kind: KIND_WORDS words: '一部を除き全校で実施'"}));

INSTANTIATE_TEST_SUITE_P(
    SeveralFigures, ParseTest,
    testing::Values(
        ParseCase{"事業の支援 13件 講座の開催等 6回",
                  "kind: KIND_FIGURES "
                  "figures { label: '事業の支援' unit: '件' bound: BOUND_PLAIN number: '13' } "
                  "figures { label: '講座の開催等' unit: '回' bound: BOUND_PLAIN number: '6' }"},
        ParseCase{
            "コンサート2回開催 ワークショップ1回以上開催",
            "kind: KIND_FIGURES "
            "figures { label: 'コンサート' unit: '回' bound: BOUND_PLAIN number: '2' } "
            "figures { label: 'ワークショップ' unit: '回' bound: BOUND_AT_LEAST number: '1' }"},
        ParseCase{"コンサート2回開催ワークショップ1回開催",
                  "kind: KIND_FIGURES "
                  "figures { label: 'コンサート' unit: '回' bound: BOUND_PLAIN number: '2' } "
                  "figures { label: 'ワークショップ' unit: '回' bound: BOUND_PLAIN number: '1' }"},
        ParseCase{"調査 件数 18,400件\n協働事業の件数 23件",
                  "kind: KIND_FIGURES "
                  "figures { label: '調査件数' unit: '件' bound: BOUND_PLAIN number: '18400' } "
                  "figures { label: '協働事業の件数' unit: '件' bound: BOUND_PLAIN number: '23' }"},
        ParseCase{"1回30人", "kind: KIND_UNPARSED"}, ParseCase{"3人に1人", "kind: KIND_UNPARSED"},
        ParseCase{"5 講座 6", "kind: KIND_UNPARSED"}));

INSTANTIATE_TEST_SUITE_P(
    Words, ParseTest,
    testing::Values(
        ParseCase{"実施", "kind: KIND_WORDS words: '実施' carried_out: true"},
        ParseCase{"改善提案項目の実現", "kind: KIND_WORDS words: '改善提案項目の実現'"},
        ParseCase{"整備工事実施", "kind: KIND_WORDS words: '整備工事実施' carried_out: true"},
        ParseCase{"実施予定", "kind: KIND_WORDS words: '実施予定'"},
        ParseCase{"0回実施",
                  "kind: KIND_FIGURES figures { unit: '回' bound: BOUND_PLAIN number: '0' }"},
        ParseCase{
            "実施 計画の進行管理 推進委員会開催数 2回",
            "kind: KIND_WORDS_AND_FIGURES words: '実施計画の進行管理' carried_out: true "
            "figures { label: '推進委員会開催数' unit: '回' bound: BOUND_PLAIN number: '2' }"},
        // Numbers that name are words.
        ParseCase{"第3回", "kind: KIND_WORDS words: '第3回'"},
        ParseCase{"令和5年3月策定", "kind: KIND_WORDS words: '令和5年3月策定'"},
        ParseCase{"H31", "kind: KIND_WORDS words: 'H31'"},
        ParseCase{"4月~9月", "kind: KIND_WORDS words: '4月~9月'"},
        ParseCase{"65歳以上の参加者 100人",
                  "kind: KIND_FIGURES figures { label: '65歳以上の参加者' unit: '人' "
                  "bound: BOUND_PLAIN number: '100' }"},
        ParseCase{"1人あたり5回",
                  "kind: KIND_FIGURES figures { label: '1人あたり' unit: '回' "
                  "bound: BOUND_PLAIN number: '5' }"}));

INSTANTIATE_TEST_SUITE_P(
    Absences, ParseTest,
    testing::Values(
        ParseCase{"-", "kind: KIND_NO_VALUE"}, ParseCase{"－", "kind: KIND_NO_VALUE"},
        ParseCase{"―", "kind: KIND_NO_VALUE"}, ParseCase{"", "kind: KIND_NO_VALUE"},
        ParseCase{" \u3000\n", "kind: KIND_NO_VALUE"},
        ParseCase{"評価不能", "kind: KIND_NOT_EVALUABLE"},
        ParseCase{"評価不能(調査中)", "kind: KIND_NOT_EVALUABLE cause: '調査中'"},
        ParseCase{"未実施", "kind: KIND_NOT_CARRIED_OUT"},
        ParseCase{"開催できず", "kind: KIND_NOT_CARRIED_OUT"},
        ParseCase{"中止", "kind: KIND_CANCELLED"},
        ParseCase{"感染症拡大防止のため中止", "kind: KIND_CANCELLED cause: '感染症拡大防止'"},
        ParseCase{"感染拡大の影響により、未実施", "kind: KIND_CANCELLED cause: '感染拡大の影響'"},
        ParseCase{"COVID-19の影響により 未実施", "kind: KIND_CANCELLED cause: 'COVID-19の影響'"},
        ParseCase{"中止しました(大雨のため)", "kind: KIND_CANCELLED cause: '大雨'"},
        ParseCase{"補助金交付実施 研修会未実施", "kind: KIND_PARTLY_CARRIED_OUT"},
        ParseCase{"一部実施", "kind: KIND_PARTLY_CARRIED_OUT"},
        ParseCase{"健康相談 研修会中止", "kind: KIND_UNPARSED"},
        ParseCase{"3回のうち1回は中止", "kind: KIND_UNPARSED"}));

INSTANTIATE_TEST_SUITE_P(
    NeverGuessed, ParseTest,
    testing::Values(
        ParseCase{"1,00", "kind: KIND_UNPARSED"}, ParseCase{"1,0000", "kind: KIND_UNPARSED"},
        ParseCase{"1000,000", "kind: KIND_UNPARSED"}, ParseCase{"1.2.3", "kind: KIND_UNPARSED"},
        ParseCase{"5.", "kind: KIND_UNPARSED"}, ParseCase{"007", "kind: KIND_UNPARSED"},
        ParseCase{"3/4", "kind: KIND_UNPARSED"}, ParseCase{"10:30", "kind: KIND_UNPARSED"},
        ParseCase{"10²", "kind: KIND_UNPARSED"}, ParseCase{"2½", "kind: KIND_UNPARSED"},
        ParseCase{"60人×2回", "kind: KIND_UNPARSED"}, ParseCase{"3→5件", "kind: KIND_UNPARSED"},
        ParseCase{"約100人", "kind: KIND_UNPARSED"},
        ParseCase{"参加者約100人", "kind: KIND_UNPARSED"},
        ParseCase{"100人程度", "kind: KIND_UNPARSED"},
        ParseCase{"18校のうち10校", "kind: KIND_UNPARSED"},
        ParseCase{"10%の減", "kind: KIND_UNPARSED"},
        ParseCase{"2回開催予定", "kind: KIND_UNPARSED"},
        ParseCase{"1万5千人", "kind: KIND_UNPARSED"},
        ParseCase{"(1)講座 3回", "kind: KIND_UNPARSED"},
        ParseCase{"3回(研修", "kind: KIND_UNPARSED"}, ParseCase{"3回)", "kind: KIND_UNPARSED"}));

TEST(ParseLimitsTest, ReadsNoNumberOfMoreDigitsThanADecimalHolds) {
  EXPECT_EQ(Parse(std::string(65, '9')).meaning().kind(), v1::Meaning::KIND_UNPARSED);
  EXPECT_EQ(Parse(absl::StrCat(std::string(60, '9'), "兆")).meaning().kind(),
            v1::Meaning::KIND_UNPARSED);
  EXPECT_EQ(Parse(std::string(64, '9')).meaning().kind(), v1::Meaning::KIND_FIGURES);
}

TEST(ParseLimitsTest, KeepsBytesThatAreNotUtf8) {
  for (std::string_view bytes : {"\xFF", "100\xE5", "\xED\xA0\x80"}) {
    const v1::Value value = Parse(bytes);
    EXPECT_EQ(value.meaning().kind(), v1::Meaning::KIND_UNPARSED);
    EXPECT_EQ(value.text(), bytes);
  }
}

TEST(ParseLimitsTest, KeepsProseUnread) {
  const std::string prose = absl::StrCat(std::string(kMaxParsedBytes, ' '), "5");
  EXPECT_EQ(Parse(prose).meaning().kind(), v1::Meaning::KIND_UNPARSED);
  EXPECT_EQ(Parse(prose).text(), prose);
  EXPECT_EQ(Parse(prose.substr(1)).meaning().kind(), v1::Meaning::KIND_FIGURES);
}

TEST(ParseLimitsTest, ReadsNoMoreThanThirtyTwoFigures) {
  std::string text;
  for (int i = 0; i < 32; ++i) text += "講座 3回 ";
  EXPECT_EQ(Parse(text).meaning().figures_size(), 32);
  EXPECT_EQ(Parse(text + "催し 1回").meaning().kind(), v1::Meaning::KIND_UNPARSED);
}

// Fragments in any order: whatever comes of it, the text stays, the meaning is set, and the same
// text has the same meaning.
TEST(ParsePropertyTest, IsTotalAndDeterministic) {
  constexpr std::string_view kFragments[] = {
      "5",    "1,200", "4.70", "回", "人",   "%",      "以上",   "以下", "~",    "-",
      "(",    ")",     " ",    "、", "実施", "未実施", "のため", "中止", "全て", "講座",
      "延べ", "年",    "月",   "△",  "約",   "～",     "５",     "万",   "×",    "を"};
  std::mt19937 random(1);
  std::uniform_int_distribution<size_t> pick(0, std::size(kFragments) - 1);
  std::uniform_int_distribution<int> lengths(1, 12);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int n = lengths(random); n > 0; --n) text += kFragments[pick(random)];
    const v1::Value value = Parse(text);
    ASSERT_EQ(value.text(), text);
    ASSERT_NE(value.meaning().kind(), v1::Meaning::KIND_UNSPECIFIED) << text;
    ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(value, Parse(text))) << text;
  }
}

}  // namespace
}  // namespace mokuhyo::values
