#ifndef MOKUHYO_TOOLS_CLIENT_BYTE_SIZE_H_
#define MOKUHYO_TOOLS_CLIENT_BYTE_SIZE_H_

#include <cstdint>
#include <string>

namespace mokuhyo::client {

// A number of bytes in as many digits as a person compares: `1.5 GiB`.
std::string ByteSize(uint64_t bytes);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_BYTE_SIZE_H_
