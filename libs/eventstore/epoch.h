#ifndef MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_
#define MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// A new random epoch id: 128 bits as 32 lower-case hexadecimal digits.
std::string NewEpoch();

// Whether a position that somebody kept from history `epoch` says the same in the history that
// `head` is of: it is the same one, or one that it goes on from and the position lies before the
// two part. Returns OUT_OF_RANGE naming `field` of the request
//   LOST_EPOCH   if not: what was read there has to be read anew;
//   BEYOND_HEAD  if it is, but there are not so many events.
absl::Status CheckHistory(const store::v1::GetHeadResponse& head, std::string_view epoch,
                          uint64_t position, std::string_view field);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_
