#ifndef MOKUHYO_LIBS_RENDER_LANGUAGE_H_
#define MOKUHYO_LIBS_RENDER_LANGUAGE_H_

#include <string>

#include "mokuhyo/common/v1/localized_text.pb.h"

namespace mokuhyo::render {

// The language of labels. Stored text is printed as it was entered, whatever the language.
enum class Language { kJapanese, kEnglish };

// The label of the language.
inline const char* Say(Language language, const char* ja, const char* en) {
  return language == Language::kEnglish ? en : ja;
}

// The text in the language; English falls back to Japanese.
inline const std::string& Say(Language language, const common::v1::LocalizedText& text) {
  return language == Language::kEnglish && !text.en().empty() ? text.en() : text.ja();
}

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_LANGUAGE_H_
