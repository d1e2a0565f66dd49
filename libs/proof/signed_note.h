#ifndef MOKUHYO_LIBS_PROOF_SIGNED_NOTE_H_
#define MOKUHYO_LIBS_PROOF_SIGNED_NOTE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/proof/signing_key.h"
#include "libs/proof/verifying_key.h"

namespace mokuhyo::proof {

// A text with signatures below it, as C2SP's signed-note lays down and Go's checksum database and
// the logs of transparency.dev have them:
//
//   the lines of the text, each with its line feed
//   an empty line
//   — {key name} {base64 of 4 bytes of key hash and the signature of the text}
//
// Here a note may also have no signature at all: it ends behind the empty line then.
struct SignedNote {
  struct Signature {
    // Name of the key: not empty, without white space and plus signs.
    std::string name;
    // VerifyingKey::NoteKeyHash: 4 bytes. Says which key to try, and proves nothing.
    std::string key_hash;
    std::string signature;
  };

  // Ends in a line feed.
  std::string text;
  std::vector<Signature> signatures;

  // The way to the bytes; of a note that ParseSignedNote gave, exactly those it was given.
  std::string Format() const;

  // Adds the signature of the text by `key` under `name`, at the end, in place of what claims to be
  // that.
  void Sign(const SigningKey& key, std::string_view name);

  // Whether there is a signature by `key` under `name` and every such one is right. Lines of other
  // keys prove nothing and are not looked at.
  bool IsSignedBy(const VerifyingKey& key, std::string_view name) const;
};

// Reads a note. Returns INVALID_ARGUMENT with reason MALFORMED_NOTE for everything that Format does
// not write, and for more than 100 signatures.
absl::StatusOr<SignedNote> ParseSignedNote(std::string_view bytes);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_SIGNED_NOTE_H_
