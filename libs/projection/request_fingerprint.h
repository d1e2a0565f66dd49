#ifndef MOKUHYO_LIBS_PROJECTION_REQUEST_FINGERPRINT_H_
#define MOKUHYO_LIBS_PROJECTION_REQUEST_FINGERPRINT_H_

#include <google/protobuf/message.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace mokuhyo::projection {

// What tells a request from others in a token that is good for it alone: SHA-256 (32 bytes) over
// its type and its fields but those of `left_out`. Pure.
std::string FingerprintOf(const google::protobuf::Message& request,
                          std::initializer_list<std::string_view> left_out);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_REQUEST_FINGERPRINT_H_
