#include "libs/projection/projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/projection/memory_projection_generations.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_index_fold.h"
#include "libs/projection/sheet_log_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// What goes wrong with the generations of a test.
struct Faults {
  std::atomic<bool> write = false;
  std::atomic<bool> read = false;
  // In these generations, what is read is not what was written; -1: in all.
  std::atomic<int> garble_generation = 0;
  std::atomic<bool> begin = false;
  std::atomic<bool> make_current = false;
  std::atomic<int> open_generations = 0;
};

absl::Status Fault(const std::atomic<bool>& fault) {
  return fault ? absl::UnavailableError("the disk fails") : absl::OkStatus();
}

class FaultyView final : public ProjectionView {
 public:
  FaultyView(std::unique_ptr<ProjectionView> view, uint64_t number, Faults& faults)
      : view_(std::move(view)), number_(static_cast<int>(number)), faults_(faults) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    MOKUHYO_RETURN_IF_ERROR(Fault(faults_.read));
    return view_->Get(key);
  }
  absl::Status Scan(std::string_view prefix, Visit visit) override {
    MOKUHYO_RETURN_IF_ERROR(Fault(faults_.read));
    const int garbled = faults_.garble_generation;
    return view_->Scan(prefix, [&](std::string_view rest, std::string_view value) {
      return visit(rest, garbled == -1 || garbled == number_ ? "\xff" : value);
    });
  }

 private:
  const std::unique_ptr<ProjectionView> view_;
  const int number_;
  Faults& faults_;
};

// A generation on a "disk" that fails when it is told to.
class FaultyStore final : public ProjectionStore {
 public:
  FaultyStore(uint64_t number, Faults& faults) : number_(number), faults_(faults) {
    ++faults_.open_generations;
  }
  ~FaultyStore() override { --faults_.open_generations; }

  absl::Status Write(const ProjectionBatch& batch) override {
    MOKUHYO_RETURN_IF_ERROR(Fault(faults_.write));
    return store_.Write(batch);
  }
  std::unique_ptr<ProjectionView> View() override {
    return std::make_unique<FaultyView>(store_.View(), number_, faults_);
  }
  absl::Status Purge(std::string_view) override { return absl::OkStatus(); }
  absl::Status Sync() override { return absl::OkStatus(); }
  uint64_t SizeBytes() override { return 4096; }
  void RemoveOnClose() override {}

 private:
  const uint64_t number_;
  Faults& faults_;
  MemoryProjectionStore store_;
};

class FaultyGenerations final : public ProjectionGenerations {
 public:
  explicit FaultyGenerations(Faults& faults) : faults_(faults) {}

  absl::StatusOr<ProjectionGeneration> OpenCurrent() override {
    return absl::NotFoundError("none");
  }
  absl::StatusOr<ProjectionGeneration> OpenUnfinished() override { return OpenCurrent(); }
  void RemoveUnfinished() override {}
  uint64_t NewestNumber() const override { return newest_; }
  absl::StatusOr<ProjectionGeneration> Begin(uint64_t number, uint32_t schema_version,
                                             absl::Time built_time) override {
    MOKUHYO_RETURN_IF_ERROR(Fault(faults_.begin));
    newest_ = number;
    return ProjectionGeneration{number, schema_version, built_time,
                                std::make_unique<FaultyStore>(number, faults_)};
  }
  absl::Status MakeCurrent(const ProjectionGeneration&) override {
    return Fault(faults_.make_current);
  }

 private:
  Faults& faults_;
  uint64_t newest_ = 0;
};

class ProjectionTest : public SheetLogTest {
 protected:
  std::vector<std::string> Ids(const std::string& city, uint64_t position) {
    const auto entries = directory_.List(city, position);
    EXPECT_TRUE(entries.ok()) << entries.status();
    std::vector<std::string> ids;
    for (const SheetEntry& entry : entries.value_or(std::vector<SheetEntry>()))
      ids.push_back(entry.sheet);
    return ids;
  }

  admin::v1::Projection Describe() {
    const auto description = index_.Describe();
    EXPECT_TRUE(description.ok()) << description.status();
    return description.value_or(admin::v1::Projection());
  }

  absl::StatusOr<uint64_t> Rebuild() {
    return index_.Rebuild([](const Projection::Progress&) { return true; });
  }

  Faults faults_;
  FaultyGenerations generations_{faults_};
  const SheetIndexFold fold_;
  std::vector<std::string> failures_;
  Projection index_{fold_,
                    store_,
                    generations_,
                    clock_,
                    {.page_events = 2, .on_failed = [this](const absl::Status& failure) {
                       failures_.emplace_back(failure.message());
                     }}};
  SheetDirectory directory_{index_};
};

TEST_F(ProjectionTest, SaysHowFarItIs) {
  Create("kawanishi", "b");
  Create("minato", "a");
  const uint64_t head = Create("minato", "b");
  Ids("minato", head - 1);
  const admin::v1::Projection description = Describe();
  EXPECT_EQ(description.name(), "sheet-index");
  EXPECT_EQ(description.generation(), 1u);
  EXPECT_EQ(description.schema_version(), fold_.schema_version());
  EXPECT_EQ(description.built_time(), "2022-04-15T05:20:00Z");
  EXPECT_EQ(description.size_bytes(), 4096u);
  EXPECT_FALSE(description.rebuilding());
  ASSERT_THAT(description.checkpoints(), SizeIs(2));
  EXPECT_EQ(description.checkpoints(0).city(), "cities/kawanishi");
  EXPECT_EQ(description.checkpoints(0).events_behind(), 1u);
  EXPECT_EQ(description.checkpoints(1).city(), "cities/minato");
  // Pages have two events.
  EXPECT_EQ(description.checkpoints(1).events_behind(), 0u);
  const auto token = base::ParsePositionToken(description.checkpoints(1).position(), "position");
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->city, "minato");
  EXPECT_EQ(token->number, head);
}

TEST_F(ProjectionTest, ARebuildMakesTheNextGeneration) {
  for (int i = 0; i < 5; ++i) Create("minato", absl::StrCat("s", i));
  Create("kawanishi", "a");
  std::vector<std::string> told;
  const auto generation = index_.Rebuild([&](const Projection::Progress& progress) {
    told.push_back(absl::StrCat(progress.events_done, "/", progress.events_total));
    EXPECT_EQ(progress.events_resumed, 0u);
    EXPECT_EQ(progress.city.empty(), told.size() == 1);
    return true;
  });
  ASSERT_TRUE(generation.ok()) << generation.status();
  EXPECT_EQ(*generation, 2u);
  EXPECT_EQ(told.front(), "0/6");
  EXPECT_EQ(told.back(), "6/6");
  // Pages have two events.
  EXPECT_GT(std::set<std::string>(told.begin(), told.end()).size(), 3u);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(Describe().generation(), 2u);
  EXPECT_EQ(faults_.open_generations, 1);
  const int pages = store_.pages_read();
  EXPECT_THAT(Ids("minato", 5), SizeIs(5));
  EXPECT_EQ(store_.pages_read(), pages);
}

TEST_F(ProjectionTest, TheOldGenerationAnswersDuringARebuild) {
  for (int i = 0; i < 6; ++i) Create("minato", absl::StrCat("s", i));
  EXPECT_THAT(Ids("minato", 6), SizeIs(6));
  int asked = 0;
  const auto generation = index_.Rebuild([&](const Projection::Progress&) {
    const int pages = store_.pages_read();
    EXPECT_THAT(Ids("minato", 6), SizeIs(6));
    EXPECT_EQ(store_.pages_read(), pages);
    EXPECT_EQ(Describe().generation(), 1u);
    EXPECT_TRUE(Describe().rebuilding());
    ++asked;
    return true;
  });
  EXPECT_EQ(generation.value_or(0), 2u);
  EXPECT_GT(asked, 3);
}

TEST_F(ProjectionTest, WhatIsWrittenDuringARebuildIsThereAfterIt) {
  for (int i = 0; i < 4; ++i) Create("minato", absl::StrCat("s", i));
  uint64_t head = 4;
  const auto generation = index_.Rebuild([&](const Projection::Progress&) {
    if (head < 20) head = Create("minato", absl::StrCat("s", head));
    return true;
  });
  ASSERT_TRUE(generation.ok()) << generation.status();
  EXPECT_THAT(Ids("minato", head), SizeIs(head));
}

TEST_F(ProjectionTest, AStoppedRebuildLeavesTheOldGeneration) {
  for (int i = 0; i < 6; ++i) Create("minato", absl::StrCat("s", i));
  const auto stopped =
      index_.Rebuild([](const Projection::Progress& progress) { return progress.events_done < 2; });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Describe().generation(), 1u);
  EXPECT_FALSE(Describe().rebuilding());
  EXPECT_EQ(faults_.open_generations, 1);
  EXPECT_THAT(Ids("minato", 6), SizeIs(6));
  // Numbers are never used again.
  EXPECT_EQ(Rebuild().value_or(0), 3u);
}

TEST_F(ProjectionTest, ARebuildThatCannotReadALogLeavesTheOldGeneration) {
  const uint64_t good = Create("minato", "a");
  Append("minato", "sheets/b", "mokuhyo.events.v1.SheetCreated", "\xff");
  const auto failed = Rebuild();
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(failed.status().message()), HasSubstr("position 2 of minato"));
  EXPECT_EQ(Describe().generation(), 1u);
  EXPECT_THAT(Ids("minato", good), ElementsAre("a"));
}

TEST_F(ProjectionTest, AFailedSwitchLeavesTheOldGeneration) {
  Create("minato", "a");
  faults_.make_current = true;
  EXPECT_EQ(Rebuild().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Describe().generation(), 1u);
  EXPECT_EQ(faults_.open_generations, 1);
  EXPECT_THAT(Ids("minato", 1), ElementsAre("a"));
}

TEST_F(ProjectionTest, AGenerationThatCannotBeReadIsReplaced) {
  const uint64_t head = Create("minato", "a");
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
  faults_.garble_generation = -1;
  // The next is garbled as well, so that memory is what is left.
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
  EXPECT_THAT(failures_, SizeIs(2));
  EXPECT_EQ(Describe().generation(), 3u);
  EXPECT_EQ(Describe().size_bytes(), 0u);
}

TEST_F(ProjectionTest, AGenerationThatFailsOnceIsReplacedOnTheSameDisk) {
  const uint64_t head = Create("minato", "a");
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
  faults_.garble_generation = 1;
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
  EXPECT_THAT(failures_, SizeIs(1));
  EXPECT_EQ(Describe().generation(), 2u);
  EXPECT_EQ(Describe().size_bytes(), 4096u);
  EXPECT_EQ(faults_.open_generations, 1);
}

TEST_F(ProjectionTest, AQueryThatNothingSatisfiesComesToAnEnd) {
  const uint64_t head = Create("minato", "a");
  int asked = 0;
  const absl::Status status = index_.Read("minato", head, [&](const CityView&) {
    ++asked;
    return absl::DataLossError("makes no sense");
  });
  EXPECT_EQ(status, absl::DataLossError("makes no sense"));
  EXPECT_EQ(asked, 4);
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
}

TEST_F(ProjectionTest, WithoutADiskItIsKeptInMemory) {
  faults_.write = true;
  const uint64_t head = Create("minato", "a");
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
  EXPECT_EQ(Describe().size_bytes(), 0u);
  EXPECT_THAT(failures_, SizeIs(2));
  EXPECT_THAT(Ids("minato", Create("minato", "b")), ElementsAre("a", "b"));
  EXPECT_THAT(failures_, SizeIs(2));
  // An operator who has made room asks for a rebuild.
  EXPECT_EQ(Rebuild().status().code(), absl::StatusCode::kUnavailable);
  faults_.write = false;
  ASSERT_TRUE(Rebuild().ok());
  EXPECT_EQ(Describe().size_bytes(), 4096u);
  EXPECT_THAT(Ids("minato", head), ElementsAre("a"));
}

TEST_F(ProjectionTest, ADiskThatTakesNothingAtTheStartIsNoError) {
  faults_.begin = true;
  std::vector<std::string> failures;
  Projection index(fold_, store_, generations_, clock_,
                   {.on_failed = [&](const absl::Status& failure) {
                     failures.emplace_back(failure.message());
                   }});
  SheetDirectory directory(index);
  EXPECT_THAT(*directory.List("minato", Create("minato", "a")), SizeIs(1));
  EXPECT_THAT(failures, ElementsAre("the disk fails"));
}

TEST_F(ProjectionTest, ALogThatWentBackInItsHistoryIsReadAnew) {
  Create("minato", "a");
  Create("minato", "b");
  eventstore::conformance::AppendBuilder redact("minato");
  redact.Redact(1, "", events::v1::SheetCreated().SerializeAsString());
  ASSERT_TRUE(eventstore::AppendNow(store_, redact).ok());
  EXPECT_THAT(Ids("minato", 2), ElementsAre("a", "b"));
  // The same history with fewer redactions, as only a copy of files can make it.
  class Forgetful final : public eventstore::ForwardingEventStore {
   public:
    using ForwardingEventStore::ForwardingEventStore;
    void GetStreamRevision(
        store::v1::GetStreamRevisionRequest request,
        eventstore::Callback<store::v1::GetStreamRevisionResponse> done) override {
      store().GetStreamRevision(std::move(request), [done = std::move(done)](auto got) mutable {
        if (got.ok()) got->set_redaction_count(0);
        done(std::move(got));
      });
    }
  };
  Forgetful copy(memory_);
  store_.ReplaceStore(copy);
  const int pages = store_.pages_read();
  EXPECT_THAT(Ids("minato", 2), ElementsAre("a", "b"));
  EXPECT_GT(store_.pages_read(), pages);
}

TEST_F(ProjectionTest, ARestoreWhileTheLogIsReadMixesNothing) {
  for (const char* sheet : {"a", "b", "c", "d"}) Create("minato", sheet);
  eventstore::MemoryEventStore restored(clock_);
  store_.ReplaceStore(restored);
  for (const char* sheet : {"w", "x", "y", "z"}) Create("minato", sheet);
  store_.ReplaceStore(memory_);
  store_.before_page = [&, pages = 0]() mutable {
    if (++pages == 2) store_.ReplaceStore(restored);
  };
  EXPECT_THAT(Ids("minato", 4), ElementsAre("w", "x", "y", "z"));
}

TEST_F(ProjectionTest, RedactionsDuringARebuildAreInIt) {
  Create("minato", "a", "kita");
  for (int i = 0; i < 6; ++i) Create("minato", absl::StrCat("s", i));
  bool is_redacted = false;
  const auto generation = index_.Rebuild([&](const Projection::Progress& progress) {
    if (progress.events_done < 4 || std::exchange(is_redacted, true)) return true;
    events::v1::SheetCreated left;
    left.mutable_sheet()->set_org_unit("［削除］");
    eventstore::conformance::AppendBuilder redact("minato");
    redact.Redact(1, "", left.SerializeAsString());
    EXPECT_TRUE(eventstore::AppendNow(store_, redact).ok());
    return true;
  });
  ASSERT_TRUE(generation.ok()) << generation.status();
  ASSERT_TRUE(is_redacted);
  EXPECT_EQ(directory_.List("minato", 1)->front().org_unit, "［削除］");
}

// Writers, readers and rebuilds at once: every answer is what the log says at its position.
TEST_F(ProjectionTest, RebuildsRaceWithReadersAndWriters) {
  constexpr uint64_t kSheets = 200;
  std::atomic<uint64_t> head = 0;
  std::atomic<bool> over = false;
  std::thread writer([&] {
    for (uint64_t i = 0; i < kSheets; ++i) head = Create("minato", absl::StrCat("s", i));
    over = true;
  });
  std::vector<std::thread> readers;
  for (int t = 0; t < 2; ++t) {
    readers.emplace_back([&, t] {
      while (!over) {
        const uint64_t position = t == 0 ? head.load() : head.load() / 2;
        const auto entries = directory_.List("minato", position);
        ASSERT_TRUE(entries.ok()) << entries.status();
        ASSERT_EQ(entries->size(), position);
      }
    });
  }
  int rebuilt = 0;
  while (!over || rebuilt < 2) {
    const auto generation = Rebuild();
    ASSERT_TRUE(generation.ok()) << generation.status();
    ++rebuilt;
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  EXPECT_THAT(Ids("minato", kSheets), SizeIs(kSheets));
  EXPECT_EQ(faults_.open_generations, 1);
}

}  // namespace
}  // namespace mokuhyo::projection
