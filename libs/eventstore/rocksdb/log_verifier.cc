#include "libs/eventstore/rocksdb/log_verifier.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/sha256.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/timestamps.h"
#include "libs/proof/content_hash.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

// Events whose leaf is looked for in all entries.
constexpr uint64_t kMaxLeavesSought = 20;
constexpr uint64_t kEventsBetweenProgress = 4096;

}  // namespace

LogVerifier::LogVerifier(rocksdb::DB& db, const LogReader& reader, std::string city, uint64_t head,
                         const std::vector<proof::v1::Checkpoint>& checkpoints)
    : db_(db),
      reader_(reader),
      city_(std::move(city)),
      head_(head),
      index_(db, city_, head, damages_) {
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
  VerifyLength();
  if (auto status = index_.Run(requests_, [&] { return on_progress(progress); }); !status.ok()) {
    return status;
  }
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
      // Nothing can be redacted before it is there.
      if (redacted.position() >= event.position()) continue;
      remainder_hashes_[redacted.position()] = redacted.remainder_hash();
    }
    if (page->end_of_stream()) return;
    request.set_from_revision(page->next_revision());
  }
}

proof::Hash LogVerifier::VerifyEvent(uint64_t position) {
  const auto record = FetchRecord(position);
  if (!record.has_value()) return LeafInDoubt(position);
  const auto event = DecodeEvent(*record, city_, position);
  if (!event.ok()) {
    damages_.Add(position, std::string(event.status().message()));
    return LeafInDoubt(position);
  }
  const uint64_t damages = damages_.count();
  const proof::Hash leaf = proof::LeafHash(EncodeLeaf(*event));
  const auto kept = FindEntry(*event);
  if (kept.has_value() && *kept != leaf) {
    damages_.Add(position, "its header is not what the tree commits to");
    doubtful_ = position;
  }
  if (EncodeEvent(*event) != *record) {
    damages_.Add(position, "its bytes are not as they were written");
  }
  VerifyContents(*event);
  // What a damaged event says of its place tells nothing about its neighbours.
  if (damages_.count() == damages) {
    VerifyOrder(*event);
  } else {
    previous_.Clear();
  }
  if (event->redacted()) result_.set_redacted_event_count(result_.redacted_event_count() + 1);
  if (damages_.count() == damages) {
    result_.set_verified_event_count(result_.verified_event_count() + 1);
  }
  return kept.value_or(leaf);
}

proof::Hash LogVerifier::LeafInDoubt(uint64_t position) {
  previous_.Clear();
  // Looking through all entries is slow: where much is damaged, the tree is taken at its word.
  std::optional<proof::Hash> leaf;
  if (damages_.count() <= kMaxLeavesSought) leaf = index_.FindLeaf(position);
  if (!leaf.has_value()) doubtful_ = position;
  return leaf.value_or(proof::EmptyRoot());
}

void LogVerifier::VerifyOrder(const RecordedEvent& event) {
  const bool known = previous_.position() + 1 == event.position() && previous_.position() > 0;
  const bool begins = event.append_position() == event.position();
  if (known && FromTimestamp(event.recorded_time()) < FromTimestamp(previous_.recorded_time())) {
    damages_.Add(event.position(), "it was recorded before the event in front of it");
  }
  if (known && event.append_position() != 0 && !begins &&
      event.append_position() != previous_.append_position()) {
    damages_.Add(event.position(), "it belongs to an append that the event in front does not");
  }
  // Format 1 did not say where appends begin: there, another id is another append.
  const bool new_append =
      event.append_position() != 0 ? begins : event.request_id() != previous_.request_id();
  if (new_append && !event.request_id().empty()) ++requests_;
  previous_ = event;
}

std::optional<std::string> LogVerifier::FetchRecord(uint64_t position) {
  if (!events_.has_value()) events_.emplace(db_, city_);
  const auto record = events_->Fetch(position);
  if (record.ok()) return std::string(*record);
  damages_.Add(position, std::string(record.status().message()));
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
    damages_.Add(event.position(),
                 absl::StrCat(what, status.IsNotFound() ? " is missing" : " cannot be read"));
    return std::nullopt;
  }
  const auto entry = keys::DecodeStreamEntry(value);
  if (!entry.has_value() || !entry->leaf.has_value() || entry->position != event.position()) {
    damages_.Add(event.position(), absl::StrCat(what, " is damaged"));
    return std::nullopt;
  }
  return entry->leaf;
}

void LogVerifier::VerifyContents(const RecordedEvent& event) {
  if (!event.redacted()) {
    const auto hash = proof::ContentHash(event.salt(), event.reason(), event.payload());
    if (proof::View(hash) != event.content_hash()) {
      damages_.Add(event.position(), "its contents are not what its header commits to");
    }
    return;
  }
  const auto remainder = remainder_hashes_.find(event.position());
  if (remainder == remainder_hashes_.end()) {
    damages_.Add(event.position(),
                 "its contents are gone, but no event says that they were redacted");
  } else if (proof::View(proof::ContentHash({}, event.reason(), event.payload())) !=
             remainder->second) {
    damages_.Add(event.position(), "what was left of it is not what its redaction says");
  }
}

bool LogVerifier::InDoubt(uint64_t position) const {
  constexpr uint64_t kLeaves = uint64_t{1} << keys::kNodeLevelStep;
  return doubtful_ != 0 && (doubtful_ - 1) / kLeaves == (position - 1) / kLeaves;
}

void LogVerifier::AddLeaf(uint64_t position, const proof::Hash& leaf) {
  bool completes = false;
  tree_.Add(leaf, [&](uint32_t level, uint64_t index, const proof::Hash& hash) {
    if (!keys::IsKeptLevel(level)) return;
    completes = true;
    if (InDoubt(position)) return;
    std::string value;
    const auto status = db_.Get(rocksdb::ReadOptions(), keys::NodeKey(city_, level, index), &value);
    if (status.ok() && value == proof::View(hash)) return;
    damages_.Add(position,
                 absl::StrCat("node ", index, " of level ", level, " of the tree is ",
                              status.ok() ? "not that of the events" : "missing or unreadable"));
  });
  if (completes && InDoubt(position)) {
    LogTree nodes(db_, city_);
    if (auto tree = proof::Frontier::Load(nodes, position); tree.ok()) tree_ = *std::move(tree);
  }
  for (auto [it, end] = checkpoints_.equal_range(position); it != end; ++it) {
    VerifyCheckpoint(position, *it->second);
  }
}

void LogVerifier::VerifyCheckpoint(uint64_t position, const proof::v1::Checkpoint& checkpoint) {
  if (proof::View(tree_.Root()) == checkpoint.root_hash()) {
    result_.set_verified_checkpoint_count(result_.verified_checkpoint_count() + 1);
  } else if (!InDoubt(position)) {
    damages_.Add(position, absl::StrCat("the log up to here is not the one that the checkpoint of ",
                                        checkpoint.time(), " commits to"));
  }
}

void LogVerifier::VerifyLength() {
  if (checkpoints_.upper_bound(head_) == checkpoints_.end()) return;
  const auto& newest = *checkpoints_.rbegin()->second;
  damages_.Add(head_ + 1, absl::StrCat("the log ends at ", head_, ", but the checkpoint of ",
                                       newest.time(), " commits to ", newest.size(), " events"));
}

}  // namespace mokuhyo::eventstore
