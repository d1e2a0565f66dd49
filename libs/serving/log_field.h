#ifndef MOKUHYO_LIBS_SERVING_LOG_FIELD_H_
#define MOKUHYO_LIBS_SERVING_LOG_FIELD_H_

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace mokuhyo::serving {

// A member of a line of the log: a name and a text, a number or a truth value. Texts are pointed
// to, not copied.
class LogField {
 public:
  LogField(std::string_view name, std::string_view text) : name_(name), value_(text) {}
  LogField(std::string_view name, const std::string& text)
      : LogField(name, std::string_view(text)) {}
  LogField(std::string_view name, const char* text) : LogField(name, std::string_view(text)) {}
  LogField(std::string_view name, bool value) : name_(name), value_(value) {}
  LogField(std::string_view name, std::floating_point auto value)
      : name_(name), value_(static_cast<double>(value)) {}
  LogField(std::string_view name, std::signed_integral auto value)
      : name_(name), value_(static_cast<int64_t>(value)) {}
  LogField(std::string_view name, std::unsigned_integral auto value)
      : name_(name), value_(static_cast<uint64_t>(value)) {}

  // Appends `"name":value` in JSON. Text that is not UTF-8 is written with U+FFFD in its place.
  void AppendTo(std::string& line) const;

 private:
  std::string_view name_;
  std::variant<std::string_view, bool, int64_t, uint64_t, double> value_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOG_FIELD_H_
