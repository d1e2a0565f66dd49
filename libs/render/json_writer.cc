#include "libs/render/json_writer.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"

namespace mokuhyo::render {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::ordered_json;

// A mask in proto3 JSON: one string of paths under their lowerCamelCase names.
ordered_json ToJsonMask(const Message& message) {
  google::protobuf::FieldMask mask;
  mask.CopyFrom(message);
  std::string text;
  // A path that has no such form, which no field of ours gives, stands as it is.
  using google::protobuf::util::FieldMaskUtil;
  return FieldMaskUtil::ToJsonString(mask, &text) ? text : FieldMaskUtil::ToString(mask);
}

// The value of a singular field, or of the element at `index` of a repeated one.
ordered_json ToJsonValue(const Message& message, const FieldDescriptor& field, int index,
                         const JsonStyle& style) {
  const auto& reflection = *message.GetReflection();
  const auto get = [&](auto getter, auto repeated_getter) {
    return field.is_repeated() ? (reflection.*repeated_getter)(message, &field, index)
                               : (reflection.*getter)(message, &field);
  };
  using R = google::protobuf::Reflection;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ToJson(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, index)
                                        : reflection.GetMessage(message, &field),
                    style);
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = get(&R::GetString, &R::GetRepeatedString);
      return field.type() == FieldDescriptor::TYPE_BYTES ? absl::Base64Escape(text) : text;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return get(&R::GetEnum, &R::GetRepeatedEnum)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return get(&R::GetBool, &R::GetRepeatedBool);
    case FieldDescriptor::CPPTYPE_INT32:
      return get(&R::GetInt32, &R::GetRepeatedInt32);
    case FieldDescriptor::CPPTYPE_UINT32:
      return get(&R::GetUInt32, &R::GetRepeatedUInt32);
    case FieldDescriptor::CPPTYPE_INT64:  // JSON readers keep 53 bits of a number: proto3 JSON
                                          // quotes these.
      return absl::StrCat(get(&R::GetInt64, &R::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(get(&R::GetUInt64, &R::GetRepeatedUInt64));
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      break;
  }
  std::abort();  // No message of ours has floating point: an error of the program.
}

ordered_json ToJsonMap(const Message& message, const FieldDescriptor& field,
                       const JsonStyle& style) {
  const auto& reflection = *message.GetReflection();
  std::vector<std::tuple<size_t, std::string, ordered_json>> entries;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    std::string key = entry.GetReflection()->GetString(entry, field.message_type()->map_key());
    const auto place = std::find(style.key_order.begin(), style.key_order.end(), key);
    entries.emplace_back(static_cast<size_t>(place - style.key_order.begin()), std::move(key),
                         ToJsonValue(entry, *field.message_type()->map_value(), 0, style));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  ordered_json object = ordered_json::object();
  for (auto& [place, key, value] : entries) object[key] = std::move(value);
  return object;
}

ordered_json ToJsonList(const Message& message, const FieldDescriptor& field,
                        const JsonStyle& style) {
  ordered_json list = ordered_json::array();
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) list.push_back(ToJsonValue(message, field, i, style));
  return list;
}

bool IsWritten(const Message& message, const FieldDescriptor& field, const JsonStyle& style) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  return reflection.HasField(message, &field) || (style.write_defaults && !field.has_presence());
}

}  // namespace

ordered_json ToJson(const Message& message, const JsonStyle& style) {
  const auto& type = *message.GetDescriptor();
  if (&type == google::protobuf::FieldMask::descriptor()) return ToJsonMask(message);
  ordered_json object = ordered_json::object();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsWritten(message, field, style)) continue;
    object[field.json_name()] = field.is_map()        ? ToJsonMap(message, field, style)
                                : field.is_repeated() ? ToJsonList(message, field, style)
                                                      : ToJsonValue(message, field, 0, style);
  }
  return object;
}

std::string WriteJson(const Message& message, const JsonStyle& style) {
  // Messages hold well-formed UTF-8 only, so nothing is ever replaced; the handler keeps dump from
  // throwing.
  return ToJson(message, style)
      .dump(style.indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace mokuhyo::render
