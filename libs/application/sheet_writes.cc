#include "libs/application/sheet_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/application/appends.h"
#include "libs/application/stale_etag.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/sheet_id.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_size.h"

namespace mokuhyo::application {
namespace {

using events::v1::SheetEvent;

// Name of the resource that the command created or changed.
std::string Changed(const std::string& resource, const base::SheetName& sheet,
                    const domain::SheetEvents& events) {
  if (events.size() == 1) {
    if (events[0].has_goal_created()) {
      return base::FormatGoalName({sheet.city, sheet.sheet, events[0].goal_created().goal().id()});
    }
    if (events[0].has_indicator_created()) {
      return base::FormatIndicatorName(
          {sheet.city, sheet.sheet, events[0].indicator_created().indicator().id()});
    }
  }
  return resource;
}

// Etag of the resource as it is: of the goal or indicator that the name ends with, else of the
// sheet.
std::string EtagOf(const std::string& resource, const domain::SheetState& state) {
  const std::vector<std::string> parts = absl::StrSplit(resource, '/');
  if (parts.size() == 6 && parts[4] == "goals") {
    const sheets::v1::Goal* goal = state.FindGoal(parts[5]);
    return goal != nullptr ? goal->etag() : "";
  }
  if (parts.size() == 6 && parts[4] == "indicators") {
    const sheets::v1::Indicator* indicator = state.FindIndicator(parts[5]);
    return indicator != nullptr ? indicator->etag() : "";
  }
  return state.sheet().etag();
}

}  // namespace

absl::StatusOr<base::SheetName> SheetWrites::SheetOf(const std::string& resource,
                                                     std::string_view field) {
  const std::vector<std::string> parts = absl::StrSplit(resource, '/');
  if (parts.size() == 6 && (parts[4] == "goals" || parts[4] == "indicators")) {
    return base::ParseSheetName(absl::StrJoin(parts.begin(), parts.begin() + 4, "/"), field);
  }
  return base::ParseSheetName(resource, field);
}

void SheetWrites::SetEdition(const domain::SheetEvents& events, const std::string& actor,
                             sheets::v1::Edition& edition) {
  for (const SheetEvent& event : events) {
    if (!event.has_edition_published()) continue;
    edition.set_number(event.edition_published().number());
    edition.set_published_on(event.edition_published().published_on());
    edition.set_digest(event.edition_published().digest());
    edition.set_replaces(event.edition_published().replaces());
    edition.set_actor(actor);
    edition.set_size_bytes(event.edition_published().canonical_document().size());
  }
}

void SheetWrites::SetPosition(const common::v1::WriteResult& result, sheets::v1::Edition& edition) {
  if (result.event_count() == 0 || result.validated_only()) return;
  const auto token = base::ParsePositionToken(result.position(), "position");
  if (token.ok()) edition.set_position(token->number);
}

void SheetWrites::Create(const goals::v1::CreateSheetRequest& request, const Caller& caller,
                         goals::v1::CreateSheetResponse* response, Done done) {
  const auto city = base::ParseCityName(request.parent(), "parent");
  if (!city.ok()) return done(city.status());
  const sheets::v1::Sheet& sheet = request.sheet();
  const std::string id = domain::SheetIdOf(request);
  auto plan = PlanFor(request, {city->city, id}, base::FormatSheetName({city->city, id}),
                      Creation{sheet.form(), sheet.form_version(), request.transcribed(),
                               "sheet.form", "sheet.form_version"},
                      caller);
  plan.decide = [&request](const domain::SheetState& state, const domain::SheetContext& context,
                           google::protobuf::Message&) {
    return domain::Decide(state, request, context);
  };
  Execute(std::move(plan), response, std::move(done));
}

void SheetWrites::Import(const imports::v1::ImportSheetRequest& request,
                         const documents::v1::SheetDocument& document, const Caller& caller,
                         imports::v1::ImportSheetResponse* response, Done done) {
  const auto name = base::ParseSheetName(document.name(), "name");
  if (!name.ok()) return done(name.status());
  auto plan = PlanOf(
      request, document.name(), "name",
      Creation{document.form(), document.form_version(), true, "form", "formVersion"}, caller);
  if (!plan.ok()) return done(plan.status());
  plan->decide = [&request, &document](
                     const domain::SheetState& state, const domain::SheetContext& context,
                     google::protobuf::Message& message) -> absl::StatusOr<domain::SheetEvents> {
    MOKUHYO_RETURN_IF_ERROR(
        domain::RequireEtag(document.name(), request.etag(), state.sheet().etag()));
    base::Violations violations;
    const domain::ImportDates dates =
        domain::DatesOfImport(request, document, state, context.effective_date, violations);
    domain::SheetContext on_day_of_goals = context;
    on_day_of_goals.effective_date = dates.goals;
    absl::StatusOr<domain::Transcription> transcription = domain::Transcribe(
        state, document, on_day_of_goals, request.revise(), request.reason(), dates.results);
    if (!violations.empty()) {
      violations.Add(transcription.status());
      return violations.ToStatus();
    }
    MOKUHYO_RETURN_IF_ERROR(transcription.status());
    auto& answer = static_cast<imports::v1::ImportSheetResponse&>(message);
    answer.set_outcome(!state.exists()                 ? imports::v1::IMPORT_OUTCOME_CREATED
                       : transcription->events.empty() ? imports::v1::IMPORT_OUTCOME_UNCHANGED
                                                       : imports::v1::IMPORT_OUTCOME_REVISED);
    for (const auto& change : transcription->changes) {
      imports::v1::ImportedChange& added = *answer.add_changes();
      added.set_command(change.command);
      added.set_target(change.target);
    }
    return std::move(transcription->events);
  };
  plan->dates = [&request, &document](const domain::SheetState& state,
                                      const domain::SheetContext& context) {
    base::Violations none;  // The decision has told of them.
    return domain::DatesOfImport(request, document, state, context.effective_date, none);
  };
  Execute(*std::move(plan), response, std::move(done));
}

void SheetWrites::Execute(Plan plan, google::protobuf::Message* response, Done done) {
  if (const absl::Status city = folds_.RequireCity(plan.sheet.city); !city.ok()) return done(city);
  Write write = plan.write;
  auto shared = std::make_shared<const Plan>(std::move(plan));
  runner_.Run(
      std::move(write), [this, shared, response] { return Try(*shared, *response); }, response,
      std::move(done));
}

absl::StatusOr<std::shared_ptr<const forms::v1::Form>> SheetWrites::PinnedForm(
    const domain::SheetState& state, const domain::FormsState& forms) {
  auto form = forms.Share(state.sheet().form(), state.sheet().form_version());
  if (form != nullptr) return form;
  return base::DataLoss(
      "FORM_MISSING",
      absl::StrCat("the sheet pins version ", state.sheet().form_version(), " of form \"",
                   state.sheet().form(), "\", which is not in the log"));
}

absl::StatusOr<std::shared_ptr<const forms::v1::Form>> SheetWrites::FormToPin(
    const Creation& creation, const domain::FormsState& forms) {
  auto form = forms.Share(creation.form, creation.form_version);
  if (form != nullptr) return form;
  if (const auto newest = forms.Share(creation.form, 0); newest != nullptr) {
    return base::InvalidArgument(
        creation.version_field, "UNKNOWN_FORM_VERSION",
        absl::StrCat("form \"", creation.form, "\" has no version ", creation.form_version,
                     "; the newest is ", newest->version()));
  }
  return base::InvalidArgument(
      creation.form_field, "UNKNOWN_FORM",
      absl::StrCat("there is no form \"", creation.form,
                   "\"; the city has: ", absl::StrJoin(forms.ids(), ", ")));
}

absl::StatusOr<Attempt> SheetWrites::Try(const Plan& plan,
                                         const google::protobuf::Message& prototype) {
  const std::string& city = plan.sheet.city;
  const std::string stream = SheetStream(plan.sheet.sheet);
  // An id that is none has no stream to read; the decision refuses it with all else that is wrong.
  auto sheet = std::make_shared<const Folded<domain::SheetState>>();
  if (base::IsIdentifier(plan.sheet.sheet)) {
    MOKUHYO_ASSIGN_OR_RETURN(sheet, folds_.sheets.Load(city, stream));
  }
  if (!sheet->state.exists() && !plan.creation.has_value()) {
    return base::NotFound(base::FormatSheetName(plan.sheet),
                          absl::StrCat("there is no sheet ", base::FormatSheetName(plan.sheet)));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto forms, folds_.forms.Load(city, std::string(kFormsStream)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto units,
                           folds_.organizations.Load(city, std::string(kOrganizationStream)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto form, sheet->state.exists()
                                                ? PinnedForm(sheet->state, forms->state)
                                                : FormToPin(*plan.creation, forms->state));
  const bool transcribed =
      sheet->state.exists() ? sheet->state.sheet().transcribed() : plan.creation->transcribed;
  const domain::SheetContext context{.form = *form,
                                     .organization = units->state,
                                     .effective_date = plan.write.effective_date,
                                     .actor = plan.write.caller.actor,
                                     .transcribed = transcribed,
                                     .canonical_json = canonical_json_};
  Attempt attempt;
  attempt.response.reset(prototype.New());
  const absl::StatusOr<domain::SheetEvents> decided =
      plan.decide(sheet->state, context, *attempt.response);
  if (!decided.ok()) return ExplainStaleEtag(decided.status(), runner_.store());
  const domain::SheetEvents& events = *decided;
  MOKUHYO_RETURN_IF_ERROR(domain::RequireSheetSize(sheet->state, events));
  MutableResult(*attempt.response)->set_name(Changed(plan.resource, plan.sheet, events));
  attempt.unchanged_etag = EtagOf(plan.resource, sheet->state);
  if (events.empty()) return attempt;
  const store::v1::Origin origin =
      transcribed ? store::v1::ORIGIN_TRANSCRIBED : store::v1::ORIGIN_OPERATED;
  store::v1::StreamAppend& written = AddStream(attempt.append, stream, sheet->revision);
  for (const SheetEvent& event : events) AddEvent(written, event, plan.write, origin);
  if (plan.dates) {
    const domain::ImportDates dates = plan.dates(sheet->state, context);
    for (size_t i = 0; i < events.size(); ++i)
      written.mutable_events(static_cast<int>(i))->set_effective_date(dates.Of(events[i]));
  }
  MOKUHYO_RETURN_IF_ERROR(
      Reserve(plan.sheet, sheet->state, events, plan.write, origin, attempt.append));
  if (plan.reads_units) AddCheck(attempt.append, std::string(kOrganizationStream), units->revision);
  if (!sheet->state.exists()) AddCheck(attempt.append, std::string(kFormsStream), forms->revision);
  return attempt;
}

absl::Status SheetWrites::Reserve(const base::SheetName& name, const domain::SheetState& before,
                                  const domain::SheetEvents& events, const Write& write,
                                  store::v1::Origin origin, store::v1::AppendRequest& append) {
  const bool creates = events.front().has_sheet_created();
  const bool deletes = events.back().has_sheet_deleted();
  if (!creates && !deletes) return absl::OkStatus();
  const sheets::v1::Sheet& sheet =
      creates ? events.front().sheet_created().sheet() : before.sheet();
  const std::string stream = ReservationStream(sheet.org_unit(), sheet.fiscal_year(), sheet.form());
  MOKUHYO_ASSIGN_OR_RETURN(const auto place, folds_.reservations.Load(name.city, stream));
  events::v1::ReservationEvent event;
  if (creates) {
    if (!place->state.sheet.empty()) {
      const std::string holder = base::FormatSheetName({name.city, place->state.sheet});
      return base::AlreadyExists(
          holder, "UNIT_YEAR_FORM_TAKEN",
          absl::StrCat("org unit \"", sheet.org_unit(), "\" has a sheet under form \"",
                       sheet.form(), "\" for fiscal year ", sheet.fiscal_year(),
                       " already: ", holder));
    }
    event.mutable_place_reserved()->set_sheet(name.sheet);
  } else {
    event.mutable_place_released()->set_sheet(name.sheet);
  }
  AddEvent(AddStream(append, stream, place->revision), event, write, origin);
  return absl::OkStatus();
}

}  // namespace mokuhyo::application
