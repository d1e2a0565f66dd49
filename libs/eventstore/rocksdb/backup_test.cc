#include "libs/eventstore/rocksdb/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/backup_manifests.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/restore_test_util.h"
#include "libs/eventstore/rocksdb/testing/faulty_env.h"
#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using testing::HasSubstr;

class BackupTest : public BackupRestoreTest {};

TEST_F(BackupTest, SaysWhatIsInIt) {
  Open();
  Append("niigata", "s", 3);
  Append("osaka", "s", 1);
  const auto backup = BackUpNow();
  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_EQ(backup->id(), 1U);
  EXPECT_EQ(backup->epoch(), Head("niigata").epoch());
  ASSERT_EQ(backup->cities_size(), 2);
  EXPECT_EQ(backup->cities(0).city(), "niigata");
  EXPECT_EQ(backup->cities(0).position(), 3U);
  EXPECT_EQ(backup->cities(0).root_hash(), Root("niigata", 3));
  EXPECT_EQ(backup->cities(1).position(), 1U);
  EXPECT_GT(backup->size_bytes(), 0U);
  const auto listed = ListBackups(Backups());
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->at(0).SerializeAsString(), backup->SerializeAsString());
}

TEST_F(BackupTest, SharesTablesWithEarlierOnes) {
  Open();
  Append("niigata", "s", 100);
  ASSERT_TRUE(BackUpNow().ok());
  Append("niigata", "s", 1);
  const auto second = BackUpNow();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->id(), 2U);
  EXPECT_EQ(second->cities(0).position(), 101U);
  const auto first_files = ReadBackupManifest(Backups(), 1)->files();
  const auto second_files = ReadBackupManifest(Backups(), 2)->files();
  int shared = 0;
  for (const auto& file : first_files) {
    for (const auto& other : second_files) {
      if (file.path() != other.path()) continue;
      ++shared;
      EXPECT_EQ(file.sha256(), other.sha256());
    }
  }
  EXPECT_GT(shared, 0);
}

TEST_F(BackupTest, TakesADirectoryThatIsNamedFromWhereTheProgramRuns) {
  Open();
  Append("niigata", "s", 1);
  const std::string relative = std::filesystem::proximate(Backups()).string();
  ASSERT_FALSE(std::filesystem::path(relative).is_absolute());
  const auto backup = store_->operations().CreateBackup(relative, [](const auto&) { return true; });
  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_TRUE(ReadBackupManifest(Backups(), backup->id()).ok());
}

TEST_F(BackupTest, TakesAWholePrefixWhileWritingGoesOn) {
  Open();
  Append("niigata", "s", 10);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      AppendBuilder append("niigata");
      append.To("s", Any(), 3);
      EXPECT_TRUE(AppendNow(*store_, append).ok());
    }
  });
  std::vector<admin::v1::Backup> backups;
  for (int i = 0; i < 3; ++i) {
    const auto backup = BackUpNow();
    EXPECT_TRUE(backup.ok()) << backup.status();
    if (backup.ok()) backups.push_back(*backup);
  }
  stop = true;
  writer.join();
  ASSERT_EQ(backups.size(), 3U);
  for (const auto& backup : backups) {
    const auto& city = backup.cities(0);
    EXPECT_GE(city.position(), 10U);
    EXPECT_EQ((city.position() - 10) % 3, 0U) << "half an append";
    EXPECT_EQ(city.root_hash(), Root("niigata", city.position()));
  }
  Close();
  std::filesystem::remove_all(Directory());
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
}

TEST_F(BackupTest, OneThatWasCutOffIsNotListedAndGoesWithTheNext) {
  Open();
  Append("niigata", "s", 3);
  ASSERT_TRUE(BackUpNow().ok());
  ASSERT_TRUE(BackUpNow().ok());
  std::filesystem::remove(Backups() + "/manifests/2.json");
  // As it is when the second was cut off before its manifest was written.
  ASSERT_TRUE(BeginBackup(Backups(), 1).ok());
  EXPECT_EQ(ListBackups(Backups())->size(), 1U);
  Append("niigata", "s", 3);
  const auto third = BackUpNow();
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(ListBackups(Backups())->size(), 2U);
  EXPECT_EQ(ReadBackupManifest(Backups(), third->id())->backup().cities(0).position(), 6U);
}

TEST_F(BackupTest, OneThatHasLostItsManifestIsLeftAlone) {
  Open();
  Append("niigata", "s", 3);
  ASSERT_TRUE(BackUpNow().ok());
  std::filesystem::rename(Backups() + "/manifests", Backups() + "/lost");
  for (const bool one_was_cut_off_later : {false, true}) {
    if (one_was_cut_off_later) {
      ASSERT_TRUE(BeginBackup(Backups(), 1).ok());
    }
    const auto refused = BackUpNow();
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kDataLoss) << refused.status();
    EXPECT_EQ(base::ErrorReason(refused.status()), "BACKUP_DAMAGED");
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr("manifests/1.json"));
  }
  std::filesystem::remove(Backups() + "/manifests");
  std::filesystem::rename(Backups() + "/lost", Backups() + "/manifests");
  Close();
  std::filesystem::remove_all(Directory());
  EXPECT_TRUE(Restore().ok()) << "everything is still there";
}

TEST_F(BackupTest, StopsWhenItIsToldTo) {
  Open();
  Append("niigata", "s", 3);
  const auto stopped =
      store_->operations().CreateBackup(Backups(), [](const auto&) { return false; });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled) << stopped.status();
  EXPECT_EQ(ListBackups(Backups())->size(), 0U);
  EXPECT_TRUE(BackUpNow().ok());
}

TEST_F(BackupTest, RefusesADirectoryOfAnotherStore) {
  Open();
  Append("niigata", "s", 1);
  ASSERT_TRUE(BackUpNow().ok());
  Close();
  std::filesystem::remove_all(Directory());
  Open();
  Append("niigata", "s", 1);
  const auto refused = BackUpNow();
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(base::ErrorReason(refused.status()), "OTHER_STORE");
}

TEST_F(BackupTest, GoesOnInTheDirectoryThatItWasRestoredFrom) {
  Open();
  Append("niigata", "s", 1);
  ASSERT_TRUE(BackUpNow().ok());
  Close();
  std::filesystem::remove_all(Directory());
  ASSERT_TRUE(Restore().ok());
  Open();
  const auto second = BackUpNow();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->id(), 2U);
}

class BackupOnAFaultyDiskTest : public BackupTest {
 protected:
  void SetUp() override {
    env_ = &faulty_env_;
    Open();
    Append("niigata", "s", 20);
  }
  void TearDown() override { Close(); }

  const std::shared_ptr<FaultyFileSystem> disk_ =
      std::make_shared<FaultyFileSystem>(scratch_.Path() + "/attic", /*seed=*/1);
  FaultyEnv faulty_env_{disk_};
};

TEST_F(BackupOnAFaultyDiskTest, WhatFailsIsNoBackupAndHarmsNobody) {
  for (const auto operation :
       {FaultyFileSystem::Operation::kAppend, FaultyFileSystem::Operation::kSync}) {
    disk_->Break({.operation = operation, .files = "backups"});
    const auto failed = BackUpNow();
    EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable) << failed.status();
    EXPECT_EQ(ListBackups(Backups())->size(), 0U);
    disk_->Repair();
    Append("niigata", "s", 1);
  }
  const auto backup = BackUpNow();
  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_EQ(backup->cities(0).position(), 22U);
}

TEST_F(BackupOnAFaultyDiskTest, GivesTheStoreBackWhenThatIsToBeOpenedAgain) {
  std::thread recovery;
  const auto stopped = store_->operations().CreateBackup(Backups(), [&](const auto& progress) {
    if (progress.stage() != "digests" || recovery.joinable()) return true;
    disk_->Break({.operation = FaultyFileSystem::Operation::kSync});
    AppendBuilder append("niigata");
    EXPECT_FALSE(AppendNow(*store_, append.To("s", Any())).ok());
    disk_->Repair();
    recovery = std::thread([&] { EXPECT_TRUE(store_->TryRecovery().ok()); });
    // Until the store is wanted back: then nobody else gets it.
    while (store_->operations().FindRoot("niigata", 0).ok()) std::this_thread::yield();
    return true;
  });
  recovery.join();
  EXPECT_EQ(base::ErrorReason(stopped.status()), "STORE_REOPENING") << stopped.status();
  Append("niigata", "s", 1);
  EXPECT_TRUE(BackUpNow().ok());
}

TEST_F(BackupOnAFaultyDiskTest, WhatWasAnsweredSurvivesAPowerCut) {
  ASSERT_TRUE(BackUpNow().ok());
  Append("niigata", "s", 1);
  ASSERT_TRUE(BackUpNow().ok());
  disk_->CutPower();
  Close();
  disk_->RestorePower();
  std::filesystem::remove_all(Directory());
  env_ = nullptr;
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 21U);
}

TEST_F(BackupTest, AWriteAheadLogOfItsOwnIsNotNeeded) {
  Open();
  Append("niigata", "s", 3);
  ASSERT_TRUE(BackUpNow().ok());
  const auto manifest = ReadBackupManifest(Backups(), 1);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  for (const auto& file : manifest->files()) {
    EXPECT_THAT(file.path(), testing::Not(HasSubstr(".log")));
  }
}

}  // namespace
}  // namespace mokuhyo::eventstore
