#ifndef MOKUHYO_LIBS_RENDER_SHEET_TEST_UTIL_H_
#define MOKUHYO_LIBS_RENDER_SHEET_TEST_UTIL_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// A message from its text form.
template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

inline forms::v1::Form TestForm() {
  return Parse<forms::v1::Form>(R"pb(
    name: "cities/c/forms/f"
    version: 2
    title { ja: "課の目標" en: "Goals of a section" }
    levels {
      key: "pillar"
      title { ja: "柱" en: "Pillar" }
      never_counted: true
    }
    levels {
      key: "goal"
      title { ja: "目標" en: "Goal" }
      parents: "pillar"
    }
    texts {
      key: "purpose"
      title { ja: "課の目的" en: "Purpose" }
      stage: STAGE_PLAN
    }
    texts {
      key: "result"
      title { ja: "取組結果" en: "Outcome" }
      stage: STAGE_RESULT
    }
    texts {
      key: "overview"
      title { ja: "概要" en: "Overview" }
      stage: STAGE_PLAN
      of_goal: true
    }
    marks {
      key: "covid"
      symbol: "※"
      title { ja: "感染症の影響" }
    }
    stages {
      key: "reviewer"
      title { ja: "二次評価" en: "Review" }
    }
  )pb");
}

// A sheet of that form with something in every part.
inline sheets::v1::Sheet TestSheet() {
  return Parse<sheets::v1::Sheet>(R"pb(
    name: "cities/c/sheets/2022-kawabe"
    form: "f"
    form_version: 2
    fiscal_year: 2022
    org_unit: "kawabe"
    state: SHEET_STATE_CONFIRMED
    title: "組織目標シート"
    contact: "000-123-4567"
    created_on: "2022-04-01"
    evaluated_on: "2023-03-31"
    replacement: true
    transcribed: true
    texts { key: "purpose" value: "川辺の窓口を、待たずに使えるようにします。" }
    texts { key: "result" value: "窓口の待ち時間は短くなりました。" }
    notes: "※は感染症の影響を受けた目標"
    goals {
      id: "g1"
      level: "pillar"
      label: "I"
      title: "待たせない窓口"
      goals {
        id: "g2"
        level: "goal"
        label: "1"
        title: "証明書の交付を早くし、「また来たい」と言われる窓口にします。"
        subtitle: "(継続)"
        marks: "covid"
        initiatives: "受付の整理"
        initiatives: "案内板の更新"
        texts { key: "overview" value: "昼休みも窓口を開けます。" }
        indicators {
          id: "i1"
          name: "平均待ち時間"
          unit: "分"
          past {
            fiscal_year: 2020
            value { text: "12" }
          }
          past {
            fiscal_year: 2021
            value { text: "-" }
          }
          target { text: "8以下" }
          result { text: "7.5" }
          supplement: "午前の受付"
        }
        indicators {
          id: "i2"
          name: "交付件数"
          unit: "件"
          past {
            fiscal_year: 2021
            value { text: "17,756" }
          }
          target { text: "18,000以上" }
          result { text: "19,204" }
        }
        evaluation {
          rating: "達成"
          comment: "受付を分けたことで短くなりました。"
          assessments { stage: "reviewer" rating: "達成" comment: "妥当" }
        }
        contributes_to { sheet: "cities/c/sheets/2022-ward" goal: "II/1" }
      }
      goals {
        id: "g3"
        level: "goal"
        label: "2"
        title: "記念行事を行います。"
        withdrawn: true
        responsible_unit: "center"
        indicators {
          id: "i3"
          target { text: "実施" }
          result { text: "感染症のため中止" }
        }
        evaluation { issues: "開き方を見直す" }
        editorial { field: "evaluation.issues" kind: RESTORED note: "欠けた行" }
        not_counted { reason: RELISTED counted_at: "II-3" }
      }
    }
    declared_totals {
      scope: ""
      total: 2
      counts { key: "達成" value: 1 }
    }
    editions {
      number: 1
      published_on: "2023-06-30"
      digest: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    }
  )pb");
}

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_SHEET_TEST_UTIL_H_
