#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_RANDOM_DOCUMENT_TEST_UTIL_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_RANDOM_DOCUMENT_TEST_UTIL_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/violations.h"
#include "libs/domain/transcription/document_blanks.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain::testing {

// Forms and documents under them, drawn at random: whatever the format allows, small. The same seed
// gives the same.
class RandomDocuments {
 public:
  using Document = documents::v1::SheetDocument;
  using Goal = documents::v1::DocumentGoal;
  using Indicator = documents::v1::DocumentIndicator;
  using Evaluation = documents::v1::DocumentEvaluation;
  using Goals = google::protobuf::RepeatedPtrField<Goal>;

  explicit RandomDocuments(uint32_t seed) : random_(seed) {}

  forms::v1::Form NewForm() {
    form_.Clear();
    form_.set_name("cities/test/forms/drawn");
    form_.set_version(1);
    form_.mutable_title()->set_ja("様式");
    const uint32_t levels = 2 + Below(4);
    for (uint32_t i = 0; i < levels; ++i) {
      forms::v1::Level& level = *form_.add_levels();
      level.set_key(absl::StrCat("level-", i));
      level.mutable_title()->set_ja("段");
      // Parents come earlier, so no level leads back to itself.
      for (uint32_t above = 0; above < i; ++above) {
        if (Chance(2)) level.add_parents(absl::StrCat("level-", above));
      }
      level.set_never_counted(i + 1 < levels && Chance(4));
    }
    for (const bool of_goal : {false, true}) {
      for (uint32_t i = Below(4); i > 0; --i) {
        AddText(absl::StrCat("text", i),
                Chance(2) ? forms::v1::STAGE_PLAN : forms::v1::STAGE_RESULT, of_goal);
      }
    }
    for (uint32_t i = Below(3); i > 0; --i) {
      forms::v1::Mark& mark = *form_.add_marks();
      mark.set_key(absl::StrCat("mark-", i));
      mark.set_symbol("※");
      mark.mutable_title()->set_ja("印");
    }
    form_.set_past_years(Below(11));
    AddScale();
    if (Chance(2)) {
      forms::v1::WorkflowOptions& workflow = *form_.mutable_workflow();
      workflow.set_goals_need_approval(Chance(2));
      workflow.set_evaluation_needs_submission(!form_.stages().empty() && Chance(2));
      workflow.set_two_person_rule(
          (workflow.goals_need_approval() || workflow.evaluation_needs_submission()) && Chance(2));
    }
    return form_;
  }

  // A document under the form that was drawn last.
  Document NewDocument() {
    Document document;
    document.set_name("cities/test/sheets/s");
    document.set_form("drawn");
    document.set_fiscal_year(2022);
    document.set_org_unit("kensetsu");
    document.set_state(static_cast<Document::State>(1 + Below(3)));
    state_ = document.state();
    ids_ = Below(3);
    next_id_ = 0;
    FillHead(document);
    do {
      AddGoals("", 0, document.mutable_goals());
    } while (document.goals().empty());
    KeepIdsApart(document.mutable_goals());
    return document;
  }

  // Changes something, or several things, or now and then nothing.
  void Mutate(Document& document) {
    state_ = document.state();
    for (uint32_t changes = 1 + Below(4); changes > 0; --changes) {
      Goals* goals = PickList(document.mutable_goals());
      if (Chance(5)) {
        FillHead(document);
      } else if (Chance(5) && state_ < Document::EVALUATED) {
        state_ = static_cast<Document::State>(state_ + 1);
        document.set_state(state_);
      } else if (Chance(4)) {
        goals->SwapElements(static_cast<int>(Below(Size(*goals))),
                            static_cast<int>(Below(Size(*goals))));
      } else if (Chance(4) && goals->size() > 1) {
        goals->DeleteSubrange(static_cast<int>(Below(Size(*goals))), 1);
      } else if (Chance(4)) {
        Insert(goals);
      } else {
        MutateGoal(*goals->Mutable(static_cast<int>(Below(Size(*goals)))));
      }
    }
    KeepIdsApart(document.mutable_goals());
  }

 private:
  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  bool Chance(uint32_t one_in) { return Below(one_in) == 0; }
  template <class List>
  static uint32_t Size(const List& list) {
    return static_cast<uint32_t>(list.size());
  }

  std::string Pick(const std::vector<std::string>& choices) {
    return choices[Below(Size(choices))];
  }
  std::string Text() { return Pick({"", "-", "0", "道路の補修", "一行目\n二行目", "17,756"}); }
  std::string Value() {
    return Pick({"", "-", "70回", "85.0以上", "評価不能", "70~80", "延べ3,900人", "実施", "△5"});
  }
  // One of the scale of the form, which must have one.
  std::string Rating() {
    return form_.ratings(static_cast<int>(Below(Size(form_.ratings())))).label();
  }
  std::string Day() { return absl::StrCat("2022-", 10 + Below(3), "-", 10 + Below(20)); }
  bool HasResults() const { return state_ >= Document::RESULTS_REPORTED; }

  // Ratings, best first, and stages; now and then the form rates nothing.
  void AddScale() {
    const uint32_t ratings = Below(6);
    const std::vector<std::string> labels = {"S", "達成", "一部未達成", "未達成", "評価不能"};
    for (uint32_t i = 0; i < ratings; ++i) {
      forms::v1::Rating& rating = *form_.add_ratings();
      rating.set_label(labels[i]);
      rating.set_rating_class(static_cast<forms::v1::RatingClass>(std::max(1u, i)));
      rating.mutable_title()->set_ja(labels[i]);
    }
    if (ratings == 0) return;
    form_.set_rates_indicators(Chance(3));
    const uint32_t stages = 1 + Below(4);
    const uint32_t of_record = Below(stages);
    for (uint32_t i = 0; i < stages; ++i) {
      forms::v1::AssessmentStage& stage = *form_.add_stages();
      stage.set_key(absl::StrCat("stage-", i));
      stage.mutable_title()->set_ja("評価");
      stage.set_of_record(i == of_record);
    }
  }

  void AddText(const std::string& key, forms::v1::Stage stage, bool of_goal) {
    forms::v1::TextKey& text = *form_.add_texts();
    text.set_key(key);
    text.mutable_title()->set_ja("文");
    text.set_stage(stage);
    text.set_of_goal(of_goal);
  }

  template <class Texts>
  void FillTexts(bool of_goal, Texts* texts) {
    texts->clear();
    for (const forms::v1::TextKey& text : form_.texts()) {
      const bool may_be_there = text.stage() == forms::v1::STAGE_PLAN || HasResults();
      if (text.of_goal() == of_goal && may_be_there && Chance(2)) (*texts)[text.key()] = Text();
    }
  }

  void FillHead(Document& document) {
    Chance(2) ? document.set_title(Text()) : document.clear_title();
    Chance(2) ? document.set_contact(Text()) : document.clear_contact();
    Chance(2) ? document.set_created_on(Day()) : document.clear_created_on();
    Chance(2) ? document.set_replacement(Chance(2)) : document.clear_replacement();
    FillTexts(/*of_goal=*/false, document.mutable_texts());
    document.clear_notes();
    for (uint32_t i = Below(3); i > 0; --i) document.add_notes(Text());
    document.clear_editorial();
    if (Chance(3)) document.add_editorial()->set_kind(documents::v1::EditorialNote::RESTORED);
    document.clear_declared_totals();
    for (uint32_t i = Below(3); i > 0; --i) {
      documents::v1::DeclaredTotal& total = *document.add_declared_totals();
      total.set_scope(i == 1 ? "" : absl::StrCat(i));
      if (Chance(2)) total.set_total(static_cast<int32_t>(Below(3)));
      if (!form_.ratings().empty()) (*total.mutable_counts())[Rating()] = 0;
    }
  }

  void AddGoals(const std::string& parent, int depth, Goals* goals) {
    for (uint32_t i = Below(depth == 0 ? 5 : 4); i > 0; --i) {
      Goal* goal = NewGoal(parent);
      if (goal == nullptr) return;
      goals->AddAllocated(goal);
      AddGoals(goal->level(), depth + 1, goal->mutable_goals());
    }
  }

  // Null if nothing stands under the level.
  Goal* NewGoal(const std::string& parent) {
    std::vector<std::string> fitting;
    for (const auto& level : form_.levels()) {
      const auto& parents = level.parents();
      if (parent.empty() ? parents.empty()
                         : std::find(parents.begin(), parents.end(), parent) != parents.end()) {
        fitting.push_back(level.key());
      }
    }
    if (fitting.empty()) return nullptr;
    Goal* goal = new Goal();
    goal->set_level(Pick(fitting));
    if (ids_ == 2 || (ids_ == 1 && Chance(3))) goal->set_id(NewId("g"));
    FillGoal(*goal);
    for (uint32_t i = Below(4); i > 0; --i) *goal->add_indicators() = NewIndicator(goal->level());
    FillBlanks(*goal);
    return goal;
  }

  // Ids of the kind that is assigned, too: they must not collide with assigned ones.
  std::string NewId(const char* kind) { return absl::StrCat(kind, ++next_id_ + Below(2) * 100); }

  void FillGoal(Goal& goal) {
    Chance(2) ? goal.set_label(Pick({"", "1", "2", "3", "(1)"})) : goal.clear_label();
    Chance(2) ? goal.set_title(Text()) : goal.clear_title();
    Chance(4) ? goal.set_responsible_unit("somu") : goal.clear_responsible_unit();
    FillTexts(/*of_goal=*/true, goal.mutable_texts());
    goal.clear_initiatives();
    for (uint32_t i = Below(3); i > 0; --i) goal.add_initiatives(Text());
    goal.clear_accomplishments();
    for (uint32_t i = HasResults() ? Below(3) : 0; i > 0; --i) goal.add_accomplishments(Text());
    goal.clear_marks();
    for (const forms::v1::Mark& mark : form_.marks()) {
      if (Chance(4)) goal.add_marks(mark.key());
    }
    goal.clear_not_counted();
    if (Chance(4)) goal.mutable_not_counted()->set_reason(documents::v1::NotCounted::RELISTED);
    if (goal.has_not_counted() && Chance(2)) goal.mutable_not_counted()->set_counted_at(Text());
    goal.clear_contributes_to();
    const uint32_t first = Below(3);
    for (uint32_t i = Below(4); i > 0; --i) {
      documents::v1::GoalLink& link = *goal.add_contributes_to();
      link.set_sheet("cities/test/sheets/ward");
      link.set_goal(absl::StrCat("1/", first + i));
    }
    FillEvaluation(goal, goal.level());
  }

  template <class Rated>
  void FillEvaluation(Rated& rated, const std::string& level) {
    const bool is_heading =
        std::any_of(form_.levels().begin(), form_.levels().end(),
                    [&](const auto& it) { return it.key() == level && it.never_counted(); });
    if (is_heading || !HasResults() || form_.stages().empty() || Chance(3))
      return rated.clear_evaluation();
    Evaluation& evaluation = *rated.mutable_evaluation();
    evaluation.Clear();
    Assess(evaluation);
    std::vector<std::string> stages;
    for (const auto& stage : form_.stages()) {
      if (!stage.of_record()) stages.push_back(stage.key());
    }
    std::shuffle(stages.begin(), stages.end(), random_);
    for (const std::string& stage : stages) {
      if (Chance(2)) continue;
      evaluation.add_assessments()->set_stage(stage);
      Assess(*evaluation.mutable_assessments()->rbegin());
    }
  }

  template <class Assessment>
  void Assess(Assessment& assessment) {
    if (Chance(2)) assessment.set_rating(Rating());
    if (Chance(2)) assessment.set_comment(Text());
    if (Chance(3)) assessment.set_issues(Text());
  }

  Indicator NewIndicator(const std::string& level) {
    Indicator indicator;
    if (ids_ == 2 || (ids_ == 1 && Chance(3))) indicator.set_id(NewId("i"));
    if (Chance(2)) indicator.set_name(Pick({"", "件数", "回数"}));
    FillIndicator(indicator);
    FillResults(indicator, level);
    return indicator;
  }

  void FillIndicator(Indicator& indicator) {
    Chance(4) ? indicator.set_series(Pick({"hoso", "2021-s.i1", "s.i7.12"}))
              : indicator.clear_series();
    Chance(3) ? indicator.set_unit(Text()) : indicator.clear_unit();
    Chance(3) ? indicator.set_direction(static_cast<documents::v1::Direction>(Below(3)))
              : indicator.clear_direction();
    indicator.clear_accumulation();
    if (Chance(4))
      indicator.mutable_accumulation()->set_kind(documents::v1::Accumulation::THIS_YEAR);
    Chance(3) ? indicator.set_supplement(Text()) : indicator.clear_supplement();
    Chance(3) ? indicator.clear_target() : indicator.set_target(Value());
    indicator.clear_past();
    for (uint32_t i = Below(3); i > 0; --i) {
      documents::v1::DocumentPastValue& past = *indicator.add_past();
      past.set_fiscal_year(static_cast<int32_t>(2018 + i));
      if (Chance(2)) past.set_value(Value());
    }
  }

  void FillResults(Indicator& indicator, const std::string& level) {
    if (!HasResults()) return;
    Chance(3) ? indicator.clear_result() : indicator.set_result(Value());
    indicator.clear_result_detail();
    if (indicator.has_result() && Chance(3)) {
      documents::v1::DocumentResultDetail& detail = *indicator.mutable_result_detail();
      if (Chance(2)) detail.set_measured_on(Day());
      if (Chance(2)) detail.set_denominator("4.70");
      if (Chance(2) || detail.ByteSizeLong() == 0) detail.set_numerator("0");
    }
    indicator.clear_results();
    const uint32_t first = Below(2);
    for (uint32_t i = Below(3); i > 0; --i) {
      documents::v1::DocumentResult& result = *indicator.add_results();
      result.set_period(absl::StrCat("2022-", 10 + first + i));
      if (Chance(2)) result.set_kind("interim");
      if (Chance(2)) result.set_value(Value());
      if (Chance(3)) result.set_measured_on(Day());
      if (Chance(3)) result.set_numerator("0");
      if (Chance(3)) result.set_denominator("4.70");
    }
    FillEvaluation(indicator, level);
  }

  // Marks some fields that are empty as left so on purpose.
  void FillBlanks(Goal& goal) {
    goal.clear_intentionally_blank();
    for (const char* field :
         {"title", "texts.text1", "evaluation.comment", "initiatives", "indicators[0].target",
          "indicators[1].result", "indicators[0].resultDetail.measuredOn"}) {
      if (!Chance(4)) continue;
      Goal candidate = goal;
      candidate.clear_intentionally_blank();
      candidate.add_intentionally_blank(field);
      base::Violations violations;
      CheckDocumentBlanks(candidate, form_, "", violations);
      if (violations.empty()) goal.add_intentionally_blank(field);
    }
  }

  // The list of goals at the top or below some goal that has children.
  Goals* PickList(Goals* goals) {
    for (Goal& goal : *goals) {
      if (!goal.goals().empty() && Chance(3)) return PickList(goal.mutable_goals());
    }
    return goals;
  }

  // A new goal of the level of another one, at any place.
  void Insert(Goals* goals) {
    Goal& goal = *goals->Add();
    goal.set_level(goals->Get(0).level());
    FillGoal(goal);
    for (int i = goals->size() - 1; i > 0 && !Chance(3); --i) goals->SwapElements(i, i - 1);
  }

  void MutateGoal(Goal& goal) {
    const int count = goal.indicators_size();
    if (count == 0 || Chance(4)) {
      FillGoal(goal);
    } else if (Chance(5)) {
      goal.mutable_indicators()->DeleteSubrange(static_cast<int>(Below(Size(goal.indicators()))),
                                                1);
    } else if (Chance(5)) {
      *goal.add_indicators() = NewIndicator(goal.level());
      goal.mutable_indicators()->SwapElements(0, count);
    } else {
      Indicator& indicator =
          *goal.mutable_indicators(static_cast<int>(Below(Size(goal.indicators()))));
      Chance(2) ? FillIndicator(indicator) : FillResults(indicator, goal.level());
    }
    FillBlanks(goal);
  }

  // Takes ids away that stand twice.
  void KeepIdsApart(Goals* goals) {
    std::vector<std::string> seen;
    KeepIdsApart(goals, seen);
  }
  void KeepIdsApart(Goals* goals, std::vector<std::string>& seen) {
    const auto clear_if_seen = [&](auto& it) {
      if (!it.has_id()) return;
      if (std::find(seen.begin(), seen.end(), it.id()) != seen.end()) return it.clear_id();
      seen.push_back(it.id());
    };
    for (Goal& goal : *goals) {
      clear_if_seen(goal);
      for (Indicator& indicator : *goal.mutable_indicators()) clear_if_seen(indicator);
      KeepIdsApart(goal.mutable_goals(), seen);
    }
  }

  std::mt19937 random_;
  forms::v1::Form form_;
  Document::State state_ = Document::GOALS_SET;
  // 0: without ids, 1: some, 2: all.
  uint32_t ids_ = 0;
  int next_id_ = 0;
};

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_RANDOM_DOCUMENT_TEST_UTIL_H_
