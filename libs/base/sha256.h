#ifndef MOKUHYO_LIBS_BASE_SHA256_H_
#define MOKUHYO_LIBS_BASE_SHA256_H_

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mokuhyo::base {

// A SHA-256 digest as raw bytes, without an allocation.
using Sha256Digest = std::array<char, 32>;

// The SHA-256 digest (FIPS 180-4) of the parts, one behind the other. Thread-safe.
Sha256Digest Sha256Of(std::initializer_list<std::string_view> parts);

// The same of `bytes`, as a string of 32 raw bytes.
std::string Sha256(std::string_view bytes);

// Lower-case hexadecimal, two digits a byte.
std::string HexEncode(std::string_view bytes);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_SHA256_H_
