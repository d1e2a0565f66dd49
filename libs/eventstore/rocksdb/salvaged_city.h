#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_CITY_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_CITY_H_

#include "absl/status/status.h"
#include "libs/eventstore/log_state.h"

namespace mokuhyo::eventstore {

// What can be read of the log of a city that is damaged.
struct SalvagedCity {
  // Up to here everything is whole: each event and its entry in the index of its stream is there,
  // and they agree. Position 0: not even the first one is.
  CityHead whole;
  // The last event that could be read; not below `whole`. What is between may have holes, and what
  // came behind it is lost: nobody knows whether something did.
  CityHead last;
  // DATA_LOSS with reason LOG_DAMAGED, for whatever depends on what is lost.
  absl::Status loss;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGED_CITY_H_
