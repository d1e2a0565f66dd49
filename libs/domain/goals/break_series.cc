#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/series.h"

// BreakSeries. The reason is demanded in every state and of transcribed sheets too: it is what
// readers of a trend are told where they might expect a line.
namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxGivenSeriesCharacters = 100;

// The indicator's own series may have begun already (next year's sheet may name it), and may have
// been broken before: the number of the event makes the id new.
std::string NewSeries(const SheetState& state, const sheets::v1::Indicator& indicator) {
  sheets::v1::Indicator alone;
  alone.set_id(indicator.id());
  return absl::StrCat(SeriesOf(state.sheet(), alone), ".", *state.revision() + 1);
}

void CheckSeries(const std::string& given, const std::string& before,
                 base::Violations& violations) {
  if (given.empty()) return;
  if (!IsSeriesId(given) || given.size() > kMaxGivenSeriesCharacters) {
    violations.Add("series",
                   absl::StrCat("must be 1 to 63 lower-case letters, digits and hyphens, or "
                                "several such parts joined by dots, at most ",
                                kMaxGivenSeriesCharacters, " characters in all"));
  } else if (given == before) {
    violations.Add("series", absl::StrCat("is '", before,
                                          "', the series that is to end; choose another id or "
                                          "leave it out"));
  }
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::BreakSeriesRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Indicator* indicator,
                           OpenIndicator(state, context, request.name(), "name", request.etag()));
  const std::string before = SeriesOf(state.sheet(), *indicator);
  base::Violations violations;
  CheckSeries(request.series(), before, violations);
  CheckReason(request.reason(), /*required=*/true, "the break of a series", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  SheetEvents events(1);
  events::v1::SeriesBroken& broken = *events[0].mutable_series_broken();
  broken.set_indicator(indicator->id());
  broken.set_previous_series(before);
  broken.set_series(request.series().empty() ? NewSeries(state, *indicator) : request.series());
  return events;
}

}  // namespace mokuhyo::domain
