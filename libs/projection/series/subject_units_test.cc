#include "libs/projection/series/subject_units.h"

#include <gmock/gmock.h>

#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;

// Units of TestOrganization(): the ward `nishi` with the sections `kensetsu` and `somu`.
class SubjectUnitsTest : public SeriesTest {
 protected:
  // The units of the same subject as `unit`, of those in which the series runs.
  std::vector<std::string> Near(const std::string& unit, const std::vector<std::string>& running) {
    SubjectUnits subject(units_, "2024-04-01");
    for (const std::string& one : running) subject.Add(one);
    std::vector<std::string> near;
    for (const auto& neighbor : subject.NeighborsOf(unit)) {
      const auto nearness = static_cast<int>(neighbor.nearness);
      near.push_back(neighbor.unit + " " + std::to_string(nearness));
    }
    return near;
  }
};

TEST_F(SubjectUnitsTest, ASectionThatIsTheOnlyOneOfItsWard) {
  EXPECT_THAT(Near("kensetsu", {"kensetsu", "nishi"}), ElementsAre("kensetsu 0", "nishi 2"));
  EXPECT_THAT(Near("nishi", {"kensetsu", "nishi"}), ElementsAre("nishi 0", "kensetsu 2"));
  // With a second one the ward may hold the sum of both, which are not near each other.
  const std::vector<std::string> all = {"kensetsu", "nishi", "somu"};
  EXPECT_THAT(Near("kensetsu", all), ElementsAre("kensetsu 0"));
  EXPECT_THAT(Near("nishi", all), ElementsAre("nishi 0"));
}

TEST_F(SubjectUnitsTest, UnitsThatGoOnInEachOthersPlace) {
  for (const char* unit : {"doro", "kotsu", "doro-kotsu", "dorokyoku"}) Open(unit);
  Merge("units: 'doro' units: 'kotsu'", "doro-kotsu");
  Split("doro-kotsu", "successors: 'dorokyoku'", "2023-04-01");
  const std::vector<std::string> all = {"doro", "kotsu", "dorokyoku", "nishi"};
  EXPECT_THAT(Near("dorokyoku", all), ElementsAre("dorokyoku 0", "doro 1", "kotsu 1", "nishi 2"));
  // The other part of the merger is another subject, and the ward may hold the sum of the two.
  EXPECT_THAT(Near("doro", all), ElementsAre("doro 0", "dorokyoku 1"));
  EXPECT_THAT(Near("nishi", all), ElementsAre("nishi 0", "dorokyoku 2"));
}

TEST_F(SubjectUnitsTest, AddingAnotherUnitCounts) {
  SubjectUnits subject(units_, "2024-04-01");
  subject.Add("kensetsu");
  subject.Add("nishi");
  EXPECT_EQ(subject.NeighborsOf("nishi").size(), 2u);
  subject.Add("somu");
  EXPECT_EQ(subject.NeighborsOf("nishi").size(), 1u);
}

}  // namespace
}  // namespace mokuhyo::projection
