#include "libs/render/canonical_json.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "libs/render/json_writer.h"

namespace mokuhyo::render {
namespace {

using nlohmann::ordered_json;

// Largest integer that every reader of JSON numbers keeps exactly (RFC 8785, section 3.2.2.3).
constexpr int64_t kMaxSafeInteger = (int64_t{1} << 53) - 1;

// Bytes of UTF-8 and units of UTF-16 sort differently beyond the Basic Multilingual Plane.
bool LessByUtf16(const std::string& a, const std::string& b) {
  return icu::UnicodeString::fromUTF8(a).compare(icu::UnicodeString::fromUTF8(b)) < 0;
}

ordered_json Sorted(const ordered_json& value) {
  if (value.is_array()) {
    ordered_json list = ordered_json::array();
    for (const auto& element : value) list.push_back(Sorted(element));
    return list;
  }
  if (value.is_object()) {
    std::vector<std::string> names;
    for (const auto& [name, member] : value.items()) names.push_back(name);
    std::sort(names.begin(), names.end(), LessByUtf16);
    ordered_json object = ordered_json::object();
    for (const auto& name : names) object[name] = Sorted(value.at(name));
    return object;
  }
  if (value.is_number_float() ||
      (value.is_number_unsigned() && value.get<uint64_t>() > uint64_t{kMaxSafeInteger}) ||
      (value.is_number_integer() && !value.is_number_unsigned() &&
       value.get<int64_t>() < -kMaxSafeInteger)) {
    std::abort();
  }
  return value;
}

}  // namespace

std::string CanonicalJson(const ordered_json& value) {
  // What dump escapes is exactly what RFC 8785 section 3.2.2.2 wants: the short forms where JSON
  // has them, \u00xx in lower case for the other control characters, nothing else.
  return Sorted(value).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string WriteCanonicalJson(const google::protobuf::Message& document) {
  return CanonicalJson(ToJson(document, JsonStyle::Document({})));
}

}  // namespace mokuhyo::render
