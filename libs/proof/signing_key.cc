#include "libs/proof/signing_key.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/proof/openssl_handles.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kSignatureBytes = 64;

// Without one of our own, OpenSSL would ask the terminal for the password of an encrypted key.
int NoPassword(char*, int, int, void*) { return -1; }

}  // namespace

SigningKey SigningKey::Generate() {
  KeyHandle key = TakeKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  Require(key != nullptr);
  return SigningKey(std::move(key));
}

absl::StatusOr<SigningKey> SigningKey::FromPem(std::string_view pem) {
  KeyHandle key =
      TakeKey(PEM_read_bio_PrivateKey(ReadFrom(pem).get(), nullptr, NoPassword, nullptr));
  ERR_clear_error();  // What is wrong is said here; others look at the queue too.
  if (IsEd25519(key)) return SigningKey(std::move(key));
  return base::InvalidArgument(
      "", "NO_SIGNING_KEY",
      absl::StrCat(
          "must be an Ed25519 private key in PEM, not encrypted; ",
          key == nullptr ? "it is no private key that can be read" : "it is a key of another kind",
          ". `mokuhyo admin generate-key FILE` or `openssl genpkey -algorithm ed25519 "
          "-out FILE` makes one"));
}

absl::StatusOr<SigningKey> SigningKey::Read(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) == 0 && (file.st_mode & (S_IROTH | S_IWOTH)) != 0) {
    return base::FailedPrecondition(
        "KEY_FILE_OPEN_TO_OTHERS", path,
        absl::StrCat("everybody on this machine may read or write the private key ", path,
                     "; take that away with `chmod 600 ", path, "`"));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const std::string pem, ReadKeyFile(path));
  absl::StatusOr<SigningKey> key = FromPem(pem);
  if (key.ok()) return key;
  return base::InvalidArgument(path, "NO_SIGNING_KEY", std::string(key.status().message()));
}

std::string SigningKey::Sign(std::string_view text) const {
  const DigestHandle context(EVP_MD_CTX_new());
  Require(context != nullptr &&
          EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  std::string signature(kSignatureBytes, '\0');
  size_t length = signature.size();
  Require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1 &&
          length == signature.size());
  return signature;
}

VerifyingKey SigningKey::PublicKey() const { return VerifyingKey(key_); }

std::string SigningKey::ToPem() const {
  const BioHandle bio = NewMemory();
  Require(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1);
  return Written(bio);
}

}  // namespace mokuhyo::proof
