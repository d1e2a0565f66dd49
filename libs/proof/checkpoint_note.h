#ifndef MOKUHYO_LIBS_PROOF_CHECKPOINT_NOTE_H_
#define MOKUHYO_LIBS_PROOF_CHECKPOINT_NOTE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/proof/hash.h"
#include "libs/proof/signed_note.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::proof {

// A checkpoint as a signed note whose text is C2SP's tlog-checkpoint:
//
//   mokuhyo/{city}/{epoch}
//   {size in decimal}
//   {root in base64}
//   time {RFC 3339 in UTC with six digits of a second}
//
// The first line is the origin, and the name of the key that signs, so that a signature under one
// city's name is worth nothing under another's. Thread-safe.
struct CheckpointNote {
  std::string city;   // See base::IsIdentifier.
  std::string epoch;  // See IsEpoch.
  uint64_t size = 0;  // At least 1: a city begins with its first event.
  Hash root{};
  absl::Time time;  // In whole microseconds.
  // The note; its text says the above.
  SignedNote note;

  std::string Origin() const;

  // Adds the signature of `key`; what only claims to be one goes.
  void Sign(const SigningKey& key) { note.Sign(key, Origin()); }

  // Whether `key` signed it.
  bool IsSignedBy(const VerifyingKey& key) const { return note.IsSignedBy(key, Origin()); }

  // As it is sent and kept.
  v1::Checkpoint ToProto() const;
};

// Whether the text can be the id of a history: 1 to 64 lower-case hexadecimal digits.
bool IsEpoch(std::string_view text);

// An unsigned checkpoint. `time` is cut to microseconds. Returns INVALID_ARGUMENT with reason
// MALFORMED_CHECKPOINT if city, epoch or size are none.
absl::StatusOr<CheckpointNote> NewCheckpointNote(std::string_view city, std::string_view epoch,
                                                 uint64_t size, const Hash& root, absl::Time time);

// Reads a note. Returns INVALID_ARGUMENT with reason MALFORMED_NOTE for everything that
// NewCheckpointNote and Sign do not write. Says nothing of whether signatures are right.
absl::StatusOr<CheckpointNote> ParseCheckpointNote(std::string_view bytes);

// Reads the note of `checkpoint`. Errors are those of ParseCheckpointNote, and INVALID_ARGUMENT
// with reason CHECKPOINT_DIFFERS_FROM_NOTE if its fields do not say what the note says.
absl::StatusOr<CheckpointNote> CheckpointNoteOf(const v1::Checkpoint& checkpoint);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_CHECKPOINT_NOTE_H_
