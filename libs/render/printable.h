#ifndef MOKUHYO_LIBS_RENDER_PRINTABLE_H_
#define MOKUHYO_LIBS_RENDER_PRINTABLE_H_

#include <string>
#include <string_view>

namespace mokuhyo::render {

// `text` with nothing in it that steers a terminal: tabs become spaces; control characters (escape
// sequences begin with one), line and paragraph separators, and the controls of writing direction,
// with which a text can show itself in another order than it is stored, become U+FFFD, which can be
// seen. Line breaks stay. `text` is UTF-8; malformed bytes become U+FFFD too. Thread-safe.
std::string Printable(std::string_view text);

// The same for what must stay on one line, such as the name of a file: line breaks become U+FFFD as
// well, so that no text can pass for a line of ours.
std::string PrintableLine(std::string_view text);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_PRINTABLE_H_
