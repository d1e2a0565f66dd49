#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_TEST_UTIL_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_TEST_UTIL_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/violations.h"
#include "libs/domain/goals/carry_forward.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain::testing {

// Given a sheet with its form, when it is carried forward, then …
class CarryForwardTest : public ::testing::Test {
 protected:
  CarryForwardTest() { Fold({SheetCreatedEvent()}, source_); }

  void Given(const SheetEvents& events) { Fold(events, source_, {.effective_date = "2022-05-01"}); }

  void GivenGoal(const std::string& fields, const std::string& parent = "") {
    events::v1::SheetEvent event;
    auto& created = *event.mutable_goal_created();
    *created.mutable_goal() = Proto<sheets::v1::Goal>(fields);
    created.set_parent_goal(parent);
    created.set_index(99);
    Given({event});
  }

  void GivenResult(const std::string& indicator, const std::string& value) {
    events::v1::SheetEvent event;
    auto& entry = *event.mutable_results_reported()->add_results();
    entry.set_indicator(indicator);
    *entry.mutable_result()->mutable_value() = values::Parse(value);
    Given({event});
  }

  void GivenOrganization(const std::string& event) {
    organization_.Evolve(Proto<events::v1::OrganizationEvent>(event), *organization_.revision() + 1,
                         date_);
  }

  absl::StatusOr<CarriedForward> When(const std::string& fields = "") {
    auto request = Proto<goals::v1::CarryForwardSheetRequest>(fields);
    if (request.name().empty()) request.set_name(source_.sheet().name());
    const SheetContext context{form_, organization_, date_, "tester", false, nullptr};
    return CarryForward(source_, source_form_, target_, request, links_, context);
  }

  // The new sheet, which must come about.
  const sheets::v1::Sheet& Next(const std::string& fields = "") {
    const auto carried = When(fields);
    EXPECT_TRUE(carried.ok()) << carried.status();
    next_ = SheetState();
    left_.clear();
    if (!carried.ok()) return next_.sheet();
    Fold(carried->events, next_);
    for (const goals::v1::LeftBehind& left : carried->left_behind) {
      left_.push_back(
          absl::StrCat(left.goal(), "|", left.indicator(), "|", left.field(), "|", left.cause()));
    }
    return next_.sheet();
  }

  std::vector<std::string> Violated(const std::string& fields) {
    const auto carried = When(fields);
    EXPECT_EQ(carried.status().code(), absl::StatusCode::kInvalidArgument) << carried.status();
    base::Violations violations;
    violations.Add(carried.status());
    std::vector<std::string> violated;
    for (const auto& violation : violations.list()) violated.push_back(violation.field);
    return violated;
  }

  // `2020:12 2021:-` of the past values.
  static std::string Past(const sheets::v1::Indicator& indicator) {
    std::string text;
    for (const auto& past : indicator.past()) {
      absl::StrAppend(&text, text.empty() ? "" : " ", past.fiscal_year(), ":", past.value().text());
    }
    return text;
  }

  SheetState source_;
  forms::v1::Form source_form_ = TestForm();
  forms::v1::Form form_ = TestForm();
  OrganizationState organization_ = TestOrganization();
  std::string date_ = "2023-04-01";
  SheetState target_;
  NextLinks links_;
  SheetState next_;
  std::vector<std::string> left_;
};

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_TEST_UTIL_H_
