#include "libs/domain/testing/test_form.h"

#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain::testing {

forms::v1::Form TestForm() {
  return Proto<forms::v1::Form>(R"pb(
    name: "cities/test/forms/test-form"
    version: 3
    title { ja: "試験シート" en: "Test sheet" }
    levels {
      key: "heading"
      title { ja: "見出し" en: "Heading" }
      never_counted: true
    }
    levels {
      key: "goal"
      title { ja: "目標" en: "Goal" }
    }
    levels {
      key: "item"
      title { ja: "項目" en: "Item" }
      parents: "goal"
      parents: "heading"
    }
    texts { key: "purpose" stage: STAGE_PLAN }
    texts { key: "result" stage: STAGE_RESULT }
    texts { key: "description" stage: STAGE_PLAN of_goal: true }
    texts { key: "outcome" stage: STAGE_RESULT of_goal: true }
    ratings { label: "達成" rating_class: RATING_CLASS_ACHIEVED }
    ratings { label: "一部未達成" rating_class: RATING_CLASS_PARTLY }
    ratings { label: "未達成" rating_class: RATING_CLASS_NOT_ACHIEVED }
    ratings { label: "評価不能" rating_class: RATING_CLASS_NOT_EVALUABLE }
    marks { key: "covid-19" symbol: "※" }
    marks { key: "focus" symbol: "◎" }
    counting { level: "goal" split_level: "item" by_top_goal: true by_responsible_unit: true }
    stages { key: "section" of_record: true }
    stages { key: "review" }
    past_years: 3
    suggestion_rule {
      id: "attainment-1"
      range_as_floor: true
      met_rating: "達成"
      not_met_rating: "未達成"
      thresholds { at_least_percent: "95" rating: "一部未達成" }
    }
  )pb");
}

forms::v1::Form TestFormWithAuthority() {
  forms::v1::Form form = TestForm();
  form.mutable_suggestion_rule()->set_authority("評価要綱 第5条");
  return form;
}

}  // namespace mokuhyo::domain::testing
