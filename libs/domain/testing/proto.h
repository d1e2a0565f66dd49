#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_PROTO_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_PROTO_H_

#include <cstdio>
#include <cstdlib>
#include <string>

#include "google/protobuf/text_format.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::domain::testing {

// A message from its text format. Ends the test program if the text is wrong: a test that means
// something else than it says must not go on.
template <class Message>
Message Proto(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) {
    std::fprintf(stderr, "not a %s: %s\n", message.GetTypeName().c_str(), text.c_str());
    std::abort();
  }
  return message;
}

// An event of a sheet from its text format, for example `goal_removed { goal: "g1" }`.
inline events::v1::SheetEvent Event(const std::string& text) {
  return Proto<events::v1::SheetEvent>(text);
}

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_PROTO_H_
