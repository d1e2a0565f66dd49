#include "libs/domain/testing/letter_form.h"

#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain::testing {

forms::v1::Form LetterForm() {
  return Proto<forms::v1::Form>(R"pb(
    name: "cities/test/forms/osaka-policy-2023"
    title { ja: "運営方針" en: "Operating policy" }
    levels {
      key: "issue"
      title { ja: "経営課題" en: "Issue" }
    }
    levels {
      key: "strategy"
      title { ja: "めざす成果と戦略" en: "Strategy" }
      parents: "issue"
    }
    texts {
      key: "basicGoal"
      title { ja: "区の目標" en: "Aim of the ward" }
      stage: STAGE_PLAN
    }
    texts {
      key: "analysis"
      title { ja: "要因分析" en: "Analysis" }
      stage: STAGE_PLAN
      of_goal: true
    }
    texts {
      key: "review"
      title { ja: "課題に対する有効性" en: "Effect on the issue" }
      stage: STAGE_RESULT
      of_goal: true
    }
    ratings {
      label: "A"
      rating_class: RATING_CLASS_ACHIEVED
      title { ja: "目標を大きく上回った" en: "well beyond the target" }
    }
    ratings {
      label: "B"
      rating_class: RATING_CLASS_ACHIEVED
      title { ja: "おおむね順調" en: "on the way" }
    }
    ratings {
      label: "C"
      rating_class: RATING_CLASS_PARTLY
      title { ja: "目標を下回った" en: "below the target" }
    }
    ratings {
      label: "D"
      rating_class: RATING_CLASS_NOT_ACHIEVED
      title { ja: "目標を大きく下回った" en: "far below the target" }
    }
    counting { level: "strategy" by_top_goal: true indicators: true }
    stages {
      key: "section"
      title { ja: "自己評価" en: "Own assessment" }
      of_record: true
    }
    stages {
      key: "citizens"
      title { ja: "区政会議の評価" en: "Assessment by citizens" }
    }
    past_years: 2
    suggestion_rule {
      id: "letters-2023"
      met_rating: "B"
      not_met_rating: "D"
      thresholds_only: true
      thresholds { at_least_percent: "110" rating: "A" }
      thresholds { at_least_percent: "80" rating: "B" }
      thresholds { at_least_percent: "50" rating: "C" }
      threshold_sets {
        last_year_of_plan: true
        thresholds { at_least_percent: "100" rating: "A" }
        thresholds { at_least_percent: "80" rating: "B" }
        thresholds { at_least_percent: "50" rating: "C" }
      }
      multi_year: MULTI_YEAR_READING_PRO_RATA
      absences { kind: ABSENCE_KIND_CANCELLED rating: "D" }
    }
    deadlines {
      key: "interim"
      title { ja: "中間振り返り" en: "Mid-year review" }
      subject: SUBJECT_RESULTS
      period: "interim"
      due_month: 10
      due_day: 31
    }
    deadlines {
      key: "evaluation"
      title { ja: "自己評価" en: "Own assessment" }
      subject: SUBJECT_EVALUATION
      due_month: 5
      due_day: 31
      years_after: 1
    }
    rates_indicators: true
  )pb");
}

}  // namespace mokuhyo::domain::testing
