#ifndef MOKUHYO_LIBS_EVENTSTORE_VALIDATION_H_
#define MOKUHYO_LIBS_EVENTSTORE_VALIDATION_H_

#include <string_view>

#include "absl/status/status.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// What every backend refuses before it looks at its log. The status names the first field that is
// wrong: INVALID_ARGUMENT if it is malformed, OUT_OF_RANGE if it is over a limit.
namespace mokuhyo::eventstore {

// An append as event_store.proto describes it, within `limits`.
absl::Status ValidateAppend(const store::v1::AppendRequest& request,
                            const store::v1::Limits& limits);

// All parts of a key.
absl::Status ValidateRequestKey(const store::v1::RequestKey& key, const store::v1::Limits& limits);

// Names are printable ASCII without spaces, so that they sort and separate the same way everywhere.
absl::Status ValidateCity(std::string_view city, const store::v1::Limits& limits);
absl::Status ValidateStream(std::string_view stream, const store::v1::Limits& limits);

// The requests that read.
absl::Status Validate(const store::v1::FindRequestRequest& request,
                      const store::v1::Limits& limits);
absl::Status Validate(const store::v1::ReadStreamRequest& request, const store::v1::Limits& limits);
absl::Status Validate(const store::v1::ReadCityRequest& request, const store::v1::Limits& limits);
absl::Status Validate(const store::v1::GetHeadRequest& request, const store::v1::Limits& limits);
absl::Status Validate(const store::v1::GetStreamRevisionRequest& request,
                      const store::v1::Limits& limits);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_VALIDATION_H_
