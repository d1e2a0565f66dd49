#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_CANDIDATES_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// Pairs of indicators that could be of one series. People decide; nothing is assumed.
namespace mokuhyo::projection {

// Pairs that are compared for one answer. What is over it is refused: a ward has some hundred
// thousand.
inline constexpr int64_t kMaxComparedPairs = 2'000'000;
// How many pairs are offered for each indicator of the year, the best.
inline constexpr int kMaxCandidatesPerIndicator = 10;

// Offers pairs of which one is of a sheet in `of_year` and the other of another one of these, or of
// one in `earlier`, if that is of the year before or of a year for which the first has a past
// column. All in `of_year` must be of the same fiscal year. Best first, then by name; the same
// sheets give the same answer.
//
// Likeness is out of 100: 60 for the name (printed names by their common pairs of characters; where
// one is blank the title of the goal and what the target counts stand for it, and the shorter is
// looked for in the longer), 20 for a figure that both say of the same year and 35 for several, 10
// for a unit of measurement, 10 for an org unit in common. Pairs below 40 are not offered, nor
// those that are of one series already or that a break of series parts, nor indicators of withdrawn
// goals.
//
// RESOURCE_EXHAUSTED TOO_MANY_PAIRS if there are more than kMaxComparedPairs to compare. Pure.
absl::StatusOr<std::vector<indicators::v1::SeriesCandidate>> FindSeriesCandidates(
    const std::vector<const sheets::v1::Sheet*>& of_year,
    const std::vector<const sheets::v1::Sheet*>& earlier);

// As IndicatorService.ListSeriesCandidates answers, about sheets of the unit and those below it
// alone. Earlier years are looked at as far back as a form may have past columns. May wait for
// reads of the store.
absl::StatusOr<indicators::v1::ListSeriesCandidatesResponse> ListSeriesCandidates(
    SheetReader& reader, const indicators::v1::ListSeriesCandidatesRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_CANDIDATES_H_
