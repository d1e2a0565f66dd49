#ifndef MOKUHYO_LIBS_APPLICATION_BLACKOUT_H_
#define MOKUHYO_LIBS_APPLICATION_BLACKOUT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

namespace mokuhyo::application {

// What stands where a text was removed.
inline constexpr std::string_view kBlackedOut = "［削除］";

// Whether a text is made only of what ids are made of: ASCII letters, digits, `-`, `_` and `/`.
bool IsIdText(std::string_view text);

// Removes texts: every occurrence of one of them is replaced by kBlackedOut. Where several begin at
// the same place the longest is taken; what was blacked out before stays as it is. Numbers as
// programs read them ("12.5") are left alone, and so is what says which fields a message is about.
// Thread-safe.
class Blackout {
 public:
  // `texts` are not empty. Their foldings are removed too: what the grammar of values made of them.
  explicit Blackout(const std::vector<std::string>& texts);

  // Each returns how many places it blacked out.
  uint32_t Apply(std::string& text) const;
  // In every string of the message and of those in it, keys of maps included, and in canonical
  // documents (`canonical_document`: JSON).
  uint32_t Apply(google::protobuf::Message& message) const;
  // In every string of a JSON text (RFC 8785).
  uint32_t ApplyToJson(std::string& json) const;

 private:
  uint32_t ApplyToStrings(google::protobuf::Message& message,
                          const google::protobuf::FieldDescriptor& field) const;

  // The longest first.
  std::vector<std::string> texts_;
  // The same as they stand between the quotes of JSON.
  std::vector<std::string> escaped_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_BLACKOUT_H_
