#ifndef MOKUHYO_LIBS_MESSAGES_ACCEPT_LANGUAGE_H_
#define MOKUHYO_LIBS_MESSAGES_ACCEPT_LANGUAGE_H_

#include <string_view>

#include "mokuhyo/common/v1/language.pb.h"

namespace mokuhyo::messages {

// The language of the product that a header `accept-language` (RFC 9110, section 12.5.4) likes
// best: `en-US, ja;q=0.8` is English. Of those it likes equally, and for a header that is empty,
// malformed or names neither, Japanese. Never LANGUAGE_UNSPECIFIED.
common::v1::Language ChooseLanguage(std::string_view accept_language);

}  // namespace mokuhyo::messages

#endif  // MOKUHYO_LIBS_MESSAGES_ACCEPT_LANGUAGE_H_
