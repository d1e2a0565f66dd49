#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_SURVEY_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_SURVEY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/salvaged_city.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Finds the head of every city. Takes two seeks a city, however long the log is; but where these
// meet damage, a city is read from its beginning and, if it is not whole to its end, enters `found`
// as damaged. Returns DATA_LOSS if damage hides which cities there are, UNAVAILABLE if the disk
// fails.
absl::Status FindHeads(rocksdb::DB& db, CityHeads& found);

struct FoundCity {
  std::string city;
  // DATA_LOSS if the events led nowhere: its own, or a neighbour's.
  absl::Status damage;
};

// The first city behind `city` in byte order ("": of all). It is found by its events or, where
// these are damaged, by its streams. Absent if there is none. Errors as FindHeads.
absl::StatusOr<std::optional<FoundCity>> FindCityBehind(rocksdb::DB& db, const std::string& city);

// Reads a city's log as far as it is whole. `cause` says what is known of the damage.
SalvagedCity SurveyCity(rocksdb::DB& db, const std::string& city, const absl::Status& cause);

// SalvagedCity::loss of a city that is whole up to `position`.
absl::Status LossBehind(const std::string& city, uint64_t position, const absl::Status& cause);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_SURVEY_H_
