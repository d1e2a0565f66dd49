#include "libs/base/sha256_stream.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace mokuhyo::base {
namespace {

// As in sha256.cc: only a broken library fails, and a wrong digest would be worse than none.
void Require(bool succeeded) {
  if (!succeeded) std::abort();
}

}  // namespace

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr && EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(context_); }

void Sha256Stream::Add(std::string_view bytes) {
  Require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
}

Sha256Digest Sha256Stream::Finish() {
  Sha256Digest digest;
  Require(EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(digest.data()), nullptr) ==
          1);
  return digest;
}

}  // namespace mokuhyo::base
