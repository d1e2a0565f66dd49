#include "tools/client/error_report.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/errors.h"
#include "libs/messages/localize.h"
#include "libs/render/printable.h"

namespace mokuhyo::client {
namespace {

std::string WithPlace(const std::string& place, const std::string& description) {
  return place.empty() ? description : absl::StrCat(place, ": ", description);
}

std::vector<std::string> ViolationsOf(const google::rpc::Status& status) {
  std::vector<std::string> lines;
  std::string omitted;
  for (const auto& detail : status.details()) {
    google::rpc::BadRequest bad_request;
    google::rpc::PreconditionFailure failure;
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        lines.push_back(WithPlace(violation.field(), violation.description()));
      }
    } else if (detail.UnpackTo(&failure)) {
      for (const auto& violation : failure.violations()) {
        lines.push_back(WithPlace(violation.subject(), violation.description()));
      }
    } else if (detail.UnpackTo(&info)) {
      const auto count = info.metadata().find("omitted_violations");
      if (count != info.metadata().end()) omitted = count->second;
    }
  }
  if (!omitted.empty()) lines.push_back(absl::StrCat("… and ", omitted, " more"));
  return lines;
}

// As the server sent it; what went wrong on this side is said here.
google::rpc::LocalizedMessage MessageForPeople(const absl::Status& status,
                                               render::Language language) {
  // Far beyond what fits into a status.
  constexpr size_t kMaxBytes = 64 * 1024;
  google::rpc::LocalizedMessage localized;
  if (base::ReadDetail(status, localized)) return localized;
  return messages::Localize(
      status,
      language == render::Language::kEnglish ? common::v1::LANGUAGE_EN : common::v1::LANGUAGE_JA,
      kMaxBytes);
}

}  // namespace

std::string DescribeError(const absl::Status& status, render::Language language) {
  const std::string reason = base::ErrorReason(status);
  const std::string code =
      absl::StrCat(" (", absl::StatusCodeToString(status.code()), reason.empty() ? "" : ", ",
                   render::PrintableLine(reason), ")\n");
  const std::vector<std::string> lines =
      absl::StrSplit(MessageForPeople(status, language).message(), '\n');
  if (lines.size() == 1) return render::PrintableLine(lines.front()) + code;
  std::string text = render::Say(language, "受け付けられませんでした", "refused") + code;
  for (const std::string& line : lines)
    absl::StrAppend(&text, "  - ", render::PrintableLine(line), "\n");
  return text;
}

std::string DescribeErrorAsJson(const absl::Status& status, render::Language language) {
  const google::rpc::Status rpc = base::ToRpcStatus(status);
  const google::rpc::LocalizedMessage localized = MessageForPeople(status, language);
  nlohmann::ordered_json json = {
      {"code", absl::StatusCodeToString(status.code())},
      {"message", rpc.message()},
      {"reason", base::ErrorReason(status)},
      {"violations", ViolationsOf(rpc)},
      {"localizedMessage", {{"locale", localized.locale()}, {"message", localized.message()}}}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace mokuhyo::client
