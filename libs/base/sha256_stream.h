#ifndef MOKUHYO_LIBS_BASE_SHA256_STREAM_H_
#define MOKUHYO_LIBS_BASE_SHA256_STREAM_H_

#include <string_view>

#include "libs/base/sha256.h"

// OpenSSL's, declared so that its headers stay out of ours.
struct evp_md_ctx_st;

namespace mokuhyo::base {

// The SHA-256 digest (FIPS 180-4) of bytes that come piece by piece. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();

  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void Add(std::string_view bytes);

  // The digest of all that was added. Nothing may be called afterwards.
  Sha256Digest Finish();

 private:
  evp_md_ctx_st* const context_;
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_SHA256_STREAM_H_
