#ifndef MOKUHYO_LIBS_SERVING_GRPC_STATUS_H_
#define MOKUHYO_LIBS_SERVING_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/status/status.h"
#include "mokuhyo/common/v1/language.pb.h"

namespace mokuhyo::serving {

// A status travels in HTTP/2 trailers, and clients refuse more than 8 KiB of those: details above
// this many bytes are shortened.
inline constexpr size_t kMaxStatusDetailsBytes = 4096;
inline constexpr size_t kMaxStatusMessageBytes = 512;

// For a server: code, message and the google.rpc.Status with its details
// (`grpc-status-details-bin`). A long message is cut; details over the limit lose violations from
// the end, and ErrorInfo then says in `omitted_violations` how many.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The same with a LocalizedMessage in the language besides: the whole message for people, where the
// status message stays what developers search for (https://google.aip.dev/193). One that the status
// bears already, of another server say, is replaced.
grpc::Status ToGrpcStatus(const absl::Status& status, common::v1::Language language);

// For a client: the way back.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_GRPC_STATUS_H_
