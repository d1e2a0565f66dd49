#ifndef MOKUHYO_LIBS_BASE_ERAS_H_
#define MOKUHYO_LIBS_BASE_ERAS_H_

#include <array>
#include <string_view>

namespace mokuhyo::base {

// An era of the Japanese calendar since 昭和.
struct Era {
  std::u32string_view name;
  char32_t letter;
  // The calendar year in which it began, and that of its fiscal years that bears its name first.
  int first_year;
  // The day on which it began, YYYY-MM-DD.
  std::string_view first_day;
};

// Newest first: a year or a day bears the name of the newest era that had begun.
inline constexpr std::array<Era, 3> kEras = {{
    {U"令和", U'R', 2019, "2019-05-01"},
    {U"平成", U'H', 1989, "1989-01-08"},
    {U"昭和", U'S', 1926, "1926-12-25"},
}};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_ERAS_H_
