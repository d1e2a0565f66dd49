#include "tests/scenarios/forms.h"

#include "libs/domain/testing/proto.h"

namespace mokuhyo::scenarios {

forms::v1::Form SectionForm() {
  return domain::testing::Proto<forms::v1::Form>(R"pb(
    name: "cities/minato/forms/section-year"
    title { ja: "課の目標シート" en: "Goals of a section" }
    levels {
      key: "goal"
      title { ja: "目標" en: "Goal" }
    }
    levels {
      key: "item"
      title { ja: "項目" en: "Item" }
      parents: "goal"
    }
    texts {
      key: "purpose"
      title { ja: "課の役割" }
      stage: STAGE_PLAN
    }
    texts {
      key: "result"
      title { ja: "一年を振り返って" }
      stage: STAGE_RESULT
    }
    texts {
      key: "description"
      title { ja: "内容" }
      stage: STAGE_PLAN
      of_goal: true
    }
    texts {
      key: "outcome"
      title { ja: "効果" }
      stage: STAGE_RESULT
      of_goal: true
    }
    ratings { label: "達成" rating_class: RATING_CLASS_ACHIEVED }
    ratings { label: "一部未達成" rating_class: RATING_CLASS_PARTLY }
    ratings { label: "未達成" rating_class: RATING_CLASS_NOT_ACHIEVED }
    ratings { label: "評価不能" rating_class: RATING_CLASS_NOT_EVALUABLE }
    marks {
      key: "covid-19"
      symbol: "※"
      title { ja: "感染症の影響" }
    }
    marks {
      key: "focus"
      symbol: "◎"
      title { ja: "重点" }
    }
    counting {
      level: "goal"
      split_level: "item"
      by_top_goal: true
      by_responsible_unit: true
      withdrawn: WITHDRAWN_COUNTING_COUNTED
    }
    stages {
      key: "section"
      title { ja: "一次評価" }
      of_record: true
    }
    stages {
      key: "review"
      title { ja: "二次評価" }
    }
    stages {
      key: "citizens"
      title { ja: "市民の評価" }
    }
    past_years: 3
    suggestion_rule {
      id: "attainment-2"
      authority: "目標管理要綱第7条"
      range_as_floor: true
      met_rating: "達成"
      not_met_rating: "未達成"
      thresholds { at_least_percent: "95" rating: "一部未達成" }
    }
    workflow { goals_need_approval: true two_person_rule: true evaluation_needs_submission: true }
    deadlines {
      key: "goals"
      title { ja: "目標の公表" }
      subject: SUBJECT_GOALS
      due_month: 4
      due_day: 30
    }
    deadlines {
      key: "interim"
      title { ja: "中間振り返り" }
      subject: SUBJECT_RESULTS
      period: "interim"
      due_month: 10
      due_day: 31
    }
    deadlines {
      key: "results"
      title { ja: "年間の実績" }
      subject: SUBJECT_RESULTS
      due_month: 4
      due_day: 30
      years_after: 1
    }
    deadlines {
      key: "evaluation"
      title { ja: "評価の確定" }
      subject: SUBJECT_EVALUATION
      due_month: 5
      due_day: 31
      years_after: 1
    }
    deadlines {
      key: "edition"
      title { ja: "公表" }
      subject: SUBJECT_EDITION
      due_month: 6
      due_day: 30
      years_after: 1
    }
  )pb");
}

forms::v1::Form PlainForm() {
  forms::v1::Form form = SectionForm();
  form.set_name("cities/minato/forms/section-plain");
  form.mutable_title()->set_ja("課の簡易シート");
  form.mutable_counting()->set_withdrawn(forms::v1::WITHDRAWN_COUNTING_LEFT_OUT);
  form.mutable_suggestion_rule()->clear_authority();
  form.clear_workflow();
  form.clear_deadlines();
  return form;
}

}  // namespace mokuhyo::scenarios
