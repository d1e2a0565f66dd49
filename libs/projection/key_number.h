#ifndef MOKUHYO_LIBS_PROJECTION_KEY_NUMBER_H_
#define MOKUHYO_LIBS_PROJECTION_KEY_NUMBER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mokuhyo::projection {

// Numbers in keys: eight bytes, the highest first, so that keys are in the order of the numbers.
inline constexpr size_t kKeyNumberBytes = 8;

inline std::string KeyNumber(uint64_t number) {
  std::string bytes(kKeyNumberBytes, '\0');
  for (size_t i = kKeyNumberBytes; i-- > 0; number >>= 8)
    bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

// The way back: of the first eight bytes, of which there are as many.
inline uint64_t NumberOfKey(std::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes.substr(0, kKeyNumberBytes))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_KEY_NUMBER_H_
