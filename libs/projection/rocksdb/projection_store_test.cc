// What every kind of ProjectionStore does.
#include "libs/projection/projection_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/projection/memory_projection_store.h"
#include "libs/projection/rocksdb/rocksdb_projection_store.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Entries = std::vector<std::pair<std::string, std::string>>;

Entries Scan(ProjectionView& view, const std::string& prefix) {
  Entries entries;
  const absl::Status status = view.Scan(prefix, [&](std::string_view rest, std::string_view value) {
    entries.emplace_back(rest, value);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return entries;
}

using Open = std::function<std::unique_ptr<ProjectionStore>(const std::string& directory)>;

class ProjectionStoreTest : public testing::TestWithParam<Open> {
 protected:
  void Write(const std::function<void(ProjectionBatch&)>& change) {
    ProjectionBatch batch;
    change(batch);
    const absl::Status written = store_->Write(batch);
    EXPECT_TRUE(written.ok()) << written;
  }
  void Put(const std::string& key, const std::string& value) {
    Write([&](ProjectionBatch& batch) { batch.Put(key, value); });
  }
  Entries Under(const std::string& prefix) { return Scan(*store_->View(), prefix); }

  const eventstore::conformance::ScratchDirectory scratch_;
  const std::unique_ptr<ProjectionStore> store_ = GetParam()(scratch_.Path() + "/1");
};

TEST_P(ProjectionStoreTest, ScansUnderAPrefixInByteOrder) {
  Put("b2", "two");
  Put("b1", "one");
  Put("c", "behind");
  Put("a", "before");
  EXPECT_THAT(Under("b"), ElementsAre(Pair("1", "one"), Pair("2", "two")));
  EXPECT_THAT(Under("d"), IsEmpty());
  EXPECT_THAT(Under(""), testing::SizeIs(4));
}

TEST_P(ProjectionStoreTest, KeysMayHoldAnyByte) {
  const std::string zero("k\0", 2);
  const std::string high = "k\xff";
  Put(zero + "a", "1");
  Put(high + "b", "2");
  Put("l", "3");
  EXPECT_THAT(Under(zero), ElementsAre(Pair("a", "1")));
  EXPECT_THAT(Under(high), ElementsAre(Pair("b", "2")));
  EXPECT_THAT(Under("k"), testing::SizeIs(2));
  Write([&](ProjectionBatch& batch) { batch.DeletePrefix(high); });
  EXPECT_THAT(Under("k"), testing::SizeIs(1));
  EXPECT_THAT(Under("l"), testing::SizeIs(1));
}

TEST_P(ProjectionStoreTest, GetsWhatWasPutLast) {
  Put("a", "1");
  Put("a", "2");
  const auto view = store_->View();
  EXPECT_EQ(view->Get("a")->value_or("none"), "2");
  EXPECT_EQ(view->Get("b")->value_or("none"), "none");
}

TEST_P(ProjectionStoreTest, ABatchIsMadeInItsOrder) {
  Put("a1", "old");
  Write([](ProjectionBatch& batch) {
    batch.DeletePrefix("a");
    batch.Put("a2", "new");
  });
  EXPECT_THAT(Under("a"), ElementsAre(Pair("2", "new")));
}

TEST_P(ProjectionStoreTest, AnErrorOfTheVisitorEndsTheScan) {
  Put("a1", "");
  Put("a2", "");
  int visits = 0;
  const absl::Status status = store_->View()->Scan("a", [&](std::string_view, std::string_view) {
    ++visits;
    return absl::DataLossError("damaged");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(visits, 1);
}

TEST_P(ProjectionStoreTest, WhatIsPurgedAndSyncedStaysDeleted) {
  Put("a1", "gone");
  Put("b1", "there");
  Write([](ProjectionBatch& batch) { batch.DeletePrefix("a"); });
  ASSERT_TRUE(store_->Purge("a").ok());
  ASSERT_TRUE(store_->Sync().ok());
  EXPECT_THAT(Under("a"), IsEmpty());
  EXPECT_THAT(Under("b"), ElementsAre(Pair("1", "there")));
}

INSTANTIATE_TEST_SUITE_P(Backends, ProjectionStoreTest,
                         testing::Values(
                             [](const std::string&) -> std::unique_ptr<ProjectionStore> {
                               return std::make_unique<MemoryProjectionStore>();
                             },
                             [](const std::string& directory) -> std::unique_ptr<ProjectionStore> {
                               auto store = RocksDbProjectionStore::Open(
                                   directory, RocksDbProjectionStore::Mode::kBegin);
                               EXPECT_TRUE(store.ok()) << store.status();
                               return *std::move(store);
                             }),
                         [](const auto& backend) {
                           return backend.index == 0 ? "Memory" : "RocksDb";
                         });

class RocksDbProjectionStoreTest : public testing::Test {
 protected:
  const eventstore::conformance::ScratchDirectory scratch_;
  const std::string directory_ = scratch_.Path() + "/1";
};

TEST_F(RocksDbProjectionStoreTest, AViewDoesNotChange) {
  const auto store = RocksDbProjectionStore::Open(directory_, RocksDbProjectionStore::Mode::kBegin);
  ASSERT_TRUE(store.ok()) << store.status();
  ProjectionBatch first;
  first.Put("a1", "");
  ASSERT_TRUE((*store)->Write(first).ok());
  const auto view = (*store)->View();
  ProjectionBatch second;
  second.DeletePrefix("a");
  second.Put("a2", "");
  ASSERT_TRUE((*store)->Write(second).ok());
  EXPECT_THAT(Scan(*view, "a"), ElementsAre(Pair("1", "")));
  EXPECT_FALSE(view->Get("a2")->has_value());
  EXPECT_THAT(Scan(*(*store)->View(), "a"), ElementsAre(Pair("2", "")));
}

TEST_F(RocksDbProjectionStoreTest, OpensWhatWasThereAndBeginsOnlyWhatWasNot) {
  using Mode = RocksDbProjectionStore::Mode;
  EXPECT_FALSE(RocksDbProjectionStore::Open(directory_, Mode::kOpen).ok());
  {
    const auto store = RocksDbProjectionStore::Open(directory_, Mode::kBegin);
    ASSERT_TRUE(store.ok()) << store.status();
    ProjectionBatch batch;
    batch.Put("a", "kept");
    ASSERT_TRUE((*store)->Write(batch).ok());
    EXPECT_GT((*store)->SizeBytes(), 0u);
  }
  EXPECT_FALSE(RocksDbProjectionStore::Open(directory_, Mode::kBegin).ok());
  const auto store = RocksDbProjectionStore::Open(directory_, Mode::kOpen);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->View()->Get("a")->value_or(""), "kept");
}

}  // namespace
}  // namespace mokuhyo::projection
