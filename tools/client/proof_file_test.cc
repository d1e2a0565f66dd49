#include "tools/client/proof_file.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <variant>

#include "libs/base/errors.h"
#include "libs/proof/content_hash.h"
#include "libs/proof/paths.h"
#include "libs/proof/signing_key.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "tools/client/proof_report.h"

namespace mokuhyo::client {
namespace {

// A log of two events, of which the second publishes an edition.
class ProofFileTest : public ::testing::Test {
 protected:
  ProofFileTest() {
    events::v1::EditionPublished edition;
    edition.set_number(1);
    edition.set_canonical_document(R"({"title":"目標"})");
    proof::v1::InclusionProof& proof = *proof_.mutable_inclusion();
    proof.mutable_contents()->set_salt(std::string(16, '\xff'));
    proof.mutable_contents()->set_reason("なぜ");
    proof.mutable_contents()->set_payload(edition.SerializeAsString());
    store::v1::RecordedEvent header;
    header.set_position(2);
    header.set_type(edition.GetDescriptor()->full_name());
    header.set_content_hash(std::string(proof::View(proof::ContentHash(
        proof.contents().salt(), proof.contents().reason(), proof.contents().payload()))));
    proof.set_position(2);
    proof.set_header(header.SerializeAsString());
    const proof::Hash first = proof::LeafHash("the other event");
    proof.add_path(std::string(proof::View(first)));
    *proof.mutable_checkpoint() =
        Checkpoint(2, proof::NodeHash(first, proof::LeafHash(proof.header()))).ToProto();
  }

  proof::CheckpointNote Checkpoint(uint64_t size, const proof::Hash& root) {
    proof::CheckpointNote note =
        *proof::NewCheckpointNote("niigata", "ab", size, root, absl::FromUnixSeconds(1714521600));
    note.Sign(key_);
    return note;
  }

  absl::StatusOr<proof::Proved> Verify(const std::string& json) {
    return VerifyProofFile(json, key_.PublicKey());
  }

  const proof::SigningKey key_ = proof::SigningKey::Generate();
  proof::v1::Proof proof_;
};

TEST_F(ProofFileTest, WhatIsWrittenIsProved) {
  const auto proved = Verify(FormatProofFile(proof_));
  ASSERT_TRUE(proved.ok()) << proved.status();
  EXPECT_EQ(std::get<proof::ProvedEvent>(*proved).event.reason(), "なぜ");
}

TEST_F(ProofFileTest, AnyFlippedBitOfTheFileRefusesIt) {
  proof::v1::Proof consistency;
  const proof::Hash second = proof::LeafHash("second");
  const proof::Hash first = proof::LeafHash("first");
  *consistency.mutable_consistency()->mutable_first() = Checkpoint(1, first).ToProto();
  *consistency.mutable_consistency()->mutable_second() =
      Checkpoint(2, proof::NodeHash(first, second)).ToProto();
  consistency.mutable_consistency()->add_path(std::string(proof::View(second)));
  for (std::string json : {FormatProofFile(proof_), FormatProofFile(consistency)}) {
    ASSERT_TRUE(Verify(json).ok());
    for (size_t place = 0; place < json.size(); ++place) {
      for (int bit = 0; bit < 8; ++bit) {
        json[place] = static_cast<char>(json[place] ^ (1 << bit));
        ASSERT_FALSE(Verify(json).ok()) << json;
        json[place] = static_cast<char>(json[place] ^ (1 << bit));
      }
    }
  }
}

TEST_F(ProofFileTest, TheDocumentMustBeTheEditionByteForByte) {
  const auto proved = Verify(FormatProofFile(proof_));
  ASSERT_TRUE(proved.ok()) << proved.status();
  EXPECT_TRUE(DescribeProved(*proved, R"({"title":"目標"})").ok());
  EXPECT_TRUE(DescribeProved(*proved, std::nullopt).ok());
  EXPECT_EQ(base::ErrorReason(DescribeProved(*proved, R"({"title": "目標"})").status()),
            "DOCUMENT_REFUSED");
}

TEST_F(ProofFileTest, ContentsThatAreNotThereAreNotClaimed) {
  proof_.mutable_inclusion()->clear_contents();
  const auto proved = Verify(FormatProofFile(proof_));
  ASSERT_TRUE(proved.ok()) << proved.status();
  const auto facts = DescribeProved(*proved, std::nullopt);
  ASSERT_TRUE(facts.ok());
  for (const ProvedFact& fact : *facts) {
    EXPECT_NE(fact.name, "reason");
    EXPECT_NE(fact.name, "documentDigest");
  }
  EXPECT_EQ(base::ErrorReason(DescribeProved(*proved, R"({"title":"目標"})").status()),
            "DOCUMENT_REFUSED");
}

}  // namespace
}  // namespace mokuhyo::client
