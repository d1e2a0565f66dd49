#include "libs/eventstore/checkpoint_keeper.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"

namespace mokuhyo::eventstore {

absl::StatusOr<store::v1::GetHeadResponse> CheckpointKeeper::Head(const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return GetHeadNow(store_, std::move(request));
}

absl::StatusOr<store::v1::GetHeadResponse> CheckpointKeeper::HeadOfKnown(const std::string& city) {
  MOKUHYO_ASSIGN_OR_RETURN(auto head, Head(city));
  if (head.position() > 0) return head;
  const std::string name = base::FormatCityName({city});
  return base::NotFound(name, absl::StrCat("there is no event in ", name));
}

absl::StatusOr<proof::CheckpointNote> CheckpointKeeper::FindOrMake(
    const std::string& city, const store::v1::GetHeadResponse& head) {
  auto found = files_.Read(head.epoch(), city, head.position());
  if (!absl::IsNotFound(found.status())) return found;
  MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash root, operations_.FindRoot(city, head.position()));
  return proof::NewCheckpointNote(city, head.epoch(), head.position(), root, clock_.Now());
}

absl::StatusOr<proof::CheckpointNote> CheckpointKeeper::Make(const std::string& city) {
  const std::lock_guard making(making_);
  if (const auto damaged = damaged_.find(city); damaged != damaged_.end()) {
    return damaged->second.status;
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  MOKUHYO_ASSIGN_OR_RETURN(proof::CheckpointNote checkpoint, FindOrMake(city, head));
  if (key_.has_value() && !checkpoint.IsSignedBy(key_->PublicKey())) checkpoint.Sign(*key_);
  MOKUHYO_RETURN_IF_ERROR(files_.Write(checkpoint));
  const std::lock_guard lock(mutex_);
  newest_.insert_or_assign(city, checkpoint);
  return checkpoint;
}

absl::StatusOr<std::vector<uint64_t>> CheckpointKeeper::Sizes(const std::string& city) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  return files_.Sizes(head.epoch(), city);
}

absl::StatusOr<proof::CheckpointNote> CheckpointKeeper::Find(const std::string& city,
                                                             uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  return files_.Read(head.epoch(), city, size);
}

absl::StatusOr<std::optional<proof::CheckpointNote>> CheckpointKeeper::Newest(
    const std::string& city) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = newest_.find(city); known != newest_.end()) return known->second;
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<uint64_t> sizes, files_.Sizes(head.epoch(), city));
  if (sizes.empty()) return std::nullopt;
  MOKUHYO_ASSIGN_OR_RETURN(proof::CheckpointNote checkpoint,
                           files_.Read(head.epoch(), city, sizes.front()));
  const std::lock_guard lock(mutex_);
  // Make may have been faster.
  const auto [known, added] = newest_.try_emplace(city, checkpoint);
  return known->second;
}

absl::StatusOr<std::optional<DamagedLog>> CheckpointKeeper::Check(const std::string& city) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto checkpoint, Newest(city));
  if (!checkpoint.has_value()) return std::nullopt;
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  const std::string name = base::FormatCityName({city});
  const base::ErrorMetadata metadata = {{"city", city}, {"size", absl::StrCat(checkpoint->size)}};
  if (checkpoint->size > head.position()) {
    return DamagedLog{
        base::DataLoss(
            "LOG_CUT_SHORT",
            absl::StrCat("the log of ", name, " ends at position ", head.position(),
                         ", but there is a checkpoint of ", checkpoint->size,
                         " events: its end was lost. Restore a backup (`mokuhyo admin restore`)"),
            metadata),
        head.position() + 1};
  }
  MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash root, operations_.FindRoot(city, checkpoint->size));
  if (root == checkpoint->root) return std::nullopt;
  return DamagedLog{
      base::DataLoss(
          "LOG_REPLACED",
          absl::StrCat("the first ", checkpoint->size, " events of ", name, " have the root ",
                       base::HexEncode(proof::View(root)),
                       ", but there is a checkpoint of them with ",
                       base::HexEncode(proof::View(checkpoint->root)),
                       ": they were changed. Restore a backup (`mokuhyo admin restore`)"),
          metadata),
      1};
}

std::set<std::string> CheckpointKeeper::Cities(std::vector<absl::Status>& unlisted) {
  std::set<std::string> cities;
  admin::v1::GetStatusResponse status;
  operations_.Describe(status);
  auto known = files_.Cities(status.epoch());
  if (known.ok()) {
    cities = *std::move(known);
  } else {
    unlisted.push_back(known.status());
  }
  const auto listed = ListCitiesNow(store_);
  if (listed.ok()) {
    cities.insert(listed->cities().begin(), listed->cities().end());
  } else {
    unlisted.push_back(listed.status());
  }
  return cities;
}

CheckpointKeeper::StartReport CheckpointKeeper::CheckAtStart() {
  StartReport report;
  for (const std::string& city : Cities(report.unchecked)) {
    auto damaged = Check(city);
    if (!damaged.ok()) {
      report.unchecked.push_back(damaged.status());
    } else if (damaged->has_value()) {
      report.damaged.emplace(city, **std::move(damaged));
    }
  }
  const std::lock_guard making(making_);
  damaged_ = report.damaged;
  return report;
}

}  // namespace mokuhyo::eventstore
