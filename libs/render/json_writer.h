#ifndef MOKUHYO_LIBS_RENDER_JSON_WRITER_H_
#define MOKUHYO_LIBS_RENDER_JSON_WRITER_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace mokuhyo::render {

// How a message is written as JSON.
struct JsonStyle {
  // Spaces a level; -1: everything on one line.
  int indent = 1;
  // True: fields without presence are written even at their default. In a sheet document these are
  // the required ones, and "" means something there (the scope of a total over the whole sheet).
  // False: they are left out, as usual in proto3 JSON.
  bool write_defaults = false;
  // Entries of maps come in this order (text keys and ratings as the form lists them), all others
  // after them, sorted.
  std::vector<std::string> key_order = {};

  // The style of sheet documents.
  static JsonStyle Document(std::vector<std::string> key_order) {
    return {.indent = 1, .write_defaults = true, .key_order = std::move(key_order)};
  }
};

// The proto3 JSON form of `message`: fields in the order of their declaration under their
// lowerCamelCase names, enums by name, bytes in base64, 64-bit integers as strings, text in UTF-8
// without needless escapes, field masks as one string. Absent fields, empty lists and empty maps
// are left out; `optional` fields are written whenever they are there. No line break at the end.
// Fields may be of any type but floating point. Thread-safe.
std::string WriteJson(const google::protobuf::Message& message, const JsonStyle& style);

// The same as a JSON value, for writers of other shapes.
nlohmann::ordered_json ToJson(const google::protobuf::Message& message, const JsonStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_JSON_WRITER_H_
