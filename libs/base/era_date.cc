#include "libs/base/era_date.h"

#include "absl/strings/str_cat.h"
#include "libs/base/date.h"
#include "libs/base/eras.h"
#include "libs/base/text_folding.h"

namespace mokuhyo::base {
namespace {

int ToNumber(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

std::string YearOfEra(std::string_view date) {
  const int year = ToNumber(date.substr(0, 4));
  for (const Era& era : kEras) {
    if (date < era.first_day) continue;
    const int year_of_era = year - era.first_year + 1;
    return absl::StrCat(ToUtf8(era.name), year_of_era == 1 ? "元" : absl::StrCat(year_of_era));
  }
  return absl::StrCat(year);
}

}  // namespace

std::string FormatDateJa(std::string_view date) {
  if (!IsDate(date)) return std::string(date);
  return absl::StrCat(YearOfEra(date), "年", ToNumber(date.substr(5, 2)), "月",
                      ToNumber(date.substr(8, 2)), "日");
}

}  // namespace mokuhyo::base
