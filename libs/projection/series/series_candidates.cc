#include "libs/projection/series/series_candidates.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/projection/observations/observation_list.h"
#include "libs/projection/page.h"
#include "libs/projection/series/common_signs.h"
#include "libs/projection/series/comparable_indicator.h"

namespace mokuhyo::projection {
namespace {

using indicators::v1::CandidateIndicator;
using indicators::v1::ListSeriesCandidatesResponse;
using indicators::v1::SeriesCandidate;
using sheets::v1::Sheet;

constexpr int kLeastLikeness = 40;
constexpr int kSimilarName = 40;
// As many past columns as a form may have.
constexpr int kMaxYearsBack = 10;

using Comparables = std::vector<ComparableIndicator>;

Comparables ComparablesOf(const std::vector<const Sheet*>& sheets) {
  Comparables all;
  for (const Sheet* sheet : sheets) {
    ForEachIndicator(*sheet,
                     [&](const sheets::v1::Goal& goal, const sheets::v1::Indicator& indicator) {
                       all.emplace_back(SeriesMember{sheet, &goal, &indicator});
                     });
  }
  return all;
}

void Describe(const ComparableIndicator& one, CandidateIndicator& described) {
  const SeriesMember& member = one.member;
  described.set_indicator(member.resource());
  described.set_name(member.called());
  described.set_unit(member.indicator->unit());
  described.set_series(member.indicator->series());
  described.set_fiscal_year(member.sheet->fiscal_year());
  described.set_org_unit(member.sheet->org_unit());
  described.set_target(member.indicator->target().text());
  described.set_result(member.indicator->result().text());
}

SeriesCandidate CandidateOf(const ComparableIndicator& first, const ComparableIndicator& second,
                            const CommonSigns& common) {
  SeriesCandidate candidate;
  Describe(first, *candidate.mutable_first());
  Describe(second, *candidate.mutable_second());
  candidate.set_likeness(common.Likeness());
  if (common.same_name) {
    candidate.add_signs("SAME_NAME");
  } else if (common.name >= kSimilarName) {
    candidate.add_signs("SIMILAR_NAME");
  }
  if (common.same_unit) candidate.add_signs("SAME_UNIT");
  if (common.same_years > 0) candidate.add_signs("SAME_PAST_VALUE");
  if (common.same_org_unit) candidate.add_signs("SAME_ORG_UNIT");
  return candidate;
}

// Whether people have said already what the two are to each other.
bool IsDecided(const ComparableIndicator& a, const ComparableIndicator& b) {
  const auto parts = [](const ComparableIndicator& one, const ComparableIndicator& other) {
    return one.member.begins_series() &&
           one.member.indicator->series_break().previous_series() == other.series;
  };
  return a.series == b.series || parts(a, b) || parts(b, a);
}

bool MayBeCompared(const ComparableIndicator& first, const ComparableIndicator& second) {
  const Sheet& here = *first.member.sheet;
  const Sheet& there = *second.member.sheet;
  if (IsDecided(first, second)) return false;
  // Two of a year once, from the sheet whose name comes first.
  if (here.fiscal_year() == there.fiscal_year()) return here.name() < there.name();
  return there.fiscal_year() == here.fiscal_year() - 1 || first.HasPast(there.fiscal_year());
}

bool GoesBefore(const SeriesCandidate& a, const SeriesCandidate& b) {
  if (a.likeness() != b.likeness()) return a.likeness() > b.likeness();
  if (a.first().indicator() != b.first().indicator())
    return a.first().indicator() < b.first().indicator();
  return a.second().indicator() < b.second().indicator();
}

// Adds the best pairs of `first` with those in `others`.
void AddBest(const ComparableIndicator& first, const std::vector<const Comparables*>& others,
             std::vector<SeriesCandidate>& all) {
  std::vector<SeriesCandidate> found;
  for (const Comparables* list : others) {
    for (const ComparableIndicator& second : *list) {
      if (!MayBeCompared(first, second)) continue;
      const CommonSigns common(first, second);
      if (common.Likeness() >= kLeastLikeness) {
        found.push_back(CandidateOf(first, second, common));
      }
    }
  }
  std::sort(found.begin(), found.end(), GoesBefore);
  if (found.size() > kMaxCandidatesPerIndicator) found.resize(kMaxCandidatesPerIndicator);
  std::move(found.begin(), found.end(), std::back_inserter(all));
}

std::vector<const Sheet*> SheetsOf(const SheetSelection& selection) {
  std::vector<const Sheet*> sheets;
  for (const auto& sheet : selection.sheets) sheets.push_back(&sheet->state.sheet());
  return sheets;
}

// The year before, and those of the past columns of the sheets.
std::set<int32_t> EarlierYears(int32_t fiscal_year, const std::vector<const Sheet*>& sheets) {
  std::set<int32_t> years = {fiscal_year - 1};
  for (const Sheet* sheet : sheets) {
    ForEachIndicator(*sheet, [&](const sheets::v1::Goal&, const sheets::v1::Indicator& indicator) {
      for (const sheets::v1::PastValue& past : indicator.past()) {
        const int32_t year = past.fiscal_year();
        if (year < fiscal_year && year >= fiscal_year - kMaxYearsBack) years.insert(year);
      }
    });
  }
  return years;
}

}  // namespace

absl::StatusOr<std::vector<SeriesCandidate>> FindSeriesCandidates(
    const std::vector<const Sheet*>& of_year, const std::vector<const Sheet*>& earlier) {
  const Comparables firsts = ComparablesOf(of_year);
  const Comparables before = ComparablesOf(earlier);
  const auto count = static_cast<int64_t>(firsts.size());
  const int64_t pairs = count * count / 2 + count * static_cast<int64_t>(before.size());
  if (pairs > kMaxComparedPairs) {
    return base::ResourceExhausted(
        "TOO_MANY_PAIRS", absl::StrCat("the sheets of this unit and year have ", count,
                                       " indicators and those before ", before.size(), ": ", pairs,
                                       " pairs, of which at most ", kMaxComparedPairs,
                                       " are compared at once; ask about a unit below it"));
  }
  std::vector<SeriesCandidate> all;
  for (const ComparableIndicator& first : firsts) AddBest(first, {&firsts, &before}, all);
  std::sort(all.begin(), all.end(), GoesBefore);
  return all;
}

absl::StatusOr<ListSeriesCandidatesResponse> ListSeriesCandidates(
    SheetReader& reader, const indicators::v1::ListSeriesCandidatesRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(SheetFilter filter, reader.FilterOf(request));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, reader.PageFor(filter.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection,
                           reader.Select(filter, page.point, page.date));
  const std::vector<const Sheet*> of_year = SheetsOf(selection);
  std::vector<SheetSelection> held;
  std::vector<const Sheet*> earlier;
  for (const int32_t year : EarlierYears(request.fiscal_year(), of_year)) {
    filter.fiscal_year = year;
    MOKUHYO_ASSIGN_OR_RETURN(SheetSelection before, reader.Select(filter, page.point, page.date));
    for (const Sheet* sheet : SheetsOf(held.emplace_back(std::move(before))))
      earlier.push_back(sheet);
  }
  MOKUHYO_ASSIGN_OR_RETURN(std::vector<SeriesCandidate> all,
                           FindSeriesCandidates(of_year, earlier));
  ListSeriesCandidatesResponse response;
  response.set_position(page.point.token);
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, all, *response.mutable_candidates()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), page.point));
  return response;
}

}  // namespace mokuhyo::projection
