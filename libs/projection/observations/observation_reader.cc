#include "libs/projection/observations/observation_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/series.h"
#include "libs/projection/observations/observation_list.h"
#include "libs/projection/observations/observe.h"
#include "libs/projection/page.h"
#include "libs/projection/series/sheets_at.h"

namespace mokuhyo::projection {
namespace {

using application::ReadPoint;
using sheets::v1::Observation;
using sheets::v1::Sheet;

// Loads the sheets around an observed one, and holds them while they are looked at.
class Surroundings {
 public:
  Surroundings(SheetReader& reader, const std::string& city, const ReadPoint& point)
      : city_(city), sheets_(reader, city, point) {}

  absl::Status LoadSeries(ObservedSheet& observed) {
    std::set<std::string> series;
    ForEachIndicator(*observed.sheet.sheet,
                     [&](const sheets::v1::Goal&, const sheets::v1::Indicator& indicator) {
                       series.insert(domain::SeriesOf(*observed.sheet.sheet, indicator));
                     });
    MOKUHYO_ASSIGN_OR_RETURN(observed.of_series, sheets_.OfSeries(series));
    std::erase_if(observed.of_series, [&](const Sheet* sheet) {
      return sheet->name() == observed.sheet.sheet->name();
    });
    return absl::OkStatus();
  }

  absl::Status LoadLinked(ObservedSheet& observed) {
    std::set<std::string> names;
    ForEachGoal(observed.sheet.sheet->goals(), [&](const sheets::v1::Goal& goal) {
      for (const auto& link : goal.contributes_to()) names.insert(link.sheet());
    });
    for (const std::string& name : names) {
      // A link that leads out of the city, or nowhere, leads to no sheet that is there.
      const auto parsed = base::ParseSheetName(name, "sheet");
      if (!parsed.ok() || parsed->city != city_) continue;
      MOKUHYO_ASSIGN_OR_RETURN(const Sheet* sheet, sheets_.Load(parsed->sheet));
      if (sheet != nullptr) observed.linked.emplace(name, sheet);
    }
    return absl::OkStatus();
  }

 private:
  const std::string city_;
  SheetsAt sheets_;
};

absl::Status CheckKinds(const sheets::v1::ListObservationsRequest& request) {
  base::Violations violations;
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (!sheets::v1::ObservationKind_IsValid(request.kinds(i)) ||
        request.kinds(i) == sheets::v1::OBSERVATION_KIND_UNSPECIFIED) {
      violations.Add(absl::StrCat("kinds[", i, "]"), "is no kind of observation");
    }
  }
  return violations.ToStatus();
}

bool IsAskedFor(const Observation& observation,
                const sheets::v1::ListObservationsRequest& request) {
  const auto& kinds = request.kinds();
  const bool is_of_kind =
      kinds.empty() || std::find(kinds.begin(), kinds.end(), observation.kind()) != kinds.end();
  return is_of_kind && !(request.unanswered_only() && observation.has_answer());
}

}  // namespace

absl::StatusOr<std::vector<Observation>> ObservationsOn(SheetReader& reader,
                                                        const SheetWithForm& sheet,
                                                        const ReadPoint& point,
                                                        const std::string& date,
                                                        const domain::OrganizationState& units) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(sheet.sheet->name(), "name"));
  ObservedSheet observed{.sheet = sheet, .date = date, .units = &units};
  Surroundings surroundings(reader, name.city, point);
  MOKUHYO_RETURN_IF_ERROR(surroundings.LoadSeries(observed));
  MOKUHYO_RETURN_IF_ERROR(surroundings.LoadLinked(observed));
  return Observe(observed);
}

absl::StatusOr<sheets::v1::ListObservationsResponse> ListObservations(
    SheetReader& reader, const sheets::v1::ListObservationsRequest& request) {
  base::Violations violations;
  const auto filter = reader.FilterOf(request);
  if (!filter.ok()) violations.Add(filter.status());
  violations.Add(CheckKinds(request));
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, reader.PageFor(filter->city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection,
                           reader.Select(*filter, page.point, page.date));
  std::vector<Observation> all;
  std::map<sheets::v1::ObservationKind, int32_t> counts;
  for (const SheetWithForm& sheet : selection.WithForms()) {
    MOKUHYO_ASSIGN_OR_RETURN(
        std::vector<Observation> found,
        ObservationsOn(reader, sheet, selection.point, selection.date, selection.units->state));
    for (Observation& observation : found) {
      if (!IsAskedFor(observation, request)) continue;
      ++counts[observation.kind()];
      all.push_back(std::move(observation));
    }
  }
  sheets::v1::ListObservationsResponse response;
  response.set_position(page.point.token);
  for (const auto& [kind, count] : counts) {
    sheets::v1::ObservationCount& added = *response.add_counts();
    added.set_kind(kind);
    added.set_count(count);
  }
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, all, *response.mutable_observations()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), page.point));
  return response;
}

absl::Status RequireObservation(SheetReader& reader,
                                const evaluations::v1::AnswerObservationRequest& request) {
  sheets::v1::GetSheetRequest now;
  now.set_name(request.name());
  // Not GetSheet itself, whose answers are limited: whatever can be listed can be answered.
  MOKUHYO_ASSIGN_OR_RETURN(const SheetParts parts, reader.ReadParts(now));
  const Sheet& sheet = parts.reading.sheet->state.sheet();
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<Observation> observations,
                           ObservationsOn(reader, {&sheet, parts.reading.form}, parts.reading.point,
                                          parts.day, parts.units->state));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), parts.reading.point));
  const auto is_it = [&](const Observation& observation) {
    return observation.id() == request.observation();
  };
  if (std::any_of(observations.begin(), observations.end(), is_it)) return absl::OkStatus();
  const auto& answers = sheet.observation_answers();
  const bool is_taken_back =
      request.text().empty() && std::any_of(answers.begin(), answers.end(), [&](const auto& a) {
        return a.observation() == request.observation();
      });
  if (is_taken_back) return absl::OkStatus();
  return base::NotFound(
      absl::StrCat(request.name(), "/observations/", request.observation()),
      absl::StrCat("there is no observation \"", request.observation(), "\" on ", request.name(),
                   " now; ListObservations lists those that there are"));
}

}  // namespace mokuhyo::projection
