#include "libs/projection/observations/observation_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/sha256.h"
#include "libs/domain/evaluation/counted_rows.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Observation;
using sheets::v1::ObservationKind;

constexpr size_t kMaxIdBytes = 300;

// `TARGET_CHANGED` for OBSERVATION_KIND_TARGET_CHANGED.
std::string KindName(ObservationKind kind) {
  constexpr std::string_view kPrefix = "OBSERVATION_KIND_";
  return sheets::v1::ObservationKind_Name(kind).substr(kPrefix.size());
}

}  // namespace

ObservationList::ObservationList(const sheets::v1::Sheet& sheet) : sheet_(sheet) {
  std::vector<std::string> labels;
  Enter(sheet.goals(), labels);
}

void ObservationList::Enter(const google::protobuf::RepeatedPtrField<Goal>& goals,
                            std::vector<std::string>& labels) {
  for (const Goal& goal : goals) {
    labels.push_back(goal.label());
    const std::string label = domain::JoinLabels(labels);
    goals_[goal.id()] = {next_ordinal_++, &goal, label};
    for (const Indicator& indicator : goal.indicators()) {
      indicators_[indicator.id()] = {next_ordinal_++, &goal, label};
    }
    Enter(goal.goals(), labels);
    labels.pop_back();
  }
}

Observation& ObservationList::AddAt(const Place& place, ObservationKind kind, const std::string& id,
                                    std::string_view cause) {
  Entry& entry = entries_.emplace_back();
  entry.ordinal = place.ordinal;
  Observation& added = entry.observation;
  std::string full_id = KindName(kind);
  if (!id.empty()) absl::StrAppend(&full_id, "/", id);
  if (!cause.empty()) full_id.append("/").append(cause);
  // A link may name a longer path than an answer may name an observation.
  if (full_id.size() > kMaxIdBytes) {
    full_id = absl::StrCat(KindName(kind), "/", id, "/", base::HexEncode(base::Sha256(cause)));
  }
  added.set_id(std::move(full_id));
  added.set_kind(kind);
  added.set_sheet(sheet_.name());
  added.set_org_unit(sheet_.org_unit());
  added.set_fiscal_year(sheet_.fiscal_year());
  added.set_label(place.label);
  if (place.goal != nullptr) {
    added.set_goal(place.goal->id());
    added.set_title(place.goal->title());
  }
  return added;
}

Observation& ObservationList::Add(ObservationKind kind, std::string_view cause) {
  return AddAt({}, kind, "", cause);
}

Observation& ObservationList::Add(ObservationKind kind, const Goal& goal, std::string_view cause) {
  return AddAt(goals_.at(goal.id()), kind, goal.id(), cause);
}

Observation& ObservationList::Add(ObservationKind kind, const Indicator& indicator,
                                  std::string_view cause) {
  Observation& added = AddAt(indicators_.at(indicator.id()), kind, indicator.id(), cause);
  added.set_indicator(indicator.id());
  if (!indicator.name().empty()) added.set_title(indicator.name());
  return added;
}

std::vector<Observation> ObservationList::Take() {
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(a.ordinal, a.observation.kind()) <
           std::tuple(b.ordinal, b.observation.kind());
  });
  std::vector<Observation> all;
  all.reserve(entries_.size());
  for (Entry& entry : entries_) all.push_back(std::move(entry.observation));
  entries_.clear();
  return all;
}

sheets::v1::Evidence& AddEvidence(Observation& observation, sheets::v1::Evidence::Role role,
                                  std::string_view value, std::string source, int32_t fiscal_year) {
  sheets::v1::Evidence& evidence = *observation.add_evidence();
  evidence.set_role(role);
  evidence.set_value(value.data(), value.size());
  evidence.set_source(std::move(source));
  evidence.set_fiscal_year(fiscal_year);
  return evidence;
}

std::string ResourceOf(const sheets::v1::Sheet& sheet, const Goal& goal) {
  return absl::StrCat(sheet.name(), "/goals/", goal.id());
}

std::string ResourceOf(const sheets::v1::Sheet& sheet, const Indicator& indicator) {
  return absl::StrCat(sheet.name(), "/indicators/", indicator.id());
}

void ForEachGoal(const google::protobuf::RepeatedPtrField<Goal>& goals,
                 const std::function<void(const Goal&)>& visit) {
  for (const Goal& goal : goals) {
    if (goal.withdrawn()) continue;
    visit(goal);
    ForEachGoal(goal.goals(), visit);
  }
}

void ForEachIndicator(const sheets::v1::Sheet& sheet,
                      const std::function<void(const Goal&, const Indicator&)>& visit) {
  ForEachGoal(sheet.goals(), [&visit](const Goal& goal) {
    for (const Indicator& indicator : goal.indicators()) visit(goal, indicator);
  });
}

}  // namespace mokuhyo::projection
