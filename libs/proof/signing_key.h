#ifndef MOKUHYO_LIBS_PROOF_SIGNING_KEY_H_
#define MOKUHYO_LIBS_PROOF_SIGNING_KEY_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/proof/key_handle.h"
#include "libs/proof/verifying_key.h"

namespace mokuhyo::proof {

// The private half of an Ed25519 key (RFC 8032), with which an operator signs checkpoints.
// Thread-safe; copies share the key.
class SigningKey {
 public:
  // A new random key.
  static SigningKey Generate();

  // A key in PEM, PKCS #8, as `openssl genpkey -algorithm ed25519` writes it. Returns
  // INVALID_ARGUMENT with reason NO_SIGNING_KEY, and the remedy, for anything else: another kind of
  // key, an encrypted one, a public one.
  static absl::StatusOr<SigningKey> FromPem(std::string_view pem);

  // The key in the file at `path`. Returns NOT_FOUND or PERMISSION_DENIED if it cannot be read,
  // FAILED_PRECONDITION with reason KEY_FILE_OPEN_TO_OTHERS if everybody on the machine may read or
  // write it, and the errors of FromPem.
  static absl::StatusOr<SigningKey> Read(const std::string& path);

  // The signature of `text`: 64 bytes, the same each time.
  std::string Sign(std::string_view text) const;

  VerifyingKey PublicKey() const;

  // As FromPem reads it. Private: write it where only its owner can read.
  std::string ToPem() const;

 private:
  explicit SigningKey(KeyHandle key) : key_(std::move(key)) {}

  KeyHandle key_;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_SIGNING_KEY_H_
