#include "libs/proof/verify_proof.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/proof/content_hash.h"
#include "libs/proof/hash.h"
#include "libs/proof/paths.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kSaltBytes = 16;

absl::Status Refused(std::string_view field, std::string_view why) {
  return base::InvalidArgument(field, "PROOF_REFUSED", why);
}

// The checkpoint of a proof, whose note must be whole and signed by `key`.
absl::StatusOr<CheckpointNote> Signed(const v1::Checkpoint& checkpoint, const VerifyingKey& key,
                                      const std::string& field) {
  auto note = CheckpointNoteOf(checkpoint);
  if (!note.ok()) return Refused(field, std::string(note.status().message()));
  if (note->note.signatures.empty()) {
    return Refused(field, "the checkpoint is not signed: the server that made it had no key");
  }
  if (!note->IsSignedBy(key)) {
    return Refused(field, "the checkpoint is not signed by this key, or was changed since");
  }
  return note;
}

absl::StatusOr<std::vector<Hash>> PathOf(
    const google::protobuf::RepeatedPtrField<std::string>& hashes, std::string_view field) {
  std::vector<Hash> path;
  for (const std::string& bytes : hashes) {
    const std::optional<Hash> hash = ToHash(bytes);
    if (!hash.has_value()) return Refused(field, "every hash must have 32 bytes");
    path.push_back(*hash);
  }
  return path;
}

// The header of the event, of which the path has proved that the log holds these very bytes.
absl::StatusOr<store::v1::RecordedEvent> HeaderOf(const v1::InclusionProof& proof) {
  store::v1::RecordedEvent header;
  if (!header.ParseFromString(proof.header())) {
    return Refused("inclusion.header", "it is no header of an event");
  }
  if (header.position() != proof.position()) {
    return Refused("inclusion.position",
                   absl::StrCat("the header is of the event at ", header.position()));
  }
  return header;
}

absl::Status AddContents(const v1::InclusionProof& proof, ProvedEvent& proved) {
  if (!proof.has_contents()) return absl::OkStatus();
  const v1::EventContents& contents = proof.contents();
  if (contents.salt().size() != kSaltBytes) {
    return Refused("inclusion.contents.salt", "it must have 16 bytes");
  }
  if (View(ContentHash(contents.salt(), contents.reason(), contents.payload())) !=
      proved.event.content_hash()) {
    return Refused("inclusion.contents", "they are not those that the header commits to");
  }
  proved.event.set_reason(contents.reason());
  proved.event.set_payload(contents.payload());
  proved.has_contents = true;
  return absl::OkStatus();
}

absl::StatusOr<Proved> Verify(const v1::InclusionProof& proof, const VerifyingKey& key) {
  ProvedEvent proved;
  MOKUHYO_ASSIGN_OR_RETURN(proved.checkpoint,
                           Signed(proof.checkpoint(), key, "inclusion.checkpoint"));
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<Hash> path, PathOf(proof.path(), "inclusion.path"));
  if (proof.position() == 0 || proof.position() > proved.checkpoint.size) {
    return Refused("inclusion.position", "the checkpoint does not reach there");
  }
  if (!VerifyInclusion(LeafHash(proof.header()), proof.position() - 1, proved.checkpoint.size, path,
                       proved.checkpoint.root)) {
    return Refused(
        "inclusion.path",
        "it does not lead from the header to the root of the checkpoint: this event does "
        "not stand at this position");
  }
  MOKUHYO_ASSIGN_OR_RETURN(proved.event, HeaderOf(proof));
  MOKUHYO_RETURN_IF_ERROR(AddContents(proof, proved));
  return proved;
}

absl::StatusOr<Proved> Verify(const v1::ConsistencyProof& proof, const VerifyingKey& key) {
  ProvedContinuation proved;
  MOKUHYO_ASSIGN_OR_RETURN(proved.first, Signed(proof.first(), key, "consistency.first"));
  MOKUHYO_ASSIGN_OR_RETURN(proved.second, Signed(proof.second(), key, "consistency.second"));
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<Hash> path, PathOf(proof.path(), "consistency.path"));
  if (proved.first.Origin() != proved.second.Origin()) {
    return Refused("consistency.second", "it is of another city or history than the first one");
  }
  if (!VerifyConsistency(proved.first.size, proved.second.size, path, proved.first.root,
                         proved.second.root)) {
    return Refused("consistency.path",
                   "it does not lead from the first root to the second: the later log does not go "
                   "on from the earlier one");
  }
  return proved;
}

}  // namespace

absl::StatusOr<Proved> VerifyProof(const v1::Proof& proof, const VerifyingKey& key) {
  switch (proof.proof_case()) {
    case v1::Proof::kInclusion:
      return Verify(proof.inclusion(), key);
    case v1::Proof::kConsistency:
      return Verify(proof.consistency(), key);
    case v1::Proof::PROOF_NOT_SET:
      break;
  }
  return Refused("", "it proves nothing: there is neither `inclusion` nor `consistency`");
}

}  // namespace mokuhyo::proof
