#include "tools/client/compared_point.h"

#include <set>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/client/argument_checks.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

absl::Status NoPoint(const std::string& typed) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", typed,
      "\" is no state of a sheet; type edition:1, time:2023-04-01T00:00:00+09:00, "
      "position:TOKEN, day:2023-04-01 or sheet:CITY/SHEET, or some of them with commas between"));
}

}  // namespace

absl::StatusOr<sheets::v1::SheetPoint> ParsePoint(const std::string& typed) {
  sheets::v1::SheetPoint point;
  std::set<std::string> kinds;
  const std::vector<std::string> parts = absl::StrSplit(typed, ',');
  for (const std::string& part : parts) {
    const size_t colon = part.find(':');
    if (colon == std::string::npos || colon + 1 == part.size()) return NoPoint(typed);
    const std::string kind = part.substr(0, colon);
    const std::string value = part.substr(colon + 1);
    // One of the three says which state.
    const bool is_state = kind == "edition" || kind == "time" || kind == "position";
    if (!kinds.insert(is_state ? "state" : kind).second) return NoPoint(typed);
    if (kind == "edition") {
      const auto number = ParseWholeNumber(value);
      if (!number.has_value() || *number == 0 || *number > UINT32_MAX) return NoPoint(typed);
      point.set_edition(static_cast<uint32_t>(*number));
    } else if (kind == "time") {
      point.set_as_of_time(value);
    } else if (kind == "position") {
      point.set_position(value);
    } else if (kind == "day") {
      point.set_effective_date(value);
    } else if (kind == "sheet") {
      point.set_sheet(SheetResource(value));
    } else {
      return NoPoint(typed);
    }
  }
  return point;
}

}  // namespace mokuhyo::client
