#include "libs/application/stream_folds.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "libs/application/hooked_event_store_test_util.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::application {
namespace {

using eventstore::conformance::Any;
using eventstore::conformance::AppendBuilder;

// The payloads of a stream, one after the other; "damaged" cannot be read.
absl::Status Apply(std::string& state, const store::v1::RecordedEvent& event) {
  if (event.type() == "damaged") return absl::DataLossError("damaged");
  state += "[" + event.payload() + "]";
  return absl::OkStatus();
}

class StreamFoldsTest : public ::testing::Test {
 protected:
  void Append(const std::string& stream, int count = 1, const std::string& type = "") {
    AppendBuilder append("test");
    append.To(stream, Any(), count);
    for (auto& event : *append.Request().mutable_streams(0)->mutable_events()) {
      if (!type.empty()) event.set_type(type);
    }
    ASSERT_TRUE(eventstore::AppendNow(store_, append).ok());
  }

  std::string Load(const std::string& stream) {
    const auto folded = folds_.Load("test", stream);
    return folded.ok() ? (*folded)->state : std::string(folded.status().message());
  }

  std::string LoadAt(const std::string& stream, uint64_t position) {
    const auto folded = folds_.LoadAt("test", stream, position);
    return folded.ok() ? (*folded)->state : std::string(folded.status().message());
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1651363200)};
  eventstore::MemoryEventStore memory_{clock_};
  HookedEventStore store_{memory_};
  StreamFolds<std::string> folds_{store_, Apply, /*capacity=*/2};
};

TEST_F(StreamFoldsTest, AStreamThatIsNotThereIsAnEmptyState) {
  const auto folded = folds_.Load("test", "a");
  ASSERT_TRUE(folded.ok());
  EXPECT_EQ((*folded)->state, "");
  EXPECT_FALSE((*folded)->revision.has_value());
  EXPECT_EQ((*folded)->position, 0u);
}

TEST_F(StreamFoldsTest, AHotStreamIsNotReadAgainAndAChangedOneOnlyFurther) {
  Append("b");
  Append("a", 2);
  const auto first = folds_.Load("test", "a");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ((*first)->state, "[a 0][a 1]");
  EXPECT_EQ((*first)->revision, 1u);
  EXPECT_EQ((*first)->position, 3u);
  EXPECT_EQ(store_.stream_reads, 1);
  EXPECT_EQ(*folds_.Load("test", "a"), *first);
  EXPECT_EQ(store_.stream_reads, 1);

  Append("a");
  EXPECT_EQ(Load("a"), "[a 0][a 1][a 0]");
  EXPECT_EQ(store_.stream_reads, 2);
  // Whoever holds the earlier one keeps it as it was.
  EXPECT_EQ((*first)->state, "[a 0][a 1]");
}

// A state that knows how often it was copied.
struct Counted {
  Counted() = default;
  Counted(const Counted& other) : events(other.events), copies(other.copies + 1) {}
  Counted(Counted&&) = default;

  int events = 0;
  int copies = 0;
};

TEST_F(StreamFoldsTest, OnlyWhatSomebodyHoldsIsCopied) {
  StreamFolds<Counted> folds(
      store_,
      [](Counted& state, const store::v1::RecordedEvent&) {
        ++state.events;
        return absl::OkStatus();
      },
      /*capacity=*/2);
  for (int i = 1; i <= 3; ++i) {
    Append("a");
    const auto folded = folds.Load("test", "a");
    ASSERT_TRUE(folded.ok());
    EXPECT_EQ((*folded)->state.events, i);
    EXPECT_EQ((*folded)->state.copies, 0);
  }
  const auto held = folds.Load("test", "a");
  Append("a");
  EXPECT_EQ((*folds.Load("test", "a"))->state.copies, 1);
  EXPECT_EQ((*held)->state.events, 3);
  // Nobody holds the copy.
  Append("a");
  EXPECT_EQ((*folds.Load("test", "a"))->state.copies, 1);
}

TEST_F(StreamFoldsTest, ManyThreadsReadAStreamThatGrows) {
  constexpr int kEvents = 300;
  const auto whole = [](const std::string& state) {
    const std::string one = "[a 0]";
    if (state.size() % one.size() != 0) return false;
    for (size_t at = 0; at < state.size(); at += one.size()) {
      if (state.compare(at, one.size(), one) != 0) return false;
    }
    return true;
  };
  std::atomic<bool> over = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      size_t seen = 0;
      while (!over) {
        const auto folded = folds_.Load("test", "a");
        ASSERT_TRUE(folded.ok());
        ASSERT_TRUE(whole((*folded)->state));
        ASSERT_GE((*folded)->state.size(), seen);
        seen = (*folded)->state.size();
      }
    });
  }
  for (int i = 0; i < kEvents; ++i) Append("a");
  over = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(Load("a").size(), kEvents * std::string("[a 0]").size());
}

TEST_F(StreamFoldsTest, ALongStreamIsReadPageByPage) {
  Append("a", 1500);
  Append("a", 1500);
  const auto folded = folds_.Load("test", "a");
  ASSERT_TRUE(folded.ok());
  EXPECT_EQ((*folded)->revision, 2999u);
  EXPECT_GT(store_.stream_reads, 2);
}

TEST_F(StreamFoldsTest, ThePastIsWhatWasThereThen) {
  Append("a");
  Append("b");
  Append("a");
  EXPECT_EQ(LoadAt("a", 0), "");
  EXPECT_EQ(LoadAt("a", 1), "[a 0]");
  EXPECT_EQ(LoadAt("a", 2), "[a 0]");
  EXPECT_EQ(LoadAt("a", 3), "[a 0][a 0]");
  EXPECT_EQ(LoadAt("a", 99), "[a 0][a 0]");
  EXPECT_EQ(LoadAt("none", 3), "");
  // The past did not take the place of the present.
  const int reads = store_.stream_reads;
  EXPECT_EQ(Load("a"), "[a 0][a 0]");
  EXPECT_EQ(store_.stream_reads, reads);
}

TEST_F(StreamFoldsTest, TheLeastRecentlyUsedGoes) {
  for (const char* stream : {"a", "b", "c"}) Append(stream);
  Load("a");
  Load("b");
  Load("a");
  Load("c");
  const int reads = store_.stream_reads;
  Load("a");
  Load("c");
  EXPECT_EQ(store_.stream_reads, reads);
  EXPECT_EQ(Load("b"), "[b 0]");
  EXPECT_EQ(store_.stream_reads, reads + 1);
}

TEST_F(StreamFoldsTest, NamesOfNothingPushNothingOut) {
  Append("a");
  Load("a");
  for (int i = 0; i < 10; ++i) Load("none-" + std::to_string(i));
  EXPECT_EQ(Load("a"), "[a 0]");
  EXPECT_EQ(store_.stream_reads, 1);
}

TEST_F(StreamFoldsTest, ADamagedEventIsPassedOnAndNothingIsKept) {
  Append("a");
  EXPECT_EQ(Load("a"), "[a 0]");
  Append("a", 1, "damaged");
  EXPECT_EQ(Load("a"), "damaged");
  EXPECT_EQ(Load("a"), "damaged");
  EXPECT_EQ(LoadAt("a", 2), "damaged");
  // What is below is whole.
  EXPECT_EQ(LoadAt("a", 1), "[a 0]");
}

TEST_F(StreamFoldsTest, OfADamagedLogWhatIsWholeCanBeHad) {
  Append("a");
  Append("a", 1, "damaged");
  const auto load_whole = [&] { return folds_.LoadWhole("test", "a"); };
  EXPECT_EQ(load_whole().status().code(), absl::StatusCode::kDataLoss);
  store_.on_head = [](store::v1::GetHeadResponse& head) {
    head.set_position(1);
    head.set_damaged_from(2);
  };
  ASSERT_TRUE(load_whole().ok());
  EXPECT_EQ((*load_whole())->state, "[a 0]");
}

TEST_F(StreamFoldsTest, EveryLoadSeesWhatWasAcknowledgedBefore) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 300;
  std::vector<std::thread> threads;
  std::vector<int> failures(kThreads, 0);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::optional<uint64_t> seen;
      for (int i = 0; i < kRounds; ++i) {
        const auto appended = eventstore::AppendNow(store_, AppendBuilder("test").To("a", Any()));
        const uint64_t mine = appended->appended().streams(0).last_revision();
        const auto folded = folds_.Load("test", "a");
        const bool fine = folded.ok() && (*folded)->revision.has_value() &&
                          *(*folded)->revision >= mine &&
                          (*folded)->state.size() == 5 * (*(*folded)->revision + 1) &&
                          (!seen.has_value() || *(*folded)->revision >= *seen);
        if (!fine) ++failures[static_cast<size_t>(t)];
        if (folded.ok()) seen = (*folded)->revision;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(kThreads, 0));
  EXPECT_EQ((*folds_.Load("test", "a"))->revision, kThreads * kRounds - 1);
}

TEST_F(StreamFoldsTest, StatesAreKeptByTheirWeight) {
  StreamFolds<std::string> folds(store_, Apply, /*capacity=*/12,
                                 [](const std::string& state) { return state.size(); });
  const auto reads = [&](const std::string& stream) {
    const int before = store_.stream_reads;
    EXPECT_TRUE(folds.Load("test", stream).ok());
    return store_.stream_reads - before;
  };
  // Five characters an event.
  for (const std::string stream : {"a", "b"}) {
    Append(stream);
    EXPECT_EQ(reads(stream), 1);
  }
  EXPECT_EQ(reads("a"), 0);
  // What grows pushes out what was not used for longest.
  Append("a");
  EXPECT_EQ(reads("a"), 1);
  EXPECT_EQ(reads("a"), 0);
  EXPECT_EQ(reads("b"), 1);
  EXPECT_EQ(reads("a"), 1);
  // And what is too large by itself is not kept at all.
  Append("a");
  EXPECT_EQ(reads("a"), 1);
  EXPECT_EQ(reads("a"), 1);
}

TEST_F(StreamFoldsTest, AfterARedactionAStreamIsFoldedAnew) {
  Append("a", 2);
  Append("b");
  EXPECT_EQ(Load("a"), "[a 0][a 1]");
  EXPECT_EQ(Load("b"), "[b 0]");
  ASSERT_TRUE(eventstore::AppendNow(store_, AppendBuilder("test").Redact(1, "", "gone")).ok());
  EXPECT_EQ(Load("a"), "[gone][a 1]");
  Append("a");
  EXPECT_EQ(Load("a"), "[gone][a 1][a 0]");
  EXPECT_EQ(LoadAt("a", 2), "[gone][a 1]");
  // And kept again.
  const int reads = store_.stream_reads;
  EXPECT_EQ(Load("a"), "[gone][a 1][a 0]");
  EXPECT_EQ(store_.stream_reads, reads);
}

TEST_F(StreamFoldsTest, AfterARestoreAStreamIsFoldedAnew) {
  Append("a", 3);
  EXPECT_EQ(Load("a"), "[a 0][a 1][a 2]");
  // Another store in its place, whose stream is shorter.
  eventstore::MemoryEventStore restored(clock_);
  ASSERT_TRUE(eventstore::AppendNow(restored, AppendBuilder("test").To("a", Any(), 1)).ok());
  store_.ReplaceStore(restored);
  EXPECT_EQ(Load("a"), "[a 0]");
}

TEST_F(StreamFoldsTest, WhatIsForgottenIsFoldedAnew) {
  Append("a", 2);
  const auto before = folds_.Load("test", "a");
  ASSERT_TRUE(before.ok());
  folds_.Clear();
  const auto after = folds_.Load("test", "a");
  ASSERT_TRUE(after.ok());
  EXPECT_NE(*after, *before);
  EXPECT_EQ((*after)->state, "[a 0][a 1]");
  EXPECT_EQ(store_.stream_reads, 2);
  // What somebody holds stays as it was.
  EXPECT_EQ((*before)->state, "[a 0][a 1]");
  folds_.Load("test", "a").IgnoreError();
  EXPECT_EQ(store_.stream_reads, 2);
}

TEST_F(StreamFoldsTest, ALoadUnderWayKeepsNothingOfWhatIsForgotten) {
  Append("a");
  ASSERT_EQ(Load("a"), "[a 0]");
  Append("a");
  // Forgets while the load, which goes on from what it found, reads what is new.
  store_.before_stream_read = [this] { folds_.Clear(); };
  EXPECT_EQ(Load("a"), "[a 0][a 0]");
  store_.before_stream_read = nullptr;
  const int reads = store_.stream_reads;
  EXPECT_EQ(Load("a"), "[a 0][a 0]");
  EXPECT_EQ(store_.stream_reads, reads + 1);
}

}  // namespace
}  // namespace mokuhyo::application
