#include "libs/base/position_token.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"

namespace mokuhyo::base {
namespace {

constexpr size_t kMaxEpochLength = 64;

bool IsEpoch(std::string_view text) {
  return !text.empty() && text.size() <= kMaxEpochLength &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A number has one text form only, so that equal tokens are equal strings.
bool ParseNumber(std::string_view text, uint64_t& number) {
  if (text.size() > 1 && text.front() == '0') return false;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

}  // namespace

absl::StatusOr<PositionToken> ParsePositionToken(std::string_view text, std::string_view field) {
  PositionToken token;
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second != std::string_view::npos) {
    token.city = text.substr(0, first);
    token.epoch = text.substr(first + 1, second - first - 1);
    if (IsIdentifier(token.city) && IsEpoch(token.epoch) &&
        ParseNumber(text.substr(second + 1), token.number)) {
      return token;
    }
  }
  return InvalidArgument(field, "INVALID_POSITION_TOKEN",
                         "is no position token; pass one as an answer gave it");
}

std::string FormatPositionToken(const PositionToken& token) {
  return absl::StrCat(token.city, ".", token.epoch, ".", token.number);
}

}  // namespace mokuhyo::base
