#include "libs/eventstore/rocksdb/log_verifier.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/sha256.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/proof/content_hash.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

constexpr int kMaxDamagesTold = 100;
constexpr uint64_t kEventsBetweenProgress = 4096;

}  // namespace

LogVerifier::LogVerifier(rocksdb::DB& db, const LogReader& reader, std::string city, uint64_t head,
                         const std::vector<proof::v1::Checkpoint>& checkpoints)
    : db_(db), reader_(reader), city_(std::move(city)), head_(head) {
  for (const auto& checkpoint : checkpoints) checkpoints_.emplace(checkpoint.size(), &checkpoint);
}

absl::StatusOr<admin::v1::CityVerification> LogVerifier::Run(
    const StoreOperations::OnProgress& on_progress) {
  result_.set_name(absl::StrCat("cities/", city_));
  admin::v1::Progress progress;
  progress.set_stage(result_.name());
  progress.set_total(head_);
  progress.set_unit("events");
  LoadRedactions();
  for (uint64_t position = 1; position <= head_; ++position) {
    AddLeaf(position, VerifyEvent(position));
    if (position % kEventsBetweenProgress != 0 && position != head_) continue;
    progress.set_done(position);
    if (!on_progress(progress)) return absl::CancelledError("the verification was stopped");
  }
  VerifyCheckpoints();
  return std::move(result_);
}

void LogVerifier::LoadRedactions() {
  store::v1::ReadStreamRequest request;
  request.set_city(city_);
  request.set_stream(std::string(kRedactionStream));
  while (true) {
    const auto page = reader_.ReadStream(request);
    // The damage is found where the event stands; here it only means that there is less to compare.
    if (!page.ok()) return;
    for (const auto& event : page->events()) {
      events::v1::EventRedacted redacted;
      if (event.type() != redacted.GetTypeName()) continue;
      if (!redacted.ParseFromString(event.payload())) continue;
      remainder_hashes_[redacted.position()] = redacted.remainder_hash();
    }
    if (page->end_of_stream()) return;
    request.set_from_revision(page->next_revision());
  }
}

proof::Hash LogVerifier::VerifyEvent(uint64_t position) {
  const auto record = FetchRecord(position);
  if (!record.has_value()) return proof::EmptyRoot();
  const auto event = DecodeEvent(*record, city_, position);
  if (!event.ok()) {
    AddDamage(position, ToView(rocksdb::Slice(event.status().message().data(),
                                              event.status().message().size())));
    return proof::EmptyRoot();
  }
  const uint64_t damages = result_.damage_count();
  const proof::Hash leaf = proof::LeafHash(EncodeLeaf(*event));
  const auto kept = FindEntry(*event);
  if (kept.has_value() && *kept != leaf) {
    AddDamage(position, "its header is not what the tree commits to");
  }
  if (EncodeEvent(*event) != *record) AddDamage(position, "its bytes are not as they were written");
  VerifyContents(*event);
  if (event->redacted()) result_.set_redacted_event_count(result_.redacted_event_count() + 1);
  if (result_.damage_count() == damages) {
    result_.set_verified_event_count(result_.verified_event_count() + 1);
  }
  return kept.value_or(leaf);
}

std::optional<std::string> LogVerifier::FetchRecord(uint64_t position) {
  if (!events_.has_value()) events_.emplace(db_, city_);
  const auto record = events_->Fetch(position);
  if (record.ok()) return std::string(*record);
  AddDamage(position, std::string(record.status().message()));
  // A block that cannot be read takes all its events along. Its bytes as they are tell which of
  // these are really damaged, and go on standing for the others.
  events_.reset();
  rocksdb::ReadOptions unverified;
  unverified.verify_checksums = false;
  std::string value;
  if (!db_.Get(unverified, keys::EventKey(city_, position), &value).ok()) return std::nullopt;
  return value;
}

std::optional<proof::Hash> LogVerifier::FindEntry(const RecordedEvent& event) {
  std::string value;
  const auto status = db_.Get(rocksdb::ReadOptions(),
                              keys::StreamKey(city_, event.stream(), event.revision()), &value);
  const std::string what =
      absl::StrCat("entry ", event.revision(), " of its stream ", event.stream());
  if (!status.ok()) {
    AddDamage(event.position(),
              absl::StrCat(what, status.IsNotFound() ? " is missing" : " cannot be read"));
    return std::nullopt;
  }
  const auto entry = keys::DecodeStreamEntry(value);
  if (!entry.has_value() || !entry->leaf.has_value() || entry->position != event.position()) {
    AddDamage(event.position(), absl::StrCat(what, " is damaged"));
    return std::nullopt;
  }
  return entry->leaf;
}

void LogVerifier::VerifyContents(const RecordedEvent& event) {
  if (!event.redacted()) {
    const auto hash = proof::ContentHash(event.salt(), event.reason(), event.payload());
    if (proof::View(hash) != event.content_hash()) {
      AddDamage(event.position(), "its contents are not what its header commits to");
    }
    return;
  }
  const auto remainder = remainder_hashes_.find(event.position());
  if (remainder == remainder_hashes_.end()) {
    AddDamage(event.position(), "its contents are gone, but no event says that they were redacted");
  } else if (proof::View(proof::ContentHash({}, event.reason(), event.payload())) !=
             remainder->second) {
    AddDamage(event.position(), "what was left of it is not what its redaction says");
  }
}

void LogVerifier::AddLeaf(uint64_t position, const proof::Hash& leaf) {
  tree_.Add(leaf, [&](uint32_t level, uint64_t index, const proof::Hash& hash) {
    if (!keys::IsKeptLevel(level)) return;
    std::string value;
    const auto status = db_.Get(rocksdb::ReadOptions(), keys::NodeKey(city_, level, index), &value);
    if (status.ok() && value == proof::View(hash)) return;
    // Where an event beneath is damaged, that has been told.
    if (result_.damage_count() > 0 && status.ok()) return;
    AddDamage(position,
              absl::StrCat("node ", index, " of level ", level, " of the tree is ",
                           status.ok() ? "not that of the events" : "missing or cannot be read"));
  });
  for (auto [it, end] = checkpoints_.equal_range(position); it != end; ++it) {
    if (proof::View(tree_.Root()) == it->second->root_hash()) {
      result_.set_verified_checkpoint_count(result_.verified_checkpoint_count() + 1);
    } else {
      AddDamage(position, absl::StrCat("the log up to here is not the one that the checkpoint of ",
                                       it->second->time(), " commits to"));
    }
  }
}

void LogVerifier::VerifyCheckpoints() {
  const auto beyond = checkpoints_.upper_bound(head_);
  if (beyond == checkpoints_.end()) return;
  const auto& newest = *checkpoints_.rbegin()->second;
  AddDamage(head_ + 1, absl::StrCat("the log ends at ", head_, ", but the checkpoint of ",
                                    newest.time(), " commits to ", newest.size(), " events"));
}

void LogVerifier::AddDamage(uint64_t position, std::string_view description) {
  if (result_.damage_count() == 0 || position < result_.first_damaged_position()) {
    result_.set_first_damaged_position(position);
  }
  result_.set_damage_count(result_.damage_count() + 1);
  if (result_.damages_size() >= kMaxDamagesTold) return;
  auto& damage = *result_.add_damages();
  damage.set_position(position);
  damage.set_description(std::string(description));
}

}  // namespace mokuhyo::eventstore
