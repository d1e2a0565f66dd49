#include "libs/domain/results/goal_path.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/reported.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A printed document does not hold these, or they are never empty, or they are goals of their own.
bool IsPrinted(const FieldDescriptor& field) {
  static const auto* const hidden = new absl::flat_hash_set<std::string>{
      "mokuhyo.sheets.v1.Goal.id",
      "mokuhyo.sheets.v1.Goal.etag",
      "mokuhyo.sheets.v1.Goal.level",
      "mokuhyo.sheets.v1.Goal.goals",
      "mokuhyo.sheets.v1.Goal.withdrawn",
      "mokuhyo.sheets.v1.Goal.withdrawn_on",
      "mokuhyo.sheets.v1.Goal.withdrawal_reason",
      "mokuhyo.sheets.v1.Goal.carried_from",
      "mokuhyo.sheets.v1.Goal.editorial",
      "mokuhyo.sheets.v1.Goal.intentionally_blank",
      "mokuhyo.sheets.v1.Indicator.id",
      "mokuhyo.sheets.v1.Indicator.etag",
      "mokuhyo.sheets.v1.Indicator.target_revisions",
      "mokuhyo.sheets.v1.Indicator.series_break",
      "mokuhyo.sheets.v1.Indicator.carried_from",
      "mokuhyo.sheets.v1.ResultDetail.reported_on",
      "mokuhyo.sheets.v1.PeriodResult.reported_on",
      "mokuhyo.sheets.v1.Evaluation.suggestion",
      "mokuhyo.sheets.v1.Evaluation.departure_reason",
  };
  return !hidden->contains(field.full_name());
}

const FieldDescriptor* FindPrinted(const Message& message, std::string_view name) {
  const auto* descriptor = message.GetDescriptor();
  const FieldDescriptor* field = descriptor->FindFieldByCamelcaseName(std::string(name));
  if (field == nullptr) field = descriptor->FindFieldByName(std::string(name));
  return field != nullptr && IsPrinted(*field) ? field : nullptr;
}

bool IsEmpty(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) == 0;
  if (!reflection.HasField(message, &field)) return true;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection.GetString(message, &field).empty();
  }
  if (field.message_type() == values::v1::Value::descriptor()) {
    const auto& value = reflection.GetMessage(message, &field);
    return static_cast<const values::v1::Value&>(value).text().empty();
  }
  return false;
}

// `name[index]` of a list; false if it is not written so.
bool SplitIndex(std::string_view segment, std::string_view& name, int& index) {
  const size_t bracket = segment.find('[');
  if (bracket == std::string_view::npos || segment.back() != ']') return false;
  name = segment.substr(0, bracket);
  const std::string_view digits = segment.substr(bracket + 1, segment.size() - bracket - 2);
  return absl::SimpleAtoi(std::string(digits), &index) && index >= 0;
}

// `name[key]` of a list whose elements have keys; false if it is not written so.
bool SplitKey(std::string_view segment, std::string_view name, std::string_view& key) {
  if (segment.substr(0, name.size()) != name) return false;
  segment.remove_prefix(name.size());
  if (segment.size() < 3 || segment.front() != '[' || segment.back() != ']') return false;
  key = segment.substr(1, segment.size() - 2);
  return true;
}

// The result of a period, which may be named before it is there.
GoalField ResultOf(const sheets::v1::Indicator& indicator, std::string_view period) {
  for (const sheets::v1::PeriodResult& result : indicator.results()) {
    if (result.period() != period) continue;
    return IsReported(result) ? GoalField::kFilled : GoalField::kEmpty;
  }
  return GoalField::kEmpty;
}

GoalField FindIn(const Message& message, std::string_view path);

// The field within an element of a list or within a message that may be absent.
GoalField Descend(const Message& message, std::string_view segment, std::string_view rest) {
  std::string_view name = segment;
  int index = -1;
  const bool indexed = SplitIndex(segment, name, index);
  const FieldDescriptor* field = FindPrinted(message, name);
  if (field == nullptr || field->message_type() == nullptr || field->is_map() ||
      field->is_repeated() != indexed || field->message_type() == values::v1::Value::descriptor()) {
    return GoalField::kUnknown;
  }
  const auto& reflection = *message.GetReflection();
  if (!indexed) return FindIn(reflection.GetMessage(message, field), rest);
  if (index >= reflection.FieldSize(message, field)) return GoalField::kUnknown;
  return FindIn(reflection.GetRepeatedMessage(message, field, index), rest);
}

GoalField FindIn(const Message& message, std::string_view path) {
  // Before the dots are looked at: a period may bear some.
  std::string_view period;
  if (message.GetDescriptor() == sheets::v1::Indicator::descriptor() &&
      SplitKey(path, "results", period)) {
    return ResultOf(static_cast<const sheets::v1::Indicator&>(message), period);
  }
  const size_t dot = path.find('.');
  if (dot != std::string_view::npos) {
    return Descend(message, path.substr(0, dot), path.substr(dot + 1));
  }
  const FieldDescriptor* field = FindPrinted(message, path);
  if (field == nullptr) return GoalField::kUnknown;
  return IsEmpty(message, *field) ? GoalField::kEmpty : GoalField::kFilled;
}

constexpr std::string_view kTexts = "texts.";

// The key in `texts.key`; empty for other paths.
std::string TextKeyOf(std::string_view path) {
  return std::string(path.substr(0, kTexts.size()) == kTexts ? path.substr(kTexts.size()) : "");
}

// The index in `indicators[index].field`, with the field; -1 for other paths.
int IndicatorOf(std::string_view path, std::string_view& field) {
  const size_t dot = path.find('.');
  std::string_view name;
  int index = -1;
  if (dot == std::string_view::npos || !SplitIndex(path.substr(0, dot), name, index) ||
      name != "indicators") {
    return -1;
  }
  field = path.substr(dot + 1);
  return index;
}

// Adds `by` to the indices of indicators from `first` on; true if there are any.
bool Renumber(int first, int by, google::protobuf::RepeatedPtrField<std::string>& paths) {
  bool changed = false;
  for (std::string& path : paths) {
    std::string_view field;
    const int index = IndicatorOf(path, field);
    if (index < first) continue;
    path = "indicators[" + std::to_string(index + by) + "]." + std::string(field);
    changed = true;
  }
  return changed;
}

GoalField TextField(const sheets::v1::Goal& goal, const std::string& key) {
  const auto text = goal.texts().find(key);
  const bool empty = text == goal.texts().end() || text->second.empty();
  return empty ? GoalField::kEmpty : GoalField::kFilled;
}

}  // namespace

GoalField FindField(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                    std::string_view path) {
  const std::string key = TextKeyOf(path);
  if (key.empty()) return FindIn(goal, path);
  if (FindText(form, key, /*of_goal=*/true) == nullptr) return GoalField::kUnknown;
  return TextField(goal, key);
}

bool IsFilled(const sheets::v1::Goal& goal, std::string_view path) {
  const std::string key = TextKeyOf(path);
  return (key.empty() ? FindIn(goal, path) : TextField(goal, key)) == GoalField::kFilled;
}

bool CoversResult(std::string_view path, int index, std::string_view period) {
  std::string_view field;
  if (IndicatorOf(path, field) != index) return false;
  if (period.empty()) return field == "result";
  std::string_view key;
  return field == "results" || (SplitKey(field, "results", key) && key == period);
}

bool MakeRoomForIndicator(int index, google::protobuf::RepeatedPtrField<std::string>& paths) {
  return Renumber(index, 1, paths);
}

bool DropIndicator(int index, google::protobuf::RepeatedPtrField<std::string>& paths) {
  const auto own = std::remove_if(paths.begin(), paths.end(), [&](const std::string& path) {
    std::string_view field;
    return IndicatorOf(path, field) == index;
  });
  const bool had_own = own != paths.end();
  paths.erase(own, paths.end());
  return Renumber(index, -1, paths) || had_own;
}

void CheckBlankPaths(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                     const google::protobuf::RepeatedPtrField<std::string>& fields,
                     std::string_view path, base::Violations& violations) {
  for (int i = 0; i < fields.size(); ++i) {
    switch (FindField(goal, form, fields[i])) {
      case GoalField::kUnknown:
        violations.Add(ItemPath(path, i),
                       absl::StrCat("a goal has no field '", fields[i],
                                    "'; fields are named as in the sheet document, for example "
                                    "evaluation.comment"));
        break;
      case GoalField::kFilled:
        violations.Add(ItemPath(path, i),
                       absl::StrCat("'", fields[i], "' is not empty in this goal"));
        break;
      case GoalField::kEmpty:
        break;
    }
  }
}

}  // namespace mokuhyo::domain
