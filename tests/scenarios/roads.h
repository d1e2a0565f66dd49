#ifndef MOKUHYO_TESTS_SCENARIOS_ROADS_H_
#define MOKUHYO_TESTS_SCENARIOS_ROADS_H_

#include <string>

#include "tests/scenarios/city.h"
#include "tests/scenarios/steps.h"

// The sheet of the roads section (土木課), which most stories are about. `tanaka` writes it for the
// section, `yamada` decides for the planning division.
namespace mokuhyo::scenarios {

// A draft `sheet` of `doboku`, by tanaka, with three goals:
//   1  sand     飛砂から海岸の道路を守る      fence  防砂柵の延長          m  90
//   2  orders   工事を早めに発注する          early  上半期の発注割合      %  70~80
//   3  answers  要望に早く答える              tendays 10日以内に答えた割合  %  100
void WriteRoads(City& city, const std::string& sheet, int year,
                const std::string& form = "section-year");

// The same, published: under `section-year` submitted and approved before, on the day that it is.
void PublishRoads(City& city, const std::string& sheet, int year,
                  const std::string& form = "section-year");

// Reports fence 78, early 86, tendays 100, and rates all 達成: 78 of 90 with a reason.
void ReportAndRateRoads(City& city, const std::string& sheet);

// Submits (under `section-year`), confirms and publishes the first edition.
void PublishRoadsEdition(City& city, const std::string& sheet);

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_ROADS_H_
