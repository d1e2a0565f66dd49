#include "libs/projection/compare_sheet.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/application/apply_sheet_event.h"
#include "libs/application/blackout.h"
#include "libs/application/read_point.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/eventstore/blocking.h"
#include "libs/projection/answer_size.h"
#include "libs/projection/compare_causes.h"
#include "libs/projection/compare_documents.h"

namespace mokuhyo::projection {
namespace {

using application::ReadPoint;
using sheets::v1::CompareSheetRequest;
using sheets::v1::CompareSheetResponse;
using sheets::v1::SheetPoint;

using Events = std::vector<store::v1::RecordedEvent>;

// A point of the request, with what the fields of it are called.
struct Question {
  SheetPoint point;
  std::string field;
  base::SheetName sheet;
};

// A state that is compared.
struct State {
  ReadPoint point;
  ComparedSheet sheet;
  uint32_t edition = 0;
  bool redacted = false;
};

// An error about a field of a point names the field of the request.
absl::Status AboutPoint(const absl::Status& status, const Question& question,
                        const std::string& field) {
  google::rpc::BadRequest bad_request;
  if (!base::ReadDetail(status, bad_request) || bad_request.field_violations().empty())
    return status;
  const std::string path = absl::StrCat(question.field, ".", field);
  const std::string& why = bad_request.field_violations(0).description();
  const std::string reason = base::ErrorReason(status);
  return absl::IsOutOfRange(status) ? base::OutOfRange(path, reason, why)
                                    : base::InvalidArgument(path, reason, why);
}

void CheckPoint(Question& question, const base::SheetName& named, base::Violations& violations) {
  const SheetPoint& point = question.point;
  const auto field = [&](const char* name) { return absl::StrCat(question.field, ".", name); };
  question.sheet = named;
  if (!point.sheet().empty()) {
    const auto sheet = base::ParseSheetName(point.sheet(), field("sheet"));
    violations.Add(sheet.status());
    if (sheet.ok()) question.sheet = *sheet;
    if (sheet.ok() && !named.city.empty() && sheet->city != named.city) {
      violations.Add(field("sheet"), absl::StrCat("is a sheet of city \"", sheet->city,
                                                  "\", the request is about \"", named.city, "\""));
    }
  }
  if (point.has_edition() && point.edition() == 0)
    violations.Add(field("edition"), "must be the number of an edition, from 1");
  if (point.has_as_of_time())
    violations.Add(base::ParseInstant(point.as_of_time(), field("as_of_time")).status());
  if (point.has_position())
    violations.Add(base::ParsePositionToken(point.position(), field("position")).status());
  if (point.effective_date().empty()) return;
  if (!base::IsDate(point.effective_date()))
    violations.Add(field("effective_date"), "must be a day, YYYY-MM-DD");
  if (point.has_edition()) {
    violations.Add(field("effective_date"),
                   "stands beside an edition, which is as it was published; give one of the two");
  }
}

// Reads the whole stream of a sheet up to a position.
absl::StatusOr<Events> ReadEvents(eventstore::EventStore& store, const base::SheetName& sheet,
                                  uint64_t until, const StillWanted& still_wanted) {
  Events events;
  while (true) {
    MOKUHYO_RETURN_IF_ERROR(still_wanted());
    store::v1::ReadStreamRequest request;
    request.set_city(sheet.city);
    request.set_stream(application::SheetStream(sheet.sheet));
    request.set_direction(store::v1::DIRECTION_FORWARDS);
    if (!events.empty()) request.set_from_revision(events.back().revision() + 1);
    request.set_until_position(until);
    MOKUHYO_ASSIGN_OR_RETURN(auto page, eventstore::ReadStreamNow(store, std::move(request)));
    const bool is_last = page.end_of_stream() || page.events().empty();
    std::move(page.mutable_events()->begin(), page.mutable_events()->end(),
              std::back_inserter(events));
    if (is_last) return events;
  }
}

// Whether an event is part of the state at a point.
bool IsIn(const store::v1::RecordedEvent& event, const ReadPoint& point) {
  return event.position() <= point.position &&
         (point.facts_until.empty() || event.effective_date() <= point.facts_until);
}

// Follows the events of `in`; those that are not in `other` may be causes.
absl::StatusOr<DifferenceCauses> FindCauses(const Events& events, const ReadPoint& in,
                                            const ReadPoint& other) {
  std::vector<const store::v1::RecordedEvent*> followed;
  size_t first = 0;  // That may be a cause.
  for (const auto& event : events) {
    if (!IsIn(event, in)) continue;
    followed.push_back(&event);
    if (first + 1 == followed.size() && IsIn(event, other)) ++first;
  }
  DifferenceCauses causes;
  domain::SheetState state;
  for (size_t i = 0; i < followed.size(); ++i) {
    MOKUHYO_RETURN_IF_ERROR(application::ApplySheetEvent(state, *followed[i]));
    if (i + 1 >= first && first < followed.size())
      causes.Follow(state, *followed[i], !IsIn(*followed[i], other));
  }
  return causes;
}

class Comparison {
 public:
  Comparison(SheetReader& reader, const ParseDocument& parse, const StillWanted& still_wanted,
             ReadPoint now)
      : reader_(reader), parse_(parse), still_wanted_(still_wanted), now_(std::move(now)) {}

  absl::StatusOr<State> Load(const Question& question) {
    MOKUHYO_ASSIGN_OR_RETURN(ReadPoint point, PointOf(question));
    if (question.point.has_edition()) return LoadEdition(question);
    point.facts_until = question.point.effective_date();
    MOKUHYO_ASSIGN_OR_RETURN(const SheetReading reading, reader_.ReadAt(question.sheet, point));
    State state{.point = std::move(point), .sheet = ToComparedSheet(reading.sheet->state.sheet())};
    MOKUHYO_ASSIGN_OR_RETURN(state.redacted, IsRedacted(question.sheet, state));
    return state;
  }

 private:
  absl::StatusOr<ReadPoint> PointOf(const Question& question) {
    const SheetPoint& point = question.point;
    const std::string& city = question.sheet.city;
    if (point.has_as_of_time()) {
      auto resolved = application::ResolveReadPoint(reader_.store(), reader_.clock(), city, "",
                                                    point.as_of_time());
      if (!resolved.ok()) return AboutPoint(resolved.status(), question, "as_of_time");
      return resolved;
    }
    if (!point.has_position()) return now_;
    const absl::Status reached = application::CheckReached(reader_.store(), city, point.position());
    if (!reached.ok()) return AboutPoint(reached, question, "position");
    MOKUHYO_ASSIGN_OR_RETURN(const base::PositionToken token,
                             base::ParsePositionToken(point.position(), "position"));
    return ReadPoint{.position = token.number, .token = point.position()};
  }

  absl::StatusOr<State> LoadEdition(const Question& question) {
    MOKUHYO_ASSIGN_OR_RETURN(const SheetReading today, reader_.ReadAt(question.sheet, now_));
    const sheets::v1::Sheet& sheet = today.sheet->state.sheet();
    const uint32_t number = question.point.edition();
    MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Edition edition, FindEdition(sheet, number));
    MOKUHYO_ASSIGN_OR_RETURN(const PublishedDocument published,
                             ReadEdition(reader_.store(), sheet, number));
    State state{.point = PointOfEdition(now_, edition),
                .sheet = {},
                .edition = number,
                .redacted = published.redacted};
    MOKUHYO_ASSIGN_OR_RETURN(const SheetReading then, reader_.ReadAt(question.sheet, state.point));
    state.sheet = ToComparedSheet(then.sheet->state.sheet());
    auto document = parse_(published.bytes);
    if (!document.ok()) {
      return base::DataLoss(
          "EDITION_UNREADABLE",
          absl::StrCat("edition ", number, " of ", sheet.name(),
                       " is no sheet document: ", std::string(document.status().message())));
    }
    TakeIds(state.sheet.document, *document);
    state.sheet.document = *std::move(document);
    return state;
  }

  // An event of which something was removed may have been overtaken by later ones.
  absl::StatusOr<bool> IsRedacted(const base::SheetName& name, const State& state) {
    const std::string text = state.sheet.document.SerializeAsString();
    if (text.find(application::kBlackedOut) == std::string::npos) return false;
    MOKUHYO_ASSIGN_OR_RETURN(const Events events, ReadEvents(reader_.store(), name,
                                                             state.point.position, still_wanted_));
    return std::any_of(events.begin(), events.end(), [&](const auto& event) {
      return event.redacted() && IsIn(event, state.point);
    });
  }

  SheetReader& reader_;
  const ParseDocument& parse_;
  const StillWanted& still_wanted_;
  const ReadPoint now_;
};

sheets::v1::ComparedState Describe(const State& state) {
  sheets::v1::ComparedState described;
  described.set_sheet(state.sheet.name);
  described.set_edition(state.edition);
  described.set_position(state.point.token);
  described.set_fiscal_year(state.sheet.document.fiscal_year());
  described.set_redacted(state.redacted);
  return described;
}

// Says of each difference between two states of a sheet what brought it about.
absl::Status AddCauses(eventstore::EventStore& store, const base::SheetName& sheet,
                       const State& base, const State& compared, const StillWanted& still_wanted,
                       std::vector<DocumentDifference>& differences) {
  const uint64_t until = std::max(base.point.position, compared.point.position);
  MOKUHYO_ASSIGN_OR_RETURN(const Events events, ReadEvents(store, sheet, until, still_wanted));
  MOKUHYO_ASSIGN_OR_RETURN(const DifferenceCauses done,
                           FindCauses(events, compared.point, base.point));
  // What only the earlier state knows: the two are about different days, or the wrong way round.
  MOKUHYO_ASSIGN_OR_RETURN(const DifferenceCauses undone,
                           FindCauses(events, base.point, compared.point));
  for (DocumentDifference& found : differences) {
    const sheets::v1::Cause* cause = done.Find(found);
    if (cause == nullptr) cause = undone.Find(found);
    if (cause != nullptr) *found.difference.mutable_cause() = *cause;
  }
  return absl::OkStatus();
}

absl::Status CheckRequest(const CompareSheetRequest& request, Question& base_point,
                          Question& compared_point) {
  base::Violations violations;
  const auto name = base::ParseSheetName(request.name(), "name");
  violations.Add(name.status());
  if (!request.has_base()) {
    violations.Add("base", "is required: an edition, an instant, a position or another sheet");
  }
  const base::SheetName named = name.ok() ? *name : base::SheetName{};
  CheckPoint(base_point, named, violations);
  CheckPoint(compared_point, named, violations);
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<CompareSheetResponse> CompareSheet(SheetReader& reader,
                                                  const CompareSheetRequest& request,
                                                  const ParseDocument& parse,
                                                  const StillWanted& still_wanted) {
  Question base_point{.point = request.base(), .field = "base", .sheet = {}};
  Question compared_point{.point = request.compared(), .field = "compared", .sheet = {}};
  MOKUHYO_RETURN_IF_ERROR(CheckRequest(request, base_point, compared_point));
  const std::string& city = base_point.sheet.city;
  MOKUHYO_RETURN_IF_ERROR(reader.folds().RequireCity(city));
  MOKUHYO_ASSIGN_OR_RETURN(const ReadPoint now,
                           application::ResolveReadPoint(reader.store(), reader.clock(), city,
                                                         request.at_least_position(), ""));
  Comparison comparison(reader, parse, still_wanted, now);
  MOKUHYO_ASSIGN_OR_RETURN(const State base, comparison.Load(base_point));
  MOKUHYO_ASSIGN_OR_RETURN(const State compared, comparison.Load(compared_point));
  std::vector<DocumentDifference> differences = CompareDocuments(base.sheet, compared.sheet);
  if (base.sheet.name == compared.sheet.name) {
    MOKUHYO_RETURN_IF_ERROR(
        AddCauses(reader.store(), base_point.sheet, base, compared, still_wanted, differences));
  }
  CompareSheetResponse response;
  response.set_position(now.token);
  *response.mutable_comparison()->mutable_base() = Describe(base);
  *response.mutable_comparison()->mutable_compared() = Describe(compared);
  for (DocumentDifference& found : differences)
    *response.mutable_comparison()->add_differences() = std::move(found.difference);
  if (response.ByteSizeLong() > kMaxAnswerBytes) {
    return base::ResourceExhausted(
        "COMPARISON_TOO_LARGE",
        absl::StrCat("the two states have ", differences.size(),
                     " differences, more than one answer holds; export both (ExportSheet) and "
                     "compare the documents"));
  }
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), now));
  return response;
}

}  // namespace mokuhyo::projection
