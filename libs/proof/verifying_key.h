#ifndef MOKUHYO_LIBS_PROOF_VERIFYING_KEY_H_
#define MOKUHYO_LIBS_PROOF_VERIFYING_KEY_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/proof/key_handle.h"

namespace mokuhyo::proof {

// The public half of an Ed25519 key (RFC 8032), with which anybody checks a checkpoint.
// Thread-safe; copies share the key.
class VerifyingKey {
 public:
  // A key in PEM, SubjectPublicKeyInfo, as `openssl pkey -pubout` writes it. Returns
  // INVALID_ARGUMENT with reason NO_VERIFYING_KEY, and the remedy, for anything else.
  static absl::StatusOr<VerifyingKey> FromPem(std::string_view pem);

  // The key in the file at `path`. Returns NOT_FOUND or PERMISSION_DENIED if it cannot be read, and
  // the errors of FromPem.
  static absl::StatusOr<VerifyingKey> Read(const std::string& path);

  // Whether `signature` is that of `text` by this key.
  bool Verifies(std::string_view text, std::string_view signature) const;

  // The first 4 bytes of SHA-256(name, 0x0A, 0x01, the 32 bytes of the key): how a signed note says
  // by which key a line is.
  std::string NoteKeyHash(std::string_view name) const;

  // As FromPem reads it.
  std::string ToPem() const;

 private:
  friend class SigningKey;
  explicit VerifyingKey(KeyHandle key) : key_(std::move(key)) {}

  KeyHandle key_;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_VERIFYING_KEY_H_
