#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_SCRATCH_DIRECTORY_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_SCRATCH_DIRECTORY_H_

#include <string>

namespace mokuhyo::eventstore::conformance {

// An empty directory of a test, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();

  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& Path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_SCRATCH_DIRECTORY_H_
