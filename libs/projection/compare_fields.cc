#include "libs/projection/compare_fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/reflection.h"
#include "libs/projection/compare_order.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::projection {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using sheets::v1::Difference;
using Kind = DocumentField::Kind;

// The field that tells the entries of a list apart; null for lists whose elements have no key.
const FieldDescriptor* KeyOf(const google::protobuf::Descriptor& element) {
  static const auto* const keys = new std::map<std::string, std::string>{
      {documents::v1::DocumentPastValue::descriptor()->full_name(), "fiscal_year"},
      {documents::v1::DocumentResult::descriptor()->full_name(), "period"},
      {documents::v1::DocumentAssessment::descriptor()->full_name(), "stage"},
      {documents::v1::DeclaredTotal::descriptor()->full_name(), "scope"},
  };
  const auto key = keys->find(element.full_name());
  return key == keys->end() ? nullptr : element.FindFieldByName(key->second);
}

// Who something is, and what is below it.
bool IsLeftOut(const FieldDescriptor& field) {
  if (field.containing_type() == documents::v1::SheetDocument::descriptor())
    return field.name() == "name" || field.name() == "goals";
  if (field.containing_type() == documents::v1::DocumentGoal::descriptor())
    return field.name() == "id" || field.name() == "goals" || field.name() == "indicators";
  return field.containing_type() == documents::v1::DocumentIndicator::descriptor() &&
         field.name() == "id";
}

// A scalar as the document writes it; `index` is -1 for a field that is no list.
std::string TextOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& read = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return one ? read.GetString(message, &field) : read.GetRepeatedString(message, &field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return (one ? read.GetEnum(message, &field) : read.GetRepeatedEnum(message, &field, index))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return (one ? read.GetBool(message, &field) : read.GetRepeatedBool(message, &field, index))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(one ? read.GetInt32(message, &field)
                              : read.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(one ? read.GetUInt32(message, &field)
                              : read.GetRepeatedUInt32(message, &field, index));
    default:
      // Documents have no other numbers; what came to be one is at least seen to differ.
      return one ? message.ShortDebugString()
                 : absl::StrCat(message.ShortDebugString(), "[", index, "]");
  }
}

// The fields of one message, under a prefix.
class FieldList {
 public:
  DocumentFields Take() { return std::move(fields_); }

  void Add(const Message& message, const std::string& prefix) {
    const Reflection& read = *message.GetReflection();
    const auto& descriptor = *message.GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      const bool is_there = field.is_repeated() ? read.FieldSize(message, &field) > 0
                                                : read.HasField(message, &field);
      if (is_there && !IsLeftOut(field)) AddField(message, field, Join(prefix, field.json_name()));
    }
  }

 private:
  static std::string Join(const std::string& prefix, const std::string& name) {
    return prefix.empty() || name.empty() ? prefix + name : absl::StrCat(prefix, ".", name);
  }

  void AddField(const Message& message, const FieldDescriptor& field, const std::string& name) {
    if (field.is_map()) return AddMap(message, field, name);
    if (field.is_repeated()) return AddList(message, field, name);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      fields_.push_back({.name = name, .value = TextOf(message, field, -1)});
      return;
    }
    AddEntry(message.GetReflection()->GetMessage(message, &field), nullptr, name);
  }

  // A message inside: its fields, or that it is there with nothing in it. A field `value` is what
  // the entry is about, and bears its name.
  void AddEntry(const Message& entry, const FieldDescriptor* key, const std::string& name) {
    FieldList inside;
    inside.Add(entry, "");
    bool empty = true;
    for (DocumentField& field : inside.fields_) {
      if (key != nullptr && field.name == key->json_name()) continue;
      field.name = Join(name, field.name == "value" ? "" : field.name);
      fields_.push_back(std::move(field));
      empty = false;
    }
    if (empty) fields_.push_back({.name = name});
  }

  void AddMap(const Message& message, const FieldDescriptor& field, const std::string& name) {
    std::map<std::string, std::string> entries;
    const Reflection& read = *message.GetReflection();
    for (int i = 0; i < read.FieldSize(message, &field); ++i) {
      const Message& entry = read.GetRepeatedMessage(message, &field, i);
      entries[TextOf(entry, *field.message_type()->map_key(), -1)] =
          TextOf(entry, *field.message_type()->map_value(), -1);
    }
    for (auto& [key, value] : entries)
      fields_.push_back({.name = Join(name, key), .value = std::move(value)});
  }

  void AddList(const Message& message, const FieldDescriptor& field, const std::string& name) {
    const Reflection& read = *message.GetReflection();
    const int size = read.FieldSize(message, &field);
    const bool of_messages = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (of_messages && KeyOf(*field.message_type()) != nullptr)
      return AddKeyed(message, field, name);
    DocumentField list{.name = name, .kind = Kind::kList};
    for (int i = 0; i < size; ++i) {
      list.elements.push_back(of_messages ? OnOneLine(read.GetRepeatedMessage(message, &field, i))
                                          : TextOf(message, field, i));
    }
    fields_.push_back(std::move(list));
  }

  // A link, a note of a transcriber: its fields one behind the other.
  static std::string OnOneLine(const Message& element) {
    FieldList inside;
    inside.Add(element, "");
    std::vector<std::string> values;
    for (const DocumentField& field : inside.fields_) values.push_back(field.value.value_or(""));
    return absl::StrJoin(values, " ");
  }

  void AddKeyed(const Message& message, const FieldDescriptor& field, const std::string& name) {
    const Reflection& read = *message.GetReflection();
    const FieldDescriptor* key = KeyOf(*field.message_type());
    DocumentField order{.name = name, .kind = Kind::kOrder};
    std::map<std::string, int> uses;
    for (int i = 0; i < read.FieldSize(message, &field); ++i) {
      const Message& entry = read.GetRepeatedMessage(message, &field, i);
      std::string text = TextOf(entry, *key, -1);
      // The same year twice: still two entries.
      if (const int use = ++uses[text]; use > 1) absl::StrAppend(&text, "#", use);
      AddEntry(entry, key, Join(name, text));
      order.elements.push_back(std::move(text));
    }
    fields_.push_back(std::move(order));
  }

  DocumentFields fields_;
};

class FieldComparison {
 public:
  std::vector<FieldDifference> Take() { return std::move(differences_); }

  void Compare(const DocumentField* before, const DocumentField* after) {
    const DocumentField& any = after != nullptr ? *after : *before;
    if (any.kind == Kind::kList) {
      static const std::vector<std::string> kNothing;
      return CompareLists(any.name, before != nullptr ? before->elements : kNothing,
                          after != nullptr ? after->elements : kNothing);
    }
    if (before != nullptr && after != nullptr) {
      if (any.kind == Kind::kOrder) return CompareOrders(*before, *after);
      if (before->value != after->value)
        Add(Difference::KIND_CHANGED, any.name, before->value, after->value);
      return;
    }
    if (any.kind == Kind::kOrder) return;  // Its entries say that they are new, or gone.
    if (after != nullptr) {
      Add(Difference::KIND_ADDED, any.name, std::nullopt, after->value);
    } else {
      Add(Difference::KIND_REMOVED, any.name, before->value, std::nullopt);
    }
  }

 private:
  void Add(Difference::Kind kind, const std::string& field, std::optional<std::string> before,
           std::optional<std::string> after, std::string place = "") {
    differences_.push_back(
        {kind, absl::StrCat(field, place), std::move(before), std::move(after), field});
  }

  // Between what both lists have, elements that stand opposite one another changed.
  void CompareLists(const std::string& name, const std::vector<std::string>& before,
                    const std::vector<std::string>& after) {
    auto common = FindCommon(before, after);
    common.emplace_back(before.size(), after.size());
    size_t was = 0;
    size_t is = 0;
    const auto place = [](size_t index) { return absl::StrCat("[", index, "]"); };
    for (const auto& [next_was, next_is] : common) {
      for (; was < next_was && is < next_is; ++was, ++is)
        Add(Difference::KIND_CHANGED, name, before[was], after[is], place(is));
      for (; was < next_was; ++was)
        Add(Difference::KIND_REMOVED, name, before[was], std::nullopt, place(was));
      for (; is < next_is; ++is)
        Add(Difference::KIND_ADDED, name, std::nullopt, after[is], place(is));
      ++was;
      ++is;
    }
  }

  // New and missing entries do not count as another order.
  void CompareOrders(const DocumentField& before, const DocumentField& after) {
    const auto common = [](const std::vector<std::string>& of,
                           const std::vector<std::string>& with) {
      const std::set<std::string> others(with.begin(), with.end());
      std::vector<std::string> keys;
      for (const std::string& key : of) {
        if (others.contains(key)) keys.push_back(key);
      }
      return keys;
    };
    if (common(before.elements, after.elements) == common(after.elements, before.elements)) return;
    Add(Difference::KIND_CHANGED, after.name, absl::StrJoin(before.elements, ", "),
        absl::StrJoin(after.elements, ", "));
  }

  std::vector<FieldDifference> differences_;
};

}  // namespace

DocumentFields FieldsOf(const Message& message) {
  FieldList list;
  list.Add(message, "");
  return list.Take();
}

std::vector<FieldDifference> CompareFields(const DocumentFields& before,
                                           const DocumentFields& after) {
  // Order and value of one name are two fields.
  std::map<std::pair<std::string, Kind>, size_t> places;
  for (size_t i = 0; i < after.size(); ++i) places[{after[i].name, after[i].kind}] = i;
  std::vector<size_t> partners;
  std::vector<size_t> partners_now(after.size(), kNone);
  for (size_t i = 0; i < before.size(); ++i) {
    const auto found = places.find({before[i].name, before[i].kind});
    partners.push_back(found == places.end() ? kNone : found->second);
    if (partners.back() != kNone) partners_now[partners.back()] = i;
  }
  FieldComparison comparison;
  for (const auto& [is_now, i] : MergeOrders(partners, after.size())) {
    if (!is_now) {
      comparison.Compare(&before[i], nullptr);
    } else {
      comparison.Compare(partners_now[i] == kNone ? nullptr : &before[partners_now[i]], &after[i]);
    }
  }
  return comparison.Take();
}

}  // namespace mokuhyo::projection
