#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/event_record.h"

namespace mokuhyo::eventstore::conformance {
namespace {

// An append that says that something was redacted, and redacts it.
AppendBuilder Redacting(uint64_t position, const std::string& reason, const std::string& payload) {
  return AppendBuilder("niigata").Redact(position, reason, payload);
}

TEST_P(EventStoreConformance, ARedactionReplacesContentsAndNothingElse) {
  AppendBuilder append("niigata");
  append.To("sheets/1", NoStream(), 3);
  append.Request().mutable_streams(0)->mutable_events(1)->set_reason("says Taro");
  MustAppend(append);
  const auto before = ReadAll("niigata");

  MustAppend(Redacting(2, "says ■", "■"));

  const auto after = ReadAll("niigata");
  ASSERT_EQ(after.size(), 4U);
  EXPECT_EQ(after[0].SerializeAsString(), before[0].SerializeAsString());
  EXPECT_EQ(after[2].SerializeAsString(), before[2].SerializeAsString());
  EXPECT_TRUE(after[1].redacted());
  EXPECT_EQ(after[1].reason(), "says ■");
  EXPECT_EQ(after[1].payload(), "■");
  EXPECT_TRUE(after[1].salt().empty());
  EXPECT_EQ(EncodeLeaf(after[1]), EncodeLeaf(before[1]));
  // The stream shows the same.
  store::v1::ReadStreamRequest request;
  request.set_city("niigata");
  request.set_stream("sheets/1");
  const auto stream = ReadStreamNow(Store(), request);
  ASSERT_TRUE(stream.ok()) << stream.status();
  EXPECT_EQ(stream->events(1).payload(), "■");
}

TEST_P(EventStoreConformance, ARedactionThatIsRefusedReplacesNothing) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()));
  MustConflict(Redacting(1, "", "■").Check("sheets/1", NoStream()));
  const auto beyond = AppendNow(Store(), Redacting(2, "", "■"));
  EXPECT_EQ(beyond.status().code(), absl::StatusCode::kOutOfRange) << beyond.status();
  EXPECT_EQ(base::ErrorReason(beyond.status()), "BEYOND_HEAD");
  const auto events = ReadAll("niigata");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_FALSE(events[0].redacted());
}

TEST_P(EventStoreConformance, AnEventCanBeRedactedAgain) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()));
  const std::string leaf = EncodeLeaf(ReadAll("niigata")[0]);
  MustAppend(Redacting(1, "", "■ Jiro"));
  MustAppend(Redacting(1, "", "■ ■"));
  const auto events = ReadAll("niigata");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].payload(), "■ ■");
  EXPECT_EQ(EncodeLeaf(events[0]), leaf);
}

// Whoever keeps what it derived from events can see that they were changed, in any stream.
TEST_P(EventStoreConformance, TheRevisionOfAStreamComesWithWhatItHoldsFor) {
  const auto find = [&](const std::string& stream) {
    store::v1::GetStreamRevisionRequest request;
    request.set_city("niigata");
    request.set_stream(stream);
    auto found = GetStreamRevisionNow(Store(), request);
    EXPECT_TRUE(found.ok()) << found.status();
    return *std::move(found);
  };
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream(), 2));
  EXPECT_EQ(find("sheets/1").redaction_count(), 0U);
  store::v1::GetHeadRequest head;
  head.set_city("niigata");
  EXPECT_EQ(find("sheets/1").epoch(), GetHeadNow(Store(), head)->epoch());
  MustAppend(Redacting(1, "", "■"));
  MustAppend(Redacting(2, "", "■"));
  EXPECT_EQ(find("sheets/1").redaction_count(), 2U);
  EXPECT_EQ(find("sheets/1").revision(), 1U);
  EXPECT_EQ(find("sheets/2").redaction_count(), 2U);
  EXPECT_FALSE(find("sheets/2").has_revision());
}

TEST_P(EventStoreConformance, RefusesMalformedRedactions) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream(), 2));
  const auto refused = [&](store::v1::AppendRequest request, const std::string& names,
                           absl::StatusCode code = absl::StatusCode::kInvalidArgument) {
    const auto result = AppendNow(Store(), std::move(request));
    EXPECT_EQ(result.status().code(), code) << names;
    EXPECT_NE(std::string(result.status().message()).find(names), std::string::npos)
        << result.status();
  };
  refused(Redacting(1, "\xC0\xAF", "■"), "redactions[0].reason");
  store::v1::AppendRequest twice = Redacting(1, "", "■");
  *twice.add_redactions() = twice.redactions(0);
  refused(twice, "redactions[1]");
  // Nothing is redacted in secret, and what is told is what is done.
  store::v1::AppendRequest secret = Redacting(1, "", "■");
  *secret.mutable_streams() =
      store::v1::AppendRequest(AppendBuilder("niigata").To("sheets/1", Any())).streams();
  refused(secret, "redactions[0]");
  store::v1::AppendRequest other = Redacting(1, "", "■");
  other.mutable_redactions(0)->set_payload("something else");
  refused(other, "redactions[0]");
  store::v1::AppendRequest elsewhere = Redacting(1, "", "■");
  elsewhere.mutable_redactions(0)->set_position(2);
  refused(elsewhere, "redactions[0]");
  store::v1::AppendRequest undone = Redacting(1, "", "■");
  undone.clear_redactions();
  refused(undone, "redactions has nothing for position 1");
  const std::string large(Store().GetLimits().max_event_bytes(), 'x');
  refused(Redacting(1, "", large), "redactions[0] in bytes", absl::StatusCode::kOutOfRange);
  for (const auto& event : ReadAll("niigata")) EXPECT_FALSE(event.redacted());
}

// The hash of a request could be used to guess the text that was removed from it.
TEST_P(EventStoreConformance, ARedactionForgetsTheHashOfTheRequestAndNotTheRequest) {
  AppendBuilder append("niigata");
  append.To("sheets/1", NoStream(), 2).As("request-1", 'a', "answer");
  append.Request().set_actor(append.Request().request().caller());
  MustAppend(append);
  AppendBuilder other("niigata");
  other.To("sheets/2", NoStream()).As("request-2", 'b');
  other.Request().set_actor(other.Request().request().caller());
  MustAppend(other);
  MustAppend(Redacting(2, "", "■"));

  const auto receipt = [&](const std::string& id) {
    store::v1::FindRequestRequest request;
    request.set_city("niigata");
    *request.mutable_request() = Key(id);
    const auto found = FindRequestNow(Store(), request);
    EXPECT_TRUE(found.ok() && found->has_receipt()) << found.status();
    return found->receipt();
  };
  EXPECT_EQ(receipt("request-1").request_hash(), "");
  EXPECT_EQ(receipt("request-1").appended().answer(), "answer");
  EXPECT_EQ(receipt("request-2").request_hash(), std::string(32, 'b'));
  const auto repeated = AppendNow(Store(), append);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_TRUE(repeated->has_duplicate());
}

// Where one append ends and the next begins can be seen in the log.
TEST_P(EventStoreConformance, EveryEventSaysWhereItsAppendBegan) {
  MustAppend(AppendBuilder("niigata").To("a", NoStream(), 2).To("b", NoStream(), 1));
  MustAppend(AppendBuilder("niigata").To("a", Any(), 2));
  std::vector<uint64_t> begins;
  for (const auto& event : ReadAll("niigata")) begins.push_back(event.append_position());
  EXPECT_EQ(begins, (std::vector<uint64_t>{1, 1, 1, 4, 4}));
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
