#ifndef MOKUHYO_LIBS_PROOF_VERIFY_PROOF_H_
#define MOKUHYO_LIBS_PROOF_VERIFY_PROOF_H_

#include <variant>

#include "absl/status/statusor.h"
#include "libs/proof/checkpoint_note.h"
#include "libs/proof/verifying_key.h"
#include "mokuhyo/proof/v1/proof.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::proof {

// Proved: this event stood at its position when the checkpoint was made.
struct ProvedEvent {
  // Its header. Reason and payload are set, and proved, if the proof has its contents; otherwise
  // the event was redacted, or whoever passes the proof on left them out, and they are empty.
  store::v1::RecordedEvent event;
  bool has_contents = false;
  CheckpointNote checkpoint;
};

// Proved: the log at `second` began with all of the log at `first`.
struct ProvedContinuation {
  CheckpointNote first;
  CheckpointNote second;
};

using Proved = std::variant<ProvedEvent, ProvedContinuation>;

// Checks a proof from end to end, with nothing but the public key of whoever signs checkpoints:
// signature, note, path, header and contents. Returns INVALID_ARGUMENT with reason PROOF_REFUSED,
// naming the field and what is wrong with it, if anything does not hold. Thread-safe.
absl::StatusOr<Proved> VerifyProof(const v1::Proof& proof, const VerifyingKey& key);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_VERIFY_PROOF_H_
