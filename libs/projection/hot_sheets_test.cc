#include "libs/projection/hot_sheets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "libs/projection/sheet_story_test_util.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::GetSheetRequest;
using sheets::v1::GetSheetResponse;

class HotSheetsTest : public SheetStory {
 protected:
  static std::string Serialized(const std::string& fields = "") {
    GetSheetRequest request =
        domain::testing::Proto<GetSheetRequest>(absl::StrCat("name: '", kSheet, "' ", fields));
    return request.SerializeAsString();
  }

  // What is at hand; null if nothing is.
  HotSheets::Bytes Find(const std::string& request) {
    HotSheets::Bytes found;
    bool called = false;
    hot_.Find(request, [&](HotSheets::Bytes bytes) {
      found = std::move(bytes);
      called = true;
    });
    EXPECT_TRUE(called);
    return found;
  }

  std::string Expected(const std::string& request) {
    GetSheetRequest parsed;
    EXPECT_TRUE(parsed.ParseFromString(request));
    const auto response = reader_.GetSheet(parsed);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->SerializeAsString();
  }

  // Reads, and checks that the answer and what is at hand from then on are those of the reader.
  void ReadAndCheck(const std::string& request) {
    const auto read = hot_.Read(request);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(**read, Expected(request));
    const auto found = Find(request);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, **read);
  }

  // A new name for the unit of the sheet, from `day` on.
  void Rename(const std::string& name, const std::string& day) {
    organization::v1::RenameOrgUnitResponse response;
    const auto rename = domain::testing::Proto<organization::v1::RenameOrgUnitRequest>(
        absl::StrCat("name: 'cities/test/orgUnits/kensetsu' display_name: '", name,
                     "' effective_date: '", day, "'"));
    ExpectOk(
        Call([&](auto done) { cities_.RunOnUnit(rename, caller_, &response, std::move(done)); }));
  }

  std::string Tomorrow() const { return base::TodayInTokyo(clock_.Now() + absl::Hours(24)); }

  HotSheets hot_{reader_};
};

TEST_F(HotSheetsTest, HasAtHandWhatWasRead) {
  PublishRoads();
  EXPECT_EQ(Find(Serialized()), nullptr);
  ReadAndCheck(Serialized());
  ReadAndCheck(Serialized("view: SHEET_VIEW_BASIC"));
  ReadAndCheck(Serialized("read_mask { paths: 'name' paths: 'state' }"));
}

TEST_F(HotSheetsTest, NothingStaleIsAtHandAfterAWrite) {
  PublishRoads();
  ReadAndCheck(Serialized());
  ReportResult("i1", "72");
  EXPECT_EQ(Find(Serialized()), nullptr);
  ReadAndCheck(Serialized());
}

TEST_F(HotSheetsTest, AWriteElsewhereChangesThePositionAlone) {
  PublishRoads();
  const auto before = hot_.Read(Serialized());
  ASSERT_TRUE(before.ok());
  CreateSheet("other", "somu");
  EXPECT_EQ(Find(Serialized()), nullptr);
  ReadAndCheck(Serialized());
  EXPECT_NE(**hot_.Read(Serialized()), **before);
}

TEST_F(HotSheetsTest, ARenamedUnitIsSeen) {
  PublishRoads();
  ReadAndCheck(Serialized());
  Rename("新しい課", base::TodayInTokyo(clock_.Now()));
  ReadAndCheck(Serialized());
  EXPECT_THAT(*Find(Serialized()), ::testing::HasSubstr("新しい課"));
}

TEST_F(HotSheetsTest, ANameThatBeginsTomorrowIsSeenTomorrow) {
  PublishRoads();
  Rename("明日の課", Tomorrow());
  ReadAndCheck(Serialized());
  EXPECT_THAT(*Find(Serialized()), ::testing::Not(::testing::HasSubstr("明日の課")));
  GoToDay(Tomorrow());
  EXPECT_EQ(Find(Serialized()), nullptr);
  ReadAndCheck(Serialized());
  EXPECT_THAT(*Find(Serialized()), ::testing::HasSubstr("明日の課"));
}

TEST_F(HotSheetsTest, GoesWithTheFoldsItWasMadeOf) {
  PublishRoads();
  ReadAndCheck(Serialized());
  folds_.Clear();
  EXPECT_EQ(Find(Serialized()), nullptr);
  ReadAndCheck(Serialized());
}

TEST_F(HotSheetsTest, WhoAsksForAPositionWarmsTheAnswerForAll) {
  PublishRoads();
  const std::string position = ReportResult("i1", "72");
  const std::string asking = Serialized(absl::StrCat("at_least_position: '", position, "'"));
  const auto read = hot_.Read(asking);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(**read, Expected(asking));
  EXPECT_EQ(Find(asking), nullptr);
  ASSERT_NE(Find(Serialized()), nullptr);
  EXPECT_EQ(*Find(Serialized()), Expected(Serialized()));
}

TEST_F(HotSheetsTest, DoesNotKeepWhatDependsOnMore) {
  PublishRoads();
  for (const std::string& fields :
       {std::string("include_observations: true"), std::string("include_contributions: true"),
        std::string("include_past_results: true"), absl::StrCat("as_of_time: '", Now(), "'"),
        std::string("effective_date: '2030-01-01'")}) {
    const auto read = hot_.Read(Serialized(fields));
    ASSERT_TRUE(read.ok()) << read.status() << fields;
    EXPECT_EQ(**read, Expected(Serialized(fields))) << fields;
    EXPECT_EQ(Find(Serialized(fields)), nullptr) << fields;
  }
}

TEST_F(HotSheetsTest, RefusesWhatTheReaderRefuses) {
  PublishRoads();
  EXPECT_EQ(hot_.Read(Serialized("view: 9")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(hot_.Read(GetSheetRequest().SerializeAsString()).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(base::ErrorReason(hot_.Read("\xff").status()), "MALFORMED_REQUEST");
  EXPECT_EQ(Find(Serialized("view: 9")), nullptr);
}

}  // namespace
}  // namespace mokuhyo::projection
