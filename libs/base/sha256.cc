#include "libs/base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"

namespace mokuhyo::base {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// What fails here fails only where the library is broken or out of memory; going on with a wrong
// digest would be worse.
void Require(bool succeeded) {
  if (!succeeded) std::abort();
}

// Looking the algorithm up costs more than hashing a short text: done once.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr);
  return algorithm;
}

}  // namespace

Sha256Digest Sha256Of(std::initializer_list<std::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  Require(context != nullptr && EVP_DigestInit_ex(context.get(), Algorithm(), nullptr) == 1);
  for (const std::string_view part : parts) {
    Require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  }
  Sha256Digest digest;
  unsigned int length = 0;
  Require(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()),
                             &length) == 1 &&
          length == digest.size());
  return digest;
}

std::string Sha256(std::string_view bytes) {
  const Sha256Digest digest = Sha256Of({bytes});
  return std::string(digest.data(), digest.size());
}

std::string HexEncode(std::string_view bytes) {
  return absl::BytesToHexString({bytes.data(), bytes.size()});
}

}  // namespace mokuhyo::base
