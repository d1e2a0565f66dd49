#ifndef MOKUHYO_LIBS_APPLICATION_APPENDS_H_
#define MOKUHYO_LIBS_APPLICATION_APPENDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "google/protobuf/message.h"
#include "libs/application/write.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::application {

// "Exactly this revision", or "no such stream" where there is none.
store::v1::ExpectedRevision Expect(std::optional<uint64_t> revision);

// Adds a stream to an append, to be written after `revision`.
store::v1::StreamAppend& AddStream(store::v1::AppendRequest& append, std::string stream,
                                   std::optional<uint64_t> revision);

// Adds an event to a stream: `event` is the wrapper of its family with one event set (SheetEvent,
// FormEvent …).
void AddEvent(store::v1::StreamAppend& stream, const google::protobuf::Message& event,
              const Write& write, store::v1::Origin origin);

// Demands that a stream that the decision read has not changed.
void AddCheck(store::v1::AppendRequest& append, std::string stream,
              std::optional<uint64_t> revision);

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_APPENDS_H_
