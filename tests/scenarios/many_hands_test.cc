// Many hands on one sheet: nobody loses what they wrote, and whoever comes too late is told why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using goals::v1::UpdateGoalRequest;

constexpr int kHands = 32;
const std::string kRoads = SheetNamed("doboku-2022");

// What each hand, `hand-0` to `hand-31` on a thread of its own, is answered.
template <typename Request>
std::vector<absl::Status> AtOnce(City& city, const std::vector<Request>& requests) {
  std::vector<absl::Status> outcomes(requests.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < requests.size(); ++i) {
    threads.emplace_back(
        [&, i] { outcomes[i] = city.stack().Do(requests[i], absl::StrCat("hand-", i)).status(); });
  }
  for (std::thread& thread : threads) thread.join();
  city.PassMinute();
  return outcomes;
}

TEST(ManyHands, OnDifferentGoalsAllSucceed) {
  City city;
  city.On("2022-04-12").As("tanaka").Does(CreateSheet(kRoads, "doboku", 2022, "section-plain"));
  for (int i = 0; i < kHands; ++i)
    city.Does(CreateGoal(kRoads, absl::StrCat("road-", i), "title: '道'"));
  const auto before = city.Sheet(kRoads);
  std::vector<UpdateGoalRequest> requests;
  for (int i = 0; i < kHands; ++i) {
    requests.push_back(UpdateGoal(
        kRoads, before.goals(i).id(), "title",
        absl::StrCat("goal { title: '市道", i, "号' } etag: '", before.goals(i).etag(), "'")));
  }
  for (const absl::Status& status : AtOnce(city, requests)) EXPECT_TRUE(status.ok()) << status;
  const auto after = city.Sheet(kRoads);
  for (int i = 0; i < kHands; ++i) EXPECT_EQ(after.goals(i).title(), absl::StrCat("市道", i, "号"));
}

TEST(ManyHands, OfThoseWhoReadTheSameOneWinsAndTheOthersAreToldWho) {
  City city;
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  const std::string etag = city.Sheet(kRoads).goals(0).etag();
  std::vector<UpdateGoalRequest> requests;
  for (int i = 0; i < kHands; ++i) {
    requests.push_back(UpdateGoal(kRoads, "sand", "title",
                                  absl::StrCat("goal { title: '", i, "' } etag: '", etag, "'")));
  }
  const auto outcomes = AtOnce(city, requests);
  const std::string winner = city.Sheet(kRoads).goals(0).title();
  for (int i = 0; i < kHands; ++i) {
    if (absl::StrCat(i) == winner) {
      EXPECT_TRUE(outcomes[i].ok()) << outcomes[i];
    } else {
      ExpectRefusal(outcomes[i], absl::StatusCode::kAborted, "STALE_ETAG",
                    {"GoalUpdated sand by hand-" + winner}, Here::current());
    }
  }
}

TEST(ManyHands, TwoWhoConfirmAndOneWhoCorrectsMeanwhile) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022, "section-plain");
  city.On("2023-04-10");
  ReportAndRateRoads(city, kRoads);
  const Reviewed reviewed = city.Review(kRoads);
  city.As("tanaka").Does(CorrectResults(kRoads, {{"fence", "80"}}, "測り直した"));
  for (const std::string reviewer : {"yamada", "suzuki"}) {
    city.As(reviewer)
        .Does(ConfirmEvaluation(reviewed))
        .IsRefused(absl::StatusCode::kAborted, "STALE_ETAG",
                   {"ResultsCorrected fence by tanaka", "測り直した"});
  }
  // Both read it again and confirm at once: one does, the other is told by whom.
  const std::vector<evaluations::v1::ConfirmEvaluationRequest> both(
      2, ConfirmEvaluation(city.Review(kRoads)));
  const auto outcomes = AtOnce(city, both);
  const int winner = outcomes[0].ok() ? 0 : 1;
  EXPECT_TRUE(outcomes[winner].ok()) << outcomes[winner];
  ExpectRefusal(outcomes[1 - winner], absl::StatusCode::kAborted, "STALE_ETAG",
                {absl::StrCat("EvaluationConfirmed by hand-", winner)}, Here::current());
  EXPECT_EQ(city.Sheet(kRoads).state(), sheets::v1::SHEET_STATE_CONFIRMED);
}

}  // namespace
}  // namespace mokuhyo::scenarios
