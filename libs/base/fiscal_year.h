#ifndef MOKUHYO_LIBS_BASE_FISCAL_YEAR_H_
#define MOKUHYO_LIBS_BASE_FISCAL_YEAR_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

// Japanese fiscal years. A fiscal year is an int: the calendar year in which it starts, on 1 April
// (Local Autonomy Act, article 208). FY2022 = 令和4年度 = 2022-04-01 … 2023-03-31.
namespace mokuhyo::base {

// The years that can be read and written: 昭和元年度 to a year that no sheet of today plans for.
inline constexpr int kMinFiscalYear = 1926;
inline constexpr int kMaxFiscalYear = 2199;

// Reads "2022", "FY2022", "2022年度", "令和4年度", "R4", "平成31年度", "H31", "令和元年度", "R元"
// and the like, full-width forms included. A year that is named after an era beyond the era's end
// is read as it was meant when it was planned: 平成32年度 is FY2020, and both H31 and R1 are
// FY2019.
//
// Returns INVALID_ARGUMENT for anything else and for years out of range.
absl::StatusOr<int> ParseFiscalYear(std::string_view text);

// "令和4年度". The fiscal year in which an era changes bears the new name: FY2019 is 令和元年度.
// `fiscal_year` must be in range.
std::string FormatFiscalYearJa(int fiscal_year);

// The fiscal year to which a day belongs: 2023-03-31 is in FY2022.
int FiscalYearOf(absl::CivilDay day);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_FISCAL_YEAR_H_
