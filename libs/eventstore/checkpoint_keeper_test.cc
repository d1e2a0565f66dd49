#include "libs/eventstore/checkpoint_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/fake_store_operations.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;

bool IsClean(const CheckpointKeeper::StartReport& report) {
  return report.damaged.empty() && report.unchecked.empty();
}

class CheckpointKeeperTest : public ::testing::Test {
 protected:
  void Record(int count, const std::string& city = "niigata") {
    const auto appended = AppendNow(store_, AppendBuilder(city).To("sheets/a", Any(), count));
    ASSERT_TRUE(appended.ok() && appended->has_appended());
  }

  CheckpointKeeper KeeperWith(std::optional<proof::SigningKey> key) {
    return CheckpointKeeper(store_, operations_, clock_, files_, std::move(key));
  }

  std::string Epoch() {
    admin::v1::GetStatusResponse status;
    operations_.Describe(status);
    return status.epoch();
  }

  // Puts a checkpoint where it is looked for, without a look at the log.
  void Claim(const std::string& city, uint64_t size, const proof::Hash& root) {
    const auto note = proof::NewCheckpointNote(city, Epoch(), size, root, clock_.Now());
    ASSERT_TRUE(note.ok()) << note.status();
    ASSERT_TRUE(proof::CheckpointFiles({Outside()}).Write(*note).ok());
  }

  std::string Outside() const { return directory_.Path() + "/outside"; }

  conformance::ScratchDirectory directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1714521600)};
  MemoryEventStore store_{clock_};
  conformance::FakeStoreOperations operations_{store_};
  proof::CheckpointFiles files_{{directory_.Path() + "/inside", Outside()}};
  const proof::SigningKey key_ = proof::SigningKey::Generate();
  CheckpointKeeper keeper_{store_, operations_, clock_, files_, key_};
};

TEST_F(CheckpointKeeperTest, MakesASignedCheckpointOfTheHead) {
  Record(3);
  const auto made = keeper_.Make("niigata");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->city, "niigata");
  EXPECT_EQ(made->epoch, Epoch());
  EXPECT_EQ(made->size, 3u);
  EXPECT_EQ(made->root, *operations_.FindRoot("niigata", 3));
  EXPECT_EQ(made->time, clock_.Now());
  EXPECT_TRUE(made->IsSignedBy(key_.PublicKey()));
  for (const char* place : {"/inside/", "/outside/"}) {
    EXPECT_TRUE(std::filesystem::exists(directory_.Path() + place + Epoch() +
                                        "/niigata/00000000000000000003.checkpoint"));
  }
}

TEST_F(CheckpointKeeperTest, AStateHasOneCheckpoint) {
  Record(3);
  const auto first = keeper_.Make("niigata");
  clock_.Advance(absl::Hours(1));
  const auto again = keeper_.Make("niigata");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->note.Format(), first->note.Format());
  EXPECT_THAT(*keeper_.Sizes("niigata"), ElementsAre(3));
  Record(1);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  EXPECT_THAT(*keeper_.Sizes("niigata"), ElementsAre(4, 3));
  EXPECT_EQ(keeper_.Find("niigata", 3)->note.Format(), first->note.Format());
  EXPECT_TRUE(absl::IsNotFound(keeper_.Find("niigata", 2).status()));
}

TEST_F(CheckpointKeeperTest, ANewKeySignsBesideTheOldOne) {
  Record(3);
  const auto unsigned_one = KeeperWith(std::nullopt).Make("niigata");
  ASSERT_TRUE(unsigned_one.ok());
  EXPECT_THAT(unsigned_one->note.signatures, IsEmpty());
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  const proof::SigningKey next = proof::SigningKey::Generate();
  const auto both = KeeperWith(next).Make("niigata");
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->note.text, unsigned_one->note.text);
  EXPECT_TRUE(both->IsSignedBy(key_.PublicKey()));
  EXPECT_TRUE(both->IsSignedBy(next.PublicKey()));
}

TEST_F(CheckpointKeeperTest, KnowsTheNewestOne) {
  Record(3);
  EXPECT_FALSE(keeper_.Newest("niigata")->has_value());
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  EXPECT_EQ((*keeper_.Newest("niigata"))->size, 3u);
  Record(2);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  EXPECT_EQ((*keeper_.Newest("niigata"))->size, 5u);
  EXPECT_EQ((*KeeperWith(key_).Newest("niigata"))->size, 5u);
}

TEST_F(CheckpointKeeperTest, ACityWithoutEventsHasNone) {
  EXPECT_TRUE(absl::IsNotFound(keeper_.Make("niigata").status()));
  EXPECT_TRUE(absl::IsNotFound(keeper_.Sizes("niigata").status()));
  EXPECT_TRUE(absl::IsNotFound(keeper_.Find("niigata", 1).status()));
}

TEST_F(CheckpointKeeperTest, AStartWithTheSameLogIsFine) {
  EXPECT_TRUE(IsClean(keeper_.CheckAtStart()));
  Record(3);
  Record(2, "yokohama");
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  EXPECT_TRUE(IsClean(KeeperWith(key_).CheckAtStart()));
  Record(1);
  EXPECT_TRUE(IsClean(KeeperWith(key_).CheckAtStart()));
}

TEST_F(CheckpointKeeperTest, ALogThatWasCutShortIsFound) {
  Record(3);
  Record(3, "yokohama");
  Claim("niigata", 5, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_THAT(report.unchecked, IsEmpty());
  const DamagedLog& log = report.damaged.at("niigata");
  EXPECT_TRUE(absl::IsDataLoss(log.status));
  EXPECT_EQ(base::ErrorReason(log.status), "LOG_CUT_SHORT");
  EXPECT_THAT(std::string(log.status.message()), HasSubstr("cities/niigata ends at position 3"));
  EXPECT_THAT(std::string(log.status.message()), HasSubstr("5 events"));
  EXPECT_EQ(log.damaged_from, 4u);
}

TEST_F(CheckpointKeeperTest, ALogOfWhichNothingIsLeftIsFound) {
  Claim("niigata", 5, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_EQ(base::ErrorReason(report.damaged.at("niigata").status), "LOG_CUT_SHORT");
  EXPECT_EQ(report.damaged.at("niigata").damaged_from, 1u);
}

TEST_F(CheckpointKeeperTest, ALogThatSaysSomethingElseIsFound) {
  Record(3);
  Claim("niigata", 2, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  const absl::Status& status = report.damaged.at("niigata").status;
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(base::ErrorReason(status), "LOG_REPLACED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("first 2 events of cities/niigata"));
  EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "LOG_REPLACED");
}

TEST_F(CheckpointKeeperTest, ACheckpointThatCannotBeReadIsReported) {
  Record(3);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  const std::string path = Outside() + "/" + Epoch() + "/niigata/00000000000000000003.checkpoint";
  std::filesystem::resize_file(path, 20);
  const auto report = KeeperWith(key_).CheckAtStart();
  EXPECT_THAT(report.damaged, IsEmpty());
  ASSERT_EQ(report.unchecked.size(), 1u);
  EXPECT_EQ(base::ErrorReason(report.unchecked.front()), "CHECKPOINT_DAMAGED");
  EXPECT_THAT(std::string(report.unchecked.front().message()), HasSubstr(path));
}

}  // namespace
}  // namespace mokuhyo::eventstore
