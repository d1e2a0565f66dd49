#include "libs/serving/grpc_status.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/errors.h"

namespace mokuhyo::serving {
namespace {

// `text`, cut between two characters where it is longer than the limit.
std::string Shorten(std::string_view text) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= kMaxStatusMessageBytes) return std::string(text);
  size_t end = kMaxStatusMessageBytes - kEllipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)).append(kEllipsis);
}

// Takes elements off the end of `violations` until its message, which is to be kept in `detail`, is
// within `max_bytes`. Returns how many went.
template <typename Message, typename Violations>
int DropViolations(Message& message, Violations& violations, size_t max_bytes,
                   google::protobuf::Any& detail) {
  const int before = violations.size();
  while (message.ByteSizeLong() > max_bytes && !violations.empty()) {
    violations.DeleteSubrange(violations.size() / 2, violations.size() - violations.size() / 2);
  }
  detail.PackFrom(message);
  return before - violations.size();
}

// Brings the details under the limit: whoever broke a hundred rules is told of the first of them.
void ShortenDetails(google::rpc::Status& rpc) {
  // The rest is for ErrorInfo and the message.
  constexpr size_t kMaxViolationsBytes = kMaxStatusDetailsBytes / 2;
  google::rpc::ErrorInfo info;
  int omitted = 0;
  for (google::protobuf::Any& detail : *rpc.mutable_details()) {
    google::rpc::BadRequest bad_request;
    google::rpc::PreconditionFailure failure;
    if (detail.UnpackTo(&bad_request)) {
      omitted += DropViolations(bad_request, *bad_request.mutable_field_violations(),
                                kMaxViolationsBytes, detail);
    } else if (detail.UnpackTo(&failure)) {
      omitted +=
          DropViolations(failure, *failure.mutable_violations(), kMaxViolationsBytes, detail);
    } else if (detail.Is<google::rpc::ErrorInfo>()) {
      detail.UnpackTo(&info);
    }
  }
  (*info.mutable_metadata())["omitted_violations"] = std::to_string(omitted);
  for (google::protobuf::Any& detail : *rpc.mutable_details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.PackFrom(info);
  }
  // Something else is out of proportion: the reason is what programs need most.
  if (rpc.ByteSizeLong() > kMaxStatusDetailsBytes) {
    info.clear_metadata();
    rpc.clear_details();
    rpc.add_details()->PackFrom(info);
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rpc = base::ToRpcStatus(status);
  rpc.set_message(Shorten(rpc.message()));
  if (rpc.ByteSizeLong() > kMaxStatusDetailsBytes) ShortenDetails(rpc);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  google::rpc::Status rpc;
  // What is no status, or speaks of another code, did not come from a server of ours.
  if (!rpc.ParseFromString(status.error_details()) || rpc.code() != status.error_code()) {
    rpc.Clear();
    rpc.set_code(status.error_code());
    rpc.set_message(status.error_message());
  }
  return base::FromRpcStatus(rpc);
}

}  // namespace mokuhyo::serving
