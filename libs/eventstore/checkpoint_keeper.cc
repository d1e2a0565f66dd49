#include "libs/eventstore/checkpoint_keeper.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore {
namespace {

using proof::CheckpointNote;
using store::v1::GetHeadResponse;

constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();
// What clocks may differ by: as much as a store may take appends behind its last event.
constexpr absl::Duration kClockTolerance = absl::Minutes(1);
// Epoch and ancestors are those of the store; any city is answered them, also one that is not
// there.
constexpr char kAnyCity[] = "any";

// Up to which position the log goes on from history `epoch`; absent: not at all.
std::optional<uint64_t> InCommon(const GetHeadResponse& head, const std::string& epoch) {
  if (epoch == head.epoch()) return kNoLimit;
  for (const auto& ancestor : head.ancestors()) {
    if (ancestor.epoch() == epoch) return ancestor.position();
  }
  return std::nullopt;
}

// Whether the log was at that time as `head` says. What somebody else wrote into the file is signed
// with the time that it says.
bool WasSoThen(const GetHeadResponse& head, absl::Time then, absl::Time now) {
  return then >= FromTimestamp(head.last_recorded_time()) - kClockTolerance &&
         then <= now + kClockTolerance;
}

DamagedLog CutShort(const CheckpointNote& checkpoint, uint64_t head) {
  const std::string name = base::FormatCityName({checkpoint.city});
  return {base::DataLoss(
              "LOG_CUT_SHORT",
              absl::StrCat("the log of ", name, " ends at position ", head,
                           ", but there is a checkpoint of ", checkpoint.size,
                           " events: its end was lost. Restore a backup (`mokuhyo admin restore`)"),
              {{"city", checkpoint.city}, {"size", absl::StrCat(checkpoint.size)}}),
          head + 1};
}

DamagedLog Replaced(const CheckpointNote& checkpoint, const proof::Hash& root) {
  const std::string name = base::FormatCityName({checkpoint.city});
  return {base::DataLoss("LOG_REPLACED",
                         absl::StrCat("the first ", checkpoint.size, " events of ", name,
                                      " have the root ", base::HexEncode(proof::View(root)),
                                      ", but there is a checkpoint of them with ",
                                      base::HexEncode(proof::View(checkpoint.root)),
                                      ": they were changed. Restore a backup (`mokuhyo admin "
                                      "restore`)"),
                         {{"city", checkpoint.city}, {"size", absl::StrCat(checkpoint.size)}}),
          1};
}

}  // namespace

CheckpointKeeper::CheckpointKeeper(EventStore& store, StoreOperations& operations,
                                   const base::Clock& clock, proof::CheckpointFiles& files,
                                   std::optional<proof::SigningKey> key,
                                   std::vector<proof::VerifyingKey> trusted)
    : store_(store),
      operations_(operations),
      clock_(clock),
      files_(files),
      key_(std::move(key)),
      trusted_(std::move(trusted)) {
  if (key_.has_value()) trusted_.push_back(key_->PublicKey());
}

bool CheckpointKeeper::Counts(const CheckpointNote& checkpoint) const {
  return trusted_.empty() || std::any_of(trusted_.begin(), trusted_.end(), [&](const auto& key) {
           return checkpoint.IsSignedBy(key);
         });
}

const CheckpointNote& CheckpointKeeper::BestOf(const std::vector<CheckpointNote>& notes) const {
  const auto worth = [this](const CheckpointNote& note) {
    return std::tuple(Counts(note), note.note.signatures.size());
  };
  return *std::max_element(notes.begin(), notes.end(), [&](const auto& one, const auto& other) {
    return worth(one) < worth(other);
  });
}

absl::StatusOr<GetHeadResponse> CheckpointKeeper::Head(const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return GetHeadNow(store_, std::move(request));
}

absl::StatusOr<GetHeadResponse> CheckpointKeeper::HeadOfKnown(const std::string& city) {
  MOKUHYO_ASSIGN_OR_RETURN(auto head, Head(city));
  if (head.position() > 0) return head;
  const std::string name = base::FormatCityName({city});
  return base::NotFound(name, absl::StrCat("there is no event in ", name));
}

absl::StatusOr<CheckpointNote> CheckpointKeeper::Make(const std::string& city) {
  const std::lock_guard making(making_);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  Problems ignored;  // Those at the place of this one Write meets again.
  MOKUHYO_RETURN_IF_ERROR(CheckHistory(ignored));
  MOKUHYO_ASSIGN_OR_RETURN(const auto damaged, Check(city, head, ignored));
  if (damaged.has_value()) return damaged->status;
  MOKUHYO_ASSIGN_OR_RETURN(CheckpointNote checkpoint, FindOrMake(city, head));
  if (key_.has_value() && !checkpoint.IsSignedBy(key_->PublicKey())) checkpoint.Sign(*key_);
  MOKUHYO_RETURN_IF_ERROR(files_.Write(checkpoint));
  const std::lock_guard lock(mutex_);
  newest_.insert_or_assign(city, checkpoint);
  return checkpoint;
}

absl::StatusOr<CheckpointNote> CheckpointKeeper::FindOrMake(const std::string& city,
                                                            const GetHeadResponse& head) {
  MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash root, operations_.FindRoot(city, head.position()));
  const absl::Time now = clock_.Now();
  Problems ignored;
  std::vector<CheckpointNote> found;
  for (CheckpointNote& note : files_.Read(head.epoch(), city, head.position(), ignored)) {
    if (note.root != root) continue;
    if (Counts(note) || WasSoThen(head, note.time, now)) found.push_back(std::move(note));
  }
  if (!found.empty()) return BestOf(found);
  // Write refuses to put it in the place of another one.
  return proof::NewCheckpointNote(city, head.epoch(), head.position(), root, now);
}

absl::StatusOr<std::vector<uint64_t>> CheckpointKeeper::Sizes(const std::string& city) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  Problems problems;
  auto sizes = files_.Sizes(head.epoch(), city, problems);
  if (sizes.empty() && !problems.empty()) return problems.front();
  return sizes;
}

absl::StatusOr<CheckpointNote> CheckpointKeeper::Find(const std::string& city, uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, HeadOfKnown(city));
  Problems problems;
  const auto found = files_.Read(head.epoch(), city, size, problems);
  if (!found.empty()) return BestOf(found);
  if (!problems.empty()) return problems.front();
  const std::string name = base::FormatCityName({city});
  return base::NotFound(name, absl::StrCat("there is no checkpoint of size ", size, " of ", name));
}

absl::StatusOr<std::optional<CheckpointNote>> CheckpointKeeper::Newest(const std::string& city) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = newest_.find(city); known != newest_.end()) return known->second;
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  Problems ignored;
  const auto found = files_.Newest(
      head.epoch(), city, kNoLimit, [this](const auto& note) { return Counts(note); }, ignored);
  const auto largest =
      std::max_element(found.begin(), found.end(),
                       [](const auto& one, const auto& other) { return one.size < other.size; });
  if (largest == found.end()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  // Make may have been faster.
  const auto [known, added] = newest_.try_emplace(city, *largest);
  return known->second;
}

absl::StatusOr<std::vector<CheckpointNote>> CheckpointKeeper::FindAll(const std::string& city,
                                                                      Problems& problems) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  std::vector<CheckpointNote> all;
  for (const std::string& epoch : files_.Epochs(problems)) {
    const auto limit = InCommon(head, epoch);
    if (!limit.has_value()) continue;
    for (const uint64_t size : files_.Sizes(epoch, city, problems)) {
      if (size > *limit) continue;
      std::set<std::string> texts;  // The directories should all have the same.
      for (CheckpointNote& note : files_.Read(epoch, city, size, problems)) {
        if (Counts(note) && texts.insert(note.note.text).second) all.push_back(std::move(note));
      }
    }
  }
  return all;
}

std::vector<CheckpointNote> CheckpointKeeper::FindNewest(const std::string& city,
                                                         const GetHeadResponse& head,
                                                         Problems& problems) {
  std::vector<CheckpointNote> newest;
  for (const std::string& epoch : files_.Epochs(problems)) {
    const auto limit = InCommon(head, epoch);
    if (!limit.has_value()) continue;
    bool found_any = false;
    const auto counts = [&](const CheckpointNote& note) {
      found_any = true;
      return Counts(note);
    };
    auto found = files_.Newest(epoch, city, *limit, counts, problems);
    if (found.empty() && found_any) {
      problems.push_back(base::FailedPrecondition(
          "CHECKPOINTS_NOT_TRUSTED", "trusted-keys",
          absl::StrCat("no key that counts has signed a checkpoint of ",
                       base::FormatCityName({city}), " in history ", epoch,
                       ", so that none says whether the log is as it was: name the earlier key "
                       "with --trusted-keys")));
    }
    std::move(found.begin(), found.end(), std::back_inserter(newest));
  }
  return newest;
}

absl::StatusOr<std::optional<DamagedLog>> CheckpointKeeper::Compare(
    const CheckpointNote& checkpoint, uint64_t head) {
  if (checkpoint.size > head) return CutShort(checkpoint, head);
  MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash root,
                           operations_.FindRoot(checkpoint.city, checkpoint.size));
  if (root == checkpoint.root) return std::nullopt;
  return Replaced(checkpoint, root);
}

absl::StatusOr<std::optional<DamagedLog>> CheckpointKeeper::Check(const std::string& city,
                                                                  const GetHeadResponse& head,
                                                                  Problems& problems) {
  std::optional<DamagedLog> worst;
  for (const CheckpointNote& checkpoint : FindNewest(city, head, problems)) {
    MOKUHYO_ASSIGN_OR_RETURN(auto damaged, Compare(checkpoint, head.position()));
    if (!damaged.has_value()) continue;
    if (!worst.has_value() || damaged->damaged_from < worst->damaged_from) worst = damaged;
  }
  return worst;
}

absl::Status CheckpointKeeper::CheckHistory(Problems& problems) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(kAnyCity));
  const auto counts = [this](const CheckpointNote& note) { return Counts(note); };
  std::vector<std::string> places;
  std::string example;
  for (const std::string& epoch : files_.Epochs(problems)) {
    if (InCommon(head, epoch).has_value()) continue;
    for (const std::string& city : files_.Cities(epoch, problems)) {
      const auto found = files_.Newest(epoch, city, kNoLimit, counts, problems);
      if (found.empty()) continue;
      for (std::string& place : files_.PlacesOf(epoch)) places.push_back(std::move(place));
      example = absl::StrCat(found.front().size, " events of ", base::FormatCityName({city}));
      break;
    }
  }
  if (places.empty()) return absl::OkStatus();
  return base::DataLoss(
      "LOG_MISSING",
      absl::StrCat("there is a checkpoint of ", example,
                   " in a history that this store does not go on from: its log was lost, or "
                   "another one is in its place. Bring it back, or restore a backup of it "
                   "(`mokuhyo admin restore`). If this is meant to be another store, move ",
                   absl::StrJoin(places, " and "), " away and start again"));
}

std::set<std::string> CheckpointKeeper::Cities(Problems& problems) {
  std::set<std::string> cities;
  for (const std::string& epoch : files_.Epochs(problems))
    cities.merge(files_.Cities(epoch, problems));
  const auto listed = ListCitiesNow(store_);
  if (listed.ok()) {
    cities.insert(listed->cities().begin(), listed->cities().end());
  } else {
    problems.push_back(listed.status());
  }
  return cities;
}

CheckpointKeeper::StartReport CheckpointKeeper::CheckAtStart() {
  StartReport report;
  report.refusal = CheckHistory(report.unchecked);
  bool is_empty = true;
  for (const std::string& city : Cities(report.unchecked)) {
    const auto head = Head(city);
    if (!head.ok()) {
      report.unchecked.push_back(head.status());
      continue;
    }
    is_empty = is_empty && head->position() == 0;
    auto damaged = Check(city, *head, report.unchecked);
    if (!damaged.ok()) {
      report.unchecked.push_back(damaged.status());
    } else if (damaged->has_value()) {
      report.damaged.emplace(city, **std::move(damaged));
    }
  }
  // What is begun in place of everything that was lost does not go on from it.
  if (is_empty && !report.damaged.empty()) {
    report.refusal.Update(report.damaged.begin()->second.status);
  }
  return report;
}

}  // namespace mokuhyo::eventstore
