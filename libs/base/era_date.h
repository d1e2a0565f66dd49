#ifndef MOKUHYO_LIBS_BASE_ERA_DATE_H_
#define MOKUHYO_LIBS_BASE_ERA_DATE_H_

#include <string>
#include <string_view>

namespace mokuhyo::base {

// `令和5年4月1日` for a day YYYY-MM-DD: 2019-04-30 is 平成31年4月30日, the day after
// 令和元年5月1日. Days before 昭和 bear the year of the common era; what is no day is returned as
// it is.
std::string FormatDateJa(std::string_view date);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_ERA_DATE_H_
