#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_CONDITION_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_CONDITION_H_

#include "absl/status/status.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::eventstore {

// Whether a store takes appends.
struct StoreCondition {
  admin::v1::StoreState state = admin::v1::STORE_STATE_SERVING;
  // What an append is answered: OK if the store takes it, else UNAVAILABLE (it comes back by
  // itself) or DATA_LOSS (it does not), with the reason and the remedy.
  absl::Status refusal;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_CONDITION_H_
