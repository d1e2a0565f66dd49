#include "libs/proof/signing_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"

namespace mokuhyo::proof {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// RFC 8032, section 7.1, test 3: the private key as `openssl genpkey` wraps one.
constexpr char kRfcPrivateKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIMWqjfQ/n4N77bdELzHct7Fm04U1B28JS4XOOi4LRFj3\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kRfcSignature[] =
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
// Another kind of key: X25519.
constexpr char kOtherKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIMBWp/F8V7Q1vEan2E4b0DpD2cAZvcLWW0pcF+64DU14\n"
    "-----END PRIVATE KEY-----\n";
// An Ed25519 key under a password.
constexpr char kEncryptedKey[] =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAirJFSp07pPMAICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEJEOzX732/ARONtFNeucor4EQLoQ\n"
    "i1/xklmO41/0n3p1eliX9YJhoZXGi618wHe7spTzLP20OIZ3nn2/4cl9zJk9PfOE\n"
    "gQ/z75zows+R76KmNxY=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";

class SigningKeyTest : public ::testing::Test {
 protected:
  ~SigningKeyTest() override { std::filesystem::remove(path_); }

  // A file with these bytes, which only its owner may read.
  const std::string& FileOf(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_read);
    return path_;
  }

  const std::string path_ =
      ::testing::TempDir() + "signing_key_test." + std::to_string(getpid()) + ".pem";
};

TEST_F(SigningKeyTest, SignsAsTheRfcSays) {
  const auto key = SigningKey::FromPem(kRfcPrivateKey);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(base::HexEncode(key->Sign("\xaf\x82")), kRfcSignature);
  EXPECT_TRUE(key->PublicKey().Verifies("\xaf\x82", key->Sign("\xaf\x82")));
}

TEST_F(SigningKeyTest, PemGoesThereAndBack) {
  const SigningKey key = SigningKey::Generate();
  const auto again = SigningKey::FromPem(key.ToPem());
  const auto verifying = VerifyingKey::FromPem(key.PublicKey().ToPem());
  ASSERT_TRUE(again.ok());
  ASSERT_TRUE(verifying.ok());
  EXPECT_THAT(key.ToPem(), StartsWith("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_THAT(key.PublicKey().ToPem(), StartsWith("-----BEGIN PUBLIC KEY-----\n"));
  EXPECT_EQ(again->Sign("text"), key.Sign("text"));
  EXPECT_TRUE(verifying->Verifies("text", key.Sign("text")));
  EXPECT_NE(SigningKey::Generate().ToPem(), key.ToPem());
}

TEST_F(SigningKeyTest, AnyFlippedBitOfASignatureIsRefused) {
  const SigningKey key = SigningKey::Generate();
  std::string signature = key.Sign("text");
  EXPECT_FALSE(key.PublicKey().Verifies("texu", signature));
  EXPECT_FALSE(SigningKey::Generate().PublicKey().Verifies("text", signature));
  EXPECT_FALSE(key.PublicKey().Verifies("text", ""));
  EXPECT_FALSE(key.PublicKey().Verifies("text", signature + "x"));
  for (char& byte : signature) {
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(byte ^ (1 << bit));
      EXPECT_FALSE(key.PublicKey().Verifies("text", signature));
      byte = static_cast<char>(byte ^ (1 << bit));
    }
  }
}

TEST_F(SigningKeyTest, RefusesWhatIsNoSigningKey) {
  const SigningKey key = SigningKey::Generate();
  for (const std::string& pem : {std::string(kOtherKey), std::string(kEncryptedKey),
                                 key.PublicKey().ToPem(), std::string("not PEM"), std::string()}) {
    const auto read = SigningKey::Read(FileOf(pem));
    EXPECT_EQ(base::ErrorReason(read.status()), "NO_SIGNING_KEY") << pem;
    EXPECT_THAT(std::string(read.status().message()), StartsWith(path_));
    EXPECT_THAT(std::string(read.status().message()), HasSubstr("openssl genpkey"));
    std::filesystem::remove(path_);
  }
}

TEST_F(SigningKeyTest, RefusesAFileThatEverybodyMayRead) {
  FileOf(SigningKey::Generate().ToPem());
  EXPECT_TRUE(SigningKey::Read(path_).ok());
  std::filesystem::permissions(path_, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const auto read = SigningKey::Read(path_);
  EXPECT_EQ(base::ErrorReason(read.status()), "KEY_FILE_OPEN_TO_OTHERS");
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("chmod 600 " + path_));
}

TEST_F(SigningKeyTest, SaysWhichFileCannotBeRead) {
  for (const std::string& path : {path_, std::string(::testing::TempDir())}) {
    const auto verifying = VerifyingKey::Read(path);
    EXPECT_TRUE(absl::IsNotFound(verifying.status())) << verifying.status();
    EXPECT_THAT(std::string(verifying.status().message()), HasSubstr(path));
  }
  EXPECT_TRUE(absl::IsNotFound(SigningKey::Read(path_).status()));
}

TEST_F(SigningKeyTest, APrivateKeyIsNoVerifyingKey) {
  const auto read = VerifyingKey::Read(FileOf(kRfcPrivateKey));
  EXPECT_EQ(base::ErrorReason(read.status()), "NO_VERIFYING_KEY");
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("openssl pkey"));
}

}  // namespace
}  // namespace mokuhyo::proof
