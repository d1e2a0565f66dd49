#include "libs/eventstore/conformance/fake_store_operations.h"

#include <map>
#include <utility>

#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/event_record.h"
#include "libs/proof/frontier.h"
#include "libs/proof/paths.h"

namespace mokuhyo::eventstore::conformance {
namespace {

class Tree final : public proof::TreeNodes {
 public:
  explicit Tree(const std::vector<store::v1::RecordedEvent>& events) {
    proof::Frontier frontier;
    for (const auto& event : events) {
      frontier.Add(proof::LeafHash(EncodeLeaf(event)),
                   [&](uint32_t level, uint64_t index, const proof::Hash& hash) {
                     nodes_.emplace(std::pair(level, index), hash);
                   });
    }
  }

  absl::StatusOr<proof::Hash> Node(uint32_t level, uint64_t index) override {
    return nodes_.at({level, index});
  }

 private:
  std::map<std::pair<uint32_t, uint64_t>, proof::Hash> nodes_;
};

}  // namespace

absl::StatusOr<std::vector<store::v1::RecordedEvent>> FakeStoreOperations::FirstEvents(
    const std::string& city, uint64_t size) {
  std::vector<store::v1::RecordedEvent> events;
  store::v1::ReadCityRequest request;
  request.set_city(city);
  while (events.size() < size) {
    request.set_from_position(events.size() + 1);
    MOKUHYO_ASSIGN_OR_RETURN(auto page, ReadCityNow(store_, request));
    if (page.events().empty()) {
      return base::OutOfRange("size", "BEYOND_HEAD", "there are not so many events");
    }
    for (auto& event : *page.mutable_events()) {
      if (events.size() < size) events.push_back(std::move(event));
    }
  }
  return events;
}

absl::StatusOr<proof::Hash> FakeStoreOperations::FindRoot(const std::string& city, uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto events, FirstEvents(city, size));
  Tree tree(events);
  return proof::RootOf(tree, size);
}

absl::StatusOr<proof::v1::InclusionProof> FakeStoreOperations::ProveInclusion(
    const std::string& city, uint64_t position, uint64_t size) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto events, FirstEvents(city, size));
  if (position > size) {
    return base::OutOfRange("position", "BEYOND_CHECKPOINT", "is newer than the checkpoint");
  }
  Tree tree(events);
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<proof::Hash> path,
                           proof::InclusionPath(tree, position - 1, size));
  const store::v1::RecordedEvent& event = events[position - 1];
  proof::v1::InclusionProof proof;
  proof.set_position(position);
  proof.set_header(EncodeLeaf(event));
  for (const proof::Hash& hash : path) proof.add_path(std::string(proof::View(hash)));
  if (event.redacted()) return proof;
  proof.mutable_contents()->set_salt(event.salt());
  proof.mutable_contents()->set_reason(event.reason());
  proof.mutable_contents()->set_payload(event.payload());
  return proof;
}

absl::StatusOr<std::vector<proof::Hash>> FakeStoreOperations::ProveConsistency(
    const std::string& city, uint64_t first, uint64_t second) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto events, FirstEvents(city, second));
  if (first == 0 || first > second) {
    return base::InvalidArgument("first_size", "INVALID_FIELDS", "must be 1 to the second size");
  }
  Tree tree(events);
  return proof::ConsistencyPath(tree, first, second);
}

absl::StatusOr<admin::v1::CityVerification> FakeStoreOperations::Verify(
    const std::string&, const std::vector<proof::v1::Checkpoint>&, const OnProgress&) {
  return absl::UnimplementedError("Verify");
}

absl::Status FakeStoreOperations::EraseReplaced(const std::string& /*city*/, uint64_t position) {
  erased.push_back(position);
  return erase_status;
}

absl::StatusOr<admin::v1::Backup> FakeStoreOperations::CreateBackup(const std::string&,
                                                                    const OnProgress&) {
  return absl::UnimplementedError("CreateBackup");
}

void FakeStoreOperations::Describe(admin::v1::GetStatusResponse& response) {
  store::v1::GetHeadRequest request;
  request.set_city("any");
  const auto head = GetHeadNow(store_, std::move(request));
  response.set_store_state(admin::v1::STORE_STATE_SERVING);
  if (head.ok()) response.set_epoch(head->epoch());
}

}  // namespace mokuhyo::eventstore::conformance
