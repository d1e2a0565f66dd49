#include <memory>
#include <utility>

#include "libs/application/appends.h"
#include "libs/application/sheet_writes.h"
#include "libs/application/stale_etag.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_size.h"

// SheetWrites::CarryForward: a sheet that is created from another one.
namespace mokuhyo::application {

void SheetWrites::CarryForward(const goals::v1::CarryForwardSheetRequest& request,
                               const Caller& caller, goals::v1::CarryForwardSheetResponse* response,
                               Done done) {
  const auto source = base::ParseSheetName(request.name(), "name");
  if (!source.ok()) return done(source.status());
  if (const absl::Status city = folds_.RequireCity(source->city); !city.ok()) return done(city);
  Write write = WriteOf(request, source->city, caller, clock_);
  const auto attempt = [this, &request, source = *source, write] {
    return TryCarryForward(request, source, write);
  };
  runner_.Run(std::move(write), attempt, response, std::move(done));
}

absl::StatusOr<Attempt> SheetWrites::TryCarryForward(
    const goals::v1::CarryForwardSheetRequest& request, const base::SheetName& source_name,
    const Write& write) {
  const std::string& city = source_name.city;
  const std::string source_stream = SheetStream(source_name.sheet);
  MOKUHYO_ASSIGN_OR_RETURN(const auto source, folds_.sheets.Load(city, source_stream));
  MOKUHYO_RETURN_IF_ERROR(domain::RequireSheet(source->state, request.name()));
  MOKUHYO_ASSIGN_OR_RETURN(const auto forms, folds_.forms.Load(city, std::string(kFormsStream)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto units,
                           folds_.organizations.Load(city, std::string(kOrganizationStream)));
  const domain::NextSheet next = domain::NextSheetOf(source->state.sheet(), request);
  MOKUHYO_ASSIGN_OR_RETURN(const auto source_form, PinnedForm(source->state, forms->state));
  MOKUHYO_ASSIGN_OR_RETURN(const auto form, FormToPin({.form = next.place.form,
                                                       .form_version = next.form_version,
                                                       .transcribed = false,
                                                       .form_field = "form",
                                                       .version_field = "form_version"},
                                                      forms->state));
  // An id that is none has no stream to read; the decision refuses it with all else that is wrong.
  auto target = std::make_shared<const Folded<domain::SheetState>>();
  const base::SheetName target_name{city, next.id};
  if (base::IsIdentifier(next.id)) {
    MOKUHYO_ASSIGN_OR_RETURN(target, folds_.sheets.Load(city, SheetStream(next.id)));
  }
  const domain::SheetContext context{.form = *form,
                                     .organization = units->state,
                                     .effective_date = write.effective_date,
                                     .actor = write.caller.actor,
                                     .transcribed = false,
                                     .canonical_json = canonical_json_};
  MOKUHYO_ASSIGN_OR_RETURN(
      const domain::NextLinks links,
      FindNextLinks(city, source->state, next, units->state, write.effective_date));
  absl::StatusOr<domain::CarriedForward> carried =
      domain::CarryForward(source->state, *source_form, target->state, request, links, context);
  if (!carried.ok()) return ExplainStaleEtag(carried.status(), runner_.store());
  MOKUHYO_RETURN_IF_ERROR(domain::RequireSheetSize(target->state, carried->events));

  Attempt attempt;
  auto response = std::make_shared<goals::v1::CarryForwardSheetResponse>();
  response->mutable_result()->set_name(base::FormatSheetName(target_name));
  for (goals::v1::LeftBehind& left : carried->left_behind)
    *response->add_left_behind() = std::move(left);
  attempt.response = std::move(response);
  store::v1::StreamAppend& written =
      AddStream(attempt.append, SheetStream(next.id), target->revision);
  for (const events::v1::SheetEvent& event : carried->events)
    AddEvent(written, event, write, store::v1::ORIGIN_OPERATED);
  MOKUHYO_RETURN_IF_ERROR(Reserve(target_name, target->state, carried->events, write,
                                  store::v1::ORIGIN_OPERATED, attempt.append));
  AddCheck(attempt.append, source_stream, source->revision);
  AddCheck(attempt.append, std::string(kOrganizationStream), units->revision);
  AddCheck(attempt.append, std::string(kFormsStream), forms->revision);
  return attempt;
}

absl::StatusOr<domain::NextLinks> SheetWrites::FindNextLinks(const std::string& city,
                                                             const domain::SheetState& source,
                                                             const domain::NextSheet& next,
                                                             const domain::OrganizationState& units,
                                                             const std::string& date) {
  domain::NextLinks links;
  const sheets::v1::Sheet& sheet = source.sheet();
  for (const std::string& name : domain::LinkedSheets(source)) {
    const auto parsed = base::ParseSheetName(name, "sheet");
    if (!parsed.ok()) continue;
    MOKUHYO_ASSIGN_OR_RETURN(const auto linked,
                             folds_.sheets.Load(city, SheetStream(parsed->sheet)));
    if (!linked->state.exists()) continue;
    const domain::SheetPlace place =
        domain::NextPlaceOf(linked->state.sheet(), sheet, next, units, date);
    MOKUHYO_ASSIGN_OR_RETURN(
        const auto holder,
        folds_.reservations.Load(city,
                                 ReservationStream(place.org_unit, place.fiscal_year, place.form)));
    std::string next_id = holder->state.sheet;
    // It will most likely be made like this one, by carrying the linked sheet forward.
    if (next_id.empty() && linked->state.sheet().fiscal_year() == sheet.fiscal_year())
      next_id = domain::DefaultSheetId(place);
    if (base::IsIdentifier(next_id)) links[name] = base::FormatSheetName({city, next_id});
  }
  return links;
}

}  // namespace mokuhyo::application
