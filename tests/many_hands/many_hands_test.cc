#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/serving/executor.h"

// 32 people on one sheet, each on a thread of their own, over the store in memory and that on disk.
namespace mokuhyo::application {
namespace {

using domain::testing::Proto;
using goals::v1::UpdateGoalRequest;
using goals::v1::UpdateGoalResponse;

constexpr int kWriters = 32;

enum class Backend { kMemory, kRocksDb };

class ManyHandsTest : public TestCity, public ::testing::WithParamInterface<Backend> {
 protected:
  void SetUp() override {
    if (GetParam() == Backend::kRocksDb) {
      eventstore::RocksDbEventStore::Options options;
      options.directory = directory_.Path() + "/store";
      auto opened = eventstore::RocksDbEventStore::Open(options, clock_);
      ASSERT_TRUE(opened.ok()) << opened.status();
      rocksdb_ = *std::move(opened);
      store_.ReplaceStore(*rocksdb_);
    }
    TestCity::SetUp();
    CreateSheet();
    CreateGoals(kWriters);
  }

  static UpdateGoalRequest Title(int goal, const std::string& title, const std::string& etag) {
    UpdateGoalRequest request;
    request.set_name(absl::StrCat("cities/test/sheets/s/goals/g", goal));
    request.mutable_goal()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    request.set_etag(etag);
    return request;
  }

  // Runs the requests at once, each on a thread and as an actor of its own; what lines up goes on
  // on an executor, as in a server.
  std::vector<absl::Status> RunAtOnce(const std::vector<UpdateGoalRequest>& requests) {
    serving::Executor executor(4, 1024);
    WriteRunner runner(
        store_, [&executor](auto task) { return executor.PostContinuation(std::move(task)); });
    SheetWrites writes(folds_, runner, clock_,
                       [](const auto& document) { return document.DebugString(); });
    std::vector<absl::Status> outcomes(requests.size(), absl::UnknownError("was not called"));
    std::vector<std::thread> threads;
    for (size_t i = 0; i < requests.size(); ++i) {
      threads.emplace_back([&, i] {
        Caller caller = caller_;
        caller.actor = absl::StrCat("hand-", i);
        UpdateGoalResponse response;
        outcomes[i] =
            Call([&](auto done) { writes.Run(requests[i], caller, &response, std::move(done)); });
      });
    }
    for (std::thread& thread : threads) thread.join();
    return outcomes;
  }

  // Whoever was folding all along has what a fold of the log from its beginning gives.
  void ExpectFoldIsRebuild() {
    CityFolds fresh(store_);
    const auto kept = folds_.sheets.Load("test", SheetStream("s"));
    const auto rebuilt = fresh.sheets.Load("test", SheetStream("s"));
    ASSERT_TRUE(kept.ok() && rebuilt.ok());
    EXPECT_EQ((*kept)->revision, (*rebuilt)->revision);
    EXPECT_EQ((*kept)->position, (*rebuilt)->position);
    std::string difference;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare((*kept)->state.sheet(), (*rebuilt)->state.sheet()))
        << difference;
  }

  eventstore::conformance::ScratchDirectory directory_;
  std::unique_ptr<eventstore::RocksDbEventStore> rocksdb_;
};

TEST_P(ManyHandsTest, WritesOnDifferentGoalsAllSucceed) {
  std::vector<UpdateGoalRequest> requests;
  for (int i = 0; i < kWriters; ++i) {
    requests.push_back(Title(i + 1, absl::StrCat("題", i), Sheet().goals(i).etag()));
  }
  const uint64_t head = Head();
  for (const absl::Status& status : RunAtOnce(requests)) ExpectOk(status);
  EXPECT_EQ(Head(), head + kWriters);
  const sheets::v1::Sheet& sheet = Sheet();
  for (int i = 0; i < kWriters; ++i) EXPECT_EQ(sheet.goals(i).title(), absl::StrCat("題", i));
  ExpectFoldIsRebuild();
}

TEST_P(ManyHandsTest, WithTheSameEtagExactlyOneWinsAndTheOthersAreToldWho) {
  const std::string etag = Sheet().goals(0).etag();
  std::vector<UpdateGoalRequest> requests;
  for (int i = 0; i < kWriters; ++i) requests.push_back(Title(1, absl::StrCat("題", i), etag));
  const uint64_t head = Head();
  const std::vector<absl::Status> outcomes = RunAtOnce(requests);
  EXPECT_EQ(Head(), head + 1);
  int winner = -1;
  for (int i = 0; i < kWriters; ++i) {
    if (!outcomes[i].ok()) continue;
    EXPECT_EQ(winner, -1) << "two won";
    winner = i;
  }
  ASSERT_NE(winner, -1);
  EXPECT_EQ(Sheet().goals(0).title(), absl::StrCat("題", winner));
  for (int i = 0; i < kWriters; ++i) {
    if (i == winner) continue;
    ExpectRefused(outcomes[i], absl::StatusCode::kAborted, "STALE_ETAG");
    EXPECT_NE(outcomes[i].message().find(absl::StrCat("GoalUpdated g1 by hand-", winner, " at ")),
              absl::string_view::npos)
        << outcomes[i];
  }
  ExpectFoldIsRebuild();
}

INSTANTIATE_TEST_SUITE_P(Stores, ManyHandsTest,
                         ::testing::Values(Backend::kMemory, Backend::kRocksDb),
                         [](const auto& backend) {
                           return backend.param == Backend::kMemory ? "Memory" : "RocksDb";
                         });

}  // namespace
}  // namespace mokuhyo::application
