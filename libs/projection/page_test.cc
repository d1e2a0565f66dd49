#include "libs/projection/page.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/base/errors.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::CountedGoal;
using sheets::v1::ListCountedGoalsRequest;

std::vector<CountedGoal> Goals(int count, size_t title_bytes) {
  std::vector<CountedGoal> goals(static_cast<size_t>(count));
  for (CountedGoal& goal : goals) goal.set_title(std::string(title_bytes, 'x'));
  return goals;
}

// Sizes of all pages of a list, each cut behind the token of the one before.
std::vector<int> PageSizes(int count, size_t title_bytes, int page_size) {
  ListCountedGoalsRequest request;
  std::vector<int> sizes;
  do {
    Page page{.point = {7, "minato.0a.7"}, .date = "2023-04-01", .after = "", .size = page_size};
    const auto token = DecodePageToken(request);
    EXPECT_TRUE(token.ok()) << token.status();
    if (token.ok() && token->has_value()) page.after = (*token)->after;
    auto goals = Goals(count, title_bytes);
    google::protobuf::RepeatedPtrField<CountedGoal> cut;
    const auto next = CutPage(page, request, goals, cut);
    EXPECT_TRUE(next.ok()) << next.status();
    sizes.push_back(cut.size());
    request.set_page_token(next.value_or(""));
  } while (!request.page_token().empty());
  return sizes;
}

TEST(CutPageTest, EndsByNumber) {
  EXPECT_EQ(PageSizes(0, 10, 3), std::vector<int>({0}));
  EXPECT_EQ(PageSizes(3, 10, 3), std::vector<int>({3}));
  EXPECT_EQ(PageSizes(7, 10, 3), std::vector<int>({3, 3, 1}));
}

TEST(CutPageTest, EndsBeforeWhatMakesItTooLargeButIsNeverEmpty) {
  EXPECT_EQ(PageSizes(5, kMaxPageBytes / 3, 1000), std::vector<int>({2, 2, 1}));
  EXPECT_EQ(PageSizes(2, kMaxPageBytes, 1000), std::vector<int>({1, 1}));
}

TEST(PageFillTest, IsNeverLargerThanPagesAre) {
  const Page page{.point = {}, .date = "", .after = "", .size = 1000};
  sheets::v1::ListCountedGoalsResponse response;
  PageFill fill(page, *response.mutable_goals());
  const auto goal = [](size_t bytes) {
    CountedGoal made = Goals(1, bytes).front();
    const size_t around = made.ByteSizeLong() - bytes;
    made.mutable_title()->resize(bytes - around);
    return made;
  };
  constexpr size_t kSmall = 1000;
  EXPECT_TRUE(fill.Take(goal(kSmall), "1"));
  CountedGoal large = goal(kMaxPageBytes - kSmall + 1);
  EXPECT_FALSE(fill.Take(std::move(large), "2"));
  EXPECT_GT(large.title().size(), kSmall) << "what has no room stays where it is";
  EXPECT_TRUE(fill.Take(goal(kMaxPageBytes - kSmall), "2"));
  EXPECT_FALSE(fill.Take(goal(kSmall), "3"));
  EXPECT_EQ(response.goals_size(), 2);
  EXPECT_LE(response.ByteSizeLong(), kMaxPageBytes + 100);
}

TEST(PageFillTest, TakesOneElementOfAnySize) {
  const Page page{.point = {}, .date = "", .after = "", .size = 1000};
  sheets::v1::ListCountedGoalsResponse response;
  PageFill fill(page, *response.mutable_goals());
  EXPECT_TRUE(fill.Take(std::move(Goals(1, kMaxPageBytes + 1).front()), "1"));
  EXPECT_FALSE(fill.Take(std::move(Goals(1, 1).front()), "2"));
}

TEST(CutPageTest, RefusesAKeyOfAnotherMethod) {
  for (const char* key : {"2022/kita", "-1", "9999999999"}) {
    const Page page{.point = {}, .date = "", .after = key, .size = 3};
    EXPECT_EQ(base::ErrorReason(FirstOf(page).status()), "PAGE_TOKEN_MALFORMED") << key;
  }
}

}  // namespace
}  // namespace mokuhyo::projection
