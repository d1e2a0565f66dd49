#include "libs/render/goal_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

class Words {
 public:
  explicit Words(Language language) : language_(language) {}

  void Add(const std::string& label, const std::string& text) {
    if (!text.empty()) words_.push_back({label, text});
  }
  void Add(const char* ja, const char* en, const std::string& text) {
    Add(Say(language_, ja, en), text);
  }

  // `place` tells whose evaluation it is, where that is not the goal's.
  void AddEvaluation(const sheets::v1::Evaluation& evaluation, const FormTitles& titles,
                     const std::string& place) {
    Add(place + Say(language_, "目標達成状況", "Attainment"), evaluation.comment());
    Add(place + Say(language_, "課題と今後の方針性", "Issues and direction"), evaluation.issues());
    Add(place + Say(language_, "参考と異なる理由", "Reason for departing"),
        evaluation.departure_reason());
    for (const auto& assessment : evaluation.assessments()) {
      std::vector<std::string> parts;
      for (const auto& part : {assessment.rating(), assessment.comment(), assessment.issues()}) {
        if (!part.empty()) parts.push_back(part);
      }
      Add(place + titles.Stage(assessment.stage()), absl::StrJoin(parts, " / "));
    }
  }

  std::vector<FormTitles::Text> Take() { return std::move(words_); }

 private:
  const Language language_;
  std::vector<FormTitles::Text> words_;
};

}  // namespace

std::vector<FormTitles::Text> GoalWords(const sheets::v1::Goal& goal, const FormTitles& titles,
                                        Language language) {
  Words words(language);
  for (const auto& [title, text] : titles.All(goal.texts(), true)) words.Add(title, text);
  // Without a title the initiatives stand in its place (see DrawSheet).
  if (!goal.title().empty())
    words.Add("主な取組", "Initiatives", absl::StrJoin(goal.initiatives(), " / "));
  words.Add("取組実績", "Accomplishments", absl::StrJoin(goal.accomplishments(), " / "));
  for (const auto& indicator : goal.indicators()) {
    const std::string place = indicator.name().empty() ? "" : absl::StrCat(indicator.name(), " ");
    words.Add(place + Say(language, "算式・出典", "Definition"), indicator.definition());
    words.Add(place + Say(language, "補足", "Supplement"), indicator.supplement());
    for (const auto& result : indicator.results())
      words.Add(place + result.period(), result.value().text());
    words.AddEvaluation(indicator.evaluation(), titles, place);
  }
  words.AddEvaluation(goal.evaluation(), titles, "");
  for (const auto& link : goal.contributes_to()) {
    words.Add("寄与先", "Contributes to", absl::StrCat(link.sheet(), " ", link.goal()));
  }
  words.Add("空欄と確認", "Left blank on purpose", absl::StrJoin(goal.intentionally_blank(), ", "));
  std::vector<FormTitles::Text> all = words.Take();
  for (const auto& note : goal.editorial()) all.push_back(EditorialWords(note, language));
  return all;
}

FormTitles::Text EditorialWords(const documents::v1::EditorialNote& note, Language language) {
  return {Say(language, "転記者", "Transcriber"),
          absl::StrCat(EditorialLabel(note.kind(), language), note.field().empty() ? "" : " (",
                       note.field(), note.field().empty() ? "" : ")",
                       note.note().empty() ? "" : " ", note.note())};
}

}  // namespace mokuhyo::render
