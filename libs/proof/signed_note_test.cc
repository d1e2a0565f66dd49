#include "libs/proof/signed_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::proof {
namespace {

// The note that Go's golang.org/x/mod/sumdb/note documents, and its key.
constexpr char kKnownNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr char kKnownKey[] = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

// The key that a verifier string of a note holds behind its algorithm byte, as PEM.
std::string PemOf(const std::string& verifier) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(verifier, &bytes));
  const std::string der = absl::HexStringToBytes("302a300506032b6570032100") + bytes.substr(1);
  return absl::StrCat("-----BEGIN PUBLIC KEY-----\n", absl::Base64Escape(der),
                      "\n-----END PUBLIC KEY-----\n");
}

TEST(SignedNoteTest, ReadsWhatGoSigned) {
  const auto key = VerifyingKey::FromPem(PemOf(kKnownKey));
  ASSERT_TRUE(key.ok()) << key.status();
  const auto note = ParseSignedNote(kKnownNote);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->Format(), kKnownNote);
  EXPECT_TRUE(note->IsSignedBy(*key, "PeterNeumann"));
  EXPECT_FALSE(note->IsSignedBy(*key, "SomebodyElse"));
  EXPECT_FALSE(note->IsSignedBy(SigningKey::Generate().PublicKey(), "PeterNeumann"));
}

TEST(SignedNoteTest, SignaturesOfSeveralKeysStandTogether) {
  const SigningKey first = SigningKey::Generate();
  const SigningKey second = SigningKey::Generate();
  SignedNote note{.text = "one\n\ntwo\n", .signatures = {}};
  note.Sign(first, "name");
  note.Sign(second, "name");
  const auto read = ParseSignedNote(note.Format());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->text, note.text);
  EXPECT_TRUE(read->IsSignedBy(first.PublicKey(), "name"));
  EXPECT_TRUE(read->IsSignedBy(second.PublicKey(), "name"));
}

TEST(SignedNoteTest, AKeyWithARightAndAWrongSignatureDidNotSign) {
  const SigningKey key = SigningKey::Generate();
  SignedNote note{.text = "text\n", .signatures = {}};
  note.Sign(key, "name");
  note.signatures.push_back(note.signatures.front());
  ASSERT_TRUE(note.IsSignedBy(key.PublicKey(), "name"));
  note.signatures.back().signature.front() ^= 1;
  EXPECT_FALSE(note.IsSignedBy(key.PublicKey(), "name"));
  // Signing again makes it good.
  note.Sign(key, "name");
  EXPECT_TRUE(note.IsSignedBy(key.PublicKey(), "name"));
  EXPECT_EQ(note.signatures.size(), 1u);
}

TEST(SignedNoteTest, ANoteMayHaveNoSignature) {
  const auto note = ParseSignedNote("text\n\n");
  ASSERT_TRUE(note.ok());
  EXPECT_EQ(note->text, "text\n");
  EXPECT_FALSE(note->IsSignedBy(SigningKey::Generate().PublicKey(), "name"));
}

TEST(SignedNoteTest, RefusesEveryDeviation) {
  const std::string good = "text\n\n— name AAAAAAA=\n";
  ASSERT_TRUE(ParseSignedNote(good).ok());
  std::string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += "— name AAAAAAA=\n";
  for (const std::string& bad : {
           std::string(),
           std::string("text\n"),
           std::string("\n\n— name AAAAAAA=\n"),         // No text.
           std::string("text\n— name AAAAAAA=\n"),       // No empty line.
           std::string("text\n\n— name AAAAAAA="),       // Cut off.
           std::string("text\n\n- name AAAAAAA=\n"),     // A hyphen for the dash.
           std::string("text\n\n—  name AAAAAAA=\n"),    // Two spaces.
           std::string("text\n\n— name  AAAAAAA=\n"),    // The same.
           std::string("text\n\n— AAAAAAA=\n"),          // No name.
           std::string("text\n\n— na+me AAAAAAA=\n"),    // A plus sign.
           std::string("text\n\n— name AAAAAAA\n"),      // No padding.
           std::string("text\n\n— name AAAAAAB=\n"),     // Bits left over.
           std::string("text\n\n— name AAAAAA==\n"),     // A key hash alone.
           std::string("text\n\n— name AAAAAAA=\r\n"),   // Another line feed.
           std::string("text\n\n— name AAAAAAA=\n \n"),  // Something behind.
           many,
       }) {
    const auto note = ParseSignedNote(bad);
    EXPECT_EQ(base::ErrorReason(note.status()), "MALFORMED_NOTE") << bad;
  }
}

}  // namespace
}  // namespace mokuhyo::proof
