#ifndef MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_
#define MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_

#include <string>
#include <vector>

#include "libs/render/form_titles.h"
#include "libs/render/language.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// What a goal says in words, each with what it is: narratives, initiatives, accomplishments,
// comments of all stages, supplements of indicators, links, notes of transcribers. Its children are
// not included.
std::vector<FormTitles::Text> GoalWords(const sheets::v1::Goal& goal, const FormTitles& titles,
                                        Language language);

// What a transcriber did, said the same way.
FormTitles::Text EditorialWords(const documents::v1::EditorialNote& note, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_GOAL_WORDS_H_
