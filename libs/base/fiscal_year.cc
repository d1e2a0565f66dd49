#include "libs/base/fiscal_year.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/eras.h"
#include "libs/base/text_folding.h"

namespace mokuhyo::base {
namespace {

bool RemovePrefix(std::u32string_view& text, std::u32string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The number that `text` consists of, or -1: 1 to 4 digits, no leading zero.
int ReadNumber(std::u32string_view text) {
  if (text.empty() || text.size() > 4 || text.front() == U'0') return -1;
  int number = 0;
  for (const char32_t c : text) {
    if (c < U'0' || c > U'9') return -1;
    number = number * 10 + static_cast<int>(c - U'0');
  }
  return number;
}

int ReadYearOfEra(std::u32string_view text) {
  if (text == U"元") return 1;
  const int year = ReadNumber(text);
  return year <= 99 ? year : -1;
}

int ReadYear(std::u32string_view text) {
  for (const Era& era : kEras) {
    std::u32string_view rest = text;
    if (RemovePrefix(rest, era.name) || RemovePrefix(rest, std::u32string_view(&era.letter, 1))) {
      const int year = ReadYearOfEra(rest);
      return year < 0 ? -1 : era.first_year + year - 1;
    }
  }
  RemovePrefix(text, U"FY");
  return ReadNumber(text);
}

}  // namespace

absl::StatusOr<int> ParseFiscalYear(std::string_view text) {
  const std::u32string folded = RemoveSpaces(FoldForParsing(text));
  std::u32string_view rest = folded;
  if (rest.ends_with(U"年度")) rest.remove_suffix(2);
  const int year = ReadYear(rest);
  if (year < kMinFiscalYear || year > kMaxFiscalYear) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a fiscal year between ", kMinFiscalYear, " and ", kMaxFiscalYear));
  }
  return year;
}

std::string FormatFiscalYearJa(int fiscal_year) {
  for (const Era& era : kEras) {
    if (fiscal_year < era.first_year) continue;
    const int year = fiscal_year - era.first_year + 1;
    return absl::StrCat(ToUtf8(era.name), year == 1 ? "元" : absl::StrCat(year), "年度");
  }
  return absl::StrCat(fiscal_year, "年度");
}

int FiscalYearOf(absl::CivilDay day) {
  return static_cast<int>(day.month() >= 4 ? day.year() : day.year() - 1);
}

}  // namespace mokuhyo::base
