#include "libs/projection/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "libs/base/errors.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {
namespace {

sheets::v1::ListSheetsRequest Request() {
  sheets::v1::ListSheetsRequest request;
  request.set_parent("cities/minato");
  request.set_fiscal_year(2022);
  return request;
}

PageToken Token() {
  return {{"minato", "0a1b2c", 42}, "2023-04-01", std::string("2022/kita\n\0x", 12)};
}

void ExpectRefused(const sheets::v1::ListSheetsRequest& request, const std::string& reason) {
  const auto token = DecodePageToken(request);
  EXPECT_EQ(token.status().code(), absl::StatusCode::kInvalidArgument) << request.page_token();
  EXPECT_EQ(base::ErrorReason(token.status()), reason) << request.page_token();
}

TEST(PageTokenTest, FirstPageHasNone) {
  const auto token = DecodePageToken(Request());
  ASSERT_TRUE(token.ok());
  EXPECT_FALSE(token->has_value());
}

TEST(PageTokenTest, ComesBackAsItWas) {
  auto request = Request();
  request.set_page_token(EncodePageToken(Token(), Request()));
  const auto token = DecodePageToken(request);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(**token, Token());
}

TEST(PageTokenTest, DayAndKeyMayBeEmpty) {
  const PageToken empty{{"minato", "0a1b2c", 0}, "", ""};
  auto request = Request();
  request.set_page_token(EncodePageToken(empty, Request()));
  const auto token = DecodePageToken(request);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(**token, empty);
}

TEST(PageTokenTest, IsUrlSafe) {
  EXPECT_THAT(EncodePageToken(Token(), Request()), testing::MatchesRegex("[A-Za-z0-9_-]+"));
}

TEST(PageTokenTest, PageSizeMayChangeFromPageToPage) {
  auto request = Request();
  request.set_page_size(10);
  request.set_page_token(EncodePageToken(Token(), Request()));
  auto next = request;
  next.set_page_size(500);
  next.set_page_token(EncodePageToken(Token(), request));
  EXPECT_TRUE(DecodePageToken(next).ok());
}

TEST(PageTokenTest, NothingElseMayChange) {
  const std::string token = EncodePageToken(Token(), Request());
  auto other_year = Request();
  other_year.set_fiscal_year(2021);
  auto other_city = Request();
  other_city.set_parent("cities/kawanishi");
  auto other_view = Request();
  other_view.set_view(sheets::v1::SHEET_VIEW_FULL);
  auto other_day = Request();
  other_day.set_effective_date("2020-01-01");
  for (auto* request : {&other_year, &other_city, &other_view, &other_day}) {
    request->set_page_token(token);
    ExpectRefused(*request, "PAGE_TOKEN_OF_OTHER_REQUEST");
  }
}

TEST(PageTokenTest, TokenOfAnotherMethodIsRefused) {
  sheets::v1::ListCountedGoalsRequest other;
  other.set_parent(Request().parent());
  sheets::v1::ListSheetsRequest request;
  request.set_parent(Request().parent());
  request.set_page_token(EncodePageToken(Token(), other));
  ExpectRefused(request, "PAGE_TOKEN_OF_OTHER_REQUEST");
}

TEST(PageTokenTest, MalformedTokensAreRefused) {
  const std::string good = EncodePageToken(Token(), Request());
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(good, &bytes));
  std::string newer_layout = bytes;
  newer_layout.front() = 2;
  const std::string header = bytes.substr(0, 33);

  const std::vector<std::string> malformed = {
      "2",
      "not a token",
      "目標",
      good + "*",
      absl::WebSafeBase64Escape(newer_layout),
      absl::WebSafeBase64Escape(bytes.substr(0, 20)),
      absl::WebSafeBase64Escape(header),
      absl::WebSafeBase64Escape(header + "minato.0a1b2c.42"),
      absl::WebSafeBase64Escape(header + "minato.0a1b2c.42\n2023-04-01"),
      absl::WebSafeBase64Escape(header + "minato.0a1b2c.42\n2023-02-29\n"),
      absl::WebSafeBase64Escape(header + "minato.42\n2023-04-01\n"),
  };
  for (const std::string& token : malformed) {
    auto request = Request();
    request.set_page_token(token);
    ExpectRefused(request, "PAGE_TOKEN_MALFORMED");
  }
}

}  // namespace
}  // namespace mokuhyo::projection
