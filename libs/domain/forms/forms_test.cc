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
