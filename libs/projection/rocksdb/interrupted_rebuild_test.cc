// What becomes of a rebuild that did not come to its end: the next one goes on from there, or from
// zero where that is of no use; answers are right in between and afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/projection/rocksdb/kept_index_test_util.h"

namespace mokuhyo::projection {
namespace {

namespace fs = std::filesystem;
using ::testing::SizeIs;
using NameSet = std::set<std::string>;

class InterruptedRebuildTest : public KeptIndexTest {
 protected:
  static constexpr uint64_t kSheets = 20;
  // Pages have two events.
  static constexpr int kPages = 10;

  void SetUp() override {
    CreateSheets(kSheets);
    ExpectAnswers(*Open());
  }

  // Breaks a rebuild off when so many events are done.
  static void Interrupt(Kept& kept, uint64_t events) {
    const auto stopped = kept.index.Rebuild(
        [&](const RebuildProgress& progress) { return progress.events_done < events; });
    EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  }

  // Rebuilds to the end and returns from which event it went on.
  uint64_t GoOn(Kept& kept) {
    std::vector<uint64_t> done;
    uint64_t resumed = 0;
    const auto rebuilt = kept.index.Rebuild([&](const RebuildProgress& progress) {
      if (done.empty()) {
        EXPECT_EQ(progress.events_done, progress.events_resumed);
      }
      done.push_back(progress.events_done);
      resumed = progress.events_resumed;
      return true;
    });
    EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    ExpectAnswers(kept);
    EXPECT_EQ(Generation(kept), rebuilt.value_or(0));
    EXPECT_EQ(Names(directory_), (NameSet{absl::StrCat(rebuilt.value_or(0)), "CURRENT", "holder"}));
    return resumed;
  }
};

TEST_F(InterruptedRebuildTest, TheNextGoesOnWhereItWas) {
  const auto kept = Open();
  Interrupt(*kept, 6);
  ExpectAnswers(*kept);
  EXPECT_EQ(Generation(*kept), 1u);
  const int pages = store_.pages_read();
  EXPECT_EQ(GoOn(*kept), 6u);
  EXPECT_EQ(store_.pages_read() - pages, kPages - 3);
  EXPECT_EQ(Generation(*kept), 2u);
  // Of one that came to its end, nothing is left.
  EXPECT_EQ(GoOn(*kept), 0u);
  EXPECT_EQ(Generation(*kept), 3u);
}

TEST_F(InterruptedRebuildTest, ItIsInterruptedAsOftenAsItMayBe) {
  for (uint64_t events = 2; events < kSheets; events += 2) Interrupt(*Open(), events);
  const auto kept = Open();
  const int pages = store_.pages_read();
  EXPECT_EQ(GoOn(*kept), 18u);
  EXPECT_EQ(store_.pages_read() - pages, 1);
  EXPECT_EQ(Generation(*kept), 2u);
  EXPECT_EQ(kept->failures, 0);
}

// What lies in the directory at each report is what a process leaves that is killed there.
TEST_F(InterruptedRebuildTest, AKillLosesNothingOfIt) {
  struct Killed {
    std::string directory;
    uint64_t events_done;
  };
  std::vector<Killed> copies;
  {
    const auto kept = Open();
    ASSERT_TRUE(kept->index
                    .Rebuild([&](const RebuildProgress& progress) {
                      copies.push_back({absl::StrCat(scratch_.Path(), "/copy", copies.size()),
                                        progress.events_done});
                      CopyAtOnce(directory_, copies.back().directory);
                      return true;
                    })
                    .ok());
  }
  ASSERT_THAT(copies, SizeIs(testing::Gt(kPages)));
  for (const Killed& killed : copies) {
    SCOPED_TRACE(killed.directory);
    fs::remove_all(directory_);
    fs::rename(killed.directory, directory_);
    const auto kept = Open();
    ExpectAnswers(*kept);
    EXPECT_EQ(GoOn(*kept), killed.events_done);
    EXPECT_EQ(kept->failures, 0);
  }
}

TEST_F(InterruptedRebuildTest, AnErrorOfTheLogInterruptsIt) {
  Append("minato", "sheets/x", "mokuhyo.events.v1.Unheard", "");
  const auto kept = Open();
  const auto go_on = [](const RebuildProgress&) { return true; };
  EXPECT_EQ(kept->index.Rebuild(go_on).status().code(), absl::StatusCode::kUnavailable);
  const int pages = store_.pages_read();
  EXPECT_EQ(kept->index.Rebuild(go_on).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_.pages_read() - pages, 1);
  ExpectAnswers(*kept);
}

TEST_F(InterruptedRebuildTest, WhatIsWrittenAfterwardsIsInIt) {
  Interrupt(*Open(), 6);
  CreateSheets(kSheets + 3);
  Create("kawanishi", "a");
  const auto kept = Open();
  EXPECT_EQ(GoOn(*kept), 6u);
  const int pages = store_.pages_read();
  EXPECT_THAT(*kept->sheets.List("kawanishi", 1), SizeIs(1));
  EXPECT_EQ(store_.pages_read(), pages);
}

TEST_F(InterruptedRebuildTest, OneOfOtherRulesIsThrownAway) {
  Interrupt(*Open(), 6);
  const OtherRules other;
  Kept kept(directory_, other, store_, clock_);
  EXPECT_EQ(Names(directory_), (NameSet{"3", "CURRENT", "holder"}));
  EXPECT_EQ(GoOn(kept), 0u);
}

TEST_F(InterruptedRebuildTest, OneOfAnotherHistoryIsNotGoneOnFrom) {
  Interrupt(*Open(), 6);
  eventstore::MemoryEventStore restored(clock_);
  store_.ReplaceStore(restored);
  for (uint64_t i = 0; i < kSheets; ++i) Create("minato", absl::StrCat("restored", i));
  const auto kept = Open();
  EXPECT_EQ(GoOn(*kept), 0u);
  EXPECT_EQ(kept->sheets.List("minato", 1)->front().sheet, "restored0");
}

TEST_F(InterruptedRebuildTest, OneThatWasFollowedByAnotherGenerationIsThrownAway) {
  Interrupt(*Open(), 6);
  for (const auto& entry : fs::directory_iterator(directory_ + "/1")) fs::remove(entry.path());
  const auto kept = Open();
  EXPECT_EQ(kept->failures, 1);
  EXPECT_EQ(Generation(*kept), 3u);
  EXPECT_EQ(Names(directory_), (NameSet{"3", "CURRENT", "holder"}));
  EXPECT_EQ(GoOn(*kept), 0u);
}

// A person's name in the first event, which is redacted when a rebuild has read it already.
class RedactedMeanwhileTest : public InterruptedRebuildTest {
 protected:
  static constexpr char kSecret[] = "hidden-unit-of-a-person";

  void SetUp() override {
    Create("kawanishi", "a", kSecret);
    Create("kawanishi", "b");
    InterruptedRebuildTest::SetUp();
    EXPECT_EQ(UnitIn(*Open()), kSecret);
    Interrupt(*Open(), kSheets + 2);
    ASSERT_TRUE(HoldsSecret("2"));
  }

  static std::string UnitIn(Kept& kept) {
    return kept.sheets.List("kawanishi", 1)->front().org_unit;
  }

  bool HoldsSecret(const std::string& generation) {
    const fs::path directory = fs::path(directory_) / generation;
    for (const auto& [name, size] : FilesIn(directory)) {
      if (ReadFile(directory / name).find(kSecret) != std::string::npos) return true;
    }
    return false;
  }

  void Redact() {
    events::v1::SheetCreated left;
    left.mutable_sheet()->set_org_unit("removed");
    eventstore::conformance::AppendBuilder redact("kawanishi");
    redact.Redact(1, "", left.SerializeAsString());
    ASSERT_TRUE(eventstore::AppendNow(store_, redact).ok());
  }
};

TEST_F(RedactedMeanwhileTest, ItIsInNoFileOnceSomebodyAsks) {
  const auto kept = Open();
  Redact();
  EXPECT_EQ(UnitIn(*kept), "removed");
  EXPECT_FALSE(HoldsSecret("1"));
  EXPECT_FALSE(HoldsSecret("2"));
  EXPECT_EQ(GoOn(*kept), 0u);
  EXPECT_EQ(UnitIn(*kept), "removed");
}

TEST_F(RedactedMeanwhileTest, TheCityIsReadAnewAndTheOthersGoOn) {
  Redact();
  const auto kept = Open();
  EXPECT_EQ(GoOn(*kept), kSheets);
  EXPECT_FALSE(HoldsSecret("2"));
  EXPECT_EQ(UnitIn(*kept), "removed");
}

TEST_F(RedactedMeanwhileTest, WhatIsInterruptedAfterItIsNotKept) {
  const auto kept = Open();
  const auto stopped = kept->index.Rebuild([&](const RebuildProgress&) {
    Redact();
    EXPECT_EQ(UnitIn(*kept), "removed");
    return false;
  });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Names(directory_), (NameSet{"1", "CURRENT", "holder"}));
  EXPECT_FALSE(HoldsSecret("1"));
}

TEST_F(RedactedMeanwhileTest, WhatIsRedactedDuringItIsReadAnewBeforeItAnswers) {
  const auto kept = Open();
  bool is_redacted = false;
  const auto rebuilt = kept->index.Rebuild([&](const RebuildProgress&) {
    if (!std::exchange(is_redacted, true)) Redact();
    return true;
  });
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_FALSE(HoldsSecret("2"));
  const int pages = store_.pages_read();
  EXPECT_EQ(UnitIn(*kept), "removed");
  EXPECT_EQ(store_.pages_read(), pages);
}

// Whatever is done to its files, the rebuild comes to its end and answers are right.
class DamagedRebuildTest : public InterruptedRebuildTest {
 protected:
  void SetUp() override {
    InterruptedRebuildTest::SetUp();
    // The first half is in tables, because the log of changes is emptied when it is opened again.
    Interrupt(*Open(), 8);
    Interrupt(*Open(), 14);
  }

  void ExpectRightAfter(const std::function<void(const fs::path& file)>& damage) {
    const std::string whole = scratch_.Path() + "/whole";
    fs::copy(directory_, whole, fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(whole + "/2")) {
      SCOPED_TRACE(entry.path());
      fs::remove_all(directory_);
      fs::copy(whole, directory_, fs::copy_options::recursive);
      damage(fs::path(directory_) / "2" / entry.path().filename());
      const auto kept = Open();
      EXPECT_EQ(kept->failures, 0);
      EXPECT_LE(GoOn(*kept), 14u);
      tables_ += entry.path().extension() == ".sst" ? 1 : 0;
    }
    EXPECT_GT(tables_, 0);
  }

  int tables_ = 0;
};

TEST_F(DamagedRebuildTest, AFileIsGone) {
  ExpectRightAfter([](const fs::path& file) { fs::remove(file); });
}

TEST_F(DamagedRebuildTest, AFileIsCutShort) {
  ExpectRightAfter([](const fs::path& file) { fs::resize_file(file, fs::file_size(file) / 2); });
}

TEST_F(DamagedRebuildTest, BytesOfAFileAreNotWhatTheyWere) {
  ExpectRightAfter([](const fs::path& file) {
    std::string bytes = ReadFile(file);
    for (size_t i = 0; i < bytes.size(); i += 97) bytes[i] = static_cast<char>(bytes[i] ^ 0x20);
    WriteFile(file, bytes);
  });
}

TEST_F(DamagedRebuildTest, DamagedTablesAreFoundBeforeItGoesOn) {
  for (const auto& entry : fs::directory_iterator(directory_ + "/2")) {
    if (entry.path().extension() != ".sst") continue;
    std::string bytes = ReadFile(entry.path());
    // In the data, which nobody has to read for going on.
    bytes[10] = static_cast<char>(bytes[10] ^ 0x20);
    WriteFile(entry.path(), bytes);
  }
  const auto kept = Open();
  EXPECT_EQ(GoOn(*kept), 0u);
  EXPECT_EQ(kept->failures, 1);
  EXPECT_EQ(Generation(*kept), 3u);
}

}  // namespace
}  // namespace mokuhyo::projection
