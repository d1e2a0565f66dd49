#include "libs/proof/verify_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/errors.h"
#include "libs/proof/content_hash.h"
#include "libs/proof/frontier.h"
#include "libs/proof/hash.h"
#include "libs/proof/paths.h"

namespace mokuhyo::proof {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kEpoch[] = "0123456789abcdef0123456789abcdef";

// A log of ten events, and proofs about it.
class ExampleLog final : public TreeNodes {
 public:
  ExampleLog() {
    for (uint64_t position = 1; position <= 10; ++position) {
      frontier_.Add(LeafHash(HeaderAt(position)),
                    [&](uint32_t level, uint64_t index, const Hash& hash) {
                      nodes_.emplace(std::pair(level, index), hash);
                    });
    }
  }

  absl::StatusOr<Hash> Node(uint32_t level, uint64_t index) override {
    return nodes_.at({level, index});
  }

  static v1::EventContents ContentsAt(uint64_t position) {
    v1::EventContents contents;
    contents.set_salt(std::string(16, static_cast<char>('a' + position)));
    contents.set_reason("reason " + std::to_string(position));
    contents.set_payload("payload " + std::to_string(position));
    return contents;
  }

  static std::string HeaderAt(uint64_t position) {
    const v1::EventContents contents = ContentsAt(position);
    store::v1::RecordedEvent header;
    header.set_position(position);
    header.set_type("mokuhyo.events.v1.GoalCreated");
    header.set_content_hash(
        std::string(View(ContentHash(contents.salt(), contents.reason(), contents.payload()))));
    return header.SerializeAsString();
  }

  v1::Checkpoint CheckpointAt(uint64_t size, const char* city = "niigata") {
    auto note = NewCheckpointNote(city, kEpoch, size, *RootOf(*this, size),
                                  absl::FromUnixSeconds(1714521600));
    note->Sign(key_);
    return note->ToProto();
  }

  v1::Proof Inclusion(uint64_t position, uint64_t size) {
    v1::Proof proof;
    auto& inclusion = *proof.mutable_inclusion();
    inclusion.set_position(position);
    inclusion.set_header(HeaderAt(position));
    const std::vector<Hash> path = *InclusionPath(*this, position - 1, size);
    for (const Hash& hash : path) {
      inclusion.add_path(std::string(View(hash)));
    }
    *inclusion.mutable_checkpoint() = CheckpointAt(size);
    *inclusion.mutable_contents() = ContentsAt(position);
    return proof;
  }

  v1::Proof Consistency(uint64_t first, uint64_t second) {
    v1::Proof proof;
    auto& consistency = *proof.mutable_consistency();
    *consistency.mutable_first() = CheckpointAt(first);
    *consistency.mutable_second() = CheckpointAt(second);
    const std::vector<Hash> path = *ConsistencyPath(*this, first, second);
    for (const Hash& hash : path) {
      consistency.add_path(std::string(View(hash)));
    }
    return proof;
  }

  VerifyingKey key() const { return key_.PublicKey(); }

 private:
  const SigningKey key_ = SigningKey::Generate();
  Frontier frontier_;
  std::map<std::pair<uint32_t, uint64_t>, Hash> nodes_;
};

class VerifyProofTest : public ::testing::Test {
 protected:
  // Why the proof is refused once it was changed.
  std::string WhyRefused(v1::Proof proof, const std::function<void(v1::Proof&)>& change) {
    EXPECT_TRUE(VerifyProof(proof, log_.key()).ok());
    change(proof);
    const auto proved = VerifyProof(proof, log_.key());
    EXPECT_EQ(base::ErrorReason(proved.status()), "PROOF_REFUSED");
    return std::string(proved.status().message());
  }

  ExampleLog log_;
};

TEST_F(VerifyProofTest, ProvesEveryEventAgainstEveryCheckpointBehindIt) {
  for (uint64_t size = 1; size <= 10; ++size) {
    for (uint64_t position = 1; position <= size; ++position) {
      const auto proved = VerifyProof(log_.Inclusion(position, size), log_.key());
      ASSERT_TRUE(proved.ok()) << proved.status();
      const auto& event = std::get<ProvedEvent>(*proved);
      EXPECT_EQ(event.event.position(), position);
      EXPECT_EQ(event.event.payload(), "payload " + std::to_string(position));
      EXPECT_EQ(event.event.reason(), "reason " + std::to_string(position));
      EXPECT_TRUE(event.has_contents);
      EXPECT_EQ(event.checkpoint.size, size);
    }
  }
}

TEST_F(VerifyProofTest, ProvesTheHeaderOfARedactedEvent) {
  v1::Proof proof = log_.Inclusion(3, 10);
  proof.mutable_inclusion()->clear_contents();
  const auto proved = VerifyProof(proof, log_.key());
  ASSERT_TRUE(proved.ok()) << proved.status();
  const auto& event = std::get<ProvedEvent>(*proved);
  EXPECT_FALSE(event.has_contents);
  EXPECT_EQ(event.event.type(), "mokuhyo.events.v1.GoalCreated");
  EXPECT_EQ(event.event.payload(), "");
}

TEST_F(VerifyProofTest, ProvesThatEveryCheckpointGoesOnFromEveryEarlierOne) {
  for (uint64_t second = 1; second <= 10; ++second) {
    for (uint64_t first = 1; first <= second; ++first) {
      const auto proved = VerifyProof(log_.Consistency(first, second), log_.key());
      ASSERT_TRUE(proved.ok()) << proved.status();
      EXPECT_EQ(std::get<ProvedContinuation>(*proved).first.size, first);
      EXPECT_EQ(std::get<ProvedContinuation>(*proved).second.size, second);
    }
  }
}

// Strings of the message and of all in it, so that every bit of them can be flipped.
void CollectBytes(google::protobuf::Message& message,
                  std::vector<std::pair<std::string, std::function<void(int, int)>>>& all) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      CollectBytes(*reflection->MutableMessage(&message, field), all);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        const std::string value = field->is_repeated()
                                      ? reflection->GetRepeatedString(message, field, i)
                                      : reflection->GetString(message, field);
        all.emplace_back(value, [&message, field, reflection, value, i](int byte, int bit) {
          std::string flipped = value;
          if (bit >= 0) {
            flipped[static_cast<size_t>(byte)] =
                static_cast<char>(flipped[static_cast<size_t>(byte)] ^ (1 << bit));
          }
          field->is_repeated() ? reflection->SetRepeatedString(&message, field, i, flipped)
                               : reflection->SetString(&message, field, flipped);
        });
      }
    }
  }
}

TEST_F(VerifyProofTest, AnyFlippedBitRefusesIt) {
  for (v1::Proof proof : {log_.Inclusion(6, 10), log_.Consistency(6, 10)}) {
    std::vector<std::pair<std::string, std::function<void(int, int)>>> all;
    CollectBytes(proof, all);
    ASSERT_GT(all.size(), 8u);
    for (const auto& [value, flip] : all) {
      for (int byte = 0; byte < static_cast<int>(value.size()); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
          flip(byte, bit);
          ASSERT_FALSE(VerifyProof(proof, log_.key()).ok()) << proof.ShortDebugString();
        }
      }
      flip(0, -1);  // As it was.
    }
    ASSERT_TRUE(VerifyProof(proof, log_.key()).ok());
  }
}

TEST_F(VerifyProofTest, SaysWhatDoesNotHold) {
  const v1::Proof inclusion = log_.Inclusion(6, 10);
  const v1::Proof consistency = log_.Consistency(6, 10);
  EXPECT_THAT(WhyRefused(inclusion, [](auto& p) { p.clear_proof(); }), HasSubstr("proves nothing"));
  EXPECT_THAT(WhyRefused(inclusion, [](auto& p) { p.mutable_inclusion()->set_position(7); }),
              StartsWith("inclusion.path: "));
  EXPECT_THAT(WhyRefused(inclusion,
                         [&](auto& p) {
                           *p.mutable_inclusion()->mutable_checkpoint() = log_.CheckpointAt(5);
                         }),
              StartsWith("inclusion.position: "));
  EXPECT_THAT(WhyRefused(inclusion,
                         [&](auto& p) {
                           *p.mutable_inclusion()->mutable_checkpoint() = log_.CheckpointAt(9);
                         }),
              StartsWith("inclusion.path: "));
  EXPECT_THAT(WhyRefused(inclusion, [](auto& p) { p.mutable_inclusion()->add_path("short"); }),
              HasSubstr("32 bytes"));
  EXPECT_THAT(
      WhyRefused(inclusion,
                 [](auto& p) { p.mutable_inclusion()->mutable_contents()->set_payload("other"); }),
      StartsWith("inclusion.contents: "));
  EXPECT_THAT(WhyRefused(consistency,
                         [&](auto& p) {
                           *p.mutable_consistency()->mutable_second() =
                               log_.CheckpointAt(10, "yokohama");
                         }),
              HasSubstr("another city"));
  EXPECT_THAT(WhyRefused(consistency, [](auto& p) { p.mutable_consistency()->clear_path(); }),
              StartsWith("consistency.path: "));
}

TEST_F(VerifyProofTest, ACheckpointMustBeSignedByTheKey) {
  const v1::Proof proof = log_.Inclusion(6, 10);
  EXPECT_THAT(
      std::string(VerifyProof(proof, SigningKey::Generate().PublicKey()).status().message()),
      HasSubstr("not signed by this key"));
  EXPECT_THAT(WhyRefused(proof,
                         [](auto& p) {
                           auto& checkpoint = *p.mutable_inclusion()->mutable_checkpoint();
                           auto note = *ParseCheckpointNote(checkpoint.note());
                           note.note.signatures.clear();
                           checkpoint = note.ToProto();
                         }),
              HasSubstr("is not signed"));
}

}  // namespace
}  // namespace mokuhyo::proof
