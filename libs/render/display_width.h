#ifndef MOKUHYO_LIBS_RENDER_DISPLAY_WIDTH_H_
#define MOKUHYO_LIBS_RENDER_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>
#include <vector>

namespace mokuhyo::render {

// Columns that the terminal gives to characters whose East Asian Width (UAX #11) is ambiguous: ※,
// ○, ①, box lines. Modern terminals: one. Older Japanese ones, and some by setting: two.
enum class AmbiguousWidth { kNarrow = 1, kWide = 2 };

// Columns of `text` on a terminal, counted as terminals do, code point by code point: two for wide
// and full-width characters, none for combining marks and control characters. `text` is UTF-8;
// malformed bytes count one each. Thread-safe, as is everything here.
int DisplayWidth(std::string_view text, AmbiguousWidth ambiguous = AmbiguousWidth::kNarrow);

// `text` in lines of at most `width` ≥ 2 columns. Line breaks stay; others are made where the rules
// of UAX #14 for Japanese allow, so that no line starts with 、。」） and no English word is torn,
// or between any two grapheme clusters where nothing else fits; a single cluster wider than the
// line is broken between its code points. White space at the end of a line is dropped, and what
// could steer the terminal is shown as Printable shows it. Never empty: an empty text is one empty
// line.
std::vector<std::string> Wrap(std::string_view text, int width,
                              AmbiguousWidth ambiguous = AmbiguousWidth::kNarrow);

enum class Align { kLeft, kRight };

// `text` with spaces up to `width` columns; a wider text is returned as it is.
std::string Pad(std::string_view text, int width, Align align = Align::kLeft,
                AmbiguousWidth ambiguous = AmbiguousWidth::kNarrow);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_DISPLAY_WIDTH_H_
