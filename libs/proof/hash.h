#ifndef MOKUHYO_LIBS_PROOF_HASH_H_
#define MOKUHYO_LIBS_PROOF_HASH_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "libs/base/sha256.h"

// The hashes of a Merkle tree, RFC 6962, section 2.1 (the same in RFC 9162).
namespace mokuhyo::proof {

// A node of the tree: 32 bytes.
using Hash = base::Sha256Digest;

inline std::string_view View(const Hash& hash) { return {hash.data(), hash.size()}; }

// Absent if `bytes` are not exactly 32.
inline std::optional<Hash> ToHash(std::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

// SHA-256(0x00, leaf), where the leaf is the two parts one behind the other.
inline Hash LeafHash(std::string_view first_part, std::string_view second_part = {}) {
  return base::Sha256Of({std::string_view("\x00", 1), first_part, second_part});
}

// SHA-256(0x01, left, right).
inline Hash NodeHash(const Hash& left, const Hash& right) {
  return base::Sha256Of({std::string_view("\x01", 1), View(left), View(right)});
}

// The root of a tree without leaves: SHA-256 of nothing.
inline Hash EmptyRoot() { return base::Sha256Of({}); }

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_HASH_H_
