#include "libs/projection/series/past_results.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PastResultsTest : public SeriesTest {
 protected:
  // `i1 2021: 12 from a` for the sheet that was added last.
  std::vector<std::string> Lines(uint32_t past_years = 3) {
    form_.set_past_years(past_years);
    std::vector<std::string> lines;
    for (const auto& result :
         FindPastResults({&sheets_.back(), &form_}, All(), units_, "2024-04-01")) {
      const std::string& source = result.source();
      lines.push_back(absl::StrCat(result.indicator(), " ", result.fiscal_year(), ": ",
                                   result.value().text(), " from ",
                                   source.substr(source.find("/sheets/") + 8)));
    }
    return lines;
  }

  forms::v1::Form form_ = domain::testing::TestForm();
};

TEST_F(PastResultsTest, WhereNothingIsTypedIn) {
  Add("a", 2019, "somu", Result("9"));
  Add("b", 2020, "somu", Result("10"));
  Add("c", 2021, "somu", Result("11"));
  Add("d", 2022, "somu", Past(2020, "-") + "past { fiscal_year: 2021 } ");
  EXPECT_THAT(Lines(),
              ElementsAre("i1 2019: 9 from a/indicators/i1", "i1 2021: 11 from c/indicators/i1"));
  EXPECT_THAT(Lines(1), ElementsAre("i1 2021: 11 from c/indicators/i1"));
  EXPECT_THAT(Lines(0), IsEmpty());
}

TEST_F(PastResultsTest, OnlyOfTheSameSubject) {
  Add("a", 2021, "kensetsu", Result("9"));
  Add("b", 2022, "somu");
  EXPECT_THAT(Lines(), IsEmpty());
  Merge("units: 'kensetsu'", "somu");
  EXPECT_THAT(Lines(), ElementsAre("i1 2021: 9 from a/indicators/i1"));
}

TEST_F(PastResultsTest, NotBackOverABreak) {
  Add("a", 2020, "somu", Result("300"));
  Add("b", 2021, "somu", Break("persons", "x") + Result("20"));
  Add("c", 2022, "somu");
  EXPECT_THAT(Lines(), ElementsAre("i1 2021: 20 from b/indicators/i1"));
}

}  // namespace
}  // namespace mokuhyo::projection
