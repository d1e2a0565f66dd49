#include "libs/eventstore/checkpoint_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/fake_store_operations.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "libs/eventstore/swapped_event_store_test_util.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::UnorderedElementsAre;

bool IsClean(const CheckpointKeeper::StartReport& report) {
  return report.refusal.ok() && report.damaged.empty() && report.unchecked.empty();
}

class CheckpointKeeperTest : public ::testing::Test {
 protected:
  void Record(int count, const std::string& city = "niigata") {
    const auto appended = AppendNow(store_, AppendBuilder(city).To("sheets/a", Any(), count));
    ASSERT_TRUE(appended.ok() && appended->has_appended());
  }

  CheckpointKeeper KeeperWith(std::optional<proof::SigningKey> key,
                              std::vector<proof::VerifyingKey> trusted = {}) {
    return CheckpointKeeper(store_, operations_, clock_, files_, std::move(key),
                            std::move(trusted));
  }

  std::string Epoch() {
    admin::v1::GetStatusResponse status;
    operations_.Describe(status);
    return status.epoch();
  }

  // A signed checkpoint, without a look at the log.
  proof::CheckpointNote Signed(const std::string& epoch, uint64_t size, const proof::Hash& root) {
    auto note = *proof::NewCheckpointNote("niigata", epoch, size, root, clock_.Now());
    note.Sign(key_);
    return note;
  }

  proof::CheckpointNote Unsigned(uint64_t size, const proof::Hash& root) {
    return *proof::NewCheckpointNote("niigata", Epoch(), size, root, clock_.Now());
  }

  // Puts a checkpoint where it is looked for.
  void PutOutside(const proof::CheckpointNote& note) {
    ASSERT_TRUE(proof::CheckpointFiles({Outside()}).Write(note).ok());
  }
  void PutInside(const proof::CheckpointNote& note) {
    ASSERT_TRUE(proof::CheckpointFiles({directory_.Path() + "/inside"}).Write(note).ok());
  }

  void Claim(uint64_t size, const proof::Hash& root) { PutOutside(Signed(Epoch(), size, root)); }

  std::string Outside() const { return directory_.Path() + "/outside"; }

  conformance::ScratchDirectory directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1714521600)};
  MemoryEventStore memory_{clock_};
  SwappedEventStore store_{memory_};
  conformance::FakeStoreOperations operations_{store_};
  proof::CheckpointFiles files_{{directory_.Path() + "/inside", Outside()}};
  static store::v1::EpochAncestor Ancestor(const char* epoch, uint64_t position) {
    store::v1::EpochAncestor ancestor;
    ancestor.set_epoch(epoch);
    ancestor.set_position(position);
    return ancestor;
  }

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
  Claim(5, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_THAT(report.unchecked, IsEmpty());
  const DamagedLog& log = report.damaged.at("niigata");
  EXPECT_TRUE(absl::IsDataLoss(log.status));
  EXPECT_EQ(base::ErrorReason(log.status), "LOG_CUT_SHORT");
  EXPECT_THAT(std::string(log.status.message()), HasSubstr("cities/niigata ends at position 3"));
  EXPECT_THAT(std::string(log.status.message()), HasSubstr("5 events"));
  EXPECT_EQ(log.damaged_from, 4u);
  EXPECT_TRUE(report.refusal.ok());
}

TEST_F(CheckpointKeeperTest, ALogOfWhichNothingIsLeftIsFound) {
  Claim(5, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_EQ(base::ErrorReason(report.damaged.at("niigata").status), "LOG_CUT_SHORT");
  EXPECT_EQ(report.damaged.at("niigata").damaged_from, 1u);
  // What is begun in its place is not for other cities either.
  EXPECT_EQ(base::ErrorReason(report.refusal), "LOG_CUT_SHORT");
}

TEST_F(CheckpointKeeperTest, ALogThatSaysSomethingElseIsFound) {
  Record(3);
  Claim(2, proof::EmptyRoot());
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  const absl::Status& status = report.damaged.at("niigata").status;
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(base::ErrorReason(status), "LOG_REPLACED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("first 2 events of cities/niigata"));
  EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "LOG_REPLACED");
}

TEST_F(CheckpointKeeperTest, ACheckpointThatCannotBeReadIsReportedAndTheNextOneCounts) {
  Record(3);
  Claim(2, proof::EmptyRoot());
  PutOutside(Signed(Epoch(), 3, *operations_.FindRoot("niigata", 3)));
  const std::string directory = Outside() + "/" + Epoch() + "/niigata/";
  const std::string path = directory + "00000000000000000003.checkpoint";
  std::filesystem::resize_file(path, 20);
  std::filesystem::copy_file(path, directory + "3.checkpoint");
  const auto report = keeper_.CheckAtStart();
  EXPECT_THAT(report.damaged, ElementsAre(Key("niigata")));
  ASSERT_EQ(report.unchecked.size(), 2u);
  std::string told;
  for (const absl::Status& status : report.unchecked) {
    EXPECT_EQ(base::ErrorReason(status), "CHECKPOINT_DAMAGED");
    told += std::string(status.message());
  }
  EXPECT_THAT(told, HasSubstr(path));
  EXPECT_THAT(told, HasSubstr("/3.checkpoint"));
}

TEST_F(CheckpointKeeperTest, BadFilesKeepNobodyFromTheOthers) {
  Record(3);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  const std::string directory = Outside() + "/" + Epoch() + "/niigata/";
  std::filesystem::copy_file(directory + "00000000000000000003.checkpoint",
                             directory + "00000000000000000002.checkpoint");
  std::filesystem::copy_file(directory + "00000000000000000003.checkpoint",
                             directory + "three.checkpoint");
  CheckpointKeeper keeper = KeeperWith(key_);
  EXPECT_EQ((*keeper.Newest("niigata"))->size, 3u);
  EXPECT_THAT(*keeper.Sizes("niigata"), ElementsAre(3, 2));
  EXPECT_TRUE(keeper.Find("niigata", 3).ok());
  EXPECT_TRUE(absl::IsDataLoss(keeper.Find("niigata", 2).status()));
  Record(1);
  EXPECT_TRUE(keeper.Make("niigata").ok());
  CheckpointKeeper::Problems problems;
  const auto all = keeper.FindAll("niigata", problems);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(*all, ElementsAre(Field(&proof::CheckpointNote::size, 4),
                                Field(&proof::CheckpointNote::size, 3)));
  EXPECT_EQ(problems.size(), 2u);
}

TEST_F(CheckpointKeeperTest, OnlyWhatTheLogSaysIsSigned) {
  Record(3);
  const proof::CheckpointNote forged = Unsigned(3, proof::EmptyRoot());
  PutOutside(forged);
  const auto made = keeper_.Make("niigata");
  EXPECT_TRUE(absl::IsDataLoss(made.status())) << made.status();
  EXPECT_EQ(base::ErrorReason(made.status()), "CHECKPOINT_DAMAGED");
  proof::CheckpointFiles::Problems problems;
  const auto outside = proof::CheckpointFiles({Outside()}).Read(Epoch(), "niigata", 3, problems);
  ASSERT_EQ(outside.size(), 1u);
  EXPECT_EQ(outside.front().note.Format(), forged.note.Format());
}

TEST_F(CheckpointKeeperTest, ATimeAtWhichTheLogWasNotSoIsNotSigned) {
  Record(3);
  const proof::Hash root = *operations_.FindRoot("niigata", 3);
  for (const absl::Duration off : {-absl::Hours(1), absl::Hours(1)}) {
    std::filesystem::remove_all(Outside());
    const absl::Time then = clock_.Now() + off;
    PutOutside(*proof::NewCheckpointNote("niigata", Epoch(), 3, root, then));
    EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "CHECKPOINT_DAMAGED");
  }
}

TEST_F(CheckpointKeeperTest, NothingIsSignedOnTopOfAReplacedLog) {
  Record(3);
  EXPECT_TRUE(IsClean(keeper_.CheckAtStart()));
  Claim(2, proof::EmptyRoot());
  Record(1);
  EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "LOG_REPLACED");
}

TEST_F(CheckpointKeeperTest, WithAKeyUnsignedCheckpointsSayNothing) {
  Record(5);
  Claim(2, proof::EmptyRoot());
  // As whoever replaced the log would have it.
  PutInside(Unsigned(3, *operations_.FindRoot("niigata", 3)));
  PutOutside(Unsigned(4, *operations_.FindRoot("niigata", 4)));
  EXPECT_EQ((*keeper_.Newest("niigata"))->size, 2u);
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_EQ(base::ErrorReason(report.damaged.at("niigata").status), "LOG_REPLACED");
  EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "LOG_REPLACED");
  // Nor do they hurt.
  std::filesystem::remove_all(Outside());
  PutOutside(Unsigned(9, proof::EmptyRoot()));
  EXPECT_THAT(KeeperWith(key_).CheckAtStart().damaged, IsEmpty());
}

TEST_F(CheckpointKeeperTest, WithoutAKeyUnsignedOnesCount) {
  Record(3);
  PutOutside(Unsigned(2, proof::EmptyRoot()));
  EXPECT_THAT(KeeperWith(std::nullopt).CheckAtStart().damaged, ElementsAre(Key("niigata")));
}

TEST_F(CheckpointKeeperTest, DirectoriesThatContradictEachOtherAreDamage) {
  Record(3);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  std::filesystem::remove_all(Outside());
  Claim(3, proof::EmptyRoot());
  EXPECT_THAT(KeeperWith(key_).CheckAtStart().damaged, ElementsAre(Key("niigata")));
  // Also where the newer one is right.
  std::filesystem::remove_all(Outside());
  Claim(2, proof::EmptyRoot());
  EXPECT_THAT(KeeperWith(key_).CheckAtStart().damaged, ElementsAre(Key("niigata")));
}

TEST_F(CheckpointKeeperTest, AnEarlierKeyCountsWhereItIsNamed) {
  Record(3);
  Claim(2, proof::EmptyRoot());
  const proof::SigningKey next = proof::SigningKey::Generate();
  EXPECT_THAT(KeeperWith(next, {key_.PublicKey()}).CheckAtStart().damaged,
              ElementsAre(Key("niigata")));
  EXPECT_THAT(KeeperWith(std::nullopt, {key_.PublicKey()}).CheckAtStart().damaged,
              ElementsAre(Key("niigata")));
  // Where it is not, this is said.
  const auto report = KeeperWith(next).CheckAtStart();
  EXPECT_THAT(report.damaged, IsEmpty());
  ASSERT_EQ(report.unchecked.size(), 1u);
  EXPECT_EQ(base::ErrorReason(report.unchecked.front()), "CHECKPOINTS_NOT_TRUSTED");
  EXPECT_THAT(std::string(report.unchecked.front().message()), HasSubstr("--trusted-keys"));
}

TEST_F(CheckpointKeeperTest, WhatARestoreKeptMustBeAsItsCheckpointsSay) {
  Record(5);
  store_.Swap(memory_, {Ancestor("aa", 3), Ancestor("bb", 2)});
  PutOutside(Signed("aa", 3, *operations_.FindRoot("niigata", 3)));
  // What was given up.
  PutOutside(Signed("aa", 4, proof::EmptyRoot()));
  PutOutside(Signed("bb", 9, proof::EmptyRoot()));
  EXPECT_TRUE(IsClean(keeper_.CheckAtStart()));
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  CheckpointKeeper::Problems problems;
  EXPECT_THAT(*keeper_.FindAll("niigata", problems),
              UnorderedElementsAre(Field(&proof::CheckpointNote::size, 5),
                                   Field(&proof::CheckpointNote::size, 3)));

  PutOutside(Signed("bb", 2, proof::EmptyRoot()));
  const auto report = keeper_.CheckAtStart();
  ASSERT_THAT(report.damaged, ElementsAre(Key("niigata")));
  EXPECT_EQ(base::ErrorReason(report.damaged.at("niigata").status), "LOG_REPLACED");
  EXPECT_EQ(base::ErrorReason(keeper_.Make("niigata").status()), "LOG_REPLACED");
}

TEST_F(CheckpointKeeperTest, ALogInThePlaceOfAnotherIsFound) {
  PutOutside(Signed("cc", 5, proof::EmptyRoot()));
  for (const bool is_empty : {true, false}) {
    if (!is_empty) Record(3, "yokohama");
    const auto report = keeper_.CheckAtStart();
    EXPECT_TRUE(absl::IsDataLoss(report.refusal));
    EXPECT_EQ(base::ErrorReason(report.refusal), "LOG_MISSING");
    const std::string message(report.refusal.message());
    EXPECT_THAT(message, HasSubstr("5 events of cities/niigata"));
    EXPECT_THAT(message, HasSubstr("move " + Outside() + "/cc away"));
    EXPECT_THAT(report.damaged, IsEmpty());
  }
  EXPECT_EQ(base::ErrorReason(keeper_.Make("yokohama").status()), "LOG_MISSING");
  // With the remedies: the log is a continuation of it after all, or the checkpoints are gone.
  store_.Swap(memory_, {Ancestor("cc", 0)});
  EXPECT_TRUE(IsClean(keeper_.CheckAtStart()));
  store_.Swap(memory_, {});
  std::filesystem::remove_all(Outside() + "/cc");
  EXPECT_TRUE(IsClean(keeper_.CheckAtStart()));
}

TEST_F(CheckpointKeeperTest, AHistoryOfWhichNoCheckpointCountsIsNoOther) {
  PutOutside(*proof::NewCheckpointNote("niigata", "cc", 5, proof::EmptyRoot(), clock_.Now()));
  EXPECT_TRUE(keeper_.CheckAtStart().refusal.ok());
  EXPECT_EQ(base::ErrorReason(KeeperWith(std::nullopt).CheckAtStart().refusal), "LOG_MISSING");
}

// As RocksDB's operations describe a store that was saved from damage.
class UndescribedOperations final : public StoreOperations {
 public:
  absl::StatusOr<proof::Hash> FindRoot(const std::string&, uint64_t) override { return damage_; }
  absl::StatusOr<proof::v1::InclusionProof> ProveInclusion(const std::string&, uint64_t,
                                                           uint64_t) override {
    return damage_;
  }
  absl::StatusOr<std::vector<proof::Hash>> ProveConsistency(const std::string&, uint64_t,
                                                            uint64_t) override {
    return damage_;
  }
  absl::StatusOr<admin::v1::CityVerification> Verify(const std::string&,
                                                     const std::vector<proof::v1::Checkpoint>&,
                                                     const OnProgress&) override {
    return damage_;
  }
  absl::Status EraseReplaced(const std::string&, uint64_t) override { return damage_; }
  absl::StatusOr<admin::v1::Backup> CreateBackup(const std::string&, const OnProgress&) override {
    return damage_;
  }
  void Describe(admin::v1::GetStatusResponse&) override {}

 private:
  const absl::Status damage_ = base::DataLoss("LOG_DAMAGED", "a table is damaged");
};

TEST_F(CheckpointKeeperTest, HistoriesAreNotTakenForCities) {
  Record(3);
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  UndescribedOperations operations;
  CheckpointKeeper keeper(store_, operations, clock_, files_, key_);
  CheckpointKeeper::Problems problems;
  EXPECT_THAT(keeper.Cities(problems), ElementsAre("niigata"));
  EXPECT_THAT(problems, IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::eventstore
