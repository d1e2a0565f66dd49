#include "libs/values/lexicon.h"

#include <algorithm>
#include <array>

namespace mokuhyo::values {
namespace {

using std::u32string_view;

constexpr u32string_view kCarriedOutEndings[] = {U"実施", U"開催", U"完了",
                                                 U"完成", U"達成", U"発行"};

constexpr u32string_view kFailureEndings[] = {
    U"未実施",         U"未開催",         U"不実施",           U"中止",
    U"実施せず",       U"一部実施",       U"一部開催",         U"開催せず",
    U"実施できず",     U"開催できず",     U"実施なし",         U"開催なし",
    U"実施しなかった", U"開催しなかった", U"実施できなかった", U"開催できなかった"};

constexpr u32string_view kReserves[] = {
    U"未実施",   U"未開催", U"未完", U"未達", U"未定", U"未着手", U"不実施",   U"せず", U"ない",
    U"なかった", U"できず", U"なし", U"中止", U"中断", U"延期",   U"見送",     U"一部", U"予定",
    U"見込",     U"検討",   U"困難", U"準備", U"ほぼ", U"概ね",   U"おおむね", U"除き", U"除く"};

constexpr u32string_view kCauseMarkers[] = {U"のため", U"により", U"によって", U"に伴い",
                                            U"に伴う", U"を受け", U"の影響で"};

// 安全, 完全, 全国 and 全体 are not among them: 全 alone says nothing.
constexpr u32string_view kCoverageWords[] = {
    U"全て",   U"すべて",   U"全数",     U"全員",       U"全件",   U"全戸",   U"全世帯",
    U"全校",   U"全小学校", U"全中学校", U"全小中学校", U"全地区", U"全地域", U"全団体",
    U"全施設", U"全職員",   U"全自治会", U"全コミ協",   U"区内全", U"市内全", U"管内全"};

constexpr u32string_view kNamingCounters[] = {U"年", U"月", U"日", U"時",   U"歳",   U"才",
                                              U"号", U"条", U"番", U"位",   U"丁目", U"級",
                                              U"期", U"代", U"階", U"学年", U"次"};

constexpr u32string_view kMeasuringCounters[] = {U"年間", U"月間", U"日間", U"時間", U"番組"};

constexpr u32string_view kActionWords[] = {
    U"実施", U"開催", U"達成", U"発行", U"完成", U"完了", U"更新", U"設置", U"配布", U"発信",
    U"参加", U"登録", U"作成", U"運行", U"整備", U"支援", U"訪問", U"掲載", U"配信", U"派遣"};

constexpr u32string_view kDetachedUnits[] = {
    U"%",    U"件",   U"回",   U"人",   U"名",   U"組",   U"団体", U"校", U"施設", U"か所",
    U"ヶ所", U"箇所", U"事業", U"地区", U"地域", U"時間", U"点",   U"m",  U"km",   U"g",
    U"kg",   U"t",    U"円",   U"千円", U"冊",   U"本",   U"台",   U"枚"};

constexpr u32string_view kApproximationsBefore[] = {U"約", U"概ね", U"おおむね", U"およそ",
                                                    U"ほぼ"};

constexpr u32string_view kApproximationsBehind[] = {U"程度", U"前後", U"弱",     U"強",
                                                    U"ほど", U"余り", U"くらい", U"ぐらい"};

constexpr BoundWord kBoundWords[] = {
    {U"以上", v1::Figure::BOUND_AT_LEAST},      {U"以下", v1::Figure::BOUND_AT_MOST},
    {U"以内", v1::Figure::BOUND_AT_MOST},       {U"未満", v1::Figure::BOUND_LESS_THAN},
    {U"を超える", v1::Figure::BOUND_MORE_THAN}, {U"を超え", v1::Figure::BOUND_MORE_THAN},
    {U"を上回る", v1::Figure::BOUND_MORE_THAN}, {U"を下回る", v1::Figure::BOUND_LESS_THAN},
    {U"超", v1::Figure::BOUND_MORE_THAN},
};

struct Spelling {
  std::string_view variant;
  std::string_view canonical;
};

constexpr Spelling kUnitSpellings[] = {
    {"ヶ所", "か所"}, {"ケ所", "か所"},   {"ヵ所", "か所"}, {"カ所", "か所"}, {"箇所", "か所"},
    {"個所", "か所"}, {"ヶ月", "か月"},   {"ケ月", "か月"}, {"ヵ月", "か月"}, {"カ月", "か月"},
    {"箇月", "か月"}, {"名", "人"},       {"㎡", "m2"},     {"m²", "m2"},     {"㎥", "m3"},
    {"m³", "m3"},     {"パーセント", "%"}};

}  // namespace

Words CarriedOutEndings() { return kCarriedOutEndings; }
Words FailureEndings() { return kFailureEndings; }
Words Reserves() { return kReserves; }
Words CauseMarkers() { return kCauseMarkers; }
Words CoverageWords() { return kCoverageWords; }
Words NamingCounters() { return kNamingCounters; }
Words MeasuringCounters() { return kMeasuringCounters; }
Words ActionWords() { return kActionWords; }
Words DetachedUnits() { return kDetachedUnits; }
Words ApproximationsBefore() { return kApproximationsBefore; }
Words ApproximationsBehind() { return kApproximationsBehind; }
std::span<const BoundWord> BoundWords() { return kBoundWords; }

size_t MatchSuffix(u32string_view text, Words words) {
  size_t longest = 0;
  for (const u32string_view word : words) {
    if (text.ends_with(word)) longest = std::max(longest, word.size());
  }
  return longest;
}

size_t MatchPrefix(u32string_view text, Words words) {
  size_t longest = 0;
  for (const u32string_view word : words) {
    if (text.starts_with(word)) longest = std::max(longest, word.size());
  }
  return longest;
}

bool ContainsAny(u32string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [text](u32string_view word) {
    return text.find(word) != u32string_view::npos;
  });
}

bool IsAny(u32string_view text, Words words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool IsSeparator(char32_t c) {
  return u32string_view(U"、。,;・:").find(c) != u32string_view::npos;
}

bool IsParticle(char32_t c) {
  return u32string_view(U"でをのにへがはともや").find(c) != u32string_view::npos;
}

Decimal ScaleOf(char32_t c) {
  switch (c) {
    case U'百':
      return Decimal::FromInt(100);
    case U'千':
      return Decimal::FromInt(1'000);
    case U'万':
      return Decimal::FromInt(10'000);
    case U'億':
      return Decimal::FromInt(100'000'000);
    case U'兆':
      return Decimal::FromInt(1'000'000'000'000);
    default:
      return Decimal();
  }
}

std::string CanonicalUnit(std::string_view unit) {
  for (const Spelling& spelling : kUnitSpellings) {
    if (unit == spelling.variant) return std::string(spelling.canonical);
  }
  return std::string(unit);
}

}  // namespace mokuhyo::values
