#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_TEXTS_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_TEXTS_H_

#include <string_view>
#include <vector>

namespace mokuhyo::domain {

// The JSON files of libs/domain/forms/shipped as they were at build time, in the order of their
// names. Defined in a source that cmake/EmbedTexts.cmake generates.
const std::vector<std::string_view>& ShippedFormTexts();

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_TEXTS_H_
