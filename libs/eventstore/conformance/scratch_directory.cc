#include "libs/eventstore/conformance/scratch_directory.h"

#include <stdlib.h>

#include <filesystem>
#include <system_error>

#include "gtest/gtest.h"

namespace mokuhyo::eventstore::conformance {

ScratchDirectory::ScratchDirectory() : path_(testing::TempDir() + "mokuhyo-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "cannot make " << path_;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace mokuhyo::eventstore::conformance
