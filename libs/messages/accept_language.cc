#include "libs/messages/accept_language.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace mokuhyo::messages {
namespace {

constexpr int kFullWeight = 1000;

// `;q=0.8` in thousandths (RFC 9110, section 12.4.2); absent if it is not written so.
std::optional<int> ParseWeight(absl::string_view text) {
  if (!absl::StartsWithIgnoreCase(text, "q=")) return std::nullopt;
  text.remove_prefix(2);
  const bool one = text.substr(0, 1) == "1";
  if (!one && text.substr(0, 1) != "0") return std::nullopt;
  text.remove_prefix(1);
  int weight = one ? kFullWeight : 0;
  if (text.empty()) return weight;
  if (text[0] != '.' || text.size() > 4) return std::nullopt;
  int place = kFullWeight / 10;
  for (const char digit : text.substr(1)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(digit)) || (one && digit != '0')) {
      return std::nullopt;
    }
    weight += (digit - '0') * place;
    place /= 10;
  }
  return weight;
}

// How much a language is liked. What names it counts before `*`, whatever their order.
class Liking {
 public:
  explicit Liking(absl::string_view language) : language_(language) {}

  void See(absl::string_view range, int weight) {
    if (range == "*") {
      any_ = weight;
    } else if (absl::EqualsIgnoreCase(range, language_) ||
               absl::StartsWithIgnoreCase(range, std::string(language_) + "-")) {
      named_ = std::max(named_.value_or(0), weight);
    }
  }

  int weight() const { return named_.value_or(any_.value_or(0)); }

 private:
  const absl::string_view language_;
  std::optional<int> named_;
  std::optional<int> any_;
};

}  // namespace

common::v1::Language ChooseLanguage(std::string_view accept_language) {
  Liking japanese("ja");
  Liking english("en");
  for (absl::string_view part :
       absl::StrSplit(absl::string_view(accept_language.data(), accept_language.size()), ',')) {
    const std::pair<absl::string_view, absl::string_view> range =
        absl::StrSplit(part, absl::MaxSplits(';', 1));
    const absl::string_view parameter = absl::StripAsciiWhitespace(range.second);
    const std::optional<int> weight =
        parameter.empty() ? std::optional(kFullWeight) : ParseWeight(parameter);
    if (!weight.has_value()) continue;
    const absl::string_view language = absl::StripAsciiWhitespace(range.first);
    japanese.See(language, *weight);
    english.See(language, *weight);
  }
  return english.weight() > japanese.weight() ? common::v1::LANGUAGE_EN : common::v1::LANGUAGE_JA;
}

}  // namespace mokuhyo::messages
