#ifndef MOKUHYO_LIBS_EVENTSTORE_DEFAULT_LIMITS_H_
#define MOKUHYO_LIBS_EVENTSTORE_DEFAULT_LIMITS_H_

#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// The limits that every backend can keep: the largest permitted sheet (1,000 goals, 512 KiB) fits
// one append several times over.
store::v1::Limits DefaultLimits();

// No message between a store and its clients in other processes is larger: above the largest append
// and the largest page of DefaultLimits().
inline constexpr int kMaxMessageBytes = 16 << 20;

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_DEFAULT_LIMITS_H_
