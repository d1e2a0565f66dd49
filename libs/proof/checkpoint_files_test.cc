#include "libs/proof/checkpoint_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

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

  // What the last directory has for a size, or the first problem.
  absl::StatusOr<CheckpointNote> Read(uint64_t size) {
    CheckpointFiles::Problems problems;
    const auto notes = files_.Read("ab", "niigata", size, problems);
    if (!problems.empty()) return problems.front();
    if (notes.empty()) return absl::NotFoundError("none");
    return notes.back();
  }

  std::vector<uint64_t> Sizes(const char* epoch = "ab") {
    return files_.Sizes(epoch, "niigata", problems_);
  }

  std::vector<CheckpointNote> Newest(uint64_t max_size, const VerifyingKey* key = nullptr) {
    const auto counts = [&](const CheckpointNote& note) {
      return key == nullptr || note.IsSignedBy(*key);
    };
    return files_.Newest("ab", "niigata", max_size, counts, problems_);
  }

  void Put(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  const std::string root_ =
      ::testing::TempDir() + "checkpoint_files_test." + std::to_string(getpid());
  const std::string inside_ = root_ + "/data/checkpoints";
  const std::string outside_ = root_ + "/elsewhere";
  CheckpointFiles files_{{inside_, outside_}};
  CheckpointFiles::Problems problems_;
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
  EXPECT_THAT(Sizes(), ElementsAre(100, 10, 9, 7));
  EXPECT_THAT(Sizes("cd"), IsEmpty());
  EXPECT_THAT(files_.Cities("ab", problems_), ElementsAre("niigata", "yokohama"));
  EXPECT_THAT(files_.Cities("cd", problems_), IsEmpty());
  EXPECT_EQ(Read(10)->note.text, Checkpoint(10).note.text);
  EXPECT_TRUE(absl::IsNotFound(Read(8).status()));
}

TEST_F(CheckpointFilesTest, FindsWhatOnlyOneDirectoryHasAndFillsTheOthers) {
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(Checkpoint(7)).ok());
  EXPECT_THAT(Sizes(), ElementsAre(7));
  const auto found = Read(7);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(files_.Write(*found).ok());
  EXPECT_EQ(Contents(inside_ + kFile), Contents(outside_ + kFile));
}

TEST_F(CheckpointFilesTest, SignaturesMayBeAdded) {
  CheckpointNote note = Checkpoint(7);
  ASSERT_TRUE(files_.Write(note).ok());
  note.Sign(SigningKey::Generate());
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(note).ok());
  EXPECT_EQ(Read(7)->note.Format(), note.note.Format());
}

TEST_F(CheckpointFilesTest, ACheckpointIsNeverReplacedByAnother) {
  ASSERT_TRUE(files_.Write(Checkpoint(7, 1)).ok());
  const absl::Status status = files_.Write(Checkpoint(7, 2));
  EXPECT_EQ(base::ErrorReason(status), "CHECKPOINT_DAMAGED");
  EXPECT_EQ(Contents(outside_ + kFile), Checkpoint(7, 1).note.Format());
}

TEST_F(CheckpointFilesTest, DirectoriesThatDisagreeAreBothHeard) {
  ASSERT_TRUE(CheckpointFiles({inside_}).Write(Checkpoint(7, 1)).ok());
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(Checkpoint(7, 2)).ok());
  const auto notes = files_.Read("ab", "niigata", 7, problems_);
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].note.text, Checkpoint(7, 1).note.text);
  EXPECT_EQ(notes[1].note.text, Checkpoint(7, 2).note.text);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(CheckpointFilesTest, TheNewestOfEachDirectoryIsFound) {
  for (const uint64_t size : {3u, 7u}) ASSERT_TRUE(files_.Write(Checkpoint(size)).ok());
  ASSERT_TRUE(CheckpointFiles({inside_}).Write(Checkpoint(9)).ok());
  const auto sizes = [](const std::vector<CheckpointNote>& notes) {
    std::vector<uint64_t> result;
    for (const CheckpointNote& note : notes) result.push_back(note.size);
    return result;
  };
  EXPECT_THAT(sizes(Newest(100)), ElementsAre(9, 7));
  EXPECT_THAT(sizes(Newest(7)), ElementsAre(7, 7));
  EXPECT_THAT(sizes(Newest(6)), ElementsAre(3, 3));
  EXPECT_THAT(sizes(Newest(2)), IsEmpty());

  // What does not count, or cannot be read, gives way to the next.
  const SigningKey key = SigningKey::Generate();
  const VerifyingKey public_key = key.PublicKey();
  CheckpointNote note = Checkpoint(3);
  note.Sign(key);
  ASSERT_TRUE(CheckpointFiles({outside_}).Write(note).ok());
  EXPECT_THAT(sizes(Newest(100, &public_key)), ElementsAre(3));
  EXPECT_THAT(problems_, IsEmpty());
  Put(outside_ + kFile, "rubbish");
  EXPECT_THAT(sizes(Newest(100)), ElementsAre(9, 3));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(base::ErrorReason(problems_.front()), "CHECKPOINT_DAMAGED");
  EXPECT_THAT(std::string(problems_.front().message()), HasSubstr(outside_ + kFile));
}

TEST_F(CheckpointFilesTest, HistoriesAndCitiesAreListedAndWhatIsNoneIsNot) {
  ASSERT_TRUE(files_.Write(Checkpoint(7)).ok());
  ASSERT_TRUE(CheckpointFiles({outside_})
                  .Write(*NewCheckpointNote("niigata", "cd", 1, EmptyRoot(), absl::UnixEpoch()))
                  .ok());
  std::filesystem::create_directories(outside_ + "/lost+found");
  std::filesystem::create_directories(outside_ + "/ab/.snapshot");
  EXPECT_THAT(files_.Epochs(problems_), ElementsAre("ab", "cd"));
  EXPECT_THAT(files_.Cities("ab", problems_), ElementsAre("niigata"));
  EXPECT_THAT(files_.Cities("", problems_), IsEmpty());
  EXPECT_THAT(files_.PlacesOf("ab"), ElementsAre(inside_ + "/ab", outside_ + "/ab"));
  EXPECT_THAT(files_.PlacesOf("cd"), ElementsAre(outside_ + "/cd"));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(CheckpointFilesTest, WhatIsNoCheckpointIsReported) {
  const std::string note = Checkpoint(7).note.Format();
  for (const std::string& bytes :
       {std::string(), note.substr(0, note.size() - 1), std::string("rubbish"),
        Checkpoint(8).note.Format(), Checkpoint(7, 0, "yokohama").note.Format()}) {
    Put(outside_ + kFile, bytes);
    const auto read = Read(7);
    EXPECT_TRUE(absl::IsDataLoss(read.status())) << bytes;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(outside_ + kFile));
  }
  EXPECT_THAT(problems_, IsEmpty());
  Put(outside_ + "/ab/niigata/7.checkpoint", note);
  // The others are listed all the same.
  EXPECT_THAT(Sizes(), ElementsAre(7));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(base::ErrorReason(problems_.front()), "CHECKPOINT_DAMAGED");
  EXPECT_THAT(std::string(problems_.front().message()), HasSubstr("7.checkpoint"));
}

TEST_F(CheckpointFilesTest, WhatACrashLeftIsNoCheckpoint) {
  ASSERT_TRUE(files_.Write(Checkpoint(7)).ok());
  Put(outside_ + "/ab/niigata/00000000000000000008.checkpoint.tmp", "half a no");
  EXPECT_THAT(Sizes(), ElementsAre(7));
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
  EXPECT_THAT(Sizes(), ElementsAre(7));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(base::ErrorReason(problems_.front()), "CHECKPOINT_DIRECTORY");
}

}  // namespace
}  // namespace mokuhyo::proof
