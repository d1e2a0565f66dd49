#include "libs/eventstore/rocksdb/keys.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace mokuhyo::eventstore::keys {
namespace {

// The examples of FORMAT.md. They must never change: databases in use hold these bytes.
TEST(KeysTest, GoldenBytes) {
  EXPECT_EQ(kFormatKey, "mformat");
  EXPECT_EQ(kEpochKey, "mepoch");
  EXPECT_EQ(absl::BytesToHexString(EncodeNumber(1)), "0000000000000001");
  EXPECT_EQ(absl::BytesToHexString(EventKey("niigata", 258)),
            "656e69696761746100"
            "0000000000000102");
  EXPECT_EQ(absl::BytesToHexString(StreamKey("niigata", "sheets/1", 7)),
            "736e69696761746100"
            "7368656574732f3100"
            "0000000000000007");
  EXPECT_EQ(absl::BytesToHexString(NodeKey("niigata", 4, 3)),
            "686e69696761746100"
            "04"
            "0000000000000003");
  proof::Hash leaf;
  leaf.fill('\x5a');
  EXPECT_EQ(absl::BytesToHexString(EncodeStreamEntry(258, leaf)),
            "0000000000000102"
            "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
  store::v1::RequestKey request;
  request.set_caller("c");
  request.set_method("m/M");
  request.set_id("id-1");
  EXPECT_EQ(absl::BytesToHexString(ReceiptKey("niigata", request)),
            "726e69696761746100"
            "6300"
            "6d2f4d00"
            "69642d31");
}

TEST(KeysTest, ByteOrderIsTheOrderOfNamesAndNumbers) {
  const std::vector<std::string> keys = {
      EventKey("osak", UINT64_MAX), BehindCity("osak"),           EventKey("osaka", 1),
      EventKey("osaka", 255),       EventKey("osaka", 256),       EventKey("osaka", UINT64_MAX),
      BehindCity("osaka"),          EventKey("osaka-fu", 1),      EventKey("osaka1", 1),
      StreamKey("osaka", "a", 0),   StreamKey("osaka", "a", 1),   StreamKey("osaka", "a/b", 0),
      StreamKey("osaka", "b", 0),   StreamKey("osaka-fu", "a", 0)};
  for (size_t i = 1; i < keys.size(); ++i) EXPECT_LT(keys[i - 1], keys[i]) << i;
}

TEST(KeysTest, ReadsBackWhatItWrote) {
  std::string key = EventKey("niigata", 1);
  SetNumber(key, 0x0102030405060708);
  EXPECT_EQ(key, EventKey("niigata", 0x0102030405060708));
  EXPECT_EQ(GetNumber(key), 0x0102030405060708U);
  EXPECT_EQ(CityOf(key), "niigata");
  EXPECT_EQ(DecodeNumber(EncodeNumber(UINT64_MAX)), UINT64_MAX);
}

TEST(KeysTest, ReadsEntriesOfBothFormats) {
  proof::Hash leaf;
  leaf.fill('\x5a');
  const auto entry = DecodeStreamEntry(EncodeStreamEntry(258, leaf));
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->position, 258U);
  EXPECT_EQ(entry->leaf, leaf);
  const auto old = DecodeStreamEntry(EncodeNumber(258));
  ASSERT_TRUE(old.has_value());
  EXPECT_EQ(old->position, 258U);
  EXPECT_FALSE(old->leaf.has_value());
  for (const size_t size : {0U, 7U, 9U, 39U, 41U}) {
    EXPECT_FALSE(DecodeStreamEntry(std::string(size, 'x')).has_value()) << size;
  }
}

TEST(KeysTest, TellsWhatIsNoKey) {
  EXPECT_FALSE(CityOf("eniigata").has_value());
  EXPECT_FALSE(CityOf(std::string("e\0short", 7)).has_value());
  EXPECT_EQ(GetNumber("e"), 0U);
  EXPECT_FALSE(DecodeNumber("short").has_value());
  EXPECT_FALSE(DecodeNumber("much too long").has_value());
}

}  // namespace
}  // namespace mokuhyo::eventstore::keys
