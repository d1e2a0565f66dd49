#include "libs/eventstore/backup_manifests.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/eventstore/conformance/scratch_directory.h"

namespace mokuhyo::eventstore {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class BackupManifestsTest : public testing::Test {
 protected:
  admin::v1::Backup Write(uint32_t id) {
    admin::v1::BackupManifest manifest;
    manifest.mutable_backup()->set_id(id);
    manifest.mutable_backup()->set_epoch("a1");
    auto& file = *manifest.add_files();
    file.set_path("shared_checksum/1.sst");
    file.set_size_bytes(uint64_t{5} << 40);
    const auto written = WriteBackupManifest(directory_.Path(), manifest);
    EXPECT_TRUE(written.ok()) << written.status();
    return *written;
  }

  void Overwrite(const std::string& name, const std::string& text) {
    std::ofstream(absl::StrCat(directory_.Path(), "/manifests/", name)) << text;
  }

  const conformance::ScratchDirectory directory_;
};

TEST_F(BackupManifestsTest, WhatIsWrittenIsRead) {
  const auto backup = Write(3);
  EXPECT_EQ(backup.manifest_digest().size(), 64U);
  const auto manifest = ReadBackupManifest(directory_.Path(), 3);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->backup().SerializeAsString(), backup.SerializeAsString());
  EXPECT_EQ(manifest->files(0).size_bytes(), uint64_t{5} << 40);
}

TEST_F(BackupManifestsTest, ListsTheNewestFirst) {
  EXPECT_THAT(*ListBackupIds(directory_.Path() + "/nowhere"), IsEmpty());
  EXPECT_THAT(*ListBackupIds(directory_.Path()), IsEmpty());
  for (const uint32_t id : {2U, 10U, 9U}) Write(id);
  Overwrite("11.json.tmp", "cut off");
  EXPECT_THAT(*ListBackupIds(directory_.Path()), ElementsAre(10U, 9U, 2U));
  EXPECT_EQ(ListBackups(directory_.Path())->at(0).id(), 10U);
}

TEST_F(BackupManifestsTest, SaysWhatIsMissingOrDamaged) {
  Write(1);
  EXPECT_EQ(ReadBackupManifest(directory_.Path(), 2).status().code(), absl::StatusCode::kNotFound);
  Overwrite("2.json", "{\"backup\": {\"id\": 1}}");
  EXPECT_EQ(base::ErrorReason(ReadBackupManifest(directory_.Path(), 2).status()), "BACKUP_DAMAGED");
  std::filesystem::resize_file(directory_.Path() + "/manifests/2.json", uintmax_t{300} << 20);
  EXPECT_EQ(base::ErrorReason(ReadBackupManifest(directory_.Path(), 2).status()), "BACKUP_DAMAGED");
  Overwrite("2.json", "{");
  EXPECT_EQ(base::ErrorReason(ListBackups(directory_.Path()).status()), "BACKUP_DAMAGED");
}

}  // namespace
}  // namespace mokuhyo::eventstore
