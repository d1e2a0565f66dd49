#ifndef MOKUHYO_LIBS_PROOF_DURABLE_FILE_H_
#define MOKUHYO_LIBS_PROOF_DURABLE_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mokuhyo::proof {

// Writes a whole file in place of what stood at `path`, with the directories above it: afterwards
// it survives a power cut, and nobody ever sees half of it. Writes `{path}.tmp` on the way; two
// writers of one path disturb each other. Returns UNAVAILABLE, naming the file and the system's
// reason.
absl::Status WriteDurably(const std::string& path, std::string_view bytes);

// The bytes of a file. Returns NOT_FOUND if there is none, DATA_LOSS, naming it, if it has more
// than `max_bytes`, UNAVAILABLE, naming it and the system's reason, if it cannot be read.
absl::StatusOr<std::string> ReadWhole(const std::string& path, size_t max_bytes);

// Removes a file for good: no power cut brings it back. Returns UNAVAILABLE as WriteDurably does,
// OK if there is none.
absl::Status RemoveDurably(const std::string& path);

// Whether files can be made in `directory`, which is made if need be: makes one and removes it.
// Returns UNAVAILABLE as WriteDurably does.
absl::Status CheckWritable(const std::string& directory);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_DURABLE_FILE_H_
