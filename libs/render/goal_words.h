#ifndef MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_
#define MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_

#include <string>
#include <vector>

#include "libs/render/form_titles.h"
#include "libs/render/language.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// What a goal says in words, one labelled paragraph each: narratives, initiatives, accomplishments,
// comments of all stages, supplements of indicators, links, notes of transcribers. Its children are
// not included.
std::vector<std::string> GoalWords(const sheets::v1::Goal& goal, const FormTitles& titles,
                                   Language language);

// What a transcriber did, as one such paragraph.
std::string EditorialLine(const documents::v1::EditorialNote& note, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_
