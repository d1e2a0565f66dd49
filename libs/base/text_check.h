#ifndef MOKUHYO_LIBS_BASE_TEXT_CHECK_H_
#define MOKUHYO_LIBS_BASE_TEXT_CHECK_H_

#include <cstddef>
#include <string_view>

#include "libs/base/violations.h"

// What entered text must satisfy to be stored as it is. The text itself is never changed.
namespace mokuhyo::base {

// Adds a violation of `field` for each of: not well-formed UTF-8 (then nothing else is looked at),
// a control character other than line feed and tab, or a noncharacter of Unicode (U+FFFE, U+FFFF,
// …); not in Unicode normalization form C; more than `max_characters` code points. Empty text is
// fine.
void CheckText(std::string_view field, std::string_view text, size_t max_characters,
               Violations& violations);

// The same for text of one line: a line feed or a Unicode line or paragraph separator is a
// violation too.
void CheckLine(std::string_view field, std::string_view text, size_t max_characters,
               Violations& violations);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_TEXT_CHECK_H_
