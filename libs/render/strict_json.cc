#include "libs/render/strict_json.h"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/violations.h"
#include "libs/render/json_scalar.h"
#include "libs/render/text_encoding.h"

namespace mokuhyo::render {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FindByJsonName(const google::protobuf::Descriptor& type,
                                      const std::string& name) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name) return type.field(i);
  }
  return nullptr;
}

// The events of the parser, in the order of the text, become fields of the message. The methods
// return false to stop reading.
class Reader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(std::string_view text, Message& message, const StrictJsonLimits& limits)
      : text_(text), message_(message), limits_(limits) {}

  base::Violations& violations() { return violations_; }

  bool null() override { return TakeScalar(nullptr); }
  bool boolean(bool value) override { return TakeScalar(value); }
  bool number_integer(int64_t value) override { return TakeScalar(value); }
  bool number_unsigned(uint64_t value) override { return TakeScalar(value); }
  bool number_float(double, const std::string& literal) override {
    return TakeScalar(OtherNumber{literal});
  }
  bool string(std::string& value) override { return TakeScalar(std::move(value)); }
  bool binary(nlohmann::json::binary_t&) override { std::abort(); }  // Not in JSON texts.

  bool start_object(size_t) override {
    if (skipping()) return Descend();
    if (frames_.empty()) {
      frames_.push_back({.message = &message_});
      return Descend();
    }
    const Target target = NextTarget();
    const bool expects_object = target.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                                (target.is_element || !target.field->is_repeated());
    if (target.field->is_map() && !target.is_element) {
      frames_.push_back({.message = target.message,
                         .field = target.field,
                         .path = target.path,
                         .kind = Kind::kMap});
    } else if (expects_object) {
      const auto& reflection = *target.message->GetReflection();
      Message* child = target.is_element ? reflection.AddMessage(target.message, target.field)
                                         : reflection.MutableMessage(target.message, target.field);
      frames_.push_back({.message = child, .path = target.path});
    } else {
      return Refuse(target, "an object") && Skip();
    }
    return Descend();
  }

  bool start_array(size_t) override {
    if (skipping()) return Descend();
    if (frames_.empty()) return Add("", "the document must be an object, not a list") && Skip();
    const Target target = NextTarget();
    if (target.is_element || !target.field->is_repeated() || target.field->is_map()) {
      return Refuse(target, "a list") && Skip();
    }
    frames_.push_back({.message = target.message,
                       .field = target.field,
                       .path = target.path,
                       .kind = Kind::kList});
    return Descend();
  }

  bool end_object() override { return Ascend(); }
  bool end_array() override { return Ascend(); }

  bool key(std::string& name) override {
    if (depth_skipped_ > 0) return true;
    Frame& frame = frames_.back();
    const std::string path =
        absl::StrCat(frame.path, frame.path.empty() ? "" : ".", Shorten(name, kQuotedCodePoints));
    skip_next_ = true;
    if (!frame.names.insert(name).second) return Add(path, "given twice");
    if (frame.kind == Kind::kMap) {
      frame.entry = frame.message->GetReflection()->AddMessage(frame.message, frame.field);
      frame.entry->GetReflection()->SetString(frame.entry, frame.field->message_type()->map_key(),
                                              name);
    } else {
      frame.field = FindByJsonName(*frame.message->GetDescriptor(), name);
      if (frame.field == nullptr)
        return Add(path, UnknownName(*frame.message->GetDescriptor(), name));
    }
    frame.value_path = path;
    skip_next_ = false;
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::json::exception& error) override;

 private:
  enum class Kind { kMessage, kMap, kList };

  // An open object or list.
  struct Frame {
    Message* message = nullptr;  // What is filled; kMap and kList: the owner of the field.
    const FieldDescriptor* field =
        nullptr;  // kMap, kList: the field. kMessage: that of the last name.
    std::string path = {};
    Kind kind = Kind::kMessage;
    absl::flat_hash_set<std::string> names = {};
    std::string value_path = {};  // kMessage, kMap: path of the value that the last name announced.
    Message* entry = nullptr;     // kMap: the entry that the last name opened.
    size_t next_index = 0;        // kList
  };

  // Where the next value goes.
  struct Target {
    Message* message;
    const FieldDescriptor* field;
    bool is_element;  // One element of a repeated field.
    std::string path;
  };

  bool skipping() const { return skip_next_ || depth_skipped_ > 0; }

  Target NextTarget() {
    Frame& frame = frames_.back();
    switch (frame.kind) {
      case Kind::kMap:
        return {frame.entry, frame.field->message_type()->map_value(), false, frame.value_path};
      case Kind::kList:
        return {frame.message, frame.field, true,
                absl::StrCat(frame.path, "[", frame.next_index++, "]")};
      case Kind::kMessage:
        break;
    }
    return {frame.message, frame.field, false, frame.value_path};
  }

  bool TakeScalar(const JsonScalar& value) {
    if (skipping()) {
      if (depth_skipped_ == 0) skip_next_ = false;
      return true;
    }
    if (frames_.empty())
      return Add("", absl::StrCat("the document must be an object, not ", Describe(value)));
    const Target target = NextTarget();
    const bool fits = (target.is_element || !target.field->is_repeated()) &&
                      StoreScalar(value, *target.field, *target.message);
    return fits || Refuse(target, Describe(value));
  }

  // Ignores the value that has just begun and all in it.
  bool Skip() {
    skip_next_ = true;
    return Descend();
  }

  bool Descend() {
    if (++depth_ > limits_.max_depth) {
      const std::string path = frames_.empty() ? "" : frames_.back().path;
      Add(path, absl::StrCat("nested deeper than ", limits_.max_depth, " levels"));
      return false;
    }
    if (skipping()) ++depth_skipped_;
    skip_next_ = false;
    return true;
  }

  bool Ascend() {
    --depth_;
    depth_skipped_ > 0 ? static_cast<void>(--depth_skipped_) : frames_.pop_back();
    return true;
  }

  bool Refuse(const Target& target, const std::string& found) {
    const bool whole = target.field->is_repeated() && !target.is_element;
    const std::string expected = !whole                   ? DescribeExpected(*target.field)
                                 : target.field->is_map() ? "an object"
                                                          : "a list";
    return Add(target.path, absl::StrCat("must be ", expected, ", not ", found));
  }

  static std::string UnknownName(const google::protobuf::Descriptor& type,
                                 const std::string& name) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.name() == name || absl::EqualsIgnoreCase(field.json_name(), name)) {
        return absl::StrCat("unknown field; it is written `", field.json_name(), "`");
      }
    }
    return "unknown field";
  }

  // False when there are so many violations that nobody would read more.
  bool Add(const std::string& path, const std::string& description) {
    violations_.Add(path, description);
    return violations_.list().size() < limits_.max_violations;
  }

  const std::string_view text_;
  Message& message_;
  const StrictJsonLimits& limits_;
  base::Violations violations_;
  std::vector<Frame> frames_;
  size_t depth_ = 0;          // Open containers, skipped ones included.
  size_t depth_skipped_ = 0;  // Open containers that are ignored.
  bool skip_next_ = false;    // The next value is ignored.
};

// Keeps of the parser's message what it complains about; place and quotation are said better here.
bool Reader::parse_error(size_t position, const std::string&,
                         const nlohmann::json::exception& error) {
  std::string_view what = error.what();
  const size_t place_end = what.find(": ", what.find("column "));
  what.remove_prefix(place_end != std::string_view::npos ? place_end + 2 : what.find("] ") + 2);
  what = what.substr(0, what.find("; last read"));
  const size_t offset = position > 0 ? position - 1 : 0;
  const TextPlace place = PlaceOf(text_, offset);
  Add(frames_.empty() ? "" : frames_.back().path,
      absl::StrCat("line ", place.line, ", column ", place.column, ": ",
                   offset >= text_.size() ? "the text ends too early: " : "", std::string(what)));
  return false;
}

}  // namespace

absl::Status ReadStrictJson(std::string_view json, Message* message,
                            const StrictJsonLimits& limits) {
  message->Clear();
  Reader reader(json, *message, limits);
  if (json.size() > limits.max_bytes) {
    reader.violations().Add("", absl::StrCat("the document has ", json.size(), " bytes; at most ",
                                             limits.max_bytes, " are taken"));
  } else if (json.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    reader.violations().Add("", "the document is empty");
  } else if (const auto problem = DescribeEncodingProblem(json)) {
    reader.violations().Add("", absl::StrCat("the document is ", *problem));
  } else {
    nlohmann::json::sax_parse(json, &reader);
  }
  return reader.violations().empty() ? absl::OkStatus() : reader.violations().ToStatus();
}

}  // namespace mokuhyo::render
