#ifndef MOKUHYO_LIBS_BASE_SHA256_H_
#define MOKUHYO_LIBS_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace mokuhyo::base {

// The SHA-256 digest (FIPS 180-4) of `bytes`, as 32 raw bytes.
std::string Sha256(std::string_view bytes);

// Lower-case hexadecimal, two digits a byte.
std::string HexEncode(std::string_view bytes);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_SHA256_H_
