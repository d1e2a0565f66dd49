#include "libs/eventstore/rocksdb/directory_lock.h"

#include <signal.h>
#include <sys/resource.h>

#include <filesystem>

#include "gtest/gtest.h"
#include "libs/eventstore/conformance/scratch_directory.h"

namespace mokuhyo::eventstore {
namespace {

// While it lives, this process can write no byte to any file.
class NoSpace {
 public:
  NoSpace() : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit none{0, limit_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoSpace() {
    setrlimit(RLIMIT_FSIZE, &limit_);
    signal(SIGXFSZ, handler_);
  }

  NoSpace(const NoSpace&) = delete;
  NoSpace& operator=(const NoSpace&) = delete;

 private:
  void (*const handler_)(int);
  rlimit limit_{};
};

TEST(DirectoryLockTest, HoldsAlsoWhereItsTextCannotBeWritten) {
  const conformance::ScratchDirectory directory;
  {
    const NoSpace no_space;
    const auto lock = DirectoryLock::Acquire(directory.Path());
    ASSERT_TRUE(lock.ok()) << lock.status();
    EXPECT_EQ(std::filesystem::file_size(directory.Path() + "/holder"), 0U);
    EXPECT_FALSE(DirectoryLock::Acquire(directory.Path()).ok());
  }
  EXPECT_TRUE(DirectoryLock::Acquire(directory.Path()).ok());
  EXPECT_GT(std::filesystem::file_size(directory.Path() + "/holder"), 0U);
}

}  // namespace
}  // namespace mokuhyo::eventstore
