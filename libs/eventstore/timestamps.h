#ifndef MOKUHYO_LIBS_EVENTSTORE_TIMESTAMPS_H_
#define MOKUHYO_LIBS_EVENTSTORE_TIMESTAMPS_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace mokuhyo::eventstore {

// Recorded times are whole microseconds, because not every backend can keep more.
absl::Time TruncateToMicroseconds(absl::Time time);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

// RFC 3339 in UTC, always with six digits of a second, so that the texts sort as the instants do.
std::string FormatTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_TIMESTAMPS_H_
