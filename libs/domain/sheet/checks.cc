#include "libs/domain/sheet/checks.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "libs/base/date.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using documents::v1::DeclaredTotal;
using documents::v1::EditorialNote;
using documents::v1::GoalLink;
using google::protobuf::Map;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Goal;
using sheets::v1::Sheet;

// The keys of a map in byte order: violations come in the same order every time.
template <class Value>
std::vector<std::string> SortedKeys(const Map<std::string, Value>& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

void CheckSize(int size, int limit, std::string_view path, Violations& violations) {
  if (size > limit)
    violations.Add(std::string(path), absl::StrCat("has ", size, " entries; at most ", limit));
}

// A list of narratives.
void CheckTextList(const RepeatedPtrField<std::string>& list, std::string_view path,
                   Violations& violations) {
  CheckSize(list.size(), kMaxListItems, path, violations);
  for (int i = 0; i < list.size(); ++i)
    base::CheckText(ItemPath(path, i), list[i], kMaxTextCharacters, violations);
}

void CheckTexts(const Map<std::string, std::string>& texts, const forms::v1::Form& form,
                bool of_goal, std::string_view path, Violations& violations) {
  for (const std::string& key : SortedKeys(texts)) {
    const std::string text_path = JoinPath(path, key);
    if (FindText(form, key, of_goal) != nullptr) {
      base::CheckText(text_path, texts.at(key), kMaxTextCharacters, violations);
      continue;
    }
    std::vector<std::string> known;
    for (const auto& text : form.texts()) {
      if (text.of_goal() == of_goal) known.push_back(text.key());
    }
    violations.Add(text_path, absl::StrCat("the form has no text '", key, "' of a ",
                                           of_goal ? "goal" : "sheet", "; it has: ",
                                           known.empty() ? "none" : absl::StrJoin(known, ", ")));
  }
}

void CheckDay(bool present, const std::string& day, const std::string& path,
              Violations& violations) {
  if (present && !base::IsDate(day)) violations.Add(path, "must be a day, YYYY-MM-DD");
}

void CheckEditorial(const RepeatedPtrField<EditorialNote>& notes, std::string_view path,
                    Violations& violations) {
  CheckSize(notes.size(), kMaxListItems, path, violations);
  for (int i = 0; i < notes.size(); ++i) {
    const std::string note_path = ItemPath(path, i);
    if (notes[i].kind() == EditorialNote::KIND_UNSPECIFIED ||
        !EditorialNote::Kind_IsValid(notes[i].kind())) {
      violations.Add(JoinPath(note_path, "kind"), "is required: RESTORED, INFERRED or PARAPHRASED");
    }
    base::CheckLine(JoinPath(note_path, "field"), notes[i].field(), kMaxLabelCharacters,
                    violations);
    base::CheckText(JoinPath(note_path, "note"), notes[i].note(), kMaxTextCharacters, violations);
  }
}

void CheckMarks(const RepeatedPtrField<std::string>& marks, const forms::v1::Form& form,
                std::string_view path, Violations& violations) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < marks.size(); ++i) {
    const bool known =
        std::any_of(form.marks().begin(), form.marks().end(),
                    [&](const forms::v1::Mark& mark) { return mark.key() == marks[i]; });
    if (!known) {
      violations.Add(ItemPath(path, i), absl::StrCat("the form has no mark '", marks[i], "'"));
    } else if (!seen.insert(marks[i]).second) {
      violations.Add(ItemPath(path, i), absl::StrCat("'", marks[i], "' is named twice"));
    }
  }
}

void CheckNotCounted(const documents::v1::NotCounted& not_counted, std::string_view path,
                     Violations& violations) {
  if (not_counted.reason() == documents::v1::NotCounted::REASON_UNSPECIFIED ||
      !documents::v1::NotCounted::Reason_IsValid(not_counted.reason())) {
    violations.Add(JoinPath(path, "reason"), "is required: RELISTED or OUT_OF_SCOPE");
  }
  base::CheckText(JoinPath(path, "counted_at"), not_counted.counted_at(), kMaxLineCharacters,
                  violations);
}

// Fields of the goal whose names MarkIntentionallyBlank takes.
void CheckBlankFields(const RepeatedPtrField<std::string>& fields, std::string_view path,
                      Violations& violations) {
  CheckSize(fields.size(), kMaxBlankFields, path, violations);
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < fields.size(); ++i) {
    if (fields[i].empty()) violations.Add(ItemPath(path, i), "must name a field");
    base::CheckLine(ItemPath(path, i), fields[i], kMaxLabelCharacters, violations);
    if (!seen.insert(fields[i]).second) violations.Add(ItemPath(path, i), "is named twice");
  }
}

}  // namespace

std::string JoinPath(std::string_view path, std::string_view field) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  return joined.append(field);
}

std::string ItemPath(std::string_view path, int index) {
  return absl::StrCat(std::string(path), "[", index, "]");
}

void CheckGivenId(std::string_view id, std::string_view path, Violations& violations) {
  if (!base::IsIdentifier(id)) {
    violations.Add(std::string(path), "must be 1 to 63 lower-case letters, digits and hyphens");
    return;
  }
  const std::string_view digits = id.substr(1);
  if ((id[0] == 'g' || id[0] == 'i') && digits.size() > kMaxGivenDigits &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    violations.Add(std::string(path),
                   absl::StrCat("ids of 'g' or 'i' and more than ", kMaxGivenDigits,
                                " digits are assigned, not given; choose another or leave it out"));
  }
}

void CheckSheetFields(const Sheet& sheet, const forms::v1::Form& form, std::string_view path,
                      Violations& violations) {
  base::CheckText(JoinPath(path, "title"), sheet.title(), kMaxLineCharacters, violations);
  base::CheckText(JoinPath(path, "subtitle"), sheet.subtitle(), kMaxLineCharacters, violations);
  base::CheckText(JoinPath(path, "contact"), sheet.contact(), kMaxLineCharacters, violations);
  base::CheckText(JoinPath(path, "material_number"), sheet.material_number(), kMaxLineCharacters,
                  violations);
  CheckDay(sheet.has_created_on(), sheet.created_on(), JoinPath(path, "created_on"), violations);
  CheckDay(sheet.has_revised_on(), sheet.revised_on(), JoinPath(path, "revised_on"), violations);
  CheckDay(sheet.has_evaluated_on(), sheet.evaluated_on(), JoinPath(path, "evaluated_on"),
           violations);
  CheckTexts(sheet.texts(), form, /*of_goal=*/false, JoinPath(path, "texts"), violations);
  CheckTextList(sheet.notes(), JoinPath(path, "notes"), violations);
  CheckEditorial(sheet.editorial(), JoinPath(path, "editorial"), violations);
}

void CheckGoalFields(const Goal& goal, const SheetContext& context, int fiscal_year,
                     std::string_view path, Violations& violations) {
  if (FindLevel(context.form, goal.level()) == nullptr) {
    const std::string known =
        absl::StrJoin(context.form.levels(), ", ",
                      [](std::string* out, const auto& level) { out->append(level.key()); });
    violations.Add(JoinPath(path, "level"), goal.level().empty()
                                                ? absl::StrCat("is required, one of ", known)
                                                : absl::StrCat("the form has no level '",
                                                               goal.level(), "'; it has ", known));
  }
  base::CheckLine(JoinPath(path, "label"), goal.label(), kMaxLabelCharacters, violations);
  base::CheckText(JoinPath(path, "title"), goal.title(), kMaxLineCharacters, violations);
  base::CheckText(JoinPath(path, "subtitle"), goal.subtitle(), kMaxLineCharacters, violations);
  CheckTexts(goal.texts(), context.form, /*of_goal=*/true, JoinPath(path, "texts"), violations);
  CheckTextList(goal.initiatives(), JoinPath(path, "initiatives"), violations);
  CheckTextList(goal.accomplishments(), JoinPath(path, "accomplishments"), violations);
  CheckMarks(goal.marks(), context.form, JoinPath(path, "marks"), violations);
  if (goal.has_responsible_unit() && !context.organization.Knows(goal.responsible_unit())) {
    violations.Add(JoinPath(path, "responsible_unit"),
                   absl::StrCat("the city has no unit '", goal.responsible_unit(),
                                "'; open it first (OpenOrgUnit)"));
  } else if (goal.has_responsible_unit() && !context.transcribed &&
             !context.organization.IsOpen(goal.responsible_unit(), context.effective_date)) {
    violations.Add(JoinPath(path, "responsible_unit"),
                   absl::StrCat("unit '", goal.responsible_unit(), "' is not open on ",
                                context.effective_date, "; choose a unit that is"));
  }
  if (goal.has_not_counted())
    CheckNotCounted(goal.not_counted(), JoinPath(path, "not_counted"), violations);
  CheckLinks(goal.contributes_to(), JoinPath(path, "contributes_to"), violations);
  CheckSize(goal.indicators_size(), kMaxIndicatorsPerGoal, JoinPath(path, "indicators"),
            violations);
  for (int i = 0; i < goal.indicators_size(); ++i) {
    CheckIndicatorFields(goal.indicators(i), fiscal_year, ItemPath(JoinPath(path, "indicators"), i),
                         violations);
  }
  CheckBlankFields(goal.intentionally_blank(), JoinPath(path, "intentionally_blank"), violations);
  CheckEditorial(goal.editorial(), JoinPath(path, "editorial"), violations);
}

void CheckLinks(const RepeatedPtrField<GoalLink>& links, std::string_view path,
                Violations& violations) {
  CheckSize(links.size(), kMaxListItems, path, violations);
  absl::flat_hash_set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < links.size(); ++i) {
    const std::string link_path = ItemPath(path, i);
    violations.Add(base::ParseSheetName(links[i].sheet(), JoinPath(link_path, "sheet")).status());
    if (links[i].goal().empty()) {
      violations.Add(JoinPath(link_path, "goal"),
                     "is required: the id of a goal, or a path of labels");
    }
    base::CheckLine(JoinPath(link_path, "goal"), links[i].goal(), kMaxLineCharacters, violations);
    if (!seen.insert({links[i].sheet(), links[i].goal()}).second)
      violations.Add(link_path, "is named twice");
  }
}

bool CheckLevelUnder(const forms::v1::Form& form, std::string_view level,
                     std::string_view parent_level, std::string_view path, Violations& violations) {
  const auto fits = [&](const forms::v1::Level& candidate) {
    if (parent_level.empty()) return candidate.parents().empty();
    return std::find(candidate.parents().begin(), candidate.parents().end(), parent_level) !=
           candidate.parents().end();
  };
  const forms::v1::Level* found = FindLevel(form, level);
  if (found != nullptr && fits(*found)) return true;
  std::vector<std::string> may;
  for (const forms::v1::Level& candidate : form.levels()) {
    if (fits(candidate)) may.push_back(candidate.key());
  }
  const std::string place = parent_level.empty()
                                ? "at the top of the sheet"
                                : absl::StrCat("under '", std::string(parent_level), "'");
  violations.Add(
      std::string(path),
      absl::StrCat("a goal of level '", std::string(level), "' cannot stand ", place,
                   "; there may stand: ", may.empty() ? "nothing" : absl::StrJoin(may, ", ")));
  return false;
}

void CheckRating(const forms::v1::Form& form, std::string_view rating, std::string_view path,
                 Violations& violations) {
  if (FindRating(form, rating) != nullptr) return;
  const std::string scale =
      absl::StrJoin(form.ratings(), ", ",
                    [](std::string* out, const auto& known) { out->append(known.label()); });
  violations.Add(std::string(path),
                 absl::StrCat("'", std::string(rating), "' is no rating of the form; it has: ",
                              scale.empty() ? "none" : scale));
}

void CheckDeclaredTotals(const RepeatedPtrField<DeclaredTotal>& totals, const forms::v1::Form& form,
                         std::string_view path, Violations& violations) {
  CheckSize(totals.size(), kMaxListItems, path, violations);
  absl::flat_hash_set<std::string> scopes;
  for (int i = 0; i < totals.size(); ++i) {
    const std::string total_path = ItemPath(path, i);
    base::CheckLine(JoinPath(total_path, "scope"), totals[i].scope(), kMaxLabelCharacters,
                    violations);
    if (!scopes.insert(totals[i].scope()).second) {
      violations.Add(JoinPath(total_path, "scope"), "is declared twice; each scope has one total");
    }
    if (totals[i].total() < 0)
      violations.Add(JoinPath(total_path, "total"), "must not be negative");
    for (const std::string& label : SortedKeys(totals[i].counts())) {
      const std::string count_path = JoinPath(JoinPath(total_path, "counts"), label);
      CheckRating(form, label, count_path, violations);
      if (totals[i].counts().at(label) < 0) violations.Add(count_path, "must not be negative");
    }
  }
}

}  // namespace mokuhyo::domain
