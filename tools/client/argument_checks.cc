#include "tools/client/argument_checks.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace mokuhyo::client {
namespace {

constexpr char kDigits[] = "0123456789";

}  // namespace

std::optional<uint64_t> ParseWholeNumber(std::string_view text) {
  uint64_t number = 0;
  // SimpleAtoi takes signs and spaces too.
  if (text.find_first_not_of(kDigits) != std::string_view::npos ||
      !absl::SimpleAtoi(std::string(text), &number)) {
    return std::nullopt;
  }
  return number;
}

std::string CheckNotEmpty(const std::string& value) {
  return value.empty() ? "must not be empty" : "";
}

std::string CheckFromOne(const std::string& value) {
  const bool is_plain = !value.empty() && value.front() != '0' &&
                        value.find_first_not_of(kDigits) == std::string::npos;
  if (!is_plain) return absl::StrCat("\"", value, "\" is not a whole number from 1");
  return ParseWholeNumber(value).has_value() ? "" : absl::StrCat(value, " is too large");
}

std::string CheckEdition(const std::string& value) {
  const size_t at = value.rfind('@');
  const bool is_short =
      at != std::string::npos && at > 0 && CheckFromOne(value.substr(at + 1)).empty();
  const bool is_full =
      value.starts_with("cities/") && value.find("/editions/") != std::string::npos;
  if (is_short || is_full) return "";
  return absl::StrCat("\"", value, "\" is not SHEET@NUMBER, such as 2022-nishi-somu@1");
}

}  // namespace mokuhyo::client
