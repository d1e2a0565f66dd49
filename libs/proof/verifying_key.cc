#include "libs/proof/verifying_key.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/proof/openssl_handles.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNoteKeyHashBytes = 4;
// The number that signed notes give to Ed25519, behind the line feed that ends the name.
constexpr std::string_view kNoteAlgorithm("\n\x01", 2);

}  // namespace

absl::StatusOr<VerifyingKey> VerifyingKey::FromPem(std::string_view pem) {
  KeyHandle key = TakeKey(PEM_read_bio_PUBKEY(ReadFrom(pem).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();  // What is wrong is said here; others look at the queue too.
  if (IsEd25519(key)) return VerifyingKey(std::move(key));
  return base::InvalidArgument(
      "", "NO_VERIFYING_KEY",
      absl::StrCat(
          "must be an Ed25519 public key in PEM; ",
          key == nullptr ? "it is no public key that can be read" : "it is a key of another kind",
          ". `openssl pkey -in PRIVATE -pubout` prints that of a private key"));
}

absl::StatusOr<VerifyingKey> VerifyingKey::Read(const std::string& path) {
  MOKUHYO_ASSIGN_OR_RETURN(const std::string pem, ReadKeyFile(path));
  absl::StatusOr<VerifyingKey> key = FromPem(pem);
  if (key.ok()) return key;
  return base::InvalidArgument(path, "NO_VERIFYING_KEY", std::string(key.status().message()));
}

bool VerifyingKey::Verifies(std::string_view text, std::string_view signature) const {
  const DigestHandle context(EVP_MD_CTX_new());
  Require(context != nullptr &&
          EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  const bool good =
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1;
  ERR_clear_error();
  return good;
}

std::string VerifyingKey::NoteKeyHash(std::string_view name) const {
  std::array<char, kKeyBytes> bytes{};
  size_t length = bytes.size();
  Require(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(bytes.data()),
                                      &length) == 1 &&
          length == bytes.size());
  const base::Sha256Digest digest =
      base::Sha256Of({name, kNoteAlgorithm, std::string_view(bytes.data(), bytes.size())});
  return std::string(digest.data(), kNoteKeyHashBytes);
}

std::string VerifyingKey::ToPem() const {
  const BioHandle bio = NewMemory();
  Require(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1);
  return Written(bio);
}

}  // namespace mokuhyo::proof
