#include "libs/serving/log_field.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace mokuhyo::serving {
namespace {

// What stands in a JSON string as it is.
bool IsPlain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

void AppendText(std::string_view text, std::string& line) {
  if (!std::all_of(text.begin(), text.end(), IsPlain)) {
    constexpr int kOneLine = -1;
    using Json = nlohmann::json;
    line += Json(std::string(text)).dump(kOneLine, ' ', false, Json::error_handler_t::replace);
    return;
  }
  line += '"';
  line += text;
  line += '"';
}

template <typename Number>
void AppendNumber(Number number, std::string& line) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  line.append(digits, end.ptr);
}

}  // namespace

void LogField::AppendTo(std::string& line) const {
  AppendText(name_, line);
  line += ':';
  std::visit(
      [&](auto value) {
        using Value = decltype(value);
        if constexpr (std::is_same_v<Value, std::string_view>) {
          AppendText(value, line);
        } else if constexpr (std::is_same_v<Value, bool>) {
          line += value ? "true" : "false";
        } else if constexpr (std::is_same_v<Value, double>) {
          // JSON has no other numbers (RFC 8259, section 6).
          if (!std::isfinite(value)) {
            line += "null";
          } else {
            AppendNumber(value, line);
          }
        } else {
          AppendNumber(value, line);
        }
      },
      value_);
}

}  // namespace mokuhyo::serving
