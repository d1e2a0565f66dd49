#ifndef MOKUHYO_LIBS_EVENTSTORE_REDACTION_STREAM_H_
#define MOKUHYO_LIBS_EVENTSTORE_REDACTION_STREAM_H_

#include <string_view>

namespace mokuhyo::eventstore {

// The stream of a city that tells what was removed from its events: every append with redactions
// has an event mokuhyo.events.v1.EventRedacted in it for each.
inline constexpr std::string_view kRedactionStream = "redactions";

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REDACTION_STREAM_H_
