#include "libs/proof/checkpoint_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/errors.h"

namespace mokuhyo::proof {
namespace {

// The SHA-256 of nothing, as base64: a root that can be checked by hand.
constexpr char kText[] =
    "mokuhyo/niigata/0123456789abcdef0123456789abcdef\n"
    "123\n"
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    "time 2024-05-01T00:00:00.250000Z\n";

CheckpointNote Example() {
  auto note = NewCheckpointNote("niigata", "0123456789abcdef0123456789abcdef", 123, EmptyRoot(),
                                absl::FromUnixMicros(1714521600250000) + absl::Nanoseconds(999));
  EXPECT_TRUE(note.ok()) << note.status();
  return *std::move(note);
}

TEST(CheckpointNoteTest, IsTheTextOfATransparencyLog) {
  EXPECT_EQ(Example().note.text, kText);
  EXPECT_EQ(Example().note.Format(), absl::StrCat(kText, "\n"));
}

TEST(CheckpointNoteTest, GoesThereAndBack) {
  const SigningKey key = SigningKey::Generate();
  CheckpointNote note = Example();
  note.Sign(key);
  const auto read = ParseCheckpointNote(note.note.Format());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->city, "niigata");
  EXPECT_EQ(read->epoch, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(read->size, 123u);
  EXPECT_EQ(read->root, EmptyRoot());
  EXPECT_EQ(read->time, absl::FromUnixMicros(1714521600250000));
  EXPECT_TRUE(read->IsSignedBy(key.PublicKey()));
  EXPECT_EQ(read->ToProto().SerializeAsString(), note.ToProto().SerializeAsString());
}

TEST(CheckpointNoteTest, ASignatureIsWorthNothingUnderAnotherOrigin) {
  const SigningKey key = SigningKey::Generate();
  CheckpointNote note = Example();
  note.Sign(key);
  note.note.signatures.front().name = "mokuhyo/yokohama/0123456789abcdef0123456789abcdef";
  EXPECT_FALSE(note.IsSignedBy(key.PublicKey()));
}

TEST(CheckpointNoteTest, RefusesEveryDeviation) {
  const struct {
    const char* from;
    const char* to;
  } deviations[] = {
      {"mokuhyo/", "Mokuhyo/"},
      {"niigata", "Niigata"},
      {"niigata", ""},
      {"niigata/", "niigata/x/"},
      {"0123456789", "0123456789G"},
      {"/0123456789abcdef0123456789abcdef", ""},
      {"\n123\n", "\n0123\n"},
      {"\n123\n", "\n+123\n"},
      {"\n123\n", "\n 123\n"},
      {"\n123\n", "\n0\n"},
      {"\n123\n", "\n\n"},
      {"\n123\n", "\n18446744073709551616\n"},
      {"SuFU=", "SuFV="},
      {"SuFU=", "SuFU"},
      {"47DE", "7DE"},
      {"+", "-"},
      {"time ", "time  "},
      {"time ", ""},
      {".250000Z", ".25Z"},
      {".250000Z", ".2500000Z"},
      {".250000Z", ".250000+00:00"},
      {"00Z\n", "00Z\nanother line\n"},
      {"2024-05-01", "2024-02-30"},
      {"time 2024-05-01T00:00:00.250000Z\n", ""},
      {"\n123", "\r\n123"},
  };
  ASSERT_TRUE(ParseCheckpointNote(absl::StrCat(kText, "\n")).ok());
  for (const auto& deviation : deviations) {
    const std::string text = absl::StrReplaceAll(kText, {{deviation.from, deviation.to}});
    ASSERT_NE(text, kText);
    EXPECT_TRUE(absl::IsInvalidArgument(ParseCheckpointNote(absl::StrCat(text, "\n")).status()))
        << text;
  }
}

TEST(CheckpointNoteTest, NoneIsMadeOfWhatNoNoteCanSay) {
  const absl::Time time = absl::FromUnixSeconds(0);
  for (const auto& status : {NewCheckpointNote("Ni gata", "ab", 1, EmptyRoot(), time).status(),
                             NewCheckpointNote("niigata", "", 1, EmptyRoot(), time).status(),
                             NewCheckpointNote("niigata", "a/b", 1, EmptyRoot(), time).status(),
                             NewCheckpointNote("niigata", "ab", 0, EmptyRoot(), time).status()}) {
    EXPECT_EQ(base::ErrorReason(status), "MALFORMED_CHECKPOINT");
  }
}

TEST(CheckpointNoteTest, FieldsMustSayWhatTheNoteSays) {
  const v1::Checkpoint good = Example().ToProto();
  ASSERT_TRUE(CheckpointNoteOf(good).ok());
  v1::Checkpoint bad[5] = {good, good, good, good, good};
  bad[0].set_city("yokohama");
  bad[1].set_epoch("ab");
  bad[2].set_size(124);
  bad[3].mutable_root_hash()->back() ^= 1;
  bad[4].set_time("2024-05-01T00:00:00.250001Z");
  for (const v1::Checkpoint& checkpoint : bad) {
    EXPECT_EQ(base::ErrorReason(CheckpointNoteOf(checkpoint).status()),
              "CHECKPOINT_DIFFERS_FROM_NOTE");
  }
}

}  // namespace
}  // namespace mokuhyo::proof
