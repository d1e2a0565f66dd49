#ifndef MOKUHYO_LIBS_PROOF_CONTENT_HASH_H_
#define MOKUHYO_LIBS_PROOF_CONTENT_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "libs/proof/hash.h"

namespace mokuhyo::proof {

// What the header of an event says of its contents: SHA-256(salt, length of reason in 8 bytes
// big-endian, reason, payload). The length keeps apart what stands in reason and in payload; the
// salt is random, so that the hash that stays behind when contents are redacted cannot be matched
// against guesses. Thread-safe.
inline Hash ContentHash(std::string_view salt, std::string_view reason, std::string_view payload) {
  std::array<char, 8> length{};
  const auto size = static_cast<uint64_t>(reason.size());
  for (size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<char>((size >> (8 * (length.size() - 1 - i))) & 0xff);
  }
  return base::Sha256Of({salt, std::string_view(length.data(), length.size()), reason, payload});
}

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_CONTENT_HASH_H_
