#include <algorithm>

#include "libs/domain/sheet/checks.h"

// The lookups of checks.h in a form. Forms are small: at most 64 entries of a kind.
namespace mokuhyo::domain {
namespace {

template <class List, class Predicate>
auto FindOrNull(const List& list, const Predicate& predicate) {
  const auto found = std::find_if(list.begin(), list.end(), predicate);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const forms::v1::Level* FindLevel(const forms::v1::Form& form, std::string_view key) {
  return FindOrNull(form.levels(),
                    [&](const forms::v1::Level& level) { return level.key() == key; });
}

const forms::v1::TextKey* FindText(const forms::v1::Form& form, std::string_view key,
                                   bool of_goal) {
  return FindOrNull(form.texts(), [&](const forms::v1::TextKey& text) {
    return text.key() == key && text.of_goal() == of_goal;
  });
}

const forms::v1::Rating* FindRating(const forms::v1::Form& form, std::string_view label) {
  return FindOrNull(form.ratings(),
                    [&](const forms::v1::Rating& rating) { return rating.label() == label; });
}

const forms::v1::AssessmentStage* FindStage(const forms::v1::Form& form, std::string_view key) {
  return FindOrNull(form.stages(),
                    [&](const forms::v1::AssessmentStage& stage) { return stage.key() == key; });
}

const forms::v1::AssessmentStage* StageOfRecord(const forms::v1::Form& form) {
  return FindOrNull(form.stages(),
                    [](const forms::v1::AssessmentStage& stage) { return stage.of_record(); });
}

}  // namespace mokuhyo::domain
