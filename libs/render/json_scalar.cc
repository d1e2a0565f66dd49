#include "libs/render/json_scalar.h"

#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/text_encoding.h"

namespace mokuhyo::render {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string EnumLabels(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> labels;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) labels.push_back(type.value(i)->name());
  }
  return absl::StrJoin(labels, ", ");
}

}  // namespace

std::string Describe(const JsonScalar& value) {
  struct Visitor {
    std::string operator()(std::nullptr_t) const {
      return "null; leave the field out if there is no value";
    }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(int64_t v) const { return absl::StrCat("the number ", v); }
    std::string operator()(uint64_t v) const { return absl::StrCat("the number ", v); }
    std::string operator()(const OtherNumber& v) const {
      return absl::StrCat("the number ", Shorten(v.literal, kQuotedCodePoints));
    }
    std::string operator()(const std::string& v) const {
      return absl::StrCat("the string \"", Shorten(v, kQuotedCodePoints), "\"");
    }
  };
  return std::visit(Visitor{}, value);
}

std::string DescribeExpected(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "an object";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("one of ", EnumLabels(*field.enum_type()));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat("an integer from ", std::numeric_limits<int32_t>::min(), " to ",
                          std::numeric_limits<int32_t>::max());
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat("an integer from 0 to ", std::numeric_limits<uint32_t>::max());
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat("a string with an integer from 0 to ",
                          std::numeric_limits<uint64_t>::max());
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "a string in base64" : "a string";
    default:
      std::abort();  // A type that documents do not have: an error of the program.
  }
}

bool StoreScalar(const JsonScalar& value, const FieldDescriptor& field, Message& message) {
  const auto& reflection = *message.GetReflection();
  const auto set = [&](auto setter, auto adder, auto v) {
    field.is_repeated() ? (reflection.*adder)(&message, &field, std::move(v))
                        : (reflection.*setter)(&message, &field, std::move(v));
    return true;
  };
  using R = google::protobuf::Reflection;
  const auto* text = std::get_if<std::string>(&value);
  const auto* negative = std::get_if<int64_t>(&value);
  const auto* natural = std::get_if<uint64_t>(&value);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL: {
      const auto* flag = std::get_if<bool>(&value);
      return flag != nullptr && set(&R::SetBool, &R::AddBool, *flag);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (negative != nullptr && *negative >= std::numeric_limits<int32_t>::min()) {
        return set(&R::SetInt32, &R::AddInt32, static_cast<int32_t>(*negative));
      }
      return natural != nullptr && *natural <= std::numeric_limits<int32_t>::max() &&
             set(&R::SetInt32, &R::AddInt32, static_cast<int32_t>(*natural));
    case FieldDescriptor::CPPTYPE_UINT32:
      return natural != nullptr && *natural <= std::numeric_limits<uint32_t>::max() &&
             set(&R::SetUInt32, &R::AddUInt32, static_cast<uint32_t>(*natural));
    case FieldDescriptor::CPPTYPE_UINT64: {
      // As proto3 JSON writes them: there are readers whose numbers have 53 bits.
      uint64_t number = 0;
      return text != nullptr && absl::SimpleAtoi(*text, &number) && absl::StrCat(number) == *text &&
             set(&R::SetUInt64, &R::AddUInt64, number);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumValueDescriptor* label =
          text == nullptr ? nullptr : field.enum_type()->FindValueByName(*text);
      return label != nullptr && set(&R::SetEnum, &R::AddEnum, label);
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      if (text == nullptr) return false;
      if (field.type() != FieldDescriptor::TYPE_BYTES)
        return set(&R::SetString, &R::AddString, *text);
      std::string bytes;
      // One text for the same bytes: no missing padding, no bits left over.
      return absl::Base64Unescape(*text, &bytes) && absl::Base64Escape(bytes) == *text &&
             set(&R::SetString, &R::AddString, bytes);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
    default:
      std::abort();  // See DescribeExpected.
  }
}

}  // namespace mokuhyo::render
