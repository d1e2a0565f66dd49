#include "libs/render/form_titles.h"

#include <map>

namespace mokuhyo::render {

FormTitles::FormTitles(const forms::v1::Form* form, Language language)
    : form_(form != nullptr ? *form : forms::v1::Form::default_instance()), language_(language) {}

std::string FormTitles::Level(const std::string& key) const {
  for (const auto& level : form_.levels()) {
    if (level.key() == key && !level.title().ja().empty()) return Say(language_, level.title());
  }
  return key;
}

std::string FormTitles::Stage(const std::string& key) const {
  for (const auto& stage : form_.stages()) {
    if (stage.key() == key && !stage.title().ja().empty()) return Say(language_, stage.title());
  }
  return key;
}

std::string FormTitles::Mark(const std::string& key) const {
  for (const auto& mark : form_.marks()) {
    if (mark.key() != key) continue;
    if (!mark.symbol().empty()) return mark.symbol();
    if (!mark.title().ja().empty()) return Say(language_, mark.title());
  }
  return key;
}

std::vector<FormTitles::Text> FormTitles::All(const Texts& texts, bool of_goal) const {
  return Pick(texts, of_goal, true, true);
}

std::vector<FormTitles::Text> FormTitles::OfStage(const Texts& texts, bool with_results) const {
  return Pick(texts, false, !with_results, with_results);
}

std::vector<FormTitles::Text> FormTitles::Pick(const Texts& texts, bool of_goal, bool plan,
                                               bool result) const {
  std::map<std::string, std::string> unknown(texts.begin(), texts.end());
  std::vector<Text> picked;
  for (const auto& key : form_.texts()) {
    if (key.of_goal() != of_goal) continue;
    const auto text = unknown.find(key.key());
    if (text == unknown.end()) continue;
    if (key.stage() == forms::v1::STAGE_RESULT ? result : plan) {
      picked.push_back(
          {key.title().ja().empty() ? key.key() : Say(language_, key.title()), text->second});
    }
    unknown.erase(text);
  }
  if (plan) {
    for (const auto& [key, text] : unknown) picked.push_back({key, text});
  }
  return picked;
}

}  // namespace mokuhyo::render
