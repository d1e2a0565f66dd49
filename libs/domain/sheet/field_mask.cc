#include "libs/domain/sheet/field_mask.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;

// The fields that the mask names, each once.
std::vector<const FieldDescriptor*> FieldsOf(const Message& message, const FieldMask& mask) {
  std::vector<const FieldDescriptor*> fields;
  for (const std::string& path : mask.paths()) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(path);
    if (field == nullptr || std::find(fields.begin(), fields.end(), field) != fields.end())
      continue;
    fields.push_back(field);
  }
  return fields;
}

bool IsSame(const Message& before, const Message& after, const FieldDescriptor* field) {
  // The differencer compares the values of the fields that it is given and takes them for set:
  // whether they are, absent or "", is asked here.
  if (field->has_presence()) {
    const bool was_set = before.GetReflection()->HasField(before, field);
    if (was_set != after.GetReflection()->HasField(after, field)) return false;
    if (!was_set) return true;
  }
  return google::protobuf::util::MessageDifferencer().CompareWithFields(before, after, {field},
                                                                        {field});
}

}  // namespace

void ApplyFields(const Message& source, const FieldMask& mask, Message* target) {
  const std::unique_ptr<Message> copy(source.New());
  copy->CopyFrom(source);
  target->GetReflection()->SwapFields(target, copy.get(), FieldsOf(source, mask));
}

FieldMask ChangedFields(const Message& before, const Message& after, const FieldMask& mask) {
  FieldMask changed;
  for (const FieldDescriptor* field : FieldsOf(before, mask)) {
    if (!IsSame(before, after, field)) changed.add_paths(field->name());
  }
  return changed;
}

void CheckMask(const FieldMask& mask, std::initializer_list<std::string_view> allowed,
               std::string_view field, base::Violations& violations) {
  const std::string may =
      absl::StrJoin(allowed, ", ", [](std::string* out, std::string_view path) { *out += path; });
  if (mask.paths().empty()) {
    violations.Add(std::string(field),
                   absl::StrCat("required: names the fields to change, of ", may));
  }
  for (const std::string& path : mask.paths()) {
    if (std::find(allowed.begin(), allowed.end(), path) != allowed.end()) continue;
    violations.Add(
        std::string(field),
        absl::StrCat("'", path, "' is no field that this method changes; it changes ", may));
  }
}

google::protobuf::FieldMask MaskOf(std::initializer_list<std::string_view> fields) {
  google::protobuf::FieldMask mask;
  for (const std::string_view field : fields) mask.add_paths(std::string(field));
  return mask;
}

bool Names(const FieldMask& mask, std::string_view path) {
  return std::find(mask.paths().begin(), mask.paths().end(), path) != mask.paths().end();
}

}  // namespace mokuhyo::domain
