#include "libs/projection/sheet_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "libs/projection/sheet_log_test_util.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SheetDirectoryTest : public SheetLogTest {
 protected:
  std::vector<std::string> Ids(const std::string& city, uint64_t position) {
    const auto entries = directory_.List(city, position);
    EXPECT_TRUE(entries.ok()) << entries.status();
    std::vector<std::string> ids;
    for (const SheetEntry& entry : entries.value_or(std::vector<SheetEntry>()))
      ids.push_back(entry.sheet);
    return ids;
  }

  std::vector<std::string> WithSeries(const std::string& series, uint64_t position) {
    const auto sheets = directory_.SheetsWithSeries("minato", series, position);
    EXPECT_TRUE(sheets.ok()) << sheets.status();
    return sheets.value_or(std::vector<std::string>());
  }

  std::vector<std::string> LinkingTo(const std::string& sheet, uint64_t position) {
    const auto sheets = directory_.SheetsLinkingTo("minato", sheet, position);
    EXPECT_TRUE(sheets.ok()) << sheets.status();
    return sheets.value_or(std::vector<std::string>());
  }

  // Small pages, so that every test reads several.
  SheetDirectory directory_{store_, 2};
};

TEST_F(SheetDirectoryTest, KnowsWhatIsFixedAtCreation) {
  const uint64_t position = Create("minato", "2022-kita", "kita-zeimu", 2022);
  const auto entries = directory_.List("minato", position);
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_THAT(*entries,
              ElementsAre(SheetEntry{"2022-kita", "goals", 3, 2022, "kita-zeimu", position}));
}

TEST_F(SheetDirectoryTest, OrdersByIdAndReadsOn) {
  Create("minato", "b");
  EXPECT_THAT(Ids("minato", Create("minato", "c")), ElementsAre("b", "c"));
  EXPECT_THAT(Ids("minato", Create("minato", "a")), ElementsAre("a", "b", "c"));
}

TEST_F(SheetDirectoryTest, NothingAtTheBeginning) {
  EXPECT_THAT(Ids("minato", 0), IsEmpty());
  EXPECT_EQ(store_.pages_read(), 0);
}

TEST_F(SheetDirectoryTest, AnswersAboutThePast) {
  const uint64_t first = Create("minato", "a");
  const uint64_t second = Create("minato", "b");
  const uint64_t deleted = Delete("minato", "a");
  const uint64_t again = Create("minato", "a", "minami");

  EXPECT_THAT(Ids("minato", again), ElementsAre("a", "b"));
  EXPECT_THAT(Ids("minato", deleted), ElementsAre("b"));
  EXPECT_THAT(Ids("minato", second), ElementsAre("a", "b"));
  EXPECT_THAT(Ids("minato", first), ElementsAre("a"));

  const auto before = directory_.List("minato", second);
  const auto after = directory_.List("minato", again);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(before->front().org_unit, "kita");
  EXPECT_EQ(before->front().created_position, first);
  EXPECT_EQ(after->front().org_unit, "minami");
  EXPECT_EQ(after->front().created_position, again);
}

TEST_F(SheetDirectoryTest, TellsWhenSheetsLastCameOrWent) {
  EXPECT_EQ(*directory_.LastChange("minato", 0), 0u);
  const uint64_t first = Create("minato", "a");
  EXPECT_EQ(*directory_.LastChange("minato", first), first);
  const uint64_t other = GiveSeries("minato", "a", "roads");
  EXPECT_EQ(*directory_.LastChange("minato", other), first);
  const uint64_t deleted = Delete("minato", "a");
  EXPECT_EQ(*directory_.LastChange("minato", deleted), deleted);
  // The log was read further than is asked for.
  EXPECT_EQ(*directory_.LastChange("minato", first), deleted);
  const uint64_t elsewhere = Create("kita", "a");
  EXPECT_EQ(*directory_.LastChange("kita", elsewhere), elsewhere);
  EXPECT_EQ(*directory_.LastChange("minato", deleted), deleted);
}

TEST_F(SheetDirectoryTest, AnswerDoesNotDependOnHowFarTheLogWasRead) {
  std::vector<uint64_t> positions;
  for (const char* sheet : {"a", "b", "a", "c", "b", "a"}) {
    const auto sheets =
        positions.empty() ? std::vector<std::string>() : Ids("minato", positions.back());
    const bool exists = std::find(sheets.begin(), sheets.end(), sheet) != sheets.end();
    positions.push_back(exists ? Delete("minato", sheet) : Create("minato", sheet));
  }
  for (const uint64_t position : positions) {
    SheetDirectory fresh(store_, 1);
    const auto expected = fresh.List("minato", position);
    const auto actual = directory_.List("minato", position);
    ASSERT_TRUE(expected.ok() && actual.ok());
    EXPECT_EQ(*actual, *expected) << "at position " << position;
  }
}

TEST_F(SheetDirectoryTest, PassesOverOtherEventsWithoutDecodingThem) {
  Create("minato", "a");
  Append("minato", "organization", "mokuhyo.events.v1.OrgUnitOpened", "\xff not a message");
  Append("minato", "sheets/a", "mokuhyo.events.v1.GoalMoved", "\xff not a message");
  Append("minato", "elsewhere", "mokuhyo.events.v1.SheetCreated", "\xff not a message");
  const uint64_t last = Append("minato", "access", "mokuhyo.events.v9.NotInventedYet", "", 7);
  EXPECT_THAT(Ids("minato", last), ElementsAre("a"));
}

// It may be another way to create a sheet, which must not be missing without a word.
TEST_F(SheetDirectoryTest, UnknownEventOfASheetIsUnavailable) {
  const uint64_t good = Create("minato", "a");
  const uint64_t unknown = Append("minato", "sheets/b", "mokuhyo.events.v1.SheetCopied", "");
  const absl::Status status = directory_.List("minato", unknown).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ErrorReason(status), "UNKNOWN_EVENT");
  EXPECT_THAT(Ids("minato", good), ElementsAre("a"));
}

TEST_F(SheetDirectoryTest, CitiesAreApart) {
  const uint64_t minato = Create("minato", "a");
  const uint64_t kawanishi = Create("kawanishi", "b");
  EXPECT_THAT(Ids("minato", minato), ElementsAre("a"));
  EXPECT_THAT(Ids("kawanishi", kawanishi), ElementsAre("b"));
}

TEST_F(SheetDirectoryTest, ReadsEveryPageOnce) {
  uint64_t last = 0;
  for (int i = 0; i < 10; ++i) last = Create("minato", absl::StrCat("s", i));
  EXPECT_THAT(Ids("minato", last), SizeIs(10));
  EXPECT_EQ(store_.pages_read(), 5);
  EXPECT_THAT(Ids("minato", last), SizeIs(10));
  EXPECT_THAT(Ids("minato", 3), SizeIs(3));
  EXPECT_EQ(store_.pages_read(), 5);
}

TEST_F(SheetDirectoryTest, BeginsAnewWhenTheStoreWasRestored) {
  Create("minato", "a");
  EXPECT_THAT(Ids("minato", Create("minato", "lost")), ElementsAre("a", "lost"));
  eventstore::MemoryEventStore restored(clock_);
  store_.ReplaceStore(restored);
  Create("minato", "a");
  EXPECT_THAT(Ids("minato", Create("minato", "b")), ElementsAre("a", "b"));
  EXPECT_THAT(Ids("minato", 1), ElementsAre("a"));
}

TEST_F(SheetDirectoryTest, ReadsAnewAfterARedaction) {
  const uint64_t created = Create("minato", "a", "kita");
  ASSERT_EQ(directory_.List("minato", created)->front().org_unit, "kita");
  events::v1::SheetCreated left;
  left.mutable_sheet()->set_org_unit("［削除］");
  eventstore::conformance::AppendBuilder redact("minato");
  redact.Redact(created, "", left.SerializeAsString());
  ASSERT_TRUE(eventstore::AppendNow(store_, redact).ok());
  EXPECT_EQ(directory_.List("minato", created)->front().org_unit, "［削除］");
}

TEST_F(SheetDirectoryTest, PositionBeyondTheHeadIsOutOfRangeUntilItExists) {
  const uint64_t last = Create("minato", "a");
  EXPECT_EQ(directory_.List("minato", last + 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(Ids("minato", Create("minato", "b")), ElementsAre("a", "b"));
}

TEST_F(SheetDirectoryTest, DamagedCreationIsDataLossAndWhatWasBeforeItStays) {
  const uint64_t good = Create("minato", "a");
  const uint64_t bad = Append("minato", "sheets/b", "mokuhyo.events.v1.SheetCreated", "\xff");
  for (int i = 0; i < 2; ++i) {
    const absl::Status status = directory_.List("minato", bad).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(base::ErrorReason(status), "EVENT_DAMAGED");
    EXPECT_THAT(std::string(status.message()),
                testing::HasSubstr(absl::StrCat("position ", bad, " of minato")));
  }
  EXPECT_THAT(Ids("minato", good), ElementsAre("a"));
}

TEST_F(SheetDirectoryTest, NewerSchemaIsUnavailable) {
  const uint64_t position = Append("minato", "sheets/b", "mokuhyo.events.v1.SheetCreated", "",
                                   domain::kEventSchemaVersion + 1);
  const auto entries = directory_.List("minato", position);
  EXPECT_EQ(entries.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ErrorReason(entries.status()), "UNKNOWN_EVENT");
}

TEST_F(SheetDirectoryTest, ListsTheSheetsOfAYear) {
  Create("minato", "old", "kita", 2021);
  Create("minato", "b", "kita", 2022);
  const uint64_t last = Create("minato", "a", "kita", 2022);
  const uint64_t deleted = Delete("minato", "b");
  const auto entries = directory_.List("minato", last, 2022);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_THAT(*entries, SizeIs(2));
  EXPECT_EQ(entries->front().sheet, "a");
  EXPECT_THAT(*directory_.List("minato", deleted, 2022), SizeIs(1));
  EXPECT_THAT(*directory_.List("minato", deleted, 2021), SizeIs(1));
  EXPECT_THAT(*directory_.List("minato", deleted, 2020), IsEmpty());
}

TEST_F(SheetDirectoryTest, FindsTheSheetsOfASeries) {
  Create("minato", "a");
  Create("minato", "b");
  const uint64_t created = GiveSeries("minato", "a", "visitors");
  const uint64_t goal = CreateGoalOfSeries("minato", "b", "visitors");
  const uint64_t broken = BreakSeries("minato", "b", "visitors", "visits");

  EXPECT_THAT(WithSeries("visitors", created - 1), IsEmpty());
  EXPECT_THAT(WithSeries("visitors", created), ElementsAre("a"));
  EXPECT_THAT(WithSeries("visitors", goal), ElementsAre("a", "b"));
  EXPECT_THAT(WithSeries("visits", goal), IsEmpty());
  // It had the series once.
  EXPECT_THAT(WithSeries("visitors", broken), ElementsAre("a", "b"));
  EXPECT_THAT(WithSeries("visits", broken), ElementsAre("b"));
  EXPECT_THAT(WithSeries("visit", broken), IsEmpty());
  // The beginning of a key.
  EXPECT_THAT(WithSeries(std::string("visitors\0a", 10), broken), IsEmpty());
  // The event says by itself what was before it.
  EXPECT_THAT(WithSeries("before", BreakSeries("minato", "a", "before", "after")),
              ElementsAre("a"));
}

TEST_F(SheetDirectoryTest, ASeriesOfItsOwnNamesItsSheet) {
  const uint64_t first = Create("minato", "2022-kita");
  const uint64_t second = Create("minato", "2023-kita", "kita", 2023);
  EXPECT_THAT(WithSeries("2022-kita.i1", first), ElementsAre("2022-kita"));
  EXPECT_THAT(WithSeries("2023-kita.i1", first), IsEmpty());
  EXPECT_THAT(WithSeries("2022-kita", second), IsEmpty());
  // The year after may have been given it by name.
  const uint64_t carried = GiveSeries("minato", "2023-kita", "2022-kita.i1");
  EXPECT_THAT(WithSeries("2022-kita.i1", carried), ElementsAre("2022-kita", "2023-kita"));
}

TEST_F(SheetDirectoryTest, FindsTheSheetsThatLinkToASheet) {
  Create("minato", "a");
  const uint64_t at_creation = CreateGoalLinkedTo("minato", "a", "ward");
  const uint64_t later = Link("minato", "b", "ward");
  EXPECT_THAT(LinkingTo("ward", at_creation - 1), IsEmpty());
  EXPECT_THAT(LinkingTo("ward", at_creation), ElementsAre("a"));
  EXPECT_THAT(LinkingTo("ward", later), ElementsAre("a", "b"));
  EXPECT_THAT(LinkingTo("war", later), IsEmpty());
  EXPECT_THAT(LinkingTo(std::string("ward\0a", 6), later), IsEmpty());
}

// Whoever asks for them loads the sheet, and hears from that what is wrong with it.
TEST_F(SheetDirectoryTest, AnEventThatCannotBeReadMayBeOfAnySeriesAndLink) {
  Create("minato", "a");
  const uint64_t damaged = Append("minato", "sheets/b", "mokuhyo.events.v1.GoalCreated", "\xff");
  const uint64_t newer = Append("minato", "sheets/c", "mokuhyo.events.v1.GoalsLinked", "",
                                domain::kEventSchemaVersion + 1);
  EXPECT_THAT(WithSeries("visitors", damaged), ElementsAre("b"));
  EXPECT_THAT(LinkingTo("ward", newer), ElementsAre("b", "c"));
  EXPECT_THAT(Ids("minato", newer), ElementsAre("a"));
}

TEST_F(SheetDirectoryTest, ManyThreadsGetTheSameAnswers) {
  constexpr int kSheets = 50;
  for (int i = 0; i < kSheets; ++i) {
    Create("minato", absl::StrCat("s", i));
    Create("kawanishi", absl::StrCat("s", i));
  }
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i <= kSheets; ++i) {
        const int position = t < 2 ? i : kSheets + 1 - i;
        const auto entries =
            directory_.List(t % 2 == 0 ? "minato" : "kawanishi", static_cast<uint64_t>(position));
        EXPECT_TRUE(entries.ok() && entries->size() == static_cast<size_t>(position));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_.pages_read(), 2 * kSheets / 2);
}

}  // namespace
}  // namespace mokuhyo::projection
