#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/sheet/preconditions.h"
#include "mokuhyo/sheets/v1/observation.pb.h"

namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxObservationCharacters = 300;
constexpr size_t kMaxAnswerCharacters = 2000;

// `TARGET_BELOW_LAST_RESULT/i3/2021`: a kind, and what tells its observations apart.
bool HasShapeOfObservation(const std::string& id) {
  const size_t slash = id.find('/');
  if (slash == std::string::npos || slash + 1 == id.size()) return false;
  sheets::v1::ObservationKind kind = sheets::v1::OBSERVATION_KIND_UNSPECIFIED;
  return sheets::v1::ObservationKind_Parse(absl::StrCat("OBSERVATION_KIND_", id.substr(0, slash)),
                                           &kind) &&
         kind != sheets::v1::OBSERVATION_KIND_UNSPECIFIED;
}

// What the section says so far; "" where it says nothing.
std::string AnswerNow(const sheets::v1::Sheet& sheet, const std::string& observation) {
  for (const sheets::v1::ObservationAnswer& answer : sheet.observation_answers()) {
    if (answer.observation() == observation) return answer.text();
  }
  return "";
}

}  // namespace

// An answer is no part of what is printed, so neither submission nor confirmation stands in its
// way. Whether the sheet has such an observation now takes more than the sheet; the caller asks.
absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::AnswerObservationRequest& request,
                                   const SheetContext&) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  base::Violations violations;
  base::CheckLine("observation", request.observation(), kMaxObservationCharacters, violations);
  if (!HasShapeOfObservation(request.observation())) {
    violations.Add("observation",
                   "must be the id of an observation as ListObservations shows it, for example "
                   "TARGET_BELOW_LAST_RESULT/i3/2021");
  }
  base::CheckText("text", request.text(), kMaxAnswerCharacters, violations);
  CheckReason(request.reason(), /*required=*/false, "an answer", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  if (AnswerNow(state.sheet(), request.observation()) == request.text()) return SheetEvents{};
  SheetEvents events(1);
  auto& answered = *events[0].mutable_observation_answered();
  answered.set_observation(request.observation());
  answered.set_text(request.text());
  return events;
}

}  // namespace mokuhyo::domain
