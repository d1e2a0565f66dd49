#include "libs/eventstore/rocksdb/rocksdb_store_operations.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/log_verifier.h"
#include "libs/proof/paths.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::ScratchDirectory;

class RocksDbStoreOperationsTest : public testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    RocksDbEventStore::Options options;
    options.directory = directory_.Path();
    options.sync = false;
    auto store = RocksDbEventStore::Open(options, clock_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  StoreOperations& Operations() { return store_->operations(); }

  void Append(int count, const std::string& stream = "sheets/1") {
    const auto response = AppendNow(*store_, AppendBuilder("niigata").To(stream, Any(), count));
    ASSERT_TRUE(response.ok()) << response.status();
  }

  std::vector<store::v1::RecordedEvent> ReadAll() {
    store::v1::ReadCityRequest request;
    request.set_city("niigata");
    const auto page = ReadCityNow(*store_, request);
    EXPECT_TRUE(page.ok() && page->end_of_log()) << page.status();
    return {page->events().begin(), page->events().end()};
  }

  proof::Hash Root(uint64_t size) {
    const auto root = Operations().FindRoot("niigata", size);
    EXPECT_TRUE(root.ok()) << root.status();
    return root.value_or(proof::Hash());
  }

  proof::v1::Checkpoint CheckpointAt(uint64_t size) {
    proof::v1::Checkpoint checkpoint;
    checkpoint.set_city("niigata");
    checkpoint.set_size(size);
    checkpoint.set_root_hash(std::string(proof::View(Root(size))));
    checkpoint.set_time("2020-04-01T00:00:00Z");
    return checkpoint;
  }

  admin::v1::CityVerification Verify(const std::vector<proof::v1::Checkpoint>& checkpoints = {}) {
    const auto result =
        Operations().Verify("niigata", checkpoints, [](const auto&) { return true; });
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(admin::v1::CityVerification());
  }

  // Does something to the database itself while the store is closed.
  template <typename Change>
  void Tamper(const Change& change) {
    store_.reset();
    {
      rocksdb::DB* db = nullptr;
      ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), directory_.Path() + "/log", &db).ok());
      const std::unique_ptr<rocksdb::DB> owned(db);
      change(*db);
    }
    Open();
  }

  // Whether any file of the store holds the bytes.
  bool IsOnDisk(const std::string& bytes) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.Path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(file)), {});
      if (text.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  const ScratchDirectory directory_;
  const base::SystemClock clock_;
  std::unique_ptr<RocksDbEventStore> store_;
};

// The root of RFC 6962, section 2.1, by its definition.
proof::Hash NaiveRoot(const std::vector<proof::Hash>& leaves, size_t begin, size_t end) {
  if (end == begin) return proof::EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (2 * split < end - begin) split *= 2;
  return proof::NodeHash(NaiveRoot(leaves, begin, begin + split),
                         NaiveRoot(leaves, begin + split, end));
}

TEST_F(RocksDbStoreOperationsTest, TheTreeIsThatOfTheEventsAtEverySize) {
  // Of several appends and openings, so that the edge of the tree is loaded at odd sizes too.
  for (int i = 1; i <= 11; ++i) {
    Append(i, absl::StrCat("sheets/", i % 3));
    if (i % 4 == 0) Tamper([](rocksdb::DB&) {});
  }
  std::vector<proof::Hash> leaves;
  for (const auto& event : ReadAll()) leaves.push_back(proof::LeafHash(EncodeLeaf(event)));
  ASSERT_EQ(leaves.size(), 66U);
  for (size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(Root(size), NaiveRoot(leaves, 0, size)) << size;
  }
}

TEST_F(RocksDbStoreOperationsTest, ProvesEveryEventAtEverySize) {
  Append(37);
  for (uint64_t size = 1; size <= 37; ++size) {
    const proof::Hash root = Root(size);
    for (uint64_t position = 1; position <= size; ++position) {
      const auto proof = Operations().ProveInclusion("niigata", position, size);
      ASSERT_TRUE(proof.ok()) << proof.status();
      std::vector<proof::Hash> path;
      for (const auto& hash : proof->path()) path.push_back(*proof::ToHash(hash));
      EXPECT_TRUE(
          proof::VerifyInclusion(proof::LeafHash(proof->header()), position - 1, size, path, root))
          << position << " of " << size;
    }
    for (uint64_t first = 1; first <= size; ++first) {
      const auto path = Operations().ProveConsistency("niigata", first, size);
      ASSERT_TRUE(path.ok()) << path.status();
      EXPECT_TRUE(proof::VerifyConsistency(first, size, *path, Root(first), root))
          << first << " in " << size;
    }
  }
  EXPECT_EQ(base::ErrorReason(Operations().ProveInclusion("niigata", 3, 38).status()),
            "BEYOND_HEAD");
  EXPECT_EQ(base::ErrorReason(Operations().ProveInclusion("niigata", 3, 2).status()),
            "BEYOND_CHECKPOINT");
  EXPECT_EQ(Operations().ProveConsistency("niigata", 3, 2).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Operations().FindRoot("nii gata", 0).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(RocksDbStoreOperationsTest, AnIntactLogIsSaidToBe) {
  Append(20);
  const auto checkpoint = CheckpointAt(13);
  Append(30, "sheets/2");
  const auto result = Verify({checkpoint, CheckpointAt(50)});
  EXPECT_EQ(result.damage_count(), 0U) << result.ShortDebugString();
  EXPECT_EQ(result.verified_event_count(), 50U);
  EXPECT_EQ(result.verified_checkpoint_count(), 2U);
}

// Whatever bit of an event is flipped behind the back of RocksDB's checksums, its position is
// named.
TEST_F(RocksDbStoreOperationsTest, FindsEveryFlippedBitOfAnEvent) {
  AppendBuilder append("niigata");
  append.To("sheets/1", Any(), 20).As("request-1", 'a');
  append.Request().set_trace_context("00-trace-01");
  append.Request().mutable_streams(0)->mutable_events(8)->set_reason("差し替え");
  ASSERT_TRUE(AppendNow(*store_, append).ok());
  const std::string key = keys::EventKey("niigata", 9);
  store_.reset();
  rocksdb::DB* raw = nullptr;
  std::string record;
  ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), directory_.Path() + "/log", &raw).ok());
  ASSERT_TRUE(raw->Get({}, key, &record).ok());
  delete std::exchange(raw, nullptr);
  ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), directory_.Path() + "/log", &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  CityHeads heads;
  ASSERT_TRUE(LogReader::LoadHeads(*db, &heads).ok());
  const store::v1::Limits limits = DefaultLimits();
  const LogReader reader(*db, heads, limits);
  for (size_t bit = 0; bit < record.size() * 8; ++bit) {
    std::string flipped = record;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_TRUE(db->Put({}, key, flipped).ok());
    const auto verified =
        LogVerifier(*db, reader, "niigata", 20, {}).Run([](const auto&) { return true; });
    ASSERT_TRUE(verified.ok()) << verified.status();
    const admin::v1::CityVerification& result = *verified;
    ASSERT_GT(result.damage_count(), 0U) << "bit " << bit;
    EXPECT_EQ(result.first_damaged_position(), 9U) << "bit " << bit << result.ShortDebugString();
    EXPECT_EQ(result.verified_event_count(), 19U) << "bit " << bit;
  }
}

TEST_F(RocksDbStoreOperationsTest, FindsWhatIsMissingOrFalseAroundEvents) {
  Append(40);
  const auto checkpoints = std::vector{CheckpointAt(30)};
  std::map<std::string, std::string> kept;
  const auto keep = [&](rocksdb::DB& db, const std::string& key) {
    ASSERT_TRUE(db.Get({}, key, &kept[key]).ok());
  };
  struct Case {
    std::string key;
    bool remove;
    uint64_t position;
  };
  for (const Case& test : {Case{keys::EventKey("niigata", 5), true, 5},
                           Case{keys::StreamKey("niigata", "sheets/1", 6), true, 7},
                           Case{keys::StreamKey("niigata", "sheets/1", 6), false, 7},
                           Case{keys::NodeKey("niigata", 4, 1), true, 32},
                           Case{keys::NodeKey("niigata", 4, 1), false, 32}}) {
    Tamper([&](rocksdb::DB& db) {
      keep(db, test.key);
      std::string value = kept[test.key];
      value[value.size() / 2] = static_cast<char>(value[value.size() / 2] ^ 1);
      test.remove ? db.Delete({}, test.key) : db.Put({}, test.key, value);
    });
    const auto result = Verify(checkpoints);
    EXPECT_GT(result.damage_count(), 0U);
    EXPECT_EQ(result.first_damaged_position(), test.position) << result.ShortDebugString();
    Tamper([&](rocksdb::DB& db) { db.Put({}, test.key, kept[test.key]); });
    EXPECT_EQ(Verify(checkpoints).damage_count(), 0U);
  }
}

// What stands beside the events decides about appends, so it must not lie either.
TEST_F(RocksDbStoreOperationsTest, FindsWhatIsTooMuchOrMissingBesideTheEvents) {
  for (int i = 0; i < 3; ++i) {
    const std::string id = absl::StrCat("request-", i);
    ASSERT_TRUE(
        AppendNow(*store_, AppendBuilder("niigata").To("sheets/1", Any(), 10).As(id, 'a')).ok());
  }
  const proof::Hash leaf = proof::EmptyRoot();
  struct Case {
    std::string name;
    std::string key;
    std::string value;  // Empty: the key is deleted.
  };
  store::v1::Receipt false_receipt;
  false_receipt.mutable_appended()->set_first_position(5);
  for (const Case& test : {
           Case{"an entry too much", keys::StreamKey("niigata", "sheets/1", 30),
                keys::EncodeStreamEntry(5, leaf)},
           Case{"a stream that never was", keys::StreamKey("niigata", "ghost", 0),
                keys::EncodeStreamEntry(5, leaf)},
           Case{"a node too much", keys::NodeKey("niigata", 3, 0), std::string(32, 'x')},
           Case{"a receipt that is gone",
                keys::ReceiptKey("niigata", conformance::Key("request-1")), ""},
           Case{"a receipt of nothing", keys::ReceiptKey("niigata", conformance::Key("other")),
                false_receipt.SerializeAsString()},
           Case{"a receipt that is none", keys::ReceiptKey("niigata", conformance::Key("other")),
                "\xFF"},
           Case{"a key of no kind", "x", "x"},
           Case{"a key in front", "A", "x"},
           Case{"a key between", "f", "x"},
       }) {
    SCOPED_TRACE(test.name);
    ASSERT_EQ(Verify().damage_count(), 0U) << Verify().ShortDebugString();
    std::string kept;
    Tamper([&](rocksdb::DB& db) {
      db.Get({}, test.key, &kept);
      test.value.empty() ? db.Delete({}, test.key) : db.Put({}, test.key, test.value);
    });
    EXPECT_GT(Verify().damage_count(), 0U);
    Tamper([&](rocksdb::DB& db) {
      kept.empty() ? db.Delete({}, test.key) : db.Put({}, test.key, kept);
    });
  }
}

// One damage must not hide the next one, nor make what is sound look damaged.
TEST_F(RocksDbStoreOperationsTest, NamesEachOfSeveralDamagesAndNothingElse) {
  Append(100);
  const auto checkpoints = std::vector{CheckpointAt(64), CheckpointAt(100)};
  Tamper([](rocksdb::DB& db) {
    db.Put({}, keys::EventKey("niigata", 5), "\xFF");
    db.Delete({}, keys::EventKey("niigata", 6));
    std::string entry;
    db.Get({}, keys::StreamKey("niigata", "sheets/1", 22), &entry);
    entry.back() = static_cast<char>(entry.back() ^ 1);
    db.Put({}, keys::StreamKey("niigata", "sheets/1", 22), entry);
    db.Put({}, keys::NodeKey("niigata", 4, 4), std::string(32, 'x'));
  });
  const auto result = Verify(checkpoints);
  std::vector<uint64_t> positions;
  for (const auto& damage : result.damages()) positions.push_back(damage.position());
  EXPECT_EQ(positions, (std::vector<uint64_t>{5, 6, 23, 80})) << result.ShortDebugString();
  EXPECT_EQ(result.verified_event_count(), 97U);
  EXPECT_EQ(result.verified_checkpoint_count(), 2U);
}

TEST_F(RocksDbStoreOperationsTest, FindsALogThatWasCutShortOrWrittenAnew) {
  Append(40);
  const auto newest = CheckpointAt(40);
  Tamper([](rocksdb::DB& db) {
    for (uint64_t position = 31; position <= 40; ++position) {
      db.Delete({}, keys::EventKey("niigata", position));
      db.Delete({}, keys::StreamKey("niigata", "sheets/1", position - 1));
    }
  });
  const auto cut = Verify({newest});
  EXPECT_EQ(cut.first_damaged_position(), 31U) << cut.ShortDebugString();
  EXPECT_EQ(Verify().damage_count(), 0U) << "without the checkpoint nobody could know";
  // Going on in other ways up to the same length does not help.
  Append(10);
  const auto anew = Verify({newest});
  EXPECT_EQ(anew.damage_count(), 1U);
  EXPECT_EQ(anew.first_damaged_position(), 40U) << anew.ShortDebugString();
}

TEST_F(RocksDbStoreOperationsTest, AStoppedVerificationSaysSo) {
  Append(3);
  const auto stopped = Operations().Verify("niigata", {}, [](const auto&) { return false; });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
}

class RedactionOnDiskTest : public RocksDbStoreOperationsTest {
 protected:
  static constexpr char kSecret[] = "a name that must go";

  // 50 events, the 20th of which holds the secret; `flushed` brings it into a table first.
  void AppendSecret(bool flushed) {
    Append(19);
    AppendBuilder append("niigata");
    append.To("sheets/1", Any());
    append.Request().mutable_streams(0)->mutable_events(0)->set_payload(kSecret);
    ASSERT_TRUE(AppendNow(*store_, append).ok());
    Append(30);
    // Opening anew brings what the write-ahead log holds into a table.
    if (flushed) Tamper([](rocksdb::DB&) {});
  }

  void Redact() {
    const auto response = AppendNow(*store_, AppendBuilder("niigata").Redact(20, "", "■"));
    ASSERT_TRUE(response.ok()) << response.status();
  }
};

TEST_F(RedactionOnDiskTest, ErasesWhatWasReplacedFromEveryFile) {
  for (const bool flushed : {false, true}) {
    SCOPED_TRACE(flushed);
    AppendSecret(flushed);
    const auto proof = Operations().ProveInclusion("niigata", 20, 50);
    const auto checkpoint = CheckpointAt(50);
    EXPECT_TRUE(IsOnDisk(kSecret));
    Redact();
    ASSERT_TRUE(Operations().EraseReplaced("niigata", 20).ok());
    EXPECT_FALSE(IsOnDisk(kSecret));
    // Every proof stays valid.
    EXPECT_EQ(Operations().ProveInclusion("niigata", 20, 50)->header(), proof->header());
    const auto result = Verify({checkpoint});
    EXPECT_EQ(result.damage_count(), 0U) << result.ShortDebugString();
    EXPECT_EQ(result.redacted_event_count(), 1U);
    EXPECT_EQ(result.verified_checkpoint_count(), 1U);
    store_.reset();
    std::filesystem::remove_all(directory_.Path() + "/log");
    Open();
  }
}

TEST_F(RedactionOnDiskTest, ErasesWhatWasSavedWhenTheLogWasDamaged) {
  AppendSecret(true);
  std::filesystem::copy(directory_.Path() + "/log", directory_.Path() + "/salvage");
  Redact();
  ASSERT_TRUE(Operations().EraseReplaced("niigata", 20).ok());
  EXPECT_FALSE(IsOnDisk(kSecret));
}

TEST_F(RedactionOnDiskTest, WhatWasLeftCannotBeChangedUnnoticed) {
  AppendSecret(false);
  Redact();
  ASSERT_EQ(Verify().damage_count(), 0U);
  store::v1::RecordedEvent event = ReadAll()[19];
  event.set_payload("something else");
  Tamper([&](rocksdb::DB& db) { db.Put({}, keys::EventKey("niigata", 20), EncodeEvent(event)); });
  EXPECT_EQ(Verify().first_damaged_position(), 20U);
}

// The hash of the request would let a short text be guessed.
TEST_F(RedactionOnDiskTest, ErasesTheHashOfTheRequest) {
  AppendBuilder append("niigata");
  append.To("sheets/1", Any()).As("request-1", 'a', "answer");
  // Nothing in it repeats, so that compressed tables hold it as it is.
  const std::string hash = "0a1b2c3d4e5f6g7h8i9jAkBlCmDnEoFp";
  append.Request().set_request_hash(hash);
  append.Request().set_actor(append.Request().request().caller());
  ASSERT_TRUE(AppendNow(*store_, append).ok());
  Tamper([](rocksdb::DB&) {});
  EXPECT_TRUE(IsOnDisk(hash));
  ASSERT_TRUE(AppendNow(*store_, AppendBuilder("niigata").Redact(1, "", "■")).ok());
  ASSERT_TRUE(Operations().EraseReplaced("niigata", 1).ok());
  EXPECT_FALSE(IsOnDisk(hash));
  EXPECT_EQ(Verify().damage_count(), 0U);
}

TEST_F(RedactionOnDiskTest, NothingCanBeRedactedInSecret) {
  AppendSecret(false);
  store::v1::RecordedEvent event = ReadAll()[19];
  store::v1::Redaction redaction;
  redaction.set_payload("■");
  eventstore::Redact(redaction, event);
  Tamper([&](rocksdb::DB& db) { db.Put({}, keys::EventKey("niigata", 20), EncodeEvent(event)); });
  EXPECT_EQ(Verify().first_damaged_position(), 20U);
}

}  // namespace
}  // namespace mokuhyo::eventstore
