#ifndef MOKUHYO_LIBS_RENDER_TEXT_ENCODING_H_
#define MOKUHYO_LIBS_RENDER_TEXT_ENCODING_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mokuhyo::render {

// A place in a text file as editors show it, both from 1; columns count code points.
struct TextPlace {
  size_t line = 1;
  size_t column = 1;
};

// The place of the byte at `offset`; an offset beyond the end is the place after the last byte.
TextPlace PlaceOf(std::string_view text, size_t offset);

// Says in one sentence, with a remedy, why `bytes` is not a UTF-8 text without byte order mark:
// another encoding (UTF-16, Shift_JIS, EUC-JP …), a mark, or malformed sequences. Nothing if it is
// one.
std::optional<std::string> DescribeEncodingProblem(std::string_view bytes);

// The first `max_code_points` of a well-formed UTF-8 text, with an ellipsis if something was cut,
// so that a message can quote what it complains about.
std::string Shorten(std::string_view text, size_t max_code_points);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_TEXT_ENCODING_H_
