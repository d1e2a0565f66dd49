#ifndef MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_
#define MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/proof/checkpoint_note.h"

namespace mokuhyo::proof {

// Checkpoints as files, each note the same in every one of several directories, of which one should
// be out of reach of whoever can change the data directory:
//
//   {directory}/{epoch}/{city}/{size in 20 digits}.checkpoint
//
// Nothing is ever deleted, and a file only changes by signatures added to it. Thread-safe, and safe
// against processes that read; one process at a time may write. Every method waits for the disk.
// What is wrong with one file or directory keeps nobody from the others: methods that read put it
// into `problems` and go on.
//   UNAVAILABLE  CHECKPOINT_DIRECTORY: a directory cannot be read or written; names it and the
//                system's reason.
//   DATA_LOSS    CHECKPOINT_DAMAGED: a file is no checkpoint, or not that of its place; names it.
class CheckpointFiles {
 public:
  using Problems = std::vector<absl::Status>;

  // Directories that do not exist are made with the first checkpoint.
  explicit CheckpointFiles(std::vector<std::string> directories)
      : directories_(std::move(directories)) {}

  // Puts the note into every directory, so that it survives a power cut and nobody ever sees half
  // of it. Directories that have it already are left as they are. A note of the same text replaces
  // one with other signatures; one of another text is DATA_LOSS: a log has one state at a size.
  // Returns the first error; what could be done in the other directories was done.
  absl::Status Write(const CheckpointNote& checkpoint);

  // The histories that any of the directories has a place for.
  std::set<std::string> Epochs(Problems& problems) const;

  // The places of a history, where there are any.
  std::vector<std::string> PlacesOf(std::string_view epoch) const;

  // The cities that any of the directories has a place for in this history.
  std::set<std::string> Cities(std::string_view epoch, Problems& problems) const;

  // The sizes that there are checkpoints of in any of the directories, the largest first.
  std::vector<uint64_t> Sizes(std::string_view epoch, std::string_view city,
                              Problems& problems) const;

  // What each directory has for this size, in their order: none, one or, if they differ, several
  // states and signatures.
  std::vector<CheckpointNote> Read(std::string_view epoch, std::string_view city, uint64_t size,
                                   Problems& problems) const;

  // Of each directory the largest checkpoint that can be read, that `counts`, and that is of no
  // more than `max_size` events.
  std::vector<CheckpointNote> Newest(std::string_view epoch, std::string_view city,
                                     uint64_t max_size,
                                     const std::function<bool(const CheckpointNote&)>& counts,
                                     Problems& problems) const;

 private:
  const std::vector<std::string> directories_;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_CHECKPOINT_FILES_H_
