#include "libs/proof/checkpoint_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "libs/base/errors.h"

namespace mokuhyo::proof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFile[] = "/ab/niigata/00000000000000000007.checkpoint";

CheckpointNote Checkpoint(uint64_t size, int seconds = 0, const char* city = "niigata") {
  return *NewCheckpointNote(city, "ab", size, EmptyRoot(), absl::FromUnixSeconds(seconds));
}

std::string Contents(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

class CheckpointFilesTest : public ::testing::Test {
 protected:
  CheckpointFilesTest() { std::filesystem::remove_all(root_); }
  ~CheckpointFilesTest() override { std::filesystem::remove_all(root_); }

  void Put(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  const std::string root_ =
      ::testing::TempDir() + "checkpoint_files_test." + std::to_string(getpid());
  const std::string inside_ = root_ + "/data/checkpoints";
  const std::string outside_ = root_ + "/elsewhere";
  CheckpointFiles files_{{inside_, outside_}};
};

TEST_F(CheckpointFilesTest, WritesTheNoteIntoEveryDirectoryAndNothingElse) {
  ASSERT_TRUE(files_.Write(Checkpoint(7)).ok());
  const std::string note = Checkpoint(7).note.Format();
  for (const std::string& directory : {inside_, outside_}) {
    EXPECT_EQ(Contents(directory + kFile), note);
    const auto parent = std::filesystem::path(directory + kFile).parent_path();
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(parent), {}), 1);
  }
}

TEST_F(CheckpointFilesTest, ListsTheLargestFirstOfItsCityAndHistory) {
  for (const uint64_t size : {9u, 10u, 7u, 100u}) ASSERT_TRUE(files_.Write(Checkpoint(size)).ok());
  ASSERT_TRUE(files_.Write(Checkpoint(8, 0, "yokohama")).ok());
  EXPECT_THAT(*files_.Sizes("ab", "niigata"), ElementsAre(100, 10, 9, 7));
  EXPECT_THAT(*files_.Sizes("cd", "niigata"), IsEmpty());
  EXPECT_THAT(*files_.Cities("ab"), ElementsAre("niigata", "yokohama"));
  EXPECT_THAT(*files_.Cities("cd"), IsEmpty());
  EXPECT_EQ(files_.Read("ab", "niigata", 10)->note.text, Checkpoint(10).note.text);
  EXPECT_TRUE(absl::IsNotFound(files_.Read("ab", "niigata", 8).status()));
}

TEST_F(CheckpointFilesTest, FindsWhatOnlyOneDirectoryHasAndFillsTheOthers) {
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(Checkpoint(7)).ok());
  EXPECT_THAT(*files_.Sizes("ab", "niigata"), ElementsAre(7));
  const auto found = files_.Read("ab", "niigata", 7);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(files_.Write(*found).ok());
  EXPECT_EQ(Contents(inside_ + kFile), Contents(outside_ + kFile));
}

TEST_F(CheckpointFilesTest, SignaturesMayBeAdded) {
  CheckpointNote note = Checkpoint(7);
  ASSERT_TRUE(files_.Write(note).ok());
  note.Sign(SigningKey::Generate());
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(note).ok());
  EXPECT_EQ(files_.Read("ab", "niigata", 7)->note.Format(), note.note.Format());
}

TEST_F(CheckpointFilesTest, ACheckpointIsNeverReplacedByAnother) {
  ASSERT_TRUE(files_.Write(Checkpoint(7, 1)).ok());
  const absl::Status status = files_.Write(Checkpoint(7, 2));
  EXPECT_EQ(base::ErrorReason(status), "CHECKPOINT_DAMAGED");
  EXPECT_EQ(Contents(outside_ + kFile), Checkpoint(7, 1).note.Format());
}

TEST_F(CheckpointFilesTest, DirectoriesThatDisagreeAreReported) {
  ASSERT_TRUE(CheckpointFiles({inside_}).Write(Checkpoint(7, 1)).ok());
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(Checkpoint(7, 2)).ok());
  const auto read = files_.Read("ab", "niigata", 7);
  EXPECT_EQ(base::ErrorReason(read.status()), "CHECKPOINT_DAMAGED");
  EXPECT_THAT(std::string(read.status().message()), HasSubstr(outside_));
}

TEST_F(CheckpointFilesTest, WhatIsNoCheckpointIsReportedAndNotSkipped) {
  const std::string note = Checkpoint(7).note.Format();
  for (const std::string& bytes :
       {std::string(), note.substr(0, note.size() - 1), std::string("rubbish"),
        Checkpoint(8).note.Format(), Checkpoint(7, 0, "yokohama").note.Format()}) {
    Put(outside_ + kFile, bytes);
    const auto read = files_.Read("ab", "niigata", 7);
    EXPECT_TRUE(absl::IsDataLoss(read.status())) << bytes;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(outside_ + kFile));
  }
  Put(outside_ + "/ab/niigata/7.checkpoint", note);
  EXPECT_TRUE(absl::IsDataLoss(files_.Sizes("ab", "niigata").status()));
}

TEST_F(CheckpointFilesTest, WhatACrashLeftIsNoCheckpoint) {
  ASSERT_TRUE(files_.Write(Checkpoint(7)).ok());
  Put(outside_ + "/ab/niigata/00000000000000000008.checkpoint.tmp", "half a no");
  EXPECT_THAT(*files_.Sizes("ab", "niigata"), ElementsAre(7));
  ASSERT_TRUE(files_.Write(Checkpoint(8)).ok());
  EXPECT_EQ(Contents(outside_ + "/ab/niigata/00000000000000000008.checkpoint"),
            Checkpoint(8).note.Format());
}

TEST_F(CheckpointFilesTest, ADirectoryThatFailsIsNamedAndTheOthersAreWritten) {
  Put(inside_, "a file where the directory should be");
  const absl::Status status = files_.Write(Checkpoint(7));
  EXPECT_EQ(base::ErrorReason(status), "CHECKPOINT_DIRECTORY") << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr(inside_));
  EXPECT_EQ(Contents(outside_ + kFile), Checkpoint(7).note.Format());
}

}  // namespace
}  // namespace mokuhyo::proof
