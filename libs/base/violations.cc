#include "libs/base/violations.h"

#include <utility>

#include "google/rpc/error_details.pb.h"

namespace mokuhyo::base {

void Violations::Add(std::string field, std::string description) {
  violations_.push_back({.field = std::move(field), .description = std::move(description)});
}

void Violations::Add(const absl::Status& status) {
  if (status.ok()) return;
  google::rpc::BadRequest bad_request;
  if (!ReadDetail(status, bad_request) || bad_request.field_violations().empty()) {
    Add("", std::string(status.message()));
  }
  for (const auto& violation : bad_request.field_violations()) {
    Add(violation.field(), violation.description());
  }
}

absl::Status Violations::ToStatus() const {
  if (violations_.empty()) return absl::OkStatus();
  return InvalidArgument("INVALID_FIELDS", violations_);
}

}  // namespace mokuhyo::base
