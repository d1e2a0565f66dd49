#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/observations/observe_test_util.h"

namespace mokuhyo::projection {

// Given sheets with one indicator `i1` each, and units that are split and merged, then …
class SeriesTest : public ::testing::Test {
 protected:
  // A sheet of a unit for a year. An indicator that names no series is of `x`.
  void Add(const std::string& id, int year, const std::string& unit,
           const std::string& indicator = "", const std::string& goal = "") {
    const bool names_series = indicator.find("series:") != std::string::npos;
    sheets_.push_back(ObservedTestSheet(
        "name: 'cities/test/sheets/" + id + "' fiscal_year: " + std::to_string(year) +
        " org_unit: '" + unit + "' goals { id: 'g1' title: 'T' " + goal +
        " indicators { id: 'i1' " + (names_series ? "" : "series: 'x' ") + indicator + " } }"));
  }

  static std::string Result(const std::string& text) { return "result { text: '" + text + "' } "; }
  static std::string Ratio(const std::string& text, int numerator, int denominator) {
    return Result(text) + "result_detail { numerator: '" + std::to_string(numerator) +
           "' denominator: '" + std::to_string(denominator) + "' } ";
  }
  static std::string Past(int year, const std::string& text) {
    return "past { fiscal_year: " + std::to_string(year) + " value { text: '" + text + "' } } ";
  }
  // The series `series` begins with the indicator, after `previous`.
  static std::string Break(const std::string& previous, const std::string& series) {
    return "series: '" + series + "' series_break { previous_series: '" + previous +
           "' reason: 'sessions now' } ";
  }

  void Open(const std::string& unit, const std::string& parent = "nishi") {
    Evolve("org_unit_opened { unit: '" + unit + "' parent_unit: '" + parent + "' display_name: '" +
               unit + "' }",
           "2007-04-01");
  }
  // `units` as in "units: 'a' units: 'b'".
  void Merge(const std::string& units, const std::string& successor,
             const std::string& date = "2022-04-01") {
    Evolve("org_units_merged { " + units + " successor: '" + successor + "' }", date);
  }
  void Split(const std::string& unit, const std::string& successors,
             const std::string& date = "2022-04-01") {
    Evolve("org_unit_split { unit: '" + unit + "' " + successors + " }", date);
  }

  std::vector<const sheets::v1::Sheet*> All() const {
    std::vector<const sheets::v1::Sheet*> all;
    for (const sheets::v1::Sheet& sheet : sheets_) all.push_back(&sheet);
    return all;
  }

  std::deque<sheets::v1::Sheet> sheets_;
  domain::OrganizationState units_ = domain::testing::TestOrganization();

 private:
  void Evolve(const std::string& event, const std::string& date) {
    units_.Evolve(domain::testing::Proto<events::v1::OrganizationEvent>(event), ++revision_, date);
  }

  uint64_t revision_ = 100;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_TEST_UTIL_H_
