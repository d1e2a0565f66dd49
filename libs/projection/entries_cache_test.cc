#include "libs/projection/entries_cache.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/test_city_test_util.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A reader that is asked again and again, so that it answers from what it remembers.
class EntriesCacheTest : public application::TestCity {
 protected:
  std::vector<std::string> Select(const SheetFilter& filter, uint64_t position,
                                  const std::string& date) {
    application::ReadPoint point;
    point.position = position;
    const auto selection = reader_.Select(filter, point, date);
    EXPECT_TRUE(selection.ok()) << selection.status();
    std::vector<std::string> names;
    if (!selection.ok()) return names;
    for (const auto& sheet : selection->sheets) {
      const std::string& name = sheet->state.sheet().name();
      names.push_back(name.substr(name.rfind('/') + 1));
    }
    return names;
  }

  // Sheets of the ward now.
  std::vector<std::string> OfWard(const std::string& date = "2022-05-01") {
    return Select({.city = "test", .org_unit = "nishi", .fiscal_year = 2022, .form = ""}, Head(),
                  date);
  }

  void DeleteSheet(const std::string& id) {
    ExpectOk(Do<goals::v1::DeleteDraftSheetResponse>(
                 Proto<goals::v1::DeleteDraftSheetRequest>(
                     absl::StrCat("name: 'cities/test/sheets/", id, "' reason: '誤り'")))
                 .status());
  }

  void MoveUnit(const std::string& unit, const std::string& parent, const std::string& date) {
    organization::v1::MoveOrgUnitResponse moved;
    const auto move = Proto<organization::v1::MoveOrgUnitRequest>(
        absl::StrCat("name: 'cities/test/orgUnits/", unit, "' parent_unit: '", parent,
                     "' effective_date: '", date, "' reason: '改組'"));
    ExpectOk(Call([&](auto done) { cities_.RunOnUnit(move, caller_, &moved, std::move(done)); }));
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

TEST_F(EntriesCacheTest, SheetsComeAndGo) {
  EXPECT_THAT(OfWard(), IsEmpty());
  EXPECT_THAT(OfWard(), IsEmpty());
  CreateSheet("a");
  EXPECT_THAT(OfWard(), ElementsAre("a"));
  EXPECT_THAT(OfWard(), ElementsAre("a"));
  CreateSheet("b", "somu");
  EXPECT_THAT(OfWard(), ElementsAre("a", "b"));
  DeleteSheet("a");
  EXPECT_THAT(OfWard(), ElementsAre("b"));
  EXPECT_THAT(OfWard(), ElementsAre("b"));
}

TEST_F(EntriesCacheTest, ThePastStaysWhatItWas) {
  const SheetFilter ward{.city = "test", .org_unit = "nishi", .fiscal_year = 2022, .form = ""};
  std::vector<uint64_t> positions = {Head()};
  CreateSheet("a");
  positions.push_back(Head());
  CreateSheet("b", "somu");
  positions.push_back(Head());
  DeleteSheet("a");
  positions.push_back(Head());
  const std::vector<std::vector<std::string>> expected = {{}, {"a"}, {"a", "b"}, {"b"}};
  // Whatever was asked before.
  for (size_t first = 0; first < positions.size(); ++first) {
    for (size_t then = 0; then < positions.size(); ++then) {
      EXPECT_EQ(Select(ward, positions[first], "2022-05-01"), expected[first]);
      EXPECT_EQ(Select(ward, positions[then], "2022-05-01"), expected[then]);
    }
  }
}

TEST_F(EntriesCacheTest, UnitsMove) {
  OpenUnit("higashi", "org_unit { display_name: '東区' kind: ORG_UNIT_KIND_WARD }");
  CreateSheet("a");
  CreateSheet("b", "somu");
  EXPECT_THAT(OfWard(), ElementsAre("a", "b"));
  MoveUnit("somu", "higashi", "2022-06-01");
  EXPECT_THAT(OfWard("2022-06-01"), ElementsAre("a"));
  EXPECT_THAT(OfWard("2022-05-31"), ElementsAre("a", "b"));
  EXPECT_THAT(OfWard("2022-06-01"), ElementsAre("a"));
}

TEST_F(EntriesCacheTest, FiltersAreApart) {
  CreateSheet("a");
  CreateSheet("b", "somu");
  const auto select = [&](const SheetFilter& filter) {
    return Select(filter, Head(), "2022-05-01");
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_THAT(select({"test", "somu", 2022, ""}), ElementsAre("b"));
    EXPECT_THAT(select({"test", "nishi", 2022, ""}), ElementsAre("a", "b"));
    EXPECT_THAT(select({"test", "nishi", 2023, ""}), IsEmpty());
    EXPECT_THAT(select({"test", "", 2022, "test-form"}), ElementsAre("a", "b"));
  }
}

TEST(EntriesCacheOfOneAnswerTest, RemembersUntilSomethingChanges) {
  EntriesCache cache;
  auto units = std::make_shared<const application::Folded<domain::OrganizationState>>();
  const SheetFilter filter{.city = "test", .org_unit = "nishi", .fiscal_year = 2022, .form = ""};
  const std::string day = "2022-05-01";
  const auto entries = std::make_shared<const std::vector<SheetEntry>>(1);
  EXPECT_EQ(cache.Find({filter, day, units, 7}), nullptr);
  cache.Put({filter, day, units, 7}, entries);
  EXPECT_EQ(cache.Find({filter, day, units, 7}), entries);
  EXPECT_EQ(cache.Find({filter, day, units, 8}), nullptr);
  EXPECT_EQ(cache.Find({filter, "2022-05-02", units, 7}), nullptr);
  const auto others = std::make_shared<const application::Folded<domain::OrganizationState>>();
  EXPECT_EQ(cache.Find({filter, day, others, 7}), nullptr);
}

}  // namespace
}  // namespace mokuhyo::projection
