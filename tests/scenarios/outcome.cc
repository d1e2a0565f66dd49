#include "tests/scenarios/outcome.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "libs/base/errors.h"

namespace mokuhyo::scenarios {
namespace {

// Everything that the status says to people.
std::string WordsOf(const absl::Status& status) {
  std::string text(status.message());
  google::rpc::BadRequest fields;
  if (base::ReadDetail(status, fields)) {
    for (const auto& one : fields.field_violations())
      text += "\n" + one.field() + ": " + one.description();
  }
  google::rpc::PreconditionFailure rules;
  if (base::ReadDetail(status, rules)) {
    for (const auto& one : rules.violations()) text += "\n" + one.description();
  }
  return text;
}

}  // namespace

void ExpectRefusal(const absl::Status& status, absl::StatusCode code, std::string_view reason,
                   std::initializer_list<std::string_view> words, Here here) {
  const auto fail = [&](const std::string& what) {
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line())) << what << ", got " << status;
  };
  if (status.code() != code || base::ErrorReason(status) != reason) {
    fail("expected " + absl::StatusCodeToString(code) + " " + std::string(reason));
    return;
  }
  if (google::rpc::PreconditionFailure rules;
      code == absl::StatusCode::kFailedPrecondition && !base::ReadDetail(status, rules)) {
    fail("expected the broken rule as PreconditionFailure");
  }
  const std::string said = WordsOf(status);
  for (const std::string_view word : words) {
    if (said.find(word) == std::string::npos)
      fail("expected it to say `" + std::string(word) + "`");
  }
}

void ExpectDone(const absl::Status& status, Here here) {
  if (!status.ok())
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line())) << "refused: " << status;
}

}  // namespace mokuhyo::scenarios
