#ifndef MOKUHYO_LIBS_RENDER_EVENT_WORDS_H_
#define MOKUHYO_LIBS_RENDER_EVENT_WORDS_H_

#include <string>
#include <string_view>

#include "libs/render/language.h"

namespace mokuhyo::render {

// What happened, in words, for example `目標を追加`, for the type of an event
// (`mokuhyo.events.v1.GoalCreated`). The last part of a type that is not known.
std::string EventLabel(std::string_view type, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_EVENT_WORDS_H_
