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
    if (!text.empty()) lines_.push_back(absl::StrCat(label, ": ", text));
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

  std::vector<std::string> Take() { return std::move(lines_); }

 private:
  const Language language_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> GoalWords(const sheets::v1::Goal& goal, const FormTitles& titles,
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
  std::vector<std::string> lines = words.Take();
  for (const auto& note : goal.editorial()) lines.push_back(EditorialLine(note, language));
  return lines;
}

std::string EditorialLine(const documents::v1::EditorialNote& note, Language language) {
  return absl::StrCat(Say(language, "転記者", "Transcriber"), ": ",
                      EditorialLabel(note.kind(), language), note.field().empty() ? "" : " (",
                      note.field(), note.field().empty() ? "" : ")", note.note().empty() ? "" : " ",
                      note.note());
}

}  // namespace mokuhyo::render
