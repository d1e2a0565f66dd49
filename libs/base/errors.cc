#include "libs/base/errors.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace mokuhyo::base {
namespace {

constexpr std::string_view kTypeUrlPrefix = "type.googleapis.com/";
constexpr int kLastRpcCode = static_cast<int>(absl::StatusCode::kUnauthenticated);

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

std::string TypeUrl(const google::protobuf::Message& message) {
  return std::string(kTypeUrlPrefix) + message.GetDescriptor()->full_name();
}

void Attach(const google::protobuf::Message& detail, absl::Status& status) {
  status.SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
}

absl::Status WithErrorInfo(absl::StatusCode code, std::string_view reason, std::string_view message,
                           const ErrorMetadata& metadata) {
  absl::Status status(code, ToAbsl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  info.mutable_metadata()->insert(metadata.begin(), metadata.end());
  Attach(info, status);
  return status;
}

std::string Summary(const std::vector<FieldViolation>& fields, std::string_view reason) {
  if (fields.empty()) return std::string(reason);
  const FieldViolation& first = fields.front();
  std::string summary =
      first.field.empty() ? first.description : absl::StrCat(first.field, ": ", first.description);
  if (fields.size() > 1) absl::StrAppend(&summary, " (and ", fields.size() - 1, " more)");
  return summary;
}

absl::Status WithFields(absl::StatusCode code, std::string_view reason,
                        const std::vector<FieldViolation>& fields, const ErrorMetadata& metadata) {
  absl::Status status = WithErrorInfo(code, reason, Summary(fields, reason), metadata);
  google::rpc::BadRequest bad_request;
  for (const FieldViolation& field : fields) {
    auto& violation = *bad_request.add_field_violations();
    violation.set_field(field.field);
    violation.set_description(field.description);
  }
  Attach(bad_request, status);
  return status;
}

absl::Status WithField(absl::StatusCode code, std::string_view field, std::string_view reason,
                       std::string_view description, const ErrorMetadata& metadata) {
  const FieldViolation violation{.field = std::string(field),
                                 .description = std::string(description)};
  return WithFields(code, reason, {violation}, metadata);
}

// `sheets` of `cities/niigata/sheets/2022-nishi`: the collection that the resource is a member of.
std::string_view CollectionOf(std::string_view resource_name) {
  const size_t id = resource_name.rfind('/');
  if (id == std::string_view::npos) return {};
  const std::string_view parent = resource_name.substr(0, id);
  const size_t collection = parent.rfind('/');
  return collection == std::string_view::npos ? parent : parent.substr(collection + 1);
}

absl::Status WithResource(absl::StatusCode code, std::string_view resource_name,
                          std::string_view reason, std::string_view description,
                          const ErrorMetadata& metadata) {
  absl::Status status = WithErrorInfo(code, reason, description, metadata);
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(CollectionOf(resource_name)));
  resource.set_resource_name(std::string(resource_name));
  resource.set_description(std::string(description));
  Attach(resource, status);
  return status;
}

}  // namespace

absl::Status InvalidArgument(std::string_view reason, const std::vector<FieldViolation>& fields,
                             const ErrorMetadata& metadata) {
  return WithFields(absl::StatusCode::kInvalidArgument, reason, fields, metadata);
}

absl::Status InvalidArgument(std::string_view field, std::string_view reason,
                             std::string_view description, const ErrorMetadata& metadata) {
  return WithField(absl::StatusCode::kInvalidArgument, field, reason, description, metadata);
}

absl::Status FailedPrecondition(std::string_view reason, const std::vector<BrokenRule>& rules,
                                const ErrorMetadata& metadata) {
  const std::string_view message = rules.empty() ? reason : rules.front().description;
  absl::Status status =
      WithErrorInfo(absl::StatusCode::kFailedPrecondition, reason, message, metadata);
  google::rpc::PreconditionFailure failure;
  for (const BrokenRule& rule : rules) {
    auto& violation = *failure.add_violations();
    violation.set_type(std::string(reason));
    violation.set_subject(rule.subject);
    violation.set_description(rule.description);
  }
  Attach(failure, status);
  return status;
}

absl::Status FailedPrecondition(std::string_view reason, std::string_view subject,
                                std::string_view description, const ErrorMetadata& metadata) {
  const BrokenRule rule{.subject = std::string(subject), .description = std::string(description)};
  return FailedPrecondition(reason, std::vector<BrokenRule>{rule}, metadata);
}

absl::Status StaleEtag(std::string_view resource_name, std::string_view given,
                       std::string_view actual, const ErrorMetadata& metadata) {
  ErrorMetadata all = metadata;
  all.insert_or_assign("resource_name", std::string(resource_name));
  all.insert_or_assign("given_etag", std::string(given));
  all.insert_or_assign("actual_etag", std::string(actual));
  const std::string message = absl::StrCat(
      ToAbsl(resource_name), " has changed since it was read: its etag is ", ToAbsl(actual),
      ", the request gives ", ToAbsl(given), "; read it again and repeat the change");
  return Aborted("STALE_ETAG", message, all);
}

absl::Status Aborted(std::string_view reason, std::string_view description,
                     const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kAborted, reason, description, metadata);
}

absl::Status NotFound(std::string_view resource_name, std::string_view description,
                      const ErrorMetadata& metadata) {
  return WithResource(absl::StatusCode::kNotFound, resource_name, "NOT_FOUND", description,
                      metadata);
}

absl::Status NothingFound(std::string_view reason, std::string_view description,
                          const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kNotFound, reason, description, metadata);
}

absl::Status AlreadyExists(std::string_view resource_name, std::string_view reason,
                           std::string_view description, const ErrorMetadata& metadata) {
  return WithResource(absl::StatusCode::kAlreadyExists, resource_name, reason, description,
                      metadata);
}

absl::Status OutOfRange(std::string_view field, std::string_view reason,
                        std::string_view description, const ErrorMetadata& metadata) {
  return WithField(absl::StatusCode::kOutOfRange, field, reason, description, metadata);
}

absl::Status ResourceExhausted(std::string_view reason, std::string_view description,
                               const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kResourceExhausted, reason, description, metadata);
}

absl::Status Unavailable(std::string_view reason, std::string_view description,
                         const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kUnavailable, reason, description, metadata);
}

absl::Status DataLoss(std::string_view reason, std::string_view description,
                      const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kDataLoss, reason, description, metadata);
}

absl::Status Unknown(std::string_view reason, std::string_view description,
                     const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kUnknown, reason, description, metadata);
}

absl::Status Internal(std::string_view reason, std::string_view description,
                      const ErrorMetadata& metadata) {
  return WithErrorInfo(absl::StatusCode::kInternal, reason, description, metadata);
}

std::string ErrorReason(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return ReadDetail(status, info) ? info.reason() : "";
}

bool ReadDetail(const absl::Status& status, google::protobuf::Message& detail) {
  const auto payload = status.GetPayload(TypeUrl(detail));
  return payload.has_value() && detail.ParseFromString(std::string(*payload));
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(status.code()));
  rpc.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    auto& detail = *rpc.add_details();
    detail.set_type_url(std::string(type_url));
    detail.set_value(std::string(payload));
  });
  // A status promises no order of its payloads; answers that are stored and repeated need one.
  std::sort(rpc.mutable_details()->begin(), rpc.mutable_details()->end(),
            [](const auto& a, const auto& b) { return a.type_url() < b.type_url(); });
  return rpc;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  const bool known = status.code() >= 0 && status.code() <= kLastRpcCode;
  absl::Status result(
      known ? static_cast<absl::StatusCode>(status.code()) : absl::StatusCode::kUnknown,
      status.message());
  for (const auto& detail : status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace mokuhyo::base
