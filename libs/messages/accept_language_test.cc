#include "libs/messages/accept_language.h"

#include <gtest/gtest.h>

namespace mokuhyo::messages {
namespace {

TEST(AcceptLanguageTest, ChoosesWhatIsLikedBest) {
  for (const char* english :
       {"en", "EN", "en-US", "en-GB, fr", "en-US,en;q=0.9,ja;q=0.8", "ja;q=0.5, en;q=0.501",
        "ja;q=0.2, *;q=0.3", "ja ; q=0.1 , en", "*, ja;q=0.9", "fr, en;q=0.001"}) {
    EXPECT_EQ(ChooseLanguage(english), common::v1::LANGUAGE_EN) << english;
  }
  for (const char* japanese :
       {"ja", "ja-JP", "JA-jp", "ja, en;q=0.9", "en;q=0.8, ja-JP;q=0.9", "en;q=0.5, *", "*"}) {
    EXPECT_EQ(ChooseLanguage(japanese), common::v1::LANGUAGE_JA) << japanese;
  }
}

TEST(AcceptLanguageTest, TakesJapaneseWhereNothingDecides) {
  for (const char* header :
       {"", "fr", "de-DE, fr;q=0.5", "en, ja", "en;q=0.5,ja;q=0.5", "en;q=0", "enx", "jaen"}) {
    EXPECT_EQ(ChooseLanguage(header), common::v1::LANGUAGE_JA) << header;
  }
}

TEST(AcceptLanguageTest, SkipsWhatIsMalformed) {
  for (const char* header : {"en;q=2", "en;q=1.5", "en;q=0.1234", "en;q=", "en;q=x", "en;level=1",
                             "en;q=.5", "\xff;q=1", ",,;,", "en;q=0.5.5"}) {
    EXPECT_EQ(ChooseLanguage(header), common::v1::LANGUAGE_JA) << header;
  }
  EXPECT_EQ(ChooseLanguage(",, en-US , ja;q=x"), common::v1::LANGUAGE_EN);
  EXPECT_EQ(ChooseLanguage("en;Q=0.9, ja;q=0.8"), common::v1::LANGUAGE_EN);
}

}  // namespace
}  // namespace mokuhyo::messages
