#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/forms/decide_form.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/testing/letter_form.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

Form Shipped(const std::string& id) {
  for (Form& form : ShippedForms("test")) {
    if (FormId(form) == id) return form;
  }
  return {};
}

std::vector<std::string> Violated(const Form& form) {
  base::Violations violations;
  CheckForm(form, "form", violations);
  std::vector<std::string> fields;
  for (const auto& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

absl::StatusOr<FormEvents> Register(const FormsState& state, const Form& form) {
  organization::v1::RegisterFormRequest request;
  request.set_parent("cities/test");
  *request.mutable_form() = form;
  return Decide(state, request);
}

TEST(ShippedForms, AreFormsNamedInTheCity) {
  std::vector<std::string> ids;
  for (const Form& form : ShippedForms("niigata")) {
    EXPECT_THAT(Violated(form), IsEmpty()) << form.name();
    EXPECT_EQ(form.version(), 1u);
    EXPECT_FALSE(form.title().en().empty()) << form.name();
    EXPECT_EQ(form.name(), "cities/niigata/forms/" + std::string(FormId(form)));
    ids.emplace_back(FormId(form));
  }
  EXPECT_THAT(ids, ElementsAre("niigata-section-goals", "niigata-vision-progress",
                               "niigata-ward-goals", "osaka-policy-results", "yokohama-policy"));
}

TEST(ShippedForms, HaveNoRuleWithAuthority) {
  for (const Form& form : ShippedForms("test")) {
    EXPECT_EQ(form.suggestion_rule().authority(), "") << form.name();
  }
}

struct BadForm {
  const char* what;
  std::function<void(Form&)> spoil;
  std::vector<std::string> violated;
};

TEST(CheckForm, FindsWhatIsWrong) {
  const BadForm table[] = {
      {"no title", [](Form& f) { f.clear_title(); }, {"form.title.ja"}},
      {"key of a level",
       [](Form& f) { f.mutable_levels(1)->set_key("Item"); },
       {"form.levels[1].key", "form.counting.split_level"}},
      {"level twice", [](Form& f) { *f.add_levels() = f.levels(1); }, {"form.levels[2].key"}},
      {"unknown parent",
       [](Form& f) { f.mutable_levels(1)->add_parents("x"); },
       {"form.levels[1].parents[1]"}},
      {"a level under itself",
       [](Form& f) { f.mutable_levels(1)->add_parents("item"); },
       {"form.levels"}},
      {"no top",
       [](Form& f) { f.mutable_levels(0)->add_parents("item"); },
       {"form.levels", "form.levels"}},
      {"text key",
       [](Form& f) { f.mutable_texts(0)->set_key("basic-goal"); },
       {"form.texts[0].key"}},
      {"text twice",
       [](Form& f) { f.mutable_texts(1)->set_key("purpose"); },
       {"form.texts[1].key"}},
      {"text without stage",
       [](Form& f) { f.mutable_texts(2)->clear_stage(); },
       {"form.texts[2].stage"}},
      {"rating twice, without class",
       [](Form& f) { f.add_ratings()->set_label("達成"); },
       {"form.ratings[3].label", "form.ratings[3].rating_class"}},
      {"a rating that means none",
       [](Form& f) {
         f.add_ratings()->set_label("-");
         f.mutable_ratings(3)->set_rating_class(forms::v1::RATING_CLASS_NOT_EVALUABLE);
       },
       {"form.ratings[3].label"}},
      {"a scale that does not begin with the best",
       [](Form& f) { f.mutable_ratings()->SwapElements(1, 2); },
       {"form.ratings[2].rating_class"}},
      {"a threshold above the target",
       [](Form& f) {
         f.mutable_suggestion_rule()->mutable_thresholds(0)->set_at_least_percent("100");
       },
       {"form.suggestion_rule.thresholds[0].at_least_percent"}},
      {"missing is achieving",
       [](Form& f) { f.mutable_suggestion_rule()->set_not_met_rating("達成"); },
       {"form.suggestion_rule.not_met_rating"}},
      {"a level deeper than a tree",
       [](Form& f) {
         for (int i = 2; i <= 12; ++i) {
           auto& level = *f.add_levels();
           level = f.levels(1);
           level.set_key("level-" + std::to_string(i));
           level.set_parents(0, f.levels(i - 1).key());
         }
       },
       {"form.levels"}},
      {"mark without sign",
       [](Form& f) {
         f.add_marks()->set_key("focus");
         f.mutable_marks(0)->mutable_title()->set_ja("重点");
       },
       {"form.marks[0].symbol"}},
      {"no stage of record",
       [](Form& f) { f.mutable_stages(0)->set_of_record(false); },
       {"form.stages"}},
      {"two stages of record",
       [](Form& f) {
         *f.add_stages() = f.stages(0);
         f.mutable_stages(1)->set_key("review");
       },
       {"form.stages"}},
      {"unknown counted level",
       [](Form& f) { f.mutable_counting()->set_level("x"); },
       {"form.counting.level", "form.counting.split_level"}},
      {"a heading counted",
       [](Form& f) { f.mutable_levels(0)->set_never_counted(true); },
       {"form.counting.level"}},
      {"split above",
       [](Form& f) { f.mutable_counting()->set_split_level("goal"); },
       {"form.counting.split_level"}},
      {"nothing to count by",
       [](Form& f) {
         f.clear_ratings();
         f.clear_suggestion_rule();
       },
       {"form.counting"}},
      {"too many years", [](Form& f) { f.set_past_years(11); }, {"form.past_years"}},
      {"rule without id",
       [](Form& f) { f.mutable_suggestion_rule()->clear_id(); },
       {"form.suggestion_rule.id"}},
      {"ratings off the scale",
       [](Form& f) {
         f.mutable_suggestion_rule()->set_met_rating("A");
         f.mutable_suggestion_rule()->mutable_thresholds(0)->set_rating("B");
       },
       {"form.suggestion_rule.met_rating", "form.suggestion_rule.thresholds[0].rating"}},
      {"thresholds that rise",
       [](Form& f) {
         auto& rule = *f.mutable_suggestion_rule();
         *rule.add_thresholds() = rule.thresholds(0);
         rule.mutable_thresholds(1)->set_at_least_percent("95.0");
       },
       {"form.suggestion_rule.thresholds[1].at_least_percent"}},
      {"a threshold that is no number",
       [](Form& f) {
         f.mutable_suggestion_rule()->mutable_thresholds(0)->set_at_least_percent("95%");
       },
       {"form.suggestion_rule.thresholds[0].at_least_percent"}},
      {"thresholds alone, but none",
       [](Form& f) {
         f.mutable_suggestion_rule()->set_thresholds_only(true);
         f.mutable_suggestion_rule()->clear_thresholds();
       },
       {"form.suggestion_rule.thresholds"}},
  };
  for (const BadForm& row : table) {
    Form form = Shipped("niigata-section-goals");
    row.spoil(form);
    EXPECT_THAT(Violated(form), ElementsAreArray(row.violated)) << row.what;
  }
}

TEST(CheckForm, FindsWhatIsWrongWithTheRule) {
  const auto rule = [](const std::string& text) {
    return [text](Form& f) {
      f.mutable_suggestion_rule()->MergeFrom(testing::Proto<forms::v1::SuggestionRule>(text));
    };
  };
  const std::string at = "form.suggestion_rule.";
  const BadForm table[] = {
      {"all of a set",
       rule(R"pb(threshold_sets { fiscal_years: 1949 fiscal_years: 2023 fiscal_years: 2023 }
                 threshold_sets {
                   thresholds { at_least_percent: "80" rating: "一部未達成" }
                   thresholds { at_least_percent: "90" rating: "C" }
                 })pb"),
       {at + "threshold_sets[0].fiscal_years[0]", at + "threshold_sets[0].fiscal_years[2]",
        at + "threshold_sets[0].thresholds",
        at + "threshold_sets[1].thresholds[1].at_least_percent",
        at + "threshold_sets[1].thresholds[1].rating"}},
      {"a set that grades what is met",
       rule("threshold_sets { thresholds { at_least_percent: '110' rating: '達成' } }"),
       {at + "threshold_sets[0].thresholds[0].at_least_percent"}},
      {"absences",
       rule(R"pb(absences { kind: ABSENCE_KIND_CANCELLED rating: "未達成" }
                 absences { kind: ABSENCE_KIND_CANCELLED rating: "未達成" }
                 absences { rating: "" })pb"),
       {at + "absences[1].kind", at + "absences[2].kind", at + "absences[2].rating"}},
      {"a reading of a later version of this program",
       [](Form& f) {
         f.mutable_suggestion_rule()->set_multi_year(static_cast<forms::v1::MultiYearReading>(9));
       },
       {at + "multi_year"}},
  };
  for (const BadForm& row : table) {
    Form form = Shipped("niigata-section-goals");
    row.spoil(form);
    EXPECT_THAT(Violated(form), ElementsAreArray(row.violated)) << row.what;
  }
}

TEST(CheckForm, FindsWhatIsWrongWithTheWorkflow) {
  Form form = Shipped("niigata-section-goals");
  form.MergeFrom(testing::Proto<Form>(R"pb(
    deadlines {
      key: "interim"
      subject: SUBJECT_RESULTS
      period: "interim"
      due_month: 10
      due_day: 31
    }
    deadlines { key: "interim" subject: SUBJECT_GOALS period: "x" due_month: 13 }
    deadlines { key: "Final" due_month: 2 due_day: 32 years_after: 3 }
    deadlines { key: "edition" subject: SUBJECT_EDITION due_month: 2 due_day: 31 years_after: 2 }
  )pb"));
  form.mutable_deadlines(2)->mutable_title()->set_ja("締\n切");
  EXPECT_THAT(Violated(form), ElementsAre("form.deadlines[1].period", "form.deadlines[1].due_month",
                                          "form.deadlines[1].due_day", "form.deadlines[1].key",
                                          "form.deadlines[2].key", "form.deadlines[2].title.ja",
                                          "form.deadlines[2].subject", "form.deadlines[2].due_day",
                                          "form.deadlines[2].years_after"));
  form.clear_deadlines();
  for (int i = 0; i <= kMaxDeadlines; ++i) {
    *form.add_deadlines() =
        testing::Proto<forms::v1::Deadline>("subject: SUBJECT_GOALS due_month: 4 due_day: 30");
    form.mutable_deadlines(i)->set_key("d" + std::to_string(i));
  }
  EXPECT_THAT(Violated(form), ElementsAre("form.deadlines"));

  Form unrated;
  unrated.mutable_title()->set_ja("白紙");
  unrated.add_levels()->set_key("goal");
  unrated.mutable_levels(0)->mutable_title()->set_ja("目標");
  unrated.mutable_workflow()->set_goals_need_approval(true);
  EXPECT_THAT(Violated(unrated), IsEmpty());
  unrated.mutable_workflow()->set_evaluation_needs_submission(true);
  EXPECT_THAT(Violated(unrated), ElementsAre("form.workflow.evaluation_needs_submission"));
}

TEST(CheckForm, CountsIndicatorsOnlyWhereTheyAreRated) {
  EXPECT_THAT(Violated(testing::LetterForm()), IsEmpty());
  Form form = Shipped("niigata-section-goals");
  form.mutable_counting()->set_indicators(true);
  EXPECT_THAT(Violated(form), ElementsAre("form.counting.indicators", "form.counting.split_level"));
  form.set_rates_indicators(true);
  EXPECT_THAT(Violated(form), ElementsAre("form.counting.split_level"));
  form.mutable_counting()->clear_split_level();
  EXPECT_THAT(Violated(form), IsEmpty());
  form.clear_counting();
  form.clear_ratings();
  form.clear_suggestion_rule();
  EXPECT_THAT(Violated(form), ElementsAre("form.rates_indicators"));
}

TEST(CheckForm, KeepsTheLimits) {
  Form form = Shipped("niigata-section-goals");
  for (int i = 0; i < 40; ++i) {
    auto& level = *form.add_levels();
    level.set_key("level-" + std::to_string(i));
    level.mutable_title()->set_ja("階層");
  }
  EXPECT_THAT(Violated(form), ElementsAre("form.levels"));
  form = Shipped("niigata-section-goals");
  form.mutable_title()->set_ja(std::string(201, 'x'));
  EXPECT_THAT(Violated(form), ElementsAre("form.title.ja"));
}

TEST(CheckForm, WantsALevel) {
  Form form;
  form.mutable_title()->set_ja("白紙");
  EXPECT_THAT(Violated(form), ElementsAre("form.levels"));
}

TEST(RegisterForm, NumbersVersionsAndLeavesOldOnesAlone) {
  FormsState state;
  Form form = Shipped("niigata-ward-goals");
  form.set_version(9);
  auto events = Register(state, form);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->at(0).form_registered().form().version(), 1u);
  state.Evolve(events->at(0), 0);

  events = Register(state, form);
  ASSERT_TRUE(events.ok());
  EXPECT_THAT(*events, IsEmpty());

  form.set_past_years(2);
  events = Register(state, form);
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->size(), 1u);
  state.Evolve(events->at(0), 1);
  EXPECT_EQ(state.Find("niigata-ward-goals", 0)->version(), 2u);
  EXPECT_EQ(state.Find("niigata-ward-goals", 1)->past_years(), 0u);
  EXPECT_EQ(state.Find("niigata-ward-goals", 2)->past_years(), 2u);
  EXPECT_EQ(state.Find("niigata-ward-goals", 3), nullptr);
  EXPECT_EQ(state.Find("other", 0), nullptr);
  EXPECT_THAT(state.ids(), ElementsAre("niigata-ward-goals"));
  EXPECT_EQ(state.revision(), 1u);
}

TEST(RegisterForm, RefusesWhatIsNoForm) {
  Form form = Shipped("niigata-ward-goals");
  form.set_name("cities/other/forms/niigata-ward-goals");
  EXPECT_EQ(Register({}, form).status().code(), absl::StatusCode::kInvalidArgument);
  form.set_name("cities/test/forms/Ward");
  EXPECT_EQ(Register({}, form).status().code(), absl::StatusCode::kInvalidArgument);
  form.set_name("cities/test/forms/ward");
  EXPECT_TRUE(Register({}, form).ok());
  form.clear_levels();
  EXPECT_EQ(base::ErrorReason(Register({}, form).status()), "INVALID_FIELDS");
}

}  // namespace
}  // namespace mokuhyo::domain
