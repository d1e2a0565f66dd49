#include "libs/domain/forms/check_form.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"
#include "libs/domain/forms/check_rule.h"
#include "libs/domain/forms/check_workflow.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxKeyCharacters = 63;

// `path.list[index]`
std::string Element(std::string_view path, std::string_view list, int index) {
  return absl::StrCat(JoinPath(path, list), "[", index, "]");
}

void CheckCount(int count, int limit, const std::string& path, base::Violations& violations) {
  if (count > limit) violations.Add(path, absl::StrCat("has ", count, " entries, at most ", limit));
}

// Adds a violation for a key that came before.
void CheckUnique(const std::string& key, const std::string& path,
                 absl::flat_hash_set<std::string>& seen, base::Violations& violations) {
  if (!key.empty() && !seen.insert(key).second) {
    violations.Add(path, absl::StrCat("'", key, "' is there already"));
  }
}

void CheckKey(const std::string& key, const std::string& path, base::Violations& violations) {
  if (base::IsIdentifier(key)) return;
  violations.Add(path,
                 "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen first or "
                 "last, for example priority-goal");
}

bool IsTextKey(const std::string& key) {
  return !key.empty() && key.size() <= kMaxKeyCharacters &&
         absl::ascii_islower(static_cast<unsigned char>(key[0])) &&
         std::all_of(key.begin(), key.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c); });
}

void CheckTitle(const common::v1::LocalizedText& title, bool required, const std::string& path,
                base::Violations& violations) {
  const std::string ja = JoinPath(path, "ja");
  if (required && title.ja().empty()) violations.Add(ja, "is required");
  base::CheckLine(ja, title.ja(), kMaxTitleCharacters, violations);
  base::CheckLine(JoinPath(path, "en"), title.en(), kMaxTitleCharacters, violations);
}

// The levels above which everything leads to the top; what is left over goes around.
absl::flat_hash_set<std::string> SoundLevels(const forms::v1::Form& form) {
  absl::flat_hash_set<std::string> sound;
  for (bool grew = true; grew;) {
    grew = false;
    for (const forms::v1::Level& level : form.levels()) {
      if (sound.contains(level.key())) continue;
      const bool leads_up = std::all_of(
          level.parents().begin(), level.parents().end(), [&](const std::string& parent) {
            return sound.contains(parent) || FindLevel(form, parent) == nullptr;
          });
      if (leads_up) grew = sound.insert(level.key()).second;
    }
  }
  return sound;
}

void CheckLevelsLeadToTop(const forms::v1::Form& form, const std::string& path,
                          base::Violations& violations) {
  const absl::flat_hash_set<std::string> sound = SoundLevels(form);
  std::vector<std::string> around;
  for (const forms::v1::Level& level : form.levels()) {
    if (!sound.contains(level.key())) around.push_back(level.key());
  }
  if (!around.empty()) {
    violations.Add(path, absl::StrCat("these levels come to stand under themselves: ",
                                      absl::StrJoin(around, ", ")));
  }
  if (std::none_of(form.levels().begin(), form.levels().end(),
                   [](const forms::v1::Level& level) { return level.parents().empty(); })) {
    violations.Add(path, "one level must stand at the top (no parents)");
  }
}

// Every level has a place in a tree of kMaxDepth goals.
void CheckLevelsReachTop(const forms::v1::Form& form, const std::string& path,
                         base::Violations& violations) {
  absl::flat_hash_set<std::string> reached;
  for (int depth = 1; depth <= kMaxDepth; ++depth) {
    std::vector<std::string> next;
    for (const forms::v1::Level& level : form.levels()) {
      const bool fits =
          level.parents().empty() ||
          std::any_of(level.parents().begin(), level.parents().end(),
                      [&](const std::string& parent) { return reached.contains(parent); });
      if (fits) next.push_back(level.key());
    }
    reached.insert(next.begin(), next.end());
  }
  // Of a level that stands under itself or under an unknown one, something is said already.
  const absl::flat_hash_set<std::string> sound = SoundLevels(form);
  const auto is_known = [&](const std::string& key) { return FindLevel(form, key) != nullptr; };
  for (const forms::v1::Level& level : form.levels()) {
    const bool told = !sound.contains(level.key()) ||
                      !std::all_of(level.parents().begin(), level.parents().end(), is_known);
    if (told || reached.contains(level.key())) continue;
    violations.Add(path, absl::StrCat("the level '", level.key(), "' stands more than ", kMaxDepth,
                                      " deep, which no tree is"));
  }
}

void CheckLevels(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
  const std::string list = JoinPath(path, "levels");
  CheckCount(form.levels_size(), kMaxLevels, list, violations);
  if (form.levels().empty()) {
    violations.Add(list, "at least one level is required");
    return;
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < form.levels_size(); ++i) {
    const forms::v1::Level& level = form.levels(i);
    const std::string at = Element(path, "levels", i);
    CheckKey(level.key(), JoinPath(at, "key"), violations);
    CheckUnique(level.key(), JoinPath(at, "key"), seen, violations);
    CheckTitle(level.title(), true, JoinPath(at, "title"), violations);
    CheckCount(level.parents_size(), kMaxLevels, JoinPath(at, "parents"), violations);
    absl::flat_hash_set<std::string> parents;
    for (int p = 0; p < level.parents_size(); ++p) {
      const std::string parent_path = Element(at, "parents", p);
      CheckUnique(level.parents(p), parent_path, parents, violations);
      if (FindLevel(form, level.parents(p)) == nullptr) {
        violations.Add(parent_path, absl::StrCat("the form has no level '", level.parents(p), "'"));
      }
    }
  }
  CheckLevelsLeadToTop(form, list, violations);
  CheckLevelsReachTop(form, list, violations);
}

void CheckTexts(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
  CheckCount(form.texts_size(), kMaxTextKeys, JoinPath(path, "texts"), violations);
  absl::flat_hash_set<std::string> of_sheet;
  absl::flat_hash_set<std::string> of_goal;
  for (int i = 0; i < form.texts_size(); ++i) {
    const forms::v1::TextKey& text = form.texts(i);
    const std::string at = Element(path, "texts", i);
    if (!IsTextKey(text.key())) {
      violations.Add(JoinPath(at, "key"),
                     "must be 1 to 63 letters and digits, a lower-case letter first, for example "
                     "basicGoal");
    }
    CheckUnique(text.key(), JoinPath(at, "key"), text.of_goal() ? of_goal : of_sheet, violations);
    CheckTitle(text.title(), true, JoinPath(at, "title"), violations);
    if (text.stage() == forms::v1::STAGE_UNSPECIFIED || !forms::v1::Stage_IsValid(text.stage())) {
      violations.Add(JoinPath(at, "stage"), "is required: STAGE_PLAN or STAGE_RESULT");
    }
  }
}

void CheckRatings(const forms::v1::Form& form, std::string_view path,
                  base::Violations& violations) {
  CheckCount(form.ratings_size(), kMaxRatings, JoinPath(path, "ratings"), violations);
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < form.ratings_size(); ++i) {
    const forms::v1::Rating& rating = form.ratings(i);
    const std::string at = Element(path, "ratings", i);
    const std::string label = JoinPath(at, "label");
    if (rating.label().empty()) violations.Add(label, "is required");
    if (rating.label() == "-") violations.Add(label, "must not be '-', which stands for no rating");
    base::CheckLine(label, rating.label(), kMaxLabelCharacters, violations);
    CheckUnique(rating.label(), label, seen, violations);
    if (rating.rating_class() == forms::v1::RATING_CLASS_UNSPECIFIED ||
        !forms::v1::RatingClass_IsValid(rating.rating_class())) {
      violations.Add(JoinPath(at, "rating_class"),
                     "is required: what the rating means, for example RATING_CLASS_ACHIEVED");
    } else if (i > 0 && rating.rating_class() < form.ratings(i - 1).rating_class()) {
      violations.Add(JoinPath(at, "rating_class"),
                     "must not be better than that of the rating before it: the best comes first");
    }
    CheckTitle(rating.title(), false, JoinPath(at, "title"), violations);
  }
}

void CheckMarks(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
  CheckCount(form.marks_size(), kMaxMarks, JoinPath(path, "marks"), violations);
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < form.marks_size(); ++i) {
    const forms::v1::Mark& mark = form.marks(i);
    const std::string at = Element(path, "marks", i);
    CheckKey(mark.key(), JoinPath(at, "key"), violations);
    CheckUnique(mark.key(), JoinPath(at, "key"), seen, violations);
    if (mark.symbol().empty()) violations.Add(JoinPath(at, "symbol"), "is required");
    base::CheckLine(JoinPath(at, "symbol"), mark.symbol(), kMaxSymbolCharacters, violations);
    CheckTitle(mark.title(), true, JoinPath(at, "title"), violations);
  }
}

void CheckStages(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
  const std::string list = JoinPath(path, "stages");
  CheckCount(form.stages_size(), kMaxStages, list, violations);
  absl::flat_hash_set<std::string> seen;
  int of_record = 0;
  for (int i = 0; i < form.stages_size(); ++i) {
    const forms::v1::AssessmentStage& stage = form.stages(i);
    const std::string at = Element(path, "stages", i);
    CheckKey(stage.key(), JoinPath(at, "key"), violations);
    CheckUnique(stage.key(), JoinPath(at, "key"), seen, violations);
    CheckTitle(stage.title(), true, JoinPath(at, "title"), violations);
    of_record += stage.of_record() ? 1 : 0;
  }
  if (of_record > 1) {
    violations.Add(list, absl::StrCat(of_record, " stages are of record, at most one may be"));
  } else if (of_record == 0 && !form.ratings().empty()) {
    violations.Add(list, "exactly one stage must be of record, since the form has ratings");
  }
}

// A level that may be counted; null, with a violation, if `key` names none.
const forms::v1::Level* CheckCountedLevel(const forms::v1::Form& form, const std::string& key,
                                          const std::string& path, base::Violations& violations) {
  const forms::v1::Level* level = FindLevel(form, key);
  if (level == nullptr) {
    violations.Add(path, absl::StrCat("the form has no level '", key, "'"));
  } else if (level->never_counted()) {
    violations.Add(path, absl::StrCat("the level '", key, "' is a heading (never_counted)"));
  }
  return level;
}

void CheckCounting(const forms::v1::Form& form, std::string_view path,
                   base::Violations& violations) {
  if (!form.has_counting()) return;
  const forms::v1::Counting& counting = form.counting();
  const std::string at = JoinPath(path, "counting");
  if (form.ratings().empty()) {
    violations.Add(at, "a form that counts goals needs ratings to count them by");
  }
  CheckCountedLevel(form, counting.level(), JoinPath(at, "level"), violations);
  if (!forms::v1::WithdrawnCounting_IsValid(counting.withdrawn())) {
    violations.Add(JoinPath(at, "withdrawn"), "is no way of counting that is known here");
  }
  if (counting.indicators() && !form.rates_indicators()) {
    violations.Add(JoinPath(at, "indicators"),
                   "needs rates_indicators: indicators are counted by ratings of their own");
  }
  if (counting.split_level().empty()) return;
  const std::string split_path = JoinPath(at, "split_level");
  if (counting.indicators()) {
    violations.Add(split_path, "must be empty where indicators are counted");
  }
  const forms::v1::Level* split =
      CheckCountedLevel(form, counting.split_level(), split_path, violations);
  if (split == nullptr) return;
  if (std::find(split->parents().begin(), split->parents().end(), counting.level()) ==
      split->parents().end()) {
    violations.Add(split_path, absl::StrCat("the level '", split->key(),
                                            "' does not stand under the counted level '",
                                            counting.level(), "'"));
  }
}

}  // namespace

void CheckForm(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
  CheckTitle(form.title(), true, JoinPath(path, "title"), violations);
  CheckLevels(form, path, violations);
  CheckTexts(form, path, violations);
  CheckRatings(form, path, violations);
  CheckMarks(form, path, violations);
  CheckCounting(form, path, violations);
  CheckStages(form, path, violations);
  CheckWorkflow(form, path, violations);
  if (form.rates_indicators() && form.ratings().empty()) {
    violations.Add(JoinPath(path, "rates_indicators"), "needs ratings to give");
  }
  if (form.past_years() > kMaxPastYears) {
    violations.Add(JoinPath(path, "past_years"), absl::StrCat("at most ", kMaxPastYears));
  }
  if (form.has_suggestion_rule()) {
    CheckRule(form, JoinPath(path, "suggestion_rule"), violations);
  }
}

}  // namespace mokuhyo::domain
