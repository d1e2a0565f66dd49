#include "libs/projection/watch_sheets.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "libs/base/resource_name.h"
#include "libs/projection/redact_text_test_util.h"
#include "libs/projection/sheet_story_test_util.h"
#include "libs/projection/watch_token.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using sheets::v1::WatchSheetsRequest;
using sheets::v1::WatchSheetsResponse;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// An executor of one thread.
class Worker {
 public:
  Worker() : thread_([this] { Run(); }) {}
  ~Worker() {
    Post({});
    thread_.join();
  }

  // An empty task ends it.
  bool Post(absl::AnyInvocable<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    posted_.notify_one();
    return true;
  }

 private:
  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      posted_.wait(lock, [this] { return !tasks_.empty(); });
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<absl::AnyInvocable<void()>> tasks_;
  std::thread thread_;
};

class WatchSheetsTest : public SheetStory {
 protected:
  absl::StatusOr<std::unique_ptr<SheetWatch>> Open(const std::string& fields) {
    return WatchSheets(reader_, subscriptions_, post_,
                       Proto<WatchSheetsRequest>("parent: 'cities/test' " + fields));
  }

  std::unique_ptr<SheetWatch> Watch(const std::string& fields = "") {
    auto watch = Open(fields);
    ExpectOk(watch.status());
    return watch.ok() ? *std::move(watch) : nullptr;
  }

  // The next answer; waits for it.
  static absl::StatusOr<WatchSheetsResponse> Next(SheetWatch& watch) {
    WatchSheetsResponse response;
    absl::Notification answered;
    absl::StatusOr<bool> outcome = false;
    watch.Next(response, [&](absl::StatusOr<bool> more) {
      outcome = std::move(more);
      answered.Notify();
    });
    answered.WaitForNotification();
    if (!outcome.ok()) return outcome.status();
    EXPECT_TRUE(*outcome);
    return response;
  }

  // All answers up to and with WatchCaughtUp.
  static std::vector<WatchSheetsResponse> UntilCaughtUp(SheetWatch& watch) {
    std::vector<WatchSheetsResponse> responses;
    while (responses.empty() || !responses.back().has_caught_up()) {
      const auto response = Next(watch);
      EXPECT_TRUE(response.ok()) << response.status();
      if (!response.ok()) break;
      responses.push_back(*response);
    }
    return responses;
  }

  // Each answer as `sheet state`, `sheet deleted`, `caught up` or `progress`.
  static std::vector<std::string> Say(const std::vector<WatchSheetsResponse>& responses) {
    std::vector<std::string> said;
    for (const auto& one : responses) {
      const std::string name = one.change().name().substr(one.change().name().rfind('/') + 1);
      said.push_back(one.has_caught_up()         ? "caught up"
                     : one.has_progress()        ? "progress"
                     : one.change().deleted()    ? name + " deleted"
                     : !one.change().has_sheet() ? name + " lost"
                                                 : name + " " + one.change().sheet().title());
    }
    return said;
  }

  // That what is known of each sheet, serialized, is what it was at the position.
  void ExpectKnown(const std::map<std::string, std::string>& known, uint64_t position) {
    for (const auto& [name, sheet] : known) {
      const auto there =
          reader_.ReadAt(*base::ParseSheetName(name, "name"), {.position = position, .token = ""});
      ASSERT_TRUE(there.ok()) << there.status();
      sheets::v1::Sheet seen;
      ASSERT_TRUE(seen.ParseFromString(sheet));
      EXPECT_EQ(seen.DebugString(), there->sheet->state.sheet().DebugString());
    }
  }

  void Rename(const std::string& sheet, const std::string& title) {
    Must<goals::v1::UpdateSheetResponse, goals::v1::UpdateSheetRequest>(
        absl::StrCat("sheet { name: 'cities/test/sheets/", sheet, "' title: '", title,
                     "' } update_mask { paths: 'title' }"));
  }

  void Delete(const std::string& sheet) {
    Must<goals::v1::DeleteDraftSheetResponse, goals::v1::DeleteDraftSheetRequest>(
        absl::StrCat("name: 'cities/test/sheets/", sheet, "'"));
  }

  void Redact(uint64_t position, const std::string& text) {
    RedactText(store_, folds_, clock_, position, text);
  }

  Worker worker_;
  eventstore::Subscriptions::Post post_ = [this](auto task) {
    return worker_.Post(std::move(task));
  };
  eventstore::Subscriptions subscriptions_{
      store_, clock_, post_, {.timeout = absl::Hours(1), .max_page_bytes = 2048}};
};

TEST_F(WatchSheetsTest, SendsWhatThereIsThenWhatChanges) {
  CreateSheet("a", "kensetsu");
  CreateSheet("b", "somu");
  Rename("a", "土木");
  const auto watch = Watch("send_initial_state: true");
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("a 土木", "b ", "caught up"));
  Rename("b", "総務");
  const auto change = Next(*watch);
  ExpectOk(change.status());
  EXPECT_THAT(Say({*change}), ElementsAre("b 総務"));
  EXPECT_THAT(change->change().event_types(), ElementsAre("mokuhyo.events.v1.SheetUpdated"));
  EXPECT_EQ(change->change().actor(), "client-1");
  EXPECT_EQ(change->change().recorded_time(), "2022-05-01T01:00:00.000000Z");
  EXPECT_EQ(change->change().sheet().goals_size(), 0);
}

TEST_F(WatchSheetsTest, BeginsNowUnlessAskedForWhatThereIs) {
  CreateSheet("a");
  const auto watch = Watch();
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("caught up"));
}

TEST_F(WatchSheetsTest, ChangesRunTogetherAndSayEachTypeOnce) {
  CreateSheet("s");
  const auto watch = Watch("view: SHEET_VIEW_FULL");
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("caught up"));
  // Much more than one page of the log.
  for (int i = 0; i < 100; ++i) Rename("s", absl::StrCat("title ", i));
  CreateGoal("goal { level: 'goal' }");
  Rename("s", "last");
  const auto changes = UntilCaughtUp(*watch);
  ASSERT_THAT(Say(changes), ElementsAre("s last", "caught up"));
  EXPECT_THAT(changes[0].change().event_types(),
              ElementsAre("mokuhyo.events.v1.SheetUpdated", "mokuhyo.events.v1.GoalCreated"));
  EXPECT_EQ(changes[0].change().sheet().goals_size(), 1);
}

TEST_F(WatchSheetsTest, DeletedSheetsAreSaidToBe) {
  CreateSheet("a");
  const auto watch = Watch("fiscal_year: 2022");
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("caught up"));
  Delete("a");
  const auto gone = Next(*watch);
  ExpectOk(gone.status());
  EXPECT_THAT(Say({*gone}), ElementsAre("a deleted"));
  EXPECT_FALSE(gone->change().has_sheet());
  EXPECT_THAT(gone->change().event_types(), ElementsAre("mokuhyo.events.v1.SheetDeleted"));
  // Another one of the same id.
  CreateSheet("a");
  EXPECT_THAT(Say({*Next(*watch)}), ElementsAre("a "));
}

TEST_F(WatchSheetsTest, FiltersNarrowWhatIsSent) {
  CreateSheet("a", "kensetsu");
  CreateSheet("ab", "somu");
  const auto initial = [&](const std::string& fields) {
    return Say(UntilCaughtUp(*Watch("send_initial_state: true " + fields)));
  };
  EXPECT_THAT(initial("org_unit: 'kensetsu'"), ElementsAre("a ", "caught up"));
  EXPECT_THAT(initial("org_unit: 'nishi'"), ElementsAre("a ", "ab ", "caught up"));
  EXPECT_THAT(initial("fiscal_year: 2021"), ElementsAre("caught up"));
  EXPECT_THAT(initial("form: 'test-form'"), ElementsAre("a ", "ab ", "caught up"));
  EXPECT_THAT(initial("sheets: 'cities/test/sheets/a'"), ElementsAre("a ", "caught up"));

  // Of what is not wanted, a watch says only that it passed.
  const auto by_unit = Watch("org_unit: 'kensetsu'");
  const auto by_year = Watch("fiscal_year: 2021");
  const auto by_name = Watch("sheets: 'cities/test/sheets/a'");
  for (const auto* watch : {&by_unit, &by_year, &by_name})
    EXPECT_THAT(Say(UntilCaughtUp(**watch)), ElementsAre("caught up"));
  Rename("ab", "x");
  EXPECT_THAT(Say({*Next(*by_unit)}), ElementsAre("progress"));
  EXPECT_THAT(Say({*Next(*by_year)}), ElementsAre("progress"));
  EXPECT_THAT(Say({*Next(*by_name)}), ElementsAre("progress"));
  Delete("ab");
  EXPECT_THAT(Say({*Next(*by_unit)}), ElementsAre("progress"));
  Rename("a", "y");
  EXPECT_THAT(Say({*Next(*by_unit)}), ElementsAre("a y"));
}

TEST_F(WatchSheetsTest, ARedactionIsAChangeOfItsSheet) {
  CreateSheet("a", "kensetsu");
  CreateSheet("b", "somu");
  Rename("a", "山田太郎の計画");
  const uint64_t of_a = Head();
  Rename("b", "佐藤花子の計画");
  const uint64_t of_b = Head();
  const auto all = Watch("send_initial_state: true");
  const auto known = UntilCaughtUp(*all);
  ASSERT_THAT(Say(known), ElementsAre("a 山田太郎の計画", "b 佐藤花子の計画", "caught up"));
  const auto by_unit = Watch("org_unit: 'kensetsu'");
  const auto by_name = Watch("sheets: 'cities/test/sheets/b'");
  for (const auto* watch : {&by_unit, &by_name})
    ASSERT_THAT(Say(UntilCaughtUp(**watch)), ElementsAre("caught up"));

  Redact(of_b, "佐藤花子");
  const auto change = Next(*all);
  ASSERT_THAT(Say({*change}), ElementsAre("b ［削除］の計画"));
  EXPECT_THAT(change->change().event_types(), ElementsAre("mokuhyo.events.v1.EventRedacted"));
  EXPECT_EQ(change->change().actor(), "operator");
  EXPECT_THAT(Say({*Next(*by_unit)}), ElementsAre("progress"));
  EXPECT_THAT(Say({*Next(*by_name)}), ElementsAre("b ［削除］の計画"));
  Redact(of_a, "山田太郎");
  EXPECT_THAT(Say({*Next(*all)}), ElementsAre("a ［削除］の計画"));
  EXPECT_THAT(Say({*Next(*by_unit)}), ElementsAre("a ［削除］の計画"));
  EXPECT_THAT(Say({*Next(*by_name)}), ElementsAre("progress"));

  // Whoever was away hears of both, in order, each once.
  EXPECT_THAT(
      Say(UntilCaughtUp(*Watch(absl::StrCat("resume_token: '", known.back().resume_token(), "'")))),
      ElementsAre("b ［削除］の計画", "a ［削除］の計画", "caught up"));
}

TEST_F(WatchSheetsTest, RedactionsElsewhereAreNoChange) {
  CreateSheet("a");
  Rename("a", "山田太郎の計画");
  const uint64_t of_a = Head();
  Delete("a");
  OpenUnit("chuo", "org_unit { display_name: '山田太郎課' kind: ORG_UNIT_KIND_WARD }");
  const uint64_t of_unit = Head();
  const auto watch = Watch();
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("caught up"));
  Redact(of_unit, "山田太郎");
  EXPECT_THAT(Say({*Next(*watch)}), ElementsAre("progress"));
  // Of a sheet that is gone.
  Redact(of_a, "山田太郎");
  EXPECT_THAT(Say({*Next(*watch)}), ElementsAre("progress"));
}

TEST_F(WatchSheetsTest, ResumingMissesNothing) {
  CreateSheet("a", "kensetsu");
  CreateSheet("b", "somu");
  CreateSheet("c", "nishi");
  // Broken off behind every answer of the initial state, with changes in between.
  auto first = Next(*Watch("send_initial_state: true"));
  ASSERT_THAT(Say({*first}), ElementsAre("a "));
  Rename("a", "a1");
  auto rest = UntilCaughtUp(*Watch(absl::StrCat("resume_token: '", first->resume_token(), "'")));
  ASSERT_THAT(Say(rest), ElementsAre("b ", "c ", "a a1", "caught up"));
  // Behind the last of the initial state nothing of it comes again.
  EXPECT_THAT(
      Say(UntilCaughtUp(*Watch(absl::StrCat("resume_token: '", rest[1].resume_token(), "'")))),
      ElementsAre("a a1", "caught up"));
  EXPECT_THAT(
      Say(UntilCaughtUp(*Watch(absl::StrCat("resume_token: '", rest[3].resume_token(), "'")))),
      ElementsAre("caught up"));

  // Broken off in the middle of changes that belong together: some come again, none is missing.
  Rename("b", "b2");
  Rename("c", "c2");
  Rename("a", "a2");
  const std::string resume = absl::StrCat("resume_token: '", rest[3].resume_token(), "'");
  const auto changes = UntilCaughtUp(*Watch(resume));
  EXPECT_THAT(Say(changes), ElementsAre("b b2", "c c2", "a a2", "caught up"));
  for (size_t i = 0; i < changes.size(); ++i) {
    std::map<std::string, std::string> known;
    for (size_t j = 0; j <= i; ++j)
      known[changes[j].change().name()] = changes[j].change().sheet().title();
    for (const auto& one :
         UntilCaughtUp(*Watch(absl::StrCat("resume_token: '", changes[i].resume_token(), "'"))))
      known[one.change().name()] = one.change().sheet().title();
    known.erase("");
    EXPECT_THAT(known, UnorderedElementsAre(::testing::Pair("cities/test/sheets/a", "a2"),
                                            ::testing::Pair("cities/test/sheets/b", "b2"),
                                            ::testing::Pair("cities/test/sheets/c", "c2")));
  }
}

TEST_F(WatchSheetsTest, TokenIsGoodForItsFilterAlone) {
  CreateSheet("a");
  const auto begun =
      UntilCaughtUp(*Watch("fiscal_year: 2022 sheets: 'cities/test/sheets/a' "
                           "sheets: 'cities/test/sheets/b'"));
  const std::string token = absl::StrCat("resume_token: '", begun.back().resume_token(), "' ");
  const std::string names =
      "sheets: 'cities/test/sheets/b' sheets: 'cities/test/sheets/a' fiscal_year: 2022 ";
  // In another order, and with more of each sheet.
  ExpectOk(Open(token + names + "view: SHEET_VIEW_FULL").status());
  const auto refused = [&](const std::string& fields, const std::string& reason) {
    ExpectRefused(Open(fields).status(), absl::StatusCode::kInvalidArgument, reason);
  };
  refused(token, "RESUME_TOKEN_OF_OTHER_REQUEST");
  refused(token + names + "org_unit: 'nishi'", "RESUME_TOKEN_OF_OTHER_REQUEST");
  refused("resume_token: 'x'", "RESUME_TOKEN_MALFORMED");
  refused("resume_token: '" + begun.back().resume_token().substr(0, 40) + "'",
          "RESUME_TOKEN_MALFORMED");
  refused(token + names + "send_initial_state: true", "INVALID_FIELDS");
  refused("sheets: 'cities/other/sheets/a'", "INVALID_FIELDS");
  refused("view: 7", "INVALID_FIELDS");
  ExpectRefused(Open("org_unit: 'nowhere'").status(), absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(Open("form: 'none'").status(), absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST_F(WatchSheetsTest, HistoryThatWasLostIsSaid) {
  CreateSheet("a");
  const auto begun = UntilCaughtUp(*Watch());
  auto token = *DecodeWatchToken(Proto<WatchSheetsRequest>(
      absl::StrCat("parent: 'cities/test' resume_token: '", begun.back().resume_token(), "'")));
  const std::string fingerprint =
      WatchFingerprint(Proto<WatchSheetsRequest>("parent: 'cities/test'"));
  token.position.number += 100;
  ExpectRefused(Open("resume_token: '" + EncodeWatchToken(token, fingerprint) + "'").status(),
                absl::StatusCode::kOutOfRange, "BEYOND_HEAD");
  token.position.epoch = "0123";
  ExpectRefused(Open("resume_token: '" + EncodeWatchToken(token, fingerprint) + "'").status(),
                absl::StatusCode::kOutOfRange, "LOST_EPOCH");
}

TEST_F(WatchSheetsTest, CancelEndsAWaitingCall) {
  const auto watch = Watch();
  EXPECT_THAT(Say(UntilCaughtUp(*watch)), ElementsAre("caught up"));
  WatchSheetsResponse response;
  absl::Notification answered;
  absl::StatusOr<bool> outcome = true;
  watch->Next(response, [&](absl::StatusOr<bool> more) {
    outcome = std::move(more);
    answered.Notify();
  });
  watch->Cancel();
  answered.WaitForNotification();
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kCancelled) << outcome.status();
}

// Writers on all sheets at once, and a reader that is broken off at every third answer, before it
// has heard of all four: it gets on, and whenever it has caught up it knows each sheet as GetSheet
// answers it there.
TEST_F(WatchSheetsTest, WithWritersInParallelItKnowsWhatGetSheetAnswers) {
  constexpr int kSheets = 4;
  constexpr int kWrites = 60;
  const std::vector<std::string> units = {"kensetsu", "somu", "nishi", "kensetsu2"};
  OpenUnit("kensetsu2",
           "org_unit { display_name: 'x' kind: ORG_UNIT_KIND_SECTION parent_unit: 'nishi' }");
  for (int i = 0; i < kSheets; ++i)
    CreateSheet(absl::StrCat("p", i), units[static_cast<size_t>(i)]);
  std::vector<std::thread> writers;
  for (int i = 0; i < kSheets; ++i) {
    writers.emplace_back([this, i] {
      for (int n = 0; n < kWrites; ++n) Rename(absl::StrCat("p", i), absl::StrCat("title ", n));
    });
  }

  std::map<std::string, std::string> known;
  auto watch = Watch("send_initial_state: true view: SHEET_VIEW_FULL");
  int answers = 0;
  // Takes an answer; the position up to which everything is known then.
  const auto follow = [&]() -> uint64_t {
    const auto response = Next(*watch);
    if (!response.ok()) {
      ADD_FAILURE() << response.status();
      return Head();
    }
    if (response->has_change())
      known[response->change().name()] = response->change().sheet().SerializeAsString();
    const auto token = *DecodeWatchToken(Proto<WatchSheetsRequest>(
        absl::StrCat("parent: 'cities/test' resume_token: '", response->resume_token(), "'")));
    if (response->has_caught_up()) ExpectKnown(known, token.position.number);
    if (++answers % 3 == 0)
      watch = Watch(
          absl::StrCat("view: SHEET_VIEW_FULL resume_token: '", response->resume_token(), "'"));
    return token.initial_after.empty() ? token.position.number : 0;
  };
  while (known.size() < kSheets && !HasFailure()) follow();
  for (auto& writer : writers) writer.join();
  uint64_t reached = 0;
  while (reached < Head()) reached = follow();
  ExpectKnown(known, Head());
  EXPECT_EQ(known.size(), size_t{kSheets});
}

}  // namespace
}  // namespace mokuhyo::projection
