#ifndef MOKUHYO_LIBS_RENDER_FIELD_LABELS_H_
#define MOKUHYO_LIBS_RENDER_FIELD_LABELS_H_

#include <string>

#include "libs/render/language.h"

namespace mokuhyo::render {

// What people call a field that is named in the words of the sheet document: `目標値` for `target`,
// `令和3年度 (FY2021)` for `past.2021`, `主な取組 3` for `initiatives[2]`. What has no name of its
// own keeps its key (`texts.purpose` is `purpose`), and an unknown field its word.
std::string FieldLabel(const std::string& field, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_FIELD_LABELS_H_
