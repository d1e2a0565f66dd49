#include "libs/projection/edition_reader.h"

#include <gmock/gmock.h>

#include "libs/base/sha256.h"
#include "libs/projection/sheet_story_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;

class EditionReaderTest : public SheetStory {
 protected:
  sheets::v1::ListEditionsResponse List(const std::string& fields = "") {
    const auto response = ListEditions(reader_, Proto<sheets::v1::ListEditionsRequest>(absl::StrCat(
                                                    "parent: '", kSheet, "' ", fields)));
    ExpectOk(response.status());
    return response.ok() ? *response : sheets::v1::ListEditionsResponse();
  }

  // Edition 1 of 1 May, edition 2 of 1 June in its place, with another name of the indicator.
  void PublishTwo() {
    PublishRoadsWithEdition();
    between_ = Now();
    GoToDay("2022-06-01");
    Reopen("reason: '誤記'");
    UpdateIndicator("i1",
                    "indicator { name: '新名称' } update_mask { paths: 'name' } reason: '誤記'");
    Confirm();
    Replace("reason: '名称を直した'");
  }

  std::string between_;
};

TEST_F(EditionReaderTest, BytesStayWhateverHappensToTheSheet) {
  PublishTwo();
  const auto first = ReadEdition(store_, Sheet(), 1);
  ExpectOk(first.status());
  EXPECT_EQ(base::HexEncode(base::Sha256(first->bytes)), Sheet().editions(0).digest());
  EXPECT_FALSE(first->redacted);
  EXPECT_EQ(ParseText(first->bytes)->goals(0).indicators(0).name(), "補修件数");
  EXPECT_EQ(ParseText(ReadEdition(store_, Sheet(), 2)->bytes)->goals(0).indicators(0).name(),
            "新名称");
  ExpectRefused(ReadEdition(store_, Sheet(), 3).status(), absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST_F(EditionReaderTest, EditionThatIsNotWhereTheSheetSaysIsDamage) {
  PublishRoadsWithEdition();
  sheets::v1::Sheet sheet = Sheet();
  sheet.mutable_editions(0)->set_position(1);
  ExpectRefused(ReadEdition(store_, sheet, 1).status(), absl::StatusCode::kDataLoss,
                "EVENT_MISSING");
  sheet.mutable_editions(0)->set_position(Head() + 1);
  ExpectRefused(ReadEdition(store_, sheet, 1).status(), absl::StatusCode::kDataLoss,
                "EVENT_MISSING");
}

TEST_F(EditionReaderTest, ListsNewestFirstWithWhatReplacedWhat) {
  PublishTwo();
  const auto list = List();
  ASSERT_EQ(list.editions_size(), 2);
  const sheets::v1::Edition& second = list.editions(0);
  const sheets::v1::Edition& first = list.editions(1);
  EXPECT_EQ(second.number(), 2u);
  EXPECT_EQ(second.replaces(), 1u);
  EXPECT_EQ(second.replaced_by(), 0u);
  EXPECT_EQ(second.reason(), "名称を直した");
  EXPECT_EQ(second.actor(), "client-1");
  EXPECT_EQ(second.published_on(), "2022-06-01");
  EXPECT_EQ(first.number(), 1u);
  EXPECT_EQ(first.replaced_by(), 2u);
  EXPECT_EQ(first.published_on(), "2022-05-01");
  EXPECT_EQ(first.size_bytes(), ReadEdition(store_, Sheet(), 1)->bytes.size());
  EXPECT_NE(first.digest(), second.digest());

  // What was known before the second one.
  const auto before = List(absl::StrCat("as_of_time: '", between_, "'"));
  ASSERT_EQ(before.editions_size(), 1);
  EXPECT_EQ(before.editions(0).replaced_by(), 0u);

  const auto page = List("page_size: 1");
  ASSERT_EQ(page.editions_size(), 1);
  EXPECT_EQ(page.editions(0).number(), 2u);
  const auto rest = List(absl::StrCat("page_size: 1 page_token: '", page.next_page_token(), "'"));
  ASSERT_EQ(rest.editions_size(), 1);
  EXPECT_EQ(rest.editions(0).number(), 1u);
  EXPECT_EQ(rest.next_page_token(), "");
}

TEST_F(EditionReaderTest, SheetIsReadAsItWasPublished) {
  PublishTwo();
  const auto first = Get("edition: 1");
  ExpectOk(first.status());
  EXPECT_EQ(first->goals(0).indicators(0).name(), "補修件数");
  EXPECT_EQ(first->editions_size(), 1);
  EXPECT_EQ(first->state(), sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
  EXPECT_EQ(Get("edition: 2")->goals(0).indicators(0).name(), "新名称");
  ExpectRefused(Get("edition: 3").status(), absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(Get(absl::StrCat("edition: 1 as_of_time: '", between_, "'")).status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  ExpectRefused(Get("edition: 1 effective_date: '2022-05-02'").status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

TEST_F(EditionReaderTest, UnitBearsTheNameOfTheDayOfPublication) {
  PublishTwo();
  GoToDay("2022-07-01");
  organization::v1::RenameOrgUnitResponse renamed;
  const auto rename = Proto<organization::v1::RenameOrgUnitRequest>(
      "name: 'cities/test/orgUnits/kensetsu' display_name: '土木課' reason: '改組'");
  ExpectOk(Call([&](auto done) { cities_.RunOnUnit(rename, caller_, &renamed, std::move(done)); }));
  const auto name = [&](const std::string& fields) {
    return reader_
        .GetSheet(Proto<sheets::v1::GetSheetRequest>(absl::StrCat("name: '", kSheet, "' ", fields)))
        ->org_unit_display_name();
  };
  EXPECT_EQ(name(""), "土木課");
  EXPECT_EQ(name("edition: 2"), "建設課");
}

TEST(TakeIdsTest, TreesThatAreBuiltAlikeShareTheirIds) {
  using documents::v1::SheetDocument;
  const auto ids = Proto<SheetDocument>(R"(goals { id: "g1" goals { id: "g2" }
                                                   indicators { id: "i1" } indicators { id: "i2" } }
                                           goals { id: "g3" indicators { id: "i3" } })");
  auto edition = Proto<SheetDocument>(R"(goals { title: "a" goals { title: "b" }
                                                 indicators { name: "c" } indicators { name: "d" } }
                                         goals { title: "e" })");
  TakeIds(ids, edition);
  EXPECT_EQ(edition.goals(0).id(), "g1");
  EXPECT_EQ(edition.goals(0).goals(0).id(), "g2");
  EXPECT_EQ(edition.goals(0).indicators(1).id(), "i2");
  EXPECT_EQ(edition.goals(1).id(), "g3");
  auto other = Proto<SheetDocument>(R"(goals { title: "a" })");
  TakeIds(ids, other);
  EXPECT_EQ(other.goals(0).id(), "");
}

}  // namespace
}  // namespace mokuhyo::projection
