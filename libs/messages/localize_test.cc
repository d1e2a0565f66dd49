#include "libs/messages/localize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/violations.h"

namespace mokuhyo::messages {
namespace {

using common::v1::LANGUAGE_EN;
using common::v1::LANGUAGE_JA;

constexpr size_t kRoom = 1000;

TEST(LocalizeTest, SaysEveryViolationOnALineOfItsOwn) {
  base::Violations violations;
  violations.Add("goals[0].title", "is required");
  violations.Add("due", "must be a day, YYYY-MM-DD");
  const absl::Status status = violations.ToStatus();
  const auto japanese = Localize(status, LANGUAGE_JA, kRoom);
  EXPECT_EQ(japanese.locale(), "ja");
  EXPECT_EQ(japanese.message(),
            "goals[0].title: 必須です\ndue: 日付を YYYY-MM-DD の形で書いてください");
  const auto english = Localize(status, LANGUAGE_EN, kRoom);
  EXPECT_EQ(english.locale(), "en");
  EXPECT_EQ(english.message(), "goals[0].title: is required\ndue: must be a day, YYYY-MM-DD");
}

TEST(LocalizeTest, NamesThePlaceOnce) {
  EXPECT_EQ(
      Localize(base::FailedPrecondition("R", "cities/c/sheets/s", "is odd"), LANGUAGE_EN, kRoom)
          .message(),
      "cities/c/sheets/s: is odd");
  EXPECT_EQ(Localize(base::NotFound("cities/c", "there is no city cities/c"), LANGUAGE_EN, kRoom)
                .message(),
            "there is no city cities/c");
}

TEST(LocalizeTest, SaysInEnglishWhatTheCatalogDoesNotKnow) {
  const auto message = Localize(base::Aborted("R", "zzz unknown zzz"), LANGUAGE_JA, kRoom);
  EXPECT_EQ(message.message(), "zzz unknown zzz");
}

TEST(LocalizeTest, TranslatesStatusesWithoutDetails) {
  EXPECT_EQ(Localize(absl::CancelledError("the caller does not wait any more"), LANGUAGE_JA, kRoom)
                .message(),
            "呼び出し元はもう待っていません");
}

TEST(LocalizeTest, CountsWhatDoesNotFit) {
  base::Violations violations;
  for (int i = 0; i < 100; ++i) violations.Add(absl::StrCat("f", i), "is required");
  for (const auto language : {LANGUAGE_JA, LANGUAGE_EN}) {
    const std::string text = Localize(violations.ToStatus(), language, 200, 7).message();
    EXPECT_LE(text.size(), 200u);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_TRUE(absl::StrContains(text, absl::StrCat(" ", 107 - lines, " "))) << text;
  }
}

TEST(LocalizeTest, KeepsEachComplaintOnItsLine) {
  base::Violations violations;
  violations.Add("a", "two\nlines");
  violations.Add("b", "is required");
  EXPECT_EQ(Localize(violations.ToStatus(), LANGUAGE_EN, kRoom).message(),
            "a: two lines\nb: is required");
}

TEST(LocalizeTest, CutsALongLineBetweenCharacters) {
  std::string description;
  for (int i = 0; i < 1000; ++i) description += "目";
  const std::string text = Localize(base::Aborted("R", description), LANGUAGE_JA, kRoom).message();
  EXPECT_LE(text.size(), kRoom);
  EXPECT_TRUE(absl::EndsWith(text, "目…"));
}

}  // namespace
}  // namespace mokuhyo::messages
