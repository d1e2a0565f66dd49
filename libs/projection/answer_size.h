#ifndef MOKUHYO_LIBS_PROJECTION_ANSWER_SIZE_H_
#define MOKUHYO_LIBS_PROJECTION_ANSWER_SIZE_H_

#include <cstddef>

namespace mokuhyo::projection {

// What an answer that has no pages may take, serialized: clients of gRPC take 4 MiB unless told
// otherwise.
inline constexpr size_t kMaxAnswerBytes = size_t{7} << 19;

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ANSWER_SIZE_H_
