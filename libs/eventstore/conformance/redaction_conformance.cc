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
  AppendBuilder append("niigata");
  append.To("redactions", Any());
  auto& redaction = *append.Request().add_redactions();
  redaction.set_position(position);
  redaction.set_reason(reason);
  redaction.set_payload(payload);
  return append;
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

TEST_P(EventStoreConformance, RefusesMalformedRedactions) {
  MustAppend(AppendBuilder("niigata").To("sheets/1", NoStream()));
  const auto refused = [&](store::v1::AppendRequest request, const std::string& names) {
    const auto result = AppendNow(Store(), std::move(request));
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << names;
    EXPECT_NE(std::string(result.status().message()).find(names), std::string::npos)
        << result.status();
  };
  refused(Redacting(0, "", "■"), "redactions[0].position");
  refused(Redacting(1, "\xC0\xAF", "■"), "redactions[0].reason");
  store::v1::AppendRequest twice = Redacting(1, "", "■");
  *twice.add_redactions() = twice.redactions(0);
  refused(twice, "redactions[1].position names 1 twice");
  store::v1::AppendRequest alone = Redacting(1, "", "■");
  alone.clear_streams();
  refused(alone, "redactions stand without events");
  EXPECT_FALSE(ReadAll("niigata")[0].redacted());
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
