#ifndef MOKUHYO_LIBS_RENDER_HTML_TEMPLATES_H_
#define MOKUHYO_LIBS_RENDER_HTML_TEMPLATES_H_

#include <string_view>
#include <vector>

namespace mokuhyo::render {

// The one template of libs/render/html, sheet.mustache, as it was at build time. Defined in a
// source that cmake/EmbedTexts.cmake generates.
const std::vector<std::string_view>& HtmlTemplates();

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_HTML_TEMPLATES_H_
