#ifndef MOKUHYO_LIBS_APPLICATION_CITY_FOLDS_H_
#define MOKUHYO_LIBS_APPLICATION_CITY_FOLDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libs/application/stream_folds.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/domain/sheet/sheet_state.h"

namespace mokuhyo::application {

// A city itself: the fold of the stream `city`.
struct CityState {
  // Empty until the city is created.
  std::string display_name;
};

// Who holds the place of a unit, year and form: the fold of a stream `reservations/…`.
struct Reservation {
  // Id of the sheet; empty: the place is free.
  std::string sheet;
};

// Names of the streams of a city.
inline constexpr std::string_view kCityStream = "city";
inline constexpr std::string_view kOrganizationStream = "organization";
inline constexpr std::string_view kFormsStream = "forms";
std::string SheetStream(std::string_view sheet);
std::string ReservationStream(std::string_view unit, int fiscal_year, std::string_view form);

// The folds of all kinds of streams that use cases and reads look at. Thread-safe; see StreamFolds.
class CityFolds {
 public:
  // `store` must outlive this.
  explicit CityFolds(eventstore::EventStore& store);

  StreamFolds<CityState> cities;
  StreamFolds<domain::OrganizationState> organizations;
  StreamFolds<domain::FormsState> forms;
  StreamFolds<domain::SheetState> sheets;
  StreamFolds<Reservation> reservations;

  // NOT_FOUND unless the city was created; DATA_LOSS if its log is damaged and that may have been
  // where it is.
  absl::Status RequireCity(const std::string& city);

  // Forgets everything (StreamFolds::Clear).
  void Clear();
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_CITY_FOLDS_H_
