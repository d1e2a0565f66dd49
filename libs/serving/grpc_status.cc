#include "libs/serving/grpc_status.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/errors.h"
#include "libs/messages/localize.h"

namespace mokuhyo::serving {
namespace {

// The part of the details that the message for people may take.
constexpr size_t kMaxLocalizedBytes = 1600;

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

// The detail of the type of `*detail` among those of `rpc`; null if there is none.
google::protobuf::Any* Find(google::rpc::Status& rpc, google::protobuf::Message* detail) {
  for (google::protobuf::Any& any : *rpc.mutable_details()) {
    if (any.UnpackTo(detail)) return &any;
  }
  return nullptr;
}

// Brings the details under `max_bytes`: whoever broke a hundred rules is told of the first of them.
// Returns how many violations went.
int ShortenDetails(google::rpc::Status& rpc, size_t max_bytes) {
  // The rest is for ErrorInfo and the message.
  const size_t max_violations_bytes = max_bytes / 2;
  int omitted = 0;
  google::rpc::BadRequest bad_request;
  if (google::protobuf::Any* detail = Find(rpc, &bad_request)) {
    omitted += DropViolations(bad_request, *bad_request.mutable_field_violations(),
                              max_violations_bytes, *detail);
  }
  google::rpc::PreconditionFailure failure;
  if (google::protobuf::Any* detail = Find(rpc, &failure)) {
    omitted +=
        DropViolations(failure, *failure.mutable_violations(), max_violations_bytes, *detail);
  }
  google::rpc::ErrorInfo info;
  google::protobuf::Any* const found = Find(rpc, &info);
  if (omitted > 0 && found != nullptr) {
    (*info.mutable_metadata())["omitted_violations"] = std::to_string(omitted);
    found->PackFrom(info);
  }
  // Something else is out of proportion: the reason is what programs need most.
  if (rpc.ByteSizeLong() > max_bytes) {
    info.clear_metadata();
    rpc.clear_details();
    if (found != nullptr) rpc.add_details()->PackFrom(info);
  }
  return omitted;
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc = base::ToRpcStatus(status);
  rpc.set_message(Shorten(rpc.message()));
  return rpc;
}

grpc::Status Pack(const google::rpc::Status& rpc) {
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rpc = ToRpcStatus(status);
  if (rpc.ByteSizeLong() > kMaxStatusDetailsBytes) ShortenDetails(rpc, kMaxStatusDetailsBytes);
  return Pack(rpc);
}

grpc::Status ToGrpcStatus(const absl::Status& status, common::v1::Language language) {
  if (status.ok()) return grpc::Status::OK;
  // Around the message in its detail: type URL and lengths.
  constexpr size_t kEnvelopeBytes = 80;
  google::rpc::Status rpc = ToRpcStatus(status);
  for (int i = rpc.details_size() - 1; i >= 0; --i) {
    if (rpc.details(i).Is<google::rpc::LocalizedMessage>()) {
      rpc.mutable_details()->DeleteSubrange(i, 1);
    }
  }
  const google::rpc::LocalizedMessage localized =
      messages::Localize(status, language, kMaxLocalizedBytes);
  if (rpc.ByteSizeLong() + localized.ByteSizeLong() + kEnvelopeBytes > kMaxStatusDetailsBytes) {
    ShortenDetails(rpc, kMaxStatusDetailsBytes - kEnvelopeBytes - kMaxLocalizedBytes);
  }
  rpc.add_details()->PackFrom(localized);
  return Pack(rpc);
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
