#include "libs/base/resource_name.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::base {
namespace {

constexpr size_t kMaxIdentifierLength = 63;

bool IsLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// The text up to the next slash, which is taken off `rest` together with it.
std::string_view TakeSegment(std::string_view& rest) {
  const size_t slash = rest.find('/');
  const std::string_view segment = rest.substr(0, slash);
  rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  return segment;
}

// The identifiers of `name` where it is `collection/{id}` for each of `collections` in turn.
template <size_t N>
std::optional<std::array<std::string, N>> Match(
    std::string_view name, const std::array<std::string_view, N>& collections) {
  if (std::count(name.begin(), name.end(), '/') != static_cast<std::ptrdiff_t>(2 * N - 1)) {
    return std::nullopt;
  }
  std::array<std::string, N> identifiers;
  for (size_t i = 0; i < N; ++i) {
    if (TakeSegment(name) != collections[i]) return std::nullopt;
    const std::string_view identifier = TakeSegment(name);
    if (!IsIdentifier(identifier)) return std::nullopt;
    identifiers[i] = identifier;
  }
  return identifiers;
}

absl::Status NoMatch(std::string_view field, std::string_view name, std::string_view pattern) {
  const std::string expected = absl::StrCat("must be `", std::string(pattern),
                                            "` with ids of 1 to 63 lower-case letters, digits and "
                                            "inner hyphens");
  if (name.empty()) {
    return InvalidArgument(field, "INVALID_RESOURCE_NAME", absl::StrCat("is empty; ", expected));
  }
  return InvalidArgument(field, "INVALID_RESOURCE_NAME", expected);
}

}  // namespace

bool IsIdentifier(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdentifierLength && IsLetterOrDigit(text.front()) &&
         IsLetterOrDigit(text.back()) && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '-' || IsLetterOrDigit(c);
         });
}

absl::StatusOr<CityName> ParseCityName(std::string_view name, std::string_view field) {
  auto ids = Match<1>(name, {"cities"});
  if (!ids) return NoMatch(field, name, "cities/{city}");
  return CityName{(*ids)[0]};
}

absl::StatusOr<SheetName> ParseSheetName(std::string_view name, std::string_view field) {
  auto ids = Match<2>(name, {"cities", "sheets"});
  if (!ids) return NoMatch(field, name, "cities/{city}/sheets/{sheet}");
  return SheetName{(*ids)[0], (*ids)[1]};
}

absl::StatusOr<GoalName> ParseGoalName(std::string_view name, std::string_view field) {
  auto ids = Match<3>(name, {"cities", "sheets", "goals"});
  if (!ids) return NoMatch(field, name, "cities/{city}/sheets/{sheet}/goals/{goal}");
  return GoalName{(*ids)[0], (*ids)[1], (*ids)[2]};
}

absl::StatusOr<IndicatorName> ParseIndicatorName(std::string_view name, std::string_view field) {
  auto ids = Match<3>(name, {"cities", "sheets", "indicators"});
  if (!ids) return NoMatch(field, name, "cities/{city}/sheets/{sheet}/indicators/{indicator}");
  return IndicatorName{(*ids)[0], (*ids)[1], (*ids)[2]};
}

absl::StatusOr<OrgUnitName> ParseOrgUnitName(std::string_view name, std::string_view field) {
  auto ids = Match<2>(name, {"cities", "orgUnits"});
  if (!ids) return NoMatch(field, name, "cities/{city}/orgUnits/{unit}");
  return OrgUnitName{(*ids)[0], (*ids)[1]};
}

absl::StatusOr<FormName> ParseFormName(std::string_view name, std::string_view field) {
  auto ids = Match<2>(name, {"cities", "forms"});
  if (!ids) return NoMatch(field, name, "cities/{city}/forms/{form}");
  return FormName{(*ids)[0], (*ids)[1]};
}

std::string FormatCityName(const CityName& name) { return absl::StrCat("cities/", name.city); }

std::string FormatSheetName(const SheetName& name) {
  return absl::StrCat("cities/", name.city, "/sheets/", name.sheet);
}

std::string FormatGoalName(const GoalName& name) {
  return absl::StrCat("cities/", name.city, "/sheets/", name.sheet, "/goals/", name.goal);
}

std::string FormatIndicatorName(const IndicatorName& name) {
  return absl::StrCat("cities/", name.city, "/sheets/", name.sheet, "/indicators/", name.indicator);
}

std::string FormatOrgUnitName(const OrgUnitName& name) {
  return absl::StrCat("cities/", name.city, "/orgUnits/", name.unit);
}

std::string FormatFormName(const FormName& name) {
  return absl::StrCat("cities/", name.city, "/forms/", name.form);
}

}  // namespace mokuhyo::base
