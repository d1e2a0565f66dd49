#include "libs/projection/series/series_record.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SeriesRecordTest : public SeriesTest {
 protected:
  // Of the indicators of all sheets.
  SeriesRecord Record() const {
    SeriesRecord record(units_, "2024-04-01");
    for (const sheets::v1::Sheet& sheet : sheets_) {
      ForEachMember(sheet, [&record](const SeriesMember& member) { record.Add(member); });
    }
    return record;
  }

  // One more indicator of the series in the sheet that was added last.
  void AddIndicator(const std::string& id, const std::string& fields) {
    const sheets::v1::Sheet with_goal = ObservedTestSheet(
        absl::StrCat("goals { indicators { id: '", id, "' series: 'x' ", fields, " } }"));
    *sheets_.back().add_goals() = with_goal.goals(0);
  }

  static const sheets::v1::Indicator& First(const sheets::v1::Sheet& sheet) {
    return sheet.goals(0).indicators(0);
  }

  // `12 of a/i1`.
  static std::vector<std::string> Lines(const std::vector<SeriesValue>& values) {
    std::vector<std::string> lines;
    for (const SeriesValue& value : values) {
      const std::string& sheet = value.sheet->name();
      lines.push_back(absl::StrCat(value.value->text(), " of ", sheet.substr(sheet.rfind('/') + 1),
                                   "/", value.indicator->id()));
    }
    return lines;
  }
};

TEST_F(SeriesRecordTest, ASheetSpeaksOnceOfAYearAndNotToItself) {
  Add("a", 2021, "somu", Past(2020, "9"));
  AddIndicator("i2", Result("12") + Past(2020, "10") + Past(2019, "8"));
  AddIndicator("i3", Result("13"));
  Add("s", 2022, "somu", Result("7"));
  AddIndicator("i2", Result("8"));
  const SeriesRecord record = Record();
  const sheets::v1::Sheet& earlier = sheets_[0];
  const sheets::v1::Sheet& sheet = sheets_[1];
  EXPECT_THAT(Lines(record.ReportsOf(sheet, First(sheet), 2021)), ElementsAre("12 of a/i2"));
  EXPECT_THAT(Lines(record.TypedInOf(sheet, First(sheet), 2020)), ElementsAre("9 of a/i1"));
  EXPECT_THAT(Lines(record.TypedInOf(sheet, First(sheet), 2019)), ElementsAre("8 of a/i2"));
  EXPECT_THAT(Lines(record.ReportsOf(sheet, First(sheet), 2022)), IsEmpty());
  EXPECT_THAT(Lines(record.ReportsOf(earlier, First(earlier), 2022)), ElementsAre("7 of s/i1"));
}

TEST_F(SeriesRecordTest, TheNearestUnitsFirstAndThenBySheet) {
  Open("doro");
  Merge("units: 'doro'", "somu");
  Add("e", 2021, "nishi", Result("5"));
  Add("d", 2021, "doro", Result("4"));
  Add("c", 2021, "somu", Result("3"));
  Add("b", 2021, "somu", Result("2"));
  Add("a", 2021, "somu", Result("1") + "accumulation { kind: CUMULATIVE }");
  Add("s", 2022, "somu");
  const SeriesRecord record = Record();
  const sheets::v1::Sheet& sheet = sheets_.back();
  EXPECT_THAT(Lines(record.ReportsOf(sheet, First(sheet), 2021)),
              ElementsAre("2 of b/i1", "3 of c/i1", "4 of d/i1", "5 of e/i1"));
  EXPECT_EQ(record.ReportOf(sheet, First(sheet), 2021)->value->text(), "2");
  EXPECT_FALSE(record.ReportOf(sheet, First(sheet), 2020).has_value());
}

TEST_F(SeriesRecordTest, TheLastReportIsThatOfTheNewestEarlierYear) {
  Add("a", 2019, "somu", Result("9"));
  Add("b", 2020, "somu", Result("10"));
  Add("c", 2021, "somu", Past(2020, "11"));
  Add("s", 2022, "somu", Result("12"));
  Add("d", 2023, "somu", Result("13"));
  const auto last = [this](size_t sheet) -> std::string {
    const auto report = Record().LastReportOf(sheets_[sheet], First(sheets_[sheet]));
    return report.has_value() ? Lines({*report})[0] : "none";
  };
  EXPECT_EQ(last(3), "10 of b/i1");
  EXPECT_EQ(last(4), "12 of s/i1");
  EXPECT_EQ(last(0), "none");
}

TEST_F(SeriesRecordTest, NothingFromBeforeTheSeriesBeganIsTheLastReport) {
  Add("a", 2020, "somu", Result("300"));
  Add("b", 2021, "somu", Break("persons", "x"));
  Add("c", 2022, "somu");
  Add("d", 2022, "kensetsu");
  const SeriesRecord record = Record();
  EXPECT_EQ(record.BeginsIn(sheets_[0]), 0);
  EXPECT_EQ(record.BeginsIn(sheets_[1]), 2021);
  EXPECT_EQ(record.BeginsIn(sheets_[2]), 2021);
  EXPECT_EQ(record.BeginsIn(sheets_[3]), 0);
  EXPECT_FALSE(record.LastReportOf(sheets_[2], First(sheets_[2])).has_value());
}

}  // namespace
}  // namespace mokuhyo::projection
