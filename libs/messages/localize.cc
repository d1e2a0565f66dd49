#include "libs/messages/localize.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/messages/catalog.h"

namespace mokuhyo::messages {
namespace {

using common::v1::Language;

// One thing that is wrong, as a detail says it.
struct Complaint {
  std::string place;
  std::string description;
};

std::vector<Complaint> ComplaintsOf(const absl::Status& status) {
  std::vector<Complaint> complaints;
  google::rpc::BadRequest bad_request;
  google::rpc::PreconditionFailure failure;
  google::rpc::ResourceInfo resource;
  if (base::ReadDetail(status, bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      complaints.push_back({violation.field(), violation.description()});
    }
  } else if (base::ReadDetail(status, failure)) {
    for (const auto& violation : failure.violations()) {
      complaints.push_back({violation.subject(), violation.description()});
    }
  } else if (base::ReadDetail(status, resource)) {
    complaints.push_back({resource.resource_name(), resource.description()});
  }
  if (complaints.empty()) complaints.push_back({"", std::string(status.message())});
  return complaints;
}

// The description with its place in front, where it does not name that itself.
std::string Line(const Complaint& complaint, Language language) {
  std::string text = InLanguage(complaint.description, language);
  // What was entered may be quoted; a line break in it would begin another complaint.
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (complaint.place.empty() || absl::StrContains(text, complaint.place)) return text;
  return absl::StrCat(complaint.place, ": ", text);
}

// `text` up to `max_bytes`, cut between two characters.
std::string Cut(std::string_view text, size_t max_bytes) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= max_bytes) return std::string(text);
  size_t end = max_bytes - kEllipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)).append(kEllipsis);
}

std::string MoreLine(size_t count, Language language) {
  return language == common::v1::LANGUAGE_EN ? absl::StrCat("… and ", count, " more")
                                             : absl::StrCat("…ほか ", count, " 件");
}

}  // namespace

std::string InLanguage(std::string_view english, Language language) {
  if (language != common::v1::LANGUAGE_EN) {
    if (auto japanese = Catalog::OfProduct().Translate(english); japanese.has_value()) {
      return *std::move(japanese);
    }
  }
  return std::string(english);
}

google::rpc::LocalizedMessage Localize(const absl::Status& status, Language language,
                                       size_t max_bytes, int omitted) {
  // Room for the line that says how many are missing.
  constexpr size_t kMoreBytes = 40;
  const std::vector<Complaint> complaints = ComplaintsOf(status);
  const bool is_alone = complaints.size() == 1 && omitted == 0;
  const size_t room = is_alone ? max_bytes : max_bytes - kMoreBytes;
  std::string text = Cut(Line(complaints.front(), language), room);
  size_t taken = 1;
  for (; taken < complaints.size(); ++taken) {
    const std::string line = Line(complaints[taken], language);
    if (text.size() + 1 + line.size() > room) break;
    absl::StrAppend(&text, "\n", line);
  }
  if (const size_t missing = complaints.size() - taken + static_cast<size_t>(omitted);
      missing > 0) {
    absl::StrAppend(&text, "\n", MoreLine(missing, language));
  }
  google::rpc::LocalizedMessage message;
  message.set_locale(language == common::v1::LANGUAGE_EN ? "en" : "ja");
  message.set_message(text);
  return message;
}

}  // namespace mokuhyo::messages
