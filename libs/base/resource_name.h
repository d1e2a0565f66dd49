#ifndef MOKUHYO_LIBS_BASE_RESOURCE_NAME_H_
#define MOKUHYO_LIBS_BASE_RESOURCE_NAME_H_

#include <compare>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// Resource names after AIP-122: `cities/niigata/sheets/2022-nishi-kensetsu/goals/g1`.
namespace mokuhyo::base {

// `cities/{city}`
struct CityName {
  std::string city;

  friend auto operator<=>(const CityName&, const CityName&) = default;
};

// `cities/{city}/sheets/{sheet}`
struct SheetName {
  std::string city;
  std::string sheet;

  friend auto operator<=>(const SheetName&, const SheetName&) = default;
};

// `cities/{city}/sheets/{sheet}/goals/{goal}`
struct GoalName {
  std::string city;
  std::string sheet;
  std::string goal;

  friend auto operator<=>(const GoalName&, const GoalName&) = default;
};

// `cities/{city}/sheets/{sheet}/indicators/{indicator}`
struct IndicatorName {
  std::string city;
  std::string sheet;
  std::string indicator;

  friend auto operator<=>(const IndicatorName&, const IndicatorName&) = default;
};

// `cities/{city}/orgUnits/{unit}`
struct OrgUnitName {
  std::string city;
  std::string unit;

  friend auto operator<=>(const OrgUnitName&, const OrgUnitName&) = default;
};

// `cities/{city}/forms/{form}`
struct FormName {
  std::string city;
  std::string form;

  friend auto operator<=>(const FormName&, const FormName&) = default;
};

// True if `text` may be a segment of a name: 1 to 63 lower-case ASCII letters, digits and hyphens,
// of which the first and the last is no hyphen.
bool IsIdentifier(std::string_view text);

// Each returns INVALID_ARGUMENT, naming `field` and the expected pattern, if `name` is not such a
// name.
absl::StatusOr<CityName> ParseCityName(std::string_view name, std::string_view field);
absl::StatusOr<SheetName> ParseSheetName(std::string_view name, std::string_view field);
absl::StatusOr<GoalName> ParseGoalName(std::string_view name, std::string_view field);
absl::StatusOr<IndicatorName> ParseIndicatorName(std::string_view name, std::string_view field);
absl::StatusOr<OrgUnitName> ParseOrgUnitName(std::string_view name, std::string_view field);
absl::StatusOr<FormName> ParseFormName(std::string_view name, std::string_view field);

// The ways back.
std::string FormatCityName(const CityName& name);
std::string FormatSheetName(const SheetName& name);
std::string FormatGoalName(const GoalName& name);
std::string FormatIndicatorName(const IndicatorName& name);
std::string FormatOrgUnitName(const OrgUnitName& name);
std::string FormatFormName(const FormName& name);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_RESOURCE_NAME_H_
