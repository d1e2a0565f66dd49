#ifndef MOKUHYO_LIBS_BASE_ERRORS_H_
#define MOKUHYO_LIBS_BASE_ERRORS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"

// The statuses that callers see. Each carries google.rpc details as payloads of the absl::Status
// (key: the type URL, value: the serialized message), among them always an ErrorInfo of domain
// `mokuhyo` whose `reason` (UPPER_SNAKE_CASE, stable) is what programs decide on; messages are for
// people.
namespace mokuhyo::base {

inline constexpr std::string_view kErrorDomain = "mokuhyo";

// What else a program needs to know, for ErrorInfo: keys in snake_case.
using ErrorMetadata = std::map<std::string, std::string>;

// One malformed field: its path from the request down, in proto names,
// `goals[3].indicators[0].target` (empty: the request as a whole), and what is wrong with it.
struct FieldViolation {
  std::string field;
  std::string description;

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// Malformed fields, as BadRequest; `fields` is not empty. The message is the first of them and how
// many more there are. To collect them see Violations.
absl::Status InvalidArgument(std::string_view reason, const std::vector<FieldViolation>& fields,
                             const ErrorMetadata& metadata = {});
absl::Status InvalidArgument(std::string_view field, std::string_view reason,
                             std::string_view description, const ErrorMetadata& metadata = {});

// One broken rule. `subject` is the resource name (or the field) that breaks it, `description`
// names the state it is in and the remedy.
struct BrokenRule {
  std::string subject;
  std::string description;
};

// Rules that the state of things breaks, as PreconditionFailure whose type is `reason`. `rules` is
// not empty; the message is that of the first.
absl::Status FailedPrecondition(std::string_view reason, const std::vector<BrokenRule>& rules,
                                const ErrorMetadata& metadata = {});
absl::Status FailedPrecondition(std::string_view reason, std::string_view subject,
                                std::string_view description, const ErrorMetadata& metadata = {});

// ABORTED with reason STALE_ETAG: someone changed the resource since the caller read it. The
// metadata hold `resource_name`, `given_etag` and `actual_etag`.
absl::Status StaleEtag(std::string_view resource_name, std::string_view given,
                       std::string_view actual, const ErrorMetadata& metadata = {});

// ABORTED for any other reason: what was decided on has changed; read again and repeat.
absl::Status Aborted(std::string_view reason, std::string_view description,
                     const ErrorMetadata& metadata = {});

// NOT_FOUND with reason NOT_FOUND and the resource as ResourceInfo.
absl::Status NotFound(std::string_view resource_name, std::string_view description,
                      const ErrorMetadata& metadata = {});

// NOT_FOUND for any other reason: what is missing is no resource.
absl::Status NothingFound(std::string_view reason, std::string_view description,
                          const ErrorMetadata& metadata = {});

// ALREADY_EXISTS with the resource as ResourceInfo.
absl::Status AlreadyExists(std::string_view resource_name, std::string_view reason,
                           std::string_view description, const ErrorMetadata& metadata = {});

// A well-formed value outside of what exists now (a position beyond the head, say), as BadRequest.
absl::Status OutOfRange(std::string_view field, std::string_view reason,
                        std::string_view description, const ErrorMetadata& metadata = {});

// A limit or a full queue. Nothing was done.
absl::Status ResourceExhausted(std::string_view reason, std::string_view description,
                               const ErrorMetadata& metadata = {});

// Try again later, perhaps at another replica.
absl::Status Unavailable(std::string_view reason, std::string_view description,
                         const ErrorMetadata& metadata = {});

// Stored data are damaged; `description` says which.
absl::Status DataLoss(std::string_view reason, std::string_view description,
                      const ErrorMetadata& metadata = {});

// Nobody can tell whether it was done; asking or repeating with the same request id will.
absl::Status Unknown(std::string_view reason, std::string_view description,
                     const ErrorMetadata& metadata = {});

// A defect of ours. `description` goes to the caller: nothing private in it.
absl::Status Internal(std::string_view reason, std::string_view description,
                      const ErrorMetadata& metadata = {});

// The reason of the status's ErrorInfo; empty if it carries none (an OK status, one of a library).
std::string ErrorReason(const absl::Status& status);

// Reads the detail of the type of `detail` (`google::rpc::BadRequest`, …); false if there is none.
bool ReadDetail(const absl::Status& status, google::protobuf::Message& detail);

// The wire form: code, message and the payloads as details, ordered by type URL.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The way back. A code outside of those of gRPC becomes UNKNOWN.
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_ERRORS_H_
