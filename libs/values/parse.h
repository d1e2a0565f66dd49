#ifndef MOKUHYO_LIBS_VALUES_PARSE_H_
#define MOKUHYO_LIBS_VALUES_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// The grammar that Parse implements. It is raised with every change that gives a string another
// meaning; values that are stored keep the meaning and the number of the grammar that read them.
//   2: a figure in brackets says in its label that it is a total: 累計 in "4,722 (累計10,488)".
inline constexpr int32_t kGrammarVersion = 2;

// Longer strings are kept and not read: they are prose.
inline constexpr size_t kMaxParsedBytes = 12'000;

// Reads the value string of a target, a result or a past year. Total: every text has a value, whose
// `text` is the input byte for byte; what is not understood has the kind KIND_UNPARSED. When in
// doubt the grammar does not understand, for a misread figure is worse than an unread one.
//
// Bytes that are not UTF-8 are unparsed too; such a value cannot be serialized, and requests that
// bear one are refused before they come here.
//
// Pure, deterministic, linear in the length of the text; safe to call from any thread.
v1::Value Parse(std::string_view text);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_PARSE_H_
