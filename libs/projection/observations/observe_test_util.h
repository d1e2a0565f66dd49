#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/observations/observe.h"
#include "libs/values/parse.h"

namespace mokuhyo::projection {

// Reads the texts of all values as a command would.
inline void ParseValues(google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals) {
  const auto parse = [](values::v1::Value& value) { value = values::Parse(value.text()); };
  for (sheets::v1::Goal& goal : goals) {
    for (sheets::v1::Indicator& indicator : *goal.mutable_indicators()) {
      if (indicator.has_target()) parse(*indicator.mutable_target());
      if (indicator.has_result()) parse(*indicator.mutable_result());
      for (auto& past : *indicator.mutable_past()) {
        if (past.has_value()) parse(*past.mutable_value());
      }
    }
    ParseValues(*goal.mutable_goals());
  }
}

// A sheet of `kensetsu` for 2022 under TestForm(), unless the text says otherwise.
inline sheets::v1::Sheet ObservedTestSheet(const std::string& text) {
  auto sheet = domain::testing::Proto<sheets::v1::Sheet>(text);
  if (sheet.name().empty()) sheet.set_name("cities/test/sheets/s");
  if (sheet.org_unit().empty()) sheet.set_org_unit("kensetsu");
  if (sheet.fiscal_year() == 0) sheet.set_fiscal_year(2022);
  ParseValues(*sheet.mutable_goals());
  return sheet;
}

// Given a sheet and others, when it is observed, then …
class ObserveTest : public ::testing::Test {
 protected:
  // The observations on the sheet, with `others` as those of its series and targets of its links.
  std::vector<sheets::v1::Observation> ObserveAll(const std::string& sheet,
                                                  const std::vector<std::string>& others = {}) {
    const sheets::v1::Sheet observed = ObservedTestSheet(sheet);
    std::vector<sheets::v1::Sheet> around;
    for (const std::string& other : others) around.push_back(ObservedTestSheet(other));
    ObservedSheet context{.sheet = {&observed, &form_}, .date = date_, .units = &units_};
    for (const sheets::v1::Sheet& other : around) {
      context.of_series.push_back(&other);
      context.linked.emplace(other.name(), &other);
    }
    return Observe(context);
  }

  // `id: value | value`, with the values of the evidence.
  std::vector<std::string> Lines(const std::string& sheet,
                                 const std::vector<std::string>& others = {}) {
    std::vector<std::string> lines;
    for (const sheets::v1::Observation& observation : ObserveAll(sheet, others)) {
      std::string line = observation.id() + ":";
      for (const sheets::v1::Evidence& evidence : observation.evidence()) {
        line += (line.ends_with(":") ? " " : " | ") + evidence.value();
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }

  // A sheet with one goal `g1` and one indicator `i1` with these fields.
  static std::string One(const std::string& indicator, const std::string& goal = "",
                         const std::string& sheet = "") {
    return sheet + " goals { id: 'g1' level: 'goal' label: '1' title: 'T' " + goal +
           " indicators { id: 'i1' " + indicator + " } }";
  }
  static std::string Target(const std::string& text) { return "target { text: '" + text + "' } "; }
  static std::string Result(const std::string& text) { return "result { text: '" + text + "' } "; }
  static std::string Past(int year, const std::string& text) {
    return "past { fiscal_year: " + std::to_string(year) + " value { text: '" + text + "' } } ";
  }

  forms::v1::Form form_ = domain::testing::TestForm();
  domain::OrganizationState units_ = domain::testing::TestOrganization();
  std::string date_ = "2024-04-01";
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_TEST_UTIL_H_
