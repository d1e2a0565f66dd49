#ifndef MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_
#define MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_

#include <string>

namespace mokuhyo::eventstore {

// A new random epoch id: 128 bits as 32 lower-case hexadecimal digits.
std::string NewEpoch();

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EPOCH_H_
