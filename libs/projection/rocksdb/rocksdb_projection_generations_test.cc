#include "libs/projection/rocksdb/rocksdb_projection_generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/projection/rocksdb/kept_index_test_util.h"

namespace mokuhyo::projection {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::SizeIs;

using RocksDbProjectionGenerationsTest = KeptIndexTest;

TEST_F(RocksDbProjectionGenerationsTest, AfterAStartItAnswersWithoutReadingTheLog) {
  CreateSheets(10);
  ExpectAnswers(*Open());
  const int pages = store_.pages_read();
  const auto kept = Open();
  EXPECT_EQ(store_.pages_read(), pages);
  ExpectAnswers(*kept);
  EXPECT_EQ(store_.pages_read(), pages);
  EXPECT_EQ(kept->failures, 0);
  EXPECT_EQ(kept->index.Describe()->built_time(), "2022-04-15T05:20:00Z");
  EXPECT_GT(kept->index.Describe()->size_bytes(), 0u);
  // Only what is new is read.
  CreateSheets(12);
  ExpectAnswers(*kept);
  EXPECT_EQ(store_.pages_read(), pages + 1);
}

TEST_F(RocksDbProjectionGenerationsTest, ARebuildLeavesOneGeneration) {
  CreateSheets(10);
  const auto kept = Open();
  ExpectAnswers(*kept);
  const auto rebuilt = kept->index.Rebuild([&](const Projection::Progress&) {
    ExpectAnswers(*kept);
    return true;
  });
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(*rebuilt, 2u);
  EXPECT_EQ(Names(directory_), (std::set<std::string>{"2", "CURRENT", "holder"}));
  ExpectAnswers(*kept);
}

TEST_F(RocksDbProjectionGenerationsTest, ADirectoryIsHeldByOneProcess) {
  const auto kept = Open();
  const auto other = RocksDbProjectionGenerations::Open(directory_);
  EXPECT_EQ(base::ErrorReason(other.status()), "DIRECTORY_HELD");
}

TEST_F(RocksDbProjectionGenerationsTest, OtherRulesDeriveAnew) {
  CreateSheets(4);
  ExpectAnswers(*Open());
  const OtherRules other;
  Kept kept(directory_, other, store_, clock_);
  EXPECT_EQ(kept.failures, 0);
  EXPECT_EQ(Generation(kept), 2u);
  EXPECT_EQ(kept.index.Describe()->schema_version(), other.schema_version());
  const int pages = store_.pages_read();
  ExpectAnswers(kept);
  EXPECT_GT(store_.pages_read(), pages);
  EXPECT_EQ(Names(directory_), (std::set<std::string>{"2", "CURRENT", "holder"}));
}

TEST_F(RocksDbProjectionGenerationsTest, AnotherHistoryIsReadAnew) {
  CreateSheets(4);
  ExpectAnswers(*Open());
  eventstore::MemoryEventStore restored(clock_);
  store_.ReplaceStore(restored);
  Create("minato", "other");
  const auto kept = Open();
  EXPECT_EQ(kept->index.Describe()->checkpoints(0).events_behind(), 1u);
  EXPECT_EQ(kept->sheets.List("minato", 1)->front().sheet, "other");
}

// What an older copy of the log's files makes: the same history, but shorter.
TEST_F(RocksDbProjectionGenerationsTest, ALogThatLostItsEndIsReadAnew) {
  class Shortened final : public eventstore::ForwardingEventStore {
   public:
    using ForwardingEventStore::ForwardingEventStore;
    void GetHead(store::v1::GetHeadRequest request,
                 eventstore::Callback<store::v1::GetHeadResponse> done) override {
      store().GetHead(std::move(request), [done = std::move(done)](auto head) mutable {
        if (head.ok()) head->set_position(2);
        done(std::move(head));
      });
    }
  };
  CreateSheets(4);
  ExpectAnswers(*Open());
  Shortened copy(memory_);
  store_.ReplaceStore(copy);
  const int pages = store_.pages_read();
  const auto kept = Open();
  EXPECT_THAT(*kept->sheets.List("minato", 2), SizeIs(2));
  EXPECT_GT(store_.pages_read(), pages);
}

TEST_F(RocksDbProjectionGenerationsTest, RedactedTextIsInNoFile) {
  const std::string secret = "hidden-unit-of-a-person";
  const uint64_t created = Create("minato", "a", secret);
  const auto holds_secret = [&] {
    for (const auto& [name, size] : FilesIn(directory_)) {
      if (ReadFile(fs::path(directory_) / name).find(secret) != std::string::npos) return true;
    }
    return false;
  };
  const auto kept = Open();
  ASSERT_EQ(kept->sheets.List("minato", created)->front().org_unit, secret);
  ASSERT_TRUE(holds_secret());
  events::v1::SheetCreated left;
  left.mutable_sheet()->set_org_unit("removed");
  eventstore::conformance::AppendBuilder redact("minato");
  redact.Redact(created, "", left.SerializeAsString());
  ASSERT_TRUE(eventstore::AppendNow(store_, redact).ok());
  EXPECT_EQ(kept->sheets.List("minato", created)->front().org_unit, "removed");
  EXPECT_FALSE(holds_secret());
}

// Whatever is done to the files while nobody has them open, readers get answers, and right ones.
class DamagedGenerationTest : public RocksDbProjectionGenerationsTest {
 protected:
  void SetUp() override {
    CreateSheets(20);
    const auto kept = Open();
    ExpectAnswers(*kept);
    // Some in tables, some in the write-ahead log.
    ASSERT_TRUE(kept->index.Rebuild([](const auto&) { return true; }).ok());
    CreateSheets(24);
    ExpectAnswers(*kept);
  }

  void ExpectRight() {
    const auto kept = Open();
    ExpectAnswers(*kept);
    // And it is on the disk again.
    EXPECT_GT(kept->index.Describe()->size_bytes(), 0u);
  }

  std::vector<fs::path> Files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory_ + "/2"))
      files.push_back(entry.path());
    return files;
  }

  // Does something to each file, the others being whole.
  void ExpectRightAfter(const std::function<void(const fs::path& file)>& damage) {
    const std::string whole = scratch_.Path() + "/whole";
    fs::copy(directory_, whole, fs::copy_options::recursive);
    for (const fs::path& file : Files()) {
      SCOPED_TRACE(file);
      fs::remove_all(directory_);
      fs::copy(whole, directory_, fs::copy_options::recursive);
      damage(file);
      ExpectRight();
    }
  }
};

TEST_F(DamagedGenerationTest, TheWholeDirectoryIsGone) {
  fs::remove_all(directory_);
  ExpectRight();
}

TEST_F(DamagedGenerationTest, TheGenerationIsGone) {
  fs::remove_all(directory_ + "/2");
  ExpectRight();
}

TEST_F(DamagedGenerationTest, NothingSaysWhichOneIsCurrent) {
  for (const std::string text : {"", "2", "x\n", "0\n", "02\n", "99999999999999999999\n", "7\n"}) {
    SCOPED_TRACE(text);
    WriteFile(directory_ + "/CURRENT", text);
    ExpectRight();
  }
  fs::remove(directory_ + "/CURRENT");
  ExpectRight();
}

TEST_F(DamagedGenerationTest, AFileIsGone) {
  ExpectRightAfter([](const fs::path& file) { fs::remove(file); });
}

TEST_F(DamagedGenerationTest, AFileIsCutShort) {
  ExpectRightAfter([](const fs::path& file) { fs::resize_file(file, fs::file_size(file) / 2); });
}

TEST_F(DamagedGenerationTest, BytesOfAFileAreNotWhatTheyWere) {
  ExpectRightAfter([](const fs::path& file) {
    std::string bytes = ReadFile(file);
    for (size_t i = 0; i < bytes.size(); i += 97) bytes[i] = static_cast<char>(bytes[i] ^ 0x20);
    WriteFile(file, bytes);
  });
}

TEST_F(DamagedGenerationTest, TablesAreDamagedWhileTheyAreOpen) {
  const auto kept = Open();
  for (const fs::path& file : Files()) {
    if (file.extension() != ".sst") continue;
    WriteFile(file, std::string(fs::file_size(file), '\0'));
  }
  ExpectAnswers(*kept);
  EXPECT_GE(kept->failures, 1);
  EXPECT_GT(Generation(*kept), 2u);
}

// Calls `after_step` after everything that is done with the generations of a rebuild. What lies in
// the directory then is what a process leaves that is killed there.
class StepwiseGenerations final : public ProjectionGenerations {
 public:
  StepwiseGenerations(ProjectionGenerations& generations, std::function<void()> after_step)
      : generations_(generations), after_step_(std::move(after_step)) {}

  absl::StatusOr<ProjectionGeneration> OpenCurrent() override { return generations_.OpenCurrent(); }
  absl::StatusOr<ProjectionGeneration> OpenUnfinished() override {
    return generations_.OpenUnfinished();
  }
  void RemoveUnfinished() override { generations_.RemoveUnfinished(); }
  uint64_t NewestNumber() const override { return generations_.NewestNumber(); }
  absl::StatusOr<ProjectionGeneration> Begin(uint64_t number, uint32_t schema_version,
                                             absl::Time built_time) override {
    auto begun = generations_.Begin(number, schema_version, built_time);
    after_step_();
    return begun;
  }
  absl::Status MakeCurrent(const ProjectionGeneration& generation) override {
    after_step_();
    const absl::Status made = generations_.MakeCurrent(generation);
    after_step_();
    return made;
  }

 private:
  ProjectionGenerations& generations_;
  const std::function<void()> after_step_;
};

TEST_F(RocksDbProjectionGenerationsTest, AProcessThatIsKilledAtAnyStepLeavesRightAnswers) {
  CreateSheets(12);
  ExpectAnswers(*Open());
  std::vector<std::string> copies;
  const auto copy = [&] {
    copies.push_back(absl::StrCat(scratch_.Path(), "/copy", copies.size()));
    CopyAtOnce(directory_, copies.back());
  };
  {
    const auto generations = RocksDbProjectionGenerations::Open(directory_);
    ASSERT_TRUE(generations.ok()) << generations.status();
    StepwiseGenerations stepwise(**generations, copy);
    Projection index(fold_, store_, stepwise, clock_, {.page_events = 2});
    const auto rebuilt = index.Rebuild([&](const Projection::Progress&) {
      copy();
      return true;
    });
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    copy();
  }
  copy();
  // The file that is to become CURRENT was written, and not yet renamed.
  fs::copy(copies.front(), scratch_.Path() + "/unfinished", fs::copy_options::recursive);
  WriteFile(scratch_.Path() + "/unfinished/CURRENT.tmp", "2\n");
  copies.push_back(scratch_.Path() + "/unfinished");

  std::set<uint64_t> generations;
  for (const std::string& killed : copies) {
    SCOPED_TRACE(killed);
    const int pages = store_.pages_read();
    const auto kept = OpenIn(killed);
    ExpectAnswers(*kept);
    // Both of them are whole.
    EXPECT_EQ(store_.pages_read(), pages);
    EXPECT_EQ(kept->failures, 0);
    generations.insert(Generation(*kept));
    // Of the one that was not finished, the next rebuild makes use.
    EXPECT_THAT(Names(killed), SizeIs(testing::Le(5)));
    EXPECT_FALSE(Generation(*kept) == 2 && Names(killed).contains("1"));
  }
  EXPECT_THAT(generations, ElementsAre(1, 2));
  EXPECT_GT(copies.size(), 8u);
}

TEST_F(RocksDbProjectionGenerationsTest, AProcessThatIsKilledWhileItReadsOnGoesOnFromThere) {
  CreateSheets(12);
  const auto kept = Open();
  std::vector<std::string> copies;
  store_.before_page = [&] {
    copies.push_back(absl::StrCat(scratch_.Path(), "/copy", copies.size()));
    CopyAtOnce(directory_, copies.back());
  };
  ASSERT_TRUE(kept->sheets.List("minato", 12).ok());
  store_.before_page = nullptr;
  ASSERT_THAT(copies, SizeIs(6));
  for (size_t i = 0; i < copies.size(); ++i) {
    const int pages = store_.pages_read();
    ExpectAnswers(*OpenIn(copies[i]));
    EXPECT_EQ(store_.pages_read() - pages, static_cast<int>(copies.size() - i));
  }
}

TEST_F(RocksDbProjectionGenerationsTest, ADirectoryThatTakesNothingIsNoError) {
  CreateSheets(4);
  const auto kept = Open();
  ExpectAnswers(*kept);
  // A file where directories are to be.
  fs::rename(directory_, directory_ + "-elsewhere");
  WriteFile(directory_, "");
  const auto rebuilt = kept->index.Rebuild([](const auto&) { return true; });
  EXPECT_EQ(rebuilt.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ErrorReason(rebuilt.status()), "PROJECTION_FAILED");
  CreateSheets(6);
  ExpectAnswers(*kept);
}

}  // namespace
}  // namespace mokuhyo::projection
