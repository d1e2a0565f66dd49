#include "libs/projection/page.h"

#include <gtest/gtest.h>

#include <string>
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

TEST(CutPageTest, EndsByBytesButIsNeverEmpty) {
  constexpr size_t kMebibyte = 1024 * 1024;
  EXPECT_EQ(PageSizes(5, kMebibyte, 1000), std::vector<int>({2, 2, 1}));
  EXPECT_EQ(PageSizes(2, 3 * kMebibyte, 1000), std::vector<int>({1, 1}));
}

TEST(CutPageTest, RefusesAKeyOfAnotherMethod) {
  for (const char* key : {"2022/kita", "-1", "9999999999"}) {
    const Page page{.point = {}, .date = "", .after = key, .size = 3};
    EXPECT_EQ(base::ErrorReason(FirstOf(page).status()), "PAGE_TOKEN_MALFORMED") << key;
  }
}

}  // namespace
}  // namespace mokuhyo::projection
