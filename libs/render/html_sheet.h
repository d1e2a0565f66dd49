#ifndef MOKUHYO_LIBS_RENDER_HTML_SHEET_H_
#define MOKUHYO_LIBS_RENDER_HTML_SHEET_H_

#include <string>

#include "libs/render/printed_sheet.h"

namespace mokuhyo::render {

// The sheet as a page of its own: UTF-8, nothing fetched, no scripts, all text escaped, with the
// language of the page, headings, and a table whose head says of every cell what it is. The same
// sheet gives the same bytes. Thread-safe.
std::string WriteHtml(const PrintedSheet& sheet);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_HTML_SHEET_H_
