#include "libs/base/date.h"

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/base/errors.h"

namespace mokuhyo::base {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;
constexpr size_t kDateLength = 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// True if `text` follows `pattern`, in which 0 stands for any digit.
bool HasShape(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] == '0' ? !IsDigit(text[i]) : text[i] != pattern[i]) return false;
  }
  return true;
}

int ToNumber(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

// `YYYY-MM-DD` as a day.
absl::CivilDay ToCivil(std::string_view text) {
  return absl::CivilDay(ToNumber(text.substr(0, 4)), ToNumber(text.substr(5, 2)),
                        ToNumber(text.substr(8, 2)));
}

absl::TimeZone Tokyo() {
  // Japan has kept UTC+9 without summer time since 1951, so no time zone database is needed.
  constexpr int kOffsetSeconds = 9 * 60 * 60;
  return absl::FixedTimeZone(kOffsetSeconds);
}

// RFC 3339 section 5.6, `full-date "T" full-time`. absl::ParseTime takes much that is none: white
// space around, "infinite-future", offsets without a colon.
bool IsDateTime(std::string_view text) {
  constexpr std::string_view kTime = "T00:00:00";
  if (!IsDate(text.substr(0, kDateLength))) return false;
  text.remove_prefix(kDateLength);
  if (!HasShape(text.substr(0, kTime.size()), kTime)) return false;
  text.remove_prefix(kTime.size());
  if (!text.empty() && text.front() == '.') {
    const size_t end = text.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return false;
    text.remove_prefix(end);
  }
  return text == "Z" || HasShape(text, "+00:00") || HasShape(text, "-00:00");
}

}  // namespace

bool IsDate(std::string_view text) {
  if (!HasShape(text, "0000-00-00")) return false;
  const int year = ToNumber(text.substr(0, 4));
  if (year < kFirstYear || year > kLastYear) return false;
  // A civil day that does not exist is carried over into one that does.
  return absl::FormatCivilTime(ToCivil(text)) == absl::string_view(text.data(), text.size());
}

std::string TodayInTokyo(absl::Time now) { return absl::FormatTime("%Y-%m-%d", now, Tokyo()); }

DaySpan SpanInTokyo(std::string_view day) {
  const absl::CivilDay civil = ToCivil(day);
  return {absl::FromCivil(civil, Tokyo()), absl::FromCivil(civil + 1, Tokyo())};
}

absl::StatusOr<absl::Time> ParseInstant(std::string_view text, std::string_view field) {
  absl::Time instant;
  std::string error;
  if (!IsDateTime(text) ||
      !absl::ParseTime(absl::RFC3339_full, {text.data(), text.size()}, &instant, &error)) {
    return InvalidArgument(field, "INVALID_INSTANT",
                           "must be an RFC 3339 date-time such as 2022-05-01T09:30:00+09:00");
  }
  return instant;
}

std::string FormatInstant(absl::Time instant) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", instant, absl::UTCTimeZone());
}

}  // namespace mokuhyo::base
