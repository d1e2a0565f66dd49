#include "services/eventstore/proofs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/projection/page_token.h"

namespace mokuhyo::services {
namespace {

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;
constexpr std::string_view kEditions = "/editions/";

absl::StatusOr<std::string> CityOf(const std::string& parent) {
  MOKUHYO_ASSIGN_OR_RETURN(base::CityName name, base::ParseCityName(parent, "parent"));
  return std::move(name.city);
}

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return base::InvalidArgument("page_size", "INVALID_FIELDS", "must not be negative");
  }
  return asked == 0 ? kDefaultPageSize : std::min(asked, kMaxPageSize);
}

// The size that the page begins below; absent for the first page.
absl::StatusOr<std::optional<uint64_t>> FirstBelow(
    const admin::v1::ListCheckpointsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto token, projection::DecodePageToken(request));
  if (!token.has_value()) return std::nullopt;
  uint64_t size = 0;
  if (!absl::SimpleAtoi(token->after, &size)) {
    return base::InvalidArgument("page_token", "PAGE_TOKEN_MALFORMED", "is no token of this list");
  }
  return size;
}

struct EditionName {
  base::SheetName sheet;
  uint32_t number = 0;
};

absl::StatusOr<EditionName> ParseEditionName(const std::string& name) {
  EditionName edition;
  const size_t split = name.rfind(kEditions);
  const std::string number =
      split == std::string::npos ? "" : name.substr(split + kEditions.size());
  if (!absl::SimpleAtoi(number, &edition.number) || edition.number == 0 ||
      absl::StrCat(edition.number) != number) {
    return base::InvalidArgument(
        "edition", "INVALID_FIELDS",
        "must be cities/{city}/sheets/{sheet}/editions/{number}, the number from 1");
  }
  MOKUHYO_ASSIGN_OR_RETURN(edition.sheet, base::ParseSheetName(name.substr(0, split), "edition"));
  return edition;
}

}  // namespace

absl::StatusOr<proof::CheckpointNote> Proofs::FindOrMake(const std::string& city, uint64_t size) {
  return size == 0 ? checkpoints_.Make(city) : checkpoints_.Find(city, size);
}

absl::StatusOr<admin::v1::CreateCheckpointResponse> Proofs::CreateCheckpoint(
    const admin::v1::CreateCheckpointRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const std::string city, CityOf(request.parent()));
  MOKUHYO_ASSIGN_OR_RETURN(const proof::CheckpointNote made, checkpoints_.Make(city));
  admin::v1::CreateCheckpointResponse response;
  *response.mutable_checkpoint() = made.ToProto();
  return response;
}

absl::StatusOr<admin::v1::ListCheckpointsResponse> Proofs::ListCheckpoints(
    const admin::v1::ListCheckpointsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const std::string city, CityOf(request.parent()));
  MOKUHYO_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  MOKUHYO_ASSIGN_OR_RETURN(const auto below, FirstBelow(request));
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<uint64_t> sizes, checkpoints_.Sizes(city));
  admin::v1::ListCheckpointsResponse response;
  for (const uint64_t size : sizes) {
    if (below.has_value() && size >= *below) continue;
    if (response.checkpoints_size() == page_size) {
      const auto& last = *response.checkpoints().rbegin();
      response.set_next_page_token(
          projection::EncodePageToken({.position = {city, last.epoch(), last.size()},
                                       .effective_date = "",
                                       .after = absl::StrCat(last.size())},
                                      request));
      break;
    }
    const auto note = checkpoints_.Find(city, size);
    if (absl::IsDataLoss(note.status())) continue;
    MOKUHYO_RETURN_IF_ERROR(note.status());
    *response.add_checkpoints() = note->ToProto();
  }
  return response;
}

absl::StatusOr<uint64_t> Proofs::PositionOfEdition(const std::string& city,
                                                   const std::string& edition) {
  MOKUHYO_ASSIGN_OR_RETURN(const EditionName name, ParseEditionName(edition));
  if (name.sheet.city != city) {
    return base::InvalidArgument("edition", "OTHER_CITY", "must be of the city in `parent`");
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto sheet,
                           folds_.sheets.Load(city, application::SheetStream(name.sheet.sheet)));
  for (const auto& published : sheet->state.sheet().editions()) {
    if (published.number() == name.number) return published.position();
  }
  return base::NotFound(edition, absl::StrCat("there is no edition ", edition));
}

absl::StatusOr<uint64_t> Proofs::SubjectOf(const std::string& city,
                                           const admin::v1::GetInclusionProofRequest& request) {
  if (request.has_edition()) return PositionOfEdition(city, request.edition());
  if (request.position() > 0) return request.position();
  return base::InvalidArgument(request.has_position() ? "position" : "subject", "INVALID_FIELDS",
                               "must be a position from 1, or an edition");
}

absl::StatusOr<admin::v1::GetInclusionProofResponse> Proofs::GetInclusionProof(
    const admin::v1::GetInclusionProofRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const std::string city, CityOf(request.parent()));
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t position, SubjectOf(city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const proof::CheckpointNote checkpoint,
                           FindOrMake(city, request.checkpoint_size()));
  if (request.checkpoint_size() == 0 && position > checkpoint.size) {
    return base::OutOfRange("position", "BEYOND_HEAD",
                            absl::StrCat("the last event is at position ", checkpoint.size));
  }
  admin::v1::GetInclusionProofResponse response;
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_proof(),
                           operations_.ProveInclusion(city, position, checkpoint.size));
  *response.mutable_proof()->mutable_checkpoint() = checkpoint.ToProto();
  return response;
}

absl::StatusOr<admin::v1::GetConsistencyProofResponse> Proofs::GetConsistencyProof(
    const admin::v1::GetConsistencyProofRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const std::string city, CityOf(request.parent()));
  if (request.first_size() == 0) {
    return base::InvalidArgument("first_size", "INVALID_FIELDS", "must be 1 or more");
  }
  MOKUHYO_ASSIGN_OR_RETURN(const proof::CheckpointNote first,
                           checkpoints_.Find(city, request.first_size()));
  MOKUHYO_ASSIGN_OR_RETURN(const proof::CheckpointNote second,
                           FindOrMake(city, request.second_size()));
  if (second.size < first.size) {
    return base::InvalidArgument("second_size", "INVALID_FIELDS",
                                 "must not be smaller than `first_size`");
  }
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<proof::Hash> path,
                           operations_.ProveConsistency(city, first.size, second.size));
  admin::v1::GetConsistencyProofResponse response;
  proof::v1::ConsistencyProof& proof = *response.mutable_proof();
  *proof.mutable_first() = first.ToProto();
  *proof.mutable_second() = second.ToProto();
  for (const proof::Hash& hash : path) proof.add_path(std::string(proof::View(hash)));
  return response;
}

}  // namespace mokuhyo::services
