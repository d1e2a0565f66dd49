#ifndef MOKUHYO_LIBS_BASE_DATE_H_
#define MOKUHYO_LIBS_BASE_DATE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Days and instants as they are written on the wire. Days are strings `YYYY-MM-DD`, which compare
// as dates do.
namespace mokuhyo::base {

// True if `text` is `YYYY-MM-DD` and a day of the Gregorian calendar from 1900-01-01 to 2200-12-31.
bool IsDate(std::string_view text);

// The day that `now` falls on in Japan, `YYYY-MM-DD`.
std::string TodayInTokyo(absl::Time now);

// What TodayInTokyo answers with `day` (one that IsDate accepts): from `begin` on, until before
// `end`.
struct DaySpan {
  absl::Time begin;
  absl::Time end;
};
DaySpan SpanInTokyo(std::string_view day);

// Reads an RFC 3339 date-time, `2022-05-01T09:30:00+09:00` or `2022-05-01T00:30:00.25Z`, of the
// years that IsDate accepts. Returns INVALID_ARGUMENT naming `field` otherwise.
absl::StatusOr<absl::Time> ParseInstant(std::string_view text, std::string_view field);

// RFC 3339 in UTC with as many digits of a second as it takes; `instant` must be finite.
std::string FormatInstant(absl::Time instant);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_DATE_H_
