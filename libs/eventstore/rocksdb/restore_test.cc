#include "libs/eventstore/rocksdb/restore.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/eventstore/backup_manifests.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/redaction_records.h"
#include "libs/eventstore/rocksdb/restore_test_util.h"
#include "libs/proof/content_hash.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using testing::HasSubstr;

class RestoreTest : public BackupRestoreTest {
 protected:
  // Appends of 3, 1 and 20 events, a second between them, and a backup.
  void SetUp() override {
    Open();
    Append("niigata", "s", 3);
    Append(AppendBuilder("niigata").To("t", Any()).As("request-1", 'a'));
    Append(AppendBuilder("niigata").To("s", Any(), 20).As("request-2", 'b'));
    Append("osaka", "s", 2);
    epoch_ = Head("niigata").epoch();
    ASSERT_TRUE(BackUpNow().ok());
  }

  void Destroy() {
    Close();
    std::filesystem::remove_all(Directory());
  }

  absl::StatusOr<admin::v1::RestoredStore> RestoreTo(uint64_t position) {
    RestoreOptions options = ToRestore();
    options.positions["niigata"] = position;
    return Restore(options);
  }

  void ExpectRefused(const absl::StatusOr<admin::v1::RestoredStore>& restored,
                     absl::StatusCode code, const std::string& reason) {
    EXPECT_EQ(restored.status().code(), code) << restored.status();
    EXPECT_EQ(base::ErrorReason(restored.status()), reason) << restored.status();
    ExpectNothingLeftBehind();
  }

  void ExpectNothingLeftBehind() {
    EXPECT_FALSE(std::filesystem::exists(Directory()));
    EXPECT_FALSE(std::filesystem::exists(Directory() + ".restoring"));
  }

  std::vector<store::v1::RecordedEvent> Read(const std::string& city) {
    store::v1::ReadCityRequest request;
    request.set_city(city);
    const auto page = ReadCityNow(*store_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->events().begin(), page->events().end()};
  }

  bool HasReceipt(const std::string& id) {
    store::v1::FindRequestRequest request;
    request.set_city("niigata");
    *request.mutable_request() = conformance::Key(id);
    return FindRequestNow(*store_, request)->has_receipt();
  }

  void ExpectIntact(const std::string& city, uint64_t events) {
    const auto found = store_->operations().Verify(city, {}, [](const auto&) { return true; });
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->damage_count(), 0U) << found->DebugString();
    EXPECT_EQ(found->verified_event_count(), events);
  }

  std::string epoch_;
};

TEST_F(RestoreTest, TheLatestIsWhatWasBackedUp) {
  const auto events = Read("niigata");
  const std::string root = Root("niigata", 24);
  Append("niigata", "s", 5);
  Destroy();
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 24U);
  EXPECT_EQ(restored->cities(0).dropped_event_count(), 0U);
  Open();
  const auto found = Read("niigata");
  ASSERT_EQ(found.size(), events.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].SerializeAsString(), events[i].SerializeAsString());
  }
  EXPECT_EQ(Root("niigata", 24), root);
  EXPECT_TRUE(HasReceipt("request-2"));
  ExpectIntact("niigata", 24);
  EXPECT_FALSE(std::filesystem::exists(Directory() + ".restoring"));
}

TEST_F(RestoreTest, BeginsANewHistoryThatGoesOnFromTheOldOne) {
  Append("niigata", "s", 5);
  Destroy();
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  Open();
  const auto head = Head("niigata");
  EXPECT_EQ(head.epoch(), restored->epoch());
  EXPECT_NE(head.epoch(), epoch_);
  EXPECT_TRUE(CheckHistory(head, epoch_, 24, "f").ok());
  EXPECT_EQ(base::ErrorReason(CheckHistory(head, epoch_, 25, "f")), "LOST_EPOCH");
  // Also after the new history has got as far.
  Append("niigata", "s", 5);
  EXPECT_EQ(base::ErrorReason(CheckHistory(Head("niigata"), epoch_, 25, "f")), "LOST_EPOCH");
  EXPECT_EQ(base::ErrorReason(CheckHistory(Head("osaka"), epoch_, 3, "f")), "LOST_EPOCH");
  EXPECT_TRUE(CheckHistory(Head("osaka"), epoch_, 2, "f").ok());
}

TEST_F(RestoreTest, TheLineageIsKeptOverSeveralRestores) {
  Destroy();
  ASSERT_TRUE(Restore().ok());
  Open();
  const std::string second = Head("niigata").epoch();
  Append("niigata", "s", 1);
  ASSERT_TRUE(BackUpNow().ok());
  Destroy();
  ASSERT_TRUE(RestoreTo(4).ok());
  Open();
  const auto head = Head("niigata");
  EXPECT_TRUE(CheckHistory(head, second, 4, "f").ok());
  EXPECT_TRUE(CheckHistory(head, epoch_, 4, "f").ok());
  EXPECT_EQ(base::ErrorReason(CheckHistory(head, epoch_, 5, "f")), "LOST_EPOCH");
  EXPECT_EQ(base::ErrorReason(CheckHistory(head, second, 5, "f")), "LOST_EPOCH");
}

TEST_F(RestoreTest, APositionIsTheLastOneKept) {
  const std::string root = Root("niigata", 4);
  Destroy();
  const auto restored = RestoreTo(4);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 4U);
  EXPECT_EQ(restored->cities(0).dropped_event_count(), 20U);
  EXPECT_EQ(restored->cities(1).position(), 2U) << "the other city stays whole";
  Open();
  EXPECT_EQ(Head("niigata").position(), 4U);
  EXPECT_EQ(Root("niigata", 4), root);
  EXPECT_TRUE(HasReceipt("request-1"));
  EXPECT_FALSE(HasReceipt("request-2"));
  ExpectIntact("niigata", 4);
  // Streams go on behind what was kept, over places that were taken before.
  const auto appended = Append("niigata", "s", 40);
  EXPECT_EQ(appended.first_position(), 5U);
  EXPECT_EQ(appended.streams(0).last_revision(), 42U);
  ExpectIntact("niigata", 44);
}

TEST_F(RestoreTest, NothingOfWhatWasCutOffIsLeft) {
  Destroy();
  ASSERT_TRUE(RestoreTo(4).ok());
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::OpenForReadOnly(rocksdb::Options(), Directory() + "/log", &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::map<char, int> records;
  const std::unique_ptr<rocksdb::Iterator> record(db->NewIterator(rocksdb::ReadOptions()));
  for (record->SeekToFirst(); record->Valid(); record->Next()) ++records[record->key()[0]];
  // Four events of one city and two of the other, their places in streams, one receipt, and what
  // the store says of itself; the first kept node of the tree is over sixteen events.
  EXPECT_EQ(records, (std::map<char, int>{{'e', 6}, {'s', 6}, {'r', 1}, {'m', 3}}));
}

TEST_F(RestoreTest, APositionInsideAWriteIsRefused) {
  Destroy();
  const auto refused = RestoreTo(2);
  ExpectRefused(refused, absl::StatusCode::kInvalidArgument, "INSIDE_AN_APPEND");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("restore to 0 or to 3"));
  EXPECT_THAT(std::string(RestoreTo(23).status().message()), HasSubstr("restore to 4 or to 24"));
}

TEST_F(RestoreTest, PositionsThatAreNoneAreRefused) {
  Destroy();
  ExpectRefused(RestoreTo(25), absl::StatusCode::kOutOfRange, "BEYOND_HEAD");
  RestoreOptions options = ToRestore();
  options.positions["sapporo"] = 1;
  ExpectRefused(Restore(options), absl::StatusCode::kNotFound, "NOT_FOUND");
  options.as_of = absl::InfiniteFuture();
  ExpectRefused(Restore(options), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

TEST_F(RestoreTest, AnInstantIsWhatWasRecordedByThenInEveryCity) {
  Destroy();
  // The appends were recorded at 0, 1, 2 and 3 seconds.
  RestoreOptions options = ToRestore();
  options.as_of = absl::FromUnixSeconds(1651363200) + absl::Milliseconds(1500);
  const auto restored = Restore(options);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 4U);
  EXPECT_EQ(restored->cities(1).position(), 0U);
  Open();
  EXPECT_EQ(Head("niigata").position(), 4U);
  EXPECT_EQ(ListCitiesNow(*store_)->cities_size(), 1);
  ExpectIntact("niigata", 4);
  Append("osaka", "s", 1);
  ExpectIntact("osaka", 1);
}

TEST_F(RestoreTest, AnyBrokenFileIsRefusedBeforeAnythingIsMade) {
  Destroy();
  const auto manifest = ReadBackupManifest(Backups(), 1);
  ASSERT_TRUE(manifest.ok());
  for (const auto& file : manifest->files()) {
    if (file.size_bytes() == 0) continue;
    const std::string path = absl::StrCat(Backups(), "/", file.path());
    const auto offset = static_cast<std::streamoff>(file.size_bytes() / 2);
    const auto flip = [&] {
      std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekg(offset);
      const auto byte = static_cast<char>(stream.get());
      stream.seekp(offset);
      stream.put(static_cast<char>(byte ^ 1));
    };
    flip();
    const auto refused = Restore();
    ExpectRefused(refused, absl::StatusCode::kDataLoss, "BACKUP_DAMAGED");
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr(file.path()));
    flip();
  }
  std::filesystem::rename(absl::StrCat(Backups(), "/", manifest->files(0).path()),
                          Backups() + "/gone");
  ExpectRefused(Restore(), absl::StatusCode::kDataLoss, "BACKUP_DAMAGED");
}

TEST_F(RestoreTest, ARootThatTheLogDoesNotHaveIsRefused) {
  Destroy();
  auto manifest = *ReadBackupManifest(Backups(), 1);
  manifest.mutable_backup()->mutable_cities(0)->set_root_hash(std::string(64, '0'));
  manifest.mutable_backup()->clear_manifest_digest();
  ASSERT_TRUE(WriteBackupManifest(Backups(), manifest).ok());
  ExpectRefused(Restore(), absl::StatusCode::kDataLoss, "BACKUP_DAMAGED");
}

TEST_F(RestoreTest, NeverOverwrites) {
  ASSERT_EQ(base::ErrorReason(Restore().status()), "NOT_EMPTY");
  EXPECT_EQ(Head("niigata").position(), 24U);
}

TEST_F(RestoreTest, WhatWasCutOffIsBegunAnew) {
  Destroy();
  std::filesystem::create_directories(Directory() + ".restoring/store/log");
  std::ofstream(Directory() + ".restoring/store/log/CURRENT") << "half";
  std::filesystem::create_directories(Directory());
  RestoreOptions options = ToRestore();
  options.directory += "/";
  ASSERT_TRUE(Restore(options).ok());
  Open();
  EXPECT_EQ(Head("niigata").position(), 24U);
}

TEST_F(RestoreTest, StopsWhenItIsToldTo) {
  Destroy();
  // At each place where it asks.
  for (int allowed = 0;; ++allowed) {
    int asked = 0;
    const auto restored =
        RestoreBackup(ToRestore(), clock_, [&](const auto&) { return asked++ < allowed; });
    if (restored.ok()) break;
    ASSERT_EQ(restored.status().code(), absl::StatusCode::kCancelled) << restored.status();
    ExpectNothingLeftBehind();
  }
  Open();
  EXPECT_EQ(Head("niigata").position(), 24U);
}

TEST_F(RestoreTest, SaysThatThereIsNoBackup) {
  Destroy();
  RestoreOptions options = ToRestore();
  options.backup = 7;
  ExpectRefused(Restore(options), absl::StatusCode::kNotFound, "NOT_FOUND");
  options = ToRestore();
  options.backup_directory += "-elsewhere";
  ExpectRefused(Restore(options), absl::StatusCode::kNotFound, "NOT_FOUND");
}

// An append that redacts the contents of `position` to "left".
store::v1::AppendRequest RedactionOf(uint64_t position) {
  AppendBuilder append("niigata");
  append.Redact(position, "", "left");
  append.Request().mutable_streams(0)->mutable_events(0)->set_reason("the law says so");
  return append;
}

TEST_F(RestoreTest, WhatWasRedactedStaysRedactedAndSaysSo) {
  Append(RedactionOf(2));
  Append(RedactionOf(10));
  ASSERT_TRUE(BackUpNow().ok());
  Destroy();
  const auto restored = RestoreTo(4);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 4U);
  EXPECT_EQ(restored->cities(0).repeated_redaction_count(), 1U);
  Open();
  const auto events = Read("niigata");
  ASSERT_EQ(events.size(), 5U);
  EXPECT_TRUE(events[1].redacted());
  EXPECT_EQ(events[1].payload(), "left");
  EXPECT_EQ(events[4].stream(), "redactions");
  EXPECT_EQ(events[4].reason(), "the law says so");
  ExpectIntact("niigata", 5);
}

// An event that a flipped bit damaged on the disk before the backup.
class RestoreOfDamageTest : public RestoreTest {
 protected:
  void SetUp() override {
    Open();
    for (int i = 1; i <= 40; ++i) {
      AppendBuilder append("niigata");
      append.To("s", Any());
      auto& event = *append.Request().mutable_streams(0)->mutable_events(0);
      // Several blocks of a table, with two or three events in each.
      event.set_payload((i == 20 ? kPattern : "") + Noise(1'500));
      Append(append);
    }
    // Opening anew brings what the write-ahead log holds into a table.
    Close();
    Open();
    Close();
    Damage();
    Open();
    ASSERT_TRUE(BackUpNow().ok());
    Destroy();
  }

  // No compression makes it shorter.
  std::string Noise(size_t size) {
    std::string noise(size, '\0');
    for (char& c : noise) c = static_cast<char>(random_());
    return noise;
  }

  // Nor this.
  static constexpr char kPattern[] = "q7Zx!kP#v9wR.tYb2&Lm";

  std::mt19937 random_{1};

  void Damage() {
    int damaged = 0;
    for (const auto& entry : std::filesystem::directory_iterator(Directory() + "/log")) {
      if (entry.path().extension() != ".sst") continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      const size_t at = bytes.find(kPattern);
      if (at == std::string::npos) continue;
      file.seekp(static_cast<std::streamoff>(at));
      file.put(static_cast<char>(kPattern[0] ^ 1));
      ++damaged;
    }
    ASSERT_EQ(damaged, 1);
  }
};

TEST_F(RestoreOfDamageTest, APositionBeforeItIsRestoredWhole) {
  const auto refused = Restore();
  ExpectRefused(refused, absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("restore to a position before it"));
  ExpectRefused(RestoreTo(20), absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  for (const uint64_t position : {10U, 19U}) {
    SCOPED_TRACE(position);
    const auto restored = RestoreTo(position);
    ASSERT_TRUE(restored.ok()) << restored.status();
    EXPECT_EQ(restored->cities(0).dropped_event_count(), 40 - position);
    Open();
    EXPECT_EQ(Head("niigata").position(), position);
    ExpectIntact("niigata", position);
    // Also what reads all tables does not meet the damage any more.
    Append("niigata", "s", 1);
    EXPECT_TRUE(store_->operations().EraseReplaced("niigata", 1).ok());
    ExpectIntact("niigata", position + 1);
    Destroy();
  }
}

class RestoreBeforeRedactionTest : public RestoreTest {
 protected:
  static constexpr char kSecret[] = "a name that must go";

  // A backup holds the secret at position 25, which is redacted then.
  void SetUp() override {
    RestoreTest::SetUp();
    AppendBuilder append("niigata");
    append.To("s", Any());
    append.Request().mutable_streams(0)->mutable_events(0)->set_payload(kSecret);
    Append(append);
    ASSERT_TRUE(BackUpNow().ok());
    Append(RedactionOf(25));
  }

  void Keep() { ASSERT_TRUE(KeepRedactions(*store_, "niigata", Backups()).ok()); }

  bool IsOnDisk() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Directory())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      if (bytes.find(kSecret) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(RestoreBeforeRedactionTest, WhatWasRemovedSinceDoesNotComeBack) {
  Keep();
  Destroy();
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->cities(0).position(), 25U);
  EXPECT_EQ(restored->cities(0).later_redaction_count(), 1U);
  EXPECT_EQ(restored->cities(0).repeated_redaction_count(), 0U);
  EXPECT_FALSE(IsOnDisk());
  Open();
  const auto events = Read("niigata");
  ASSERT_EQ(events.size(), 26U);
  EXPECT_TRUE(events[24].redacted());
  EXPECT_EQ(events[24].payload(), "left");
  EXPECT_EQ(events[25].reason(), "the law says so");
  ExpectIntact("niigata", 26);
  // A backup that knows of it needs no help.
  ASSERT_TRUE(BackUpNow().ok());
  Destroy();
  EXPECT_EQ(Restore()->cities(0).later_redaction_count(), 0U);
}

TEST_F(RestoreBeforeRedactionTest, TheLastOfSeveralCounts) {
  Keep();
  AppendBuilder more("niigata");
  more.Redact(25, "", "less");
  Append(more);
  Keep();
  Destroy();
  ASSERT_TRUE(Restore().ok());
  Open();
  EXPECT_EQ(Read("niigata")[24].payload(), "less");
  ExpectIntact("niigata", 26);
}

TEST_F(RestoreBeforeRedactionTest, ABackupThatKnowsALaterOneIsNotSetBack) {
  Keep();
  AppendBuilder more("niigata");
  more.Redact(25, "", "less");
  Append(more);
  // Cut off before it was kept beside the backups.
  ASSERT_TRUE(BackUpNow().ok());
  Destroy();
  ASSERT_TRUE(Restore().ok());
  Open();
  EXPECT_EQ(Read("niigata")[24].payload(), "less");
  ExpectIntact("niigata", 27);
}

TEST_F(RestoreBeforeRedactionTest, AnEventOfAnotherHistoryIsAnother) {
  Keep();
  Destroy();
  ASSERT_TRUE(RestoreTo(24).ok());
  Open();
  Append("niigata", "s", 1);
  ASSERT_TRUE(BackUpNow().ok());
  Destroy();
  ASSERT_TRUE(Restore().ok());
  Open();
  EXPECT_FALSE(Read("niigata")[24].redacted());
}

TEST_F(RestoreBeforeRedactionTest, ARecordThatCannotBeReadStopsIt) {
  Keep();
  Destroy();
  for (const auto& entry : std::filesystem::directory_iterator(Backups() + "/redactions/niigata")) {
    std::ofstream(entry.path()) << "{";
  }
  ExpectRefused(Restore(), absl::StatusCode::kDataLoss, "BACKUP_DAMAGED");
}

}  // namespace
}  // namespace mokuhyo::eventstore
