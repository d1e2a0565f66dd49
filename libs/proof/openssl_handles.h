#ifndef MOKUHYO_LIBS_PROOF_OPENSSL_HANDLES_H_
#define MOKUHYO_LIBS_PROOF_OPENSSL_HANDLES_H_

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

// What the sources of this library need of OpenSSL; never for a header.
namespace mokuhyo::proof {

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestHandle = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using BioHandle = std::unique_ptr<BIO, FreeBio>;

// For what fails only where the library is broken or out of memory: going on without it would be
// worse.
inline void Require(bool succeeded) {
  if (!succeeded) std::abort();
}

// Reads from `bytes`, which must outlive it.
inline BioHandle ReadFrom(std::string_view bytes) {
  BioHandle bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  Require(bio != nullptr);
  return bio;
}

inline BioHandle NewMemory() {
  BioHandle bio(BIO_new(BIO_s_mem()));
  Require(bio != nullptr);
  return bio;
}

// What was written to `memory`.
inline std::string Written(const BioHandle& memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_OPENSSL_HANDLES_H_
