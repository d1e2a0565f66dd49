#ifndef MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_
#define MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/proof/checkpoint_note.h"

namespace mokuhyo::proof {

// Checkpoints as files, each note the same in every one of several directories, of which one should
// be out of reach of whoever can change the data directory:
//
//   {directory}/{epoch}/{city}/{size in 20 digits}.checkpoint
//
// Nothing is ever deleted, and a file only changes by signatures added to it. Thread-safe, and safe
// against processes that read; one process at a time may write. Every method waits for the disk.
// Errors of every method:
//   UNAVAILABLE  CHECKPOINT_DIRECTORY: a directory cannot be read or written; names it and the
//                system's reason. What could be done in the others was done.
//   DATA_LOSS    CHECKPOINT_DAMAGED: a file is no checkpoint, or not that of its place, or the
//                directories disagree; names the file.
class CheckpointFiles {
 public:
  // Directories that do not exist are made with the first checkpoint.
  explicit CheckpointFiles(std::vector<std::string> directories)
      : directories_(std::move(directories)) {}

  // Puts the note into every directory, so that it survives a power cut and nobody ever sees half
  // of it. Directories that have it already are left as they are. A note of the same text replaces
  // one with other signatures; one of another text is DATA_LOSS: a log has one state at a size.
  absl::Status Write(const CheckpointNote& checkpoint);

  // The cities that any of the directories has a place for in this history.
  absl::StatusOr<std::set<std::string>> Cities(std::string_view epoch) const;

  // The sizes that there are checkpoints of in any of the directories, the largest first.
  absl::StatusOr<std::vector<uint64_t>> Sizes(std::string_view epoch, std::string_view city) const;

  // The checkpoint of this size; of several with the same text, the one with the most signatures.
  // NOT_FOUND if no directory has it.
  absl::StatusOr<CheckpointNote> Read(std::string_view epoch, std::string_view city,
                                      uint64_t size) const;

 private:
  const std::vector<std::string> directories_;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_
