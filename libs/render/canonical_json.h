#ifndef MOKUHYO_LIBS_RENDER_CANONICAL_JSON_H_
#define MOKUHYO_LIBS_RENDER_CANONICAL_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "google/protobuf/message.h"

namespace mokuhyo::render {

// Canonical JSON after RFC 8785 (JCS): no white space, names sorted by their UTF-16 code units, no
// escape that is not needed. One document has one sequence of bytes, so that editions can be
// digested and compared. The value must hold no floating-point number and no integer beyond ±(2^53
// − 1); that is an error of the program.
std::string CanonicalJson(const nlohmann::ordered_json& value);

// The canonical form of a sheet document: that of its proto3 JSON, required fields always written.
std::string WriteCanonicalJson(const google::protobuf::Message& document);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_CANONICAL_JSON_H_
