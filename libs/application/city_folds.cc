#include "libs/application/city_folds.h"

#include "absl/strings/str_cat.h"
#include "libs/application/apply_sheet_event.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/event_codec.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::application {
namespace {

// Few streams a city, but every write looks at them. Sheets are what there are many of, and of any
// size (a real one is about 50 KiB), so they are bounded by what they take.
constexpr size_t kCitiesKept = 4096;
constexpr size_t kSheetBytesKept = size_t{256} << 20;

size_t WeighSheet(const domain::SheetState& state) { return state.sheet().SpaceUsedLong(); }

// Reads the payload of an event into the message of its stream's events.
template <typename Event>
absl::StatusOr<Event> Decode(const store::v1::RecordedEvent& recorded) {
  Event event;
  MOKUHYO_RETURN_IF_ERROR(
      domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(), &event));
  return event;
}

absl::Status ApplyCity(CityState& state, const store::v1::RecordedEvent& recorded) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, Decode<events::v1::CityEvent>(recorded));
  state.display_name = event.city_created().display_name();
  return absl::OkStatus();
}

absl::Status ApplyOrganization(domain::OrganizationState& state,
                               const store::v1::RecordedEvent& recorded) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, Decode<events::v1::OrganizationEvent>(recorded));
  state.Evolve(event, recorded.revision(), recorded.effective_date());
  return absl::OkStatus();
}

absl::Status ApplyForm(domain::FormsState& state, const store::v1::RecordedEvent& recorded) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, Decode<events::v1::FormEvent>(recorded));
  state.Evolve(event, recorded.revision());
  return absl::OkStatus();
}

absl::Status ApplyReservation(Reservation& state, const store::v1::RecordedEvent& recorded) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, Decode<events::v1::ReservationEvent>(recorded));
  state.sheet = event.place_reserved().sheet();
  return absl::OkStatus();
}

}  // namespace

std::string SheetStream(std::string_view sheet) {
  return absl::StrCat("sheets/", std::string(sheet));
}

std::string ReservationStream(std::string_view unit, int fiscal_year, std::string_view form) {
  return absl::StrCat("reservations/", std::string(unit), "/", fiscal_year, "/", std::string(form));
}

CityFolds::CityFolds(eventstore::EventStore& store)
    : cities(store, ApplyCity, kCitiesKept),
      organizations(store, ApplyOrganization, kCitiesKept),
      forms(store, ApplyForm, kCitiesKept),
      sheets(store, ApplySheetEvent, kSheetBytesKept, WeighSheet),
      reservations(store, ApplyReservation, kCitiesKept) {}

void CityFolds::Clear() {
  cities.Clear();
  organizations.Clear();
  forms.Clear();
  sheets.Clear();
  reservations.Clear();
}

absl::Status CityFolds::RequireCity(const std::string& city) {
  // Cities never go away, so it will do to have seen its beginning.
  const std::string stream(kCityStream);
  MOKUHYO_ASSIGN_OR_RETURN(const auto whole, cities.LoadWhole(city, stream));
  if (!whole->state.display_name.empty()) return absl::OkStatus();
  MOKUHYO_RETURN_IF_ERROR(cities.Load(city, stream).status());
  return base::NotFound(
      absl::StrCat("cities/", city),
      absl::StrCat("there is no city \"", city, "\"; an operator creates it with CreateCity"));
}

}  // namespace mokuhyo::application
