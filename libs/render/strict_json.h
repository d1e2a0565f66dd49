#ifndef MOKUHYO_LIBS_RENDER_STRICT_JSON_H_
#define MOKUHYO_LIBS_RENDER_STRICT_JSON_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace mokuhyo::render {

// What a document may cost before it is refused.
struct StrictJsonLimits {
  // Size of the input in bytes.
  size_t max_bytes = 512 * 1024;
  // Objects and lists open at the same time.
  size_t max_depth = 64;
  // Violations reported; reading stops at the one that reaches the limit.
  size_t max_violations = 100;
};

// Reads the proto3 JSON form of `*message`, strictly. Other readers guess what a typist may have
// meant; here a document of record either says exactly what it says or is refused.
//
// Returns INVALID_ARGUMENT with all violations at once, each with its path in the names of the file
// (`goals[2].indicators[0].target`), for:
//   - names that the message does not have (only the lowerCamelCase names are known) and names
//   given twice;
//   - values of another type: strings are never read as numbers nor numbers as strings, integers
//   have neither fraction nor exponent and are in range (those of 64 bits are strings, as proto3
//   JSON writes them), enums are given by name, base64 is that of RFC 4648 with padding, null is
//   never a value;
//   - syntax errors, with line and column (reading stops at the first one);
//   - input that is empty, cut off, over the limits, or not plain UTF-8 without byte order mark.
// Whether required fields are there is the domain's question, not this one's.
//
// `*message` is cleared first; after an error its contents are unspecified. Fields may be of type
// message, map with string keys, enum, string, bytes (base64), bool, int32, uint32 and uint64; any
// other type in the message is an error of the program. Thread-safe.
absl::Status ReadStrictJson(std::string_view json, google::protobuf::Message* message,
                            const StrictJsonLimits& limits = {});

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_STRICT_JSON_H_
