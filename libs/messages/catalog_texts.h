#ifndef MOKUHYO_LIBS_MESSAGES_CATALOG_TEXTS_H_
#define MOKUHYO_LIBS_MESSAGES_CATALOG_TEXTS_H_

#include <string_view>
#include <vector>

namespace mokuhyo::messages {

// The files of libs/messages/ja as they were at build time, in the order of their names. Defined in
// a source that cmake/EmbedTexts.cmake generates.
const std::vector<std::string_view>& CatalogTexts();

}  // namespace mokuhyo::messages

#endif  // MOKUHYO_LIBS_MESSAGES_CATALOG_TEXTS_H_
