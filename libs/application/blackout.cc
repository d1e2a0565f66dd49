#include "libs/application/blackout.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/reflection.h"
#include "libs/base/text_folding.h"

namespace mokuhyo::application {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kDocumentField = "canonical_document";
constexpr std::string_view kWellKnownPackage = "google.protobuf";

// As RFC 8785, section 3.2.2.2, writes a character in a string.
std::string EscapeCharacter(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\f':
      return "\\f";
    case '\r':
      return "\\r";
    default:
      break;
  }
  if (static_cast<unsigned char>(c) >= 0x20) return std::string(1, c);
  return absl::StrFormat("\\u%04x", static_cast<unsigned char>(c));
}

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += EscapeCharacter(c);
  return escaped;
}

bool IsNumber(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

// Length of the unit at `at` of what stands between the quotes of JSON: an escape is one.
size_t UnitLength(std::string_view text, size_t at) {
  if (text[at] != '\\' || at + 1 >= text.size()) return 1;
  return text[at + 1] == 'u' ? 6 : 2;
}

// Of text that is as it was entered every byte is a unit: no text begins within a character of
// UTF-8.
size_t OneByte(std::string_view /*text*/, size_t /*at*/) { return 1; }

const std::string* FindAt(const std::vector<std::string>& patterns, std::string_view text,
                          size_t at) {
  for (const std::string& pattern : patterns) {
    if (text.substr(at).starts_with(pattern)) return &pattern;
  }
  return nullptr;
}

// `patterns` are ordered, the longest first.
uint32_t Replace(const std::vector<std::string>& patterns,
                 size_t (*unit_length)(std::string_view, size_t), std::string_view text,
                 std::string& result) {
  uint32_t places = 0;
  if (IsNumber(text)) {
    result.append(text);
    return places;
  }
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(kBlackedOut)) {
      result.append(kBlackedOut);
      at += kBlackedOut.size();
    } else if (const std::string* found = FindAt(patterns, text, at)) {
      result.append(kBlackedOut);
      at += found->size();
      ++places;
    } else {
      const size_t length = unit_length(text, at);
      result.append(text.substr(at, length));
      at += length;
    }
  }
  return places;
}

// The byte behind the string of a JSON text that begins at `at`, behind its opening quote: that of
// the closing one.
size_t EndOfString(std::string_view json, size_t at) {
  while (at < json.size() && json[at] != '"') at += UnitLength(json, at);
  return std::min(at, json.size());
}

}  // namespace

bool IsIdText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '/';
  });
}

Blackout::Blackout(const std::vector<std::string>& texts) : texts_(texts) {
  for (const std::string& text : texts) {
    const std::u32string folded = base::FoldForParsing(text);
    for (const auto& form : {base::ToUtf8(folded), base::ToUtf8(base::RemoveSpaces(folded))}) {
      // What folds into an id ("１２") would be found in dates and names.
      if (!IsIdText(form)) texts_.push_back(form);
    }
  }
  std::sort(texts_.begin(), texts_.end(), [](const auto& left, const auto& right) {
    return left.size() != right.size() ? left.size() > right.size() : left < right;
  });
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  for (const std::string& text : texts_) escaped_.push_back(Escape(text));
}

uint32_t Blackout::Apply(std::string& text) const {
  std::string result;
  const uint32_t places = Replace(texts_, OneByte, text, result);
  if (places > 0) text = std::move(result);
  return places;
}

uint32_t Blackout::ApplyToJson(std::string& json) const {
  uint32_t places = 0;
  std::string result;
  const std::string_view text = json;
  for (size_t at = 0; at < text.size();) {
    // Outside of strings there is structure only.
    const size_t quote = std::min(text.find('"', at), text.size());
    const size_t begin = std::min(quote + 1, text.size());
    result.append(text.substr(at, begin - at));
    const size_t end = EndOfString(text, begin);
    places += Replace(escaped_, UnitLength, text.substr(begin, end - begin), result);
    if (end < text.size()) result.push_back('"');
    at = end + 1;
  }
  if (places > 0) json = std::move(result);
  return places;
}

uint32_t Blackout::Apply(Message& message) const {
  if (message.GetDescriptor()->file()->package() == kWellKnownPackage) return 0;
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  uint32_t places = 0;
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        places += Apply(*reflection.MutableMessage(&message, field));
        continue;
      }
      // A map is a list of its entries here.
      const int count = reflection.FieldSize(message, field);
      for (int i = 0; i < count; ++i) {
        places += Apply(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      places += ApplyToStrings(message, *field);
    } else if (field->name() == kDocumentField) {
      std::string json = reflection.GetString(message, field);
      places += ApplyToJson(json);
      reflection.SetString(&message, field, std::move(json));
    }
  }
  return places;
}

uint32_t Blackout::ApplyToStrings(Message& message, const FieldDescriptor& field) const {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    std::string text = reflection.GetString(message, &field);
    const uint32_t places = Apply(text);
    if (places > 0) reflection.SetString(&message, &field, std::move(text));
    return places;
  }
  uint32_t places = 0;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    std::string text = reflection.GetRepeatedString(message, &field, i);
    places += Apply(text);
    reflection.SetRepeatedString(&message, &field, i, std::move(text));
  }
  return places;
}

}  // namespace mokuhyo::application
