#ifndef MOKUHYO_LIBS_RENDER_JSON_SCALAR_H_
#define MOKUHYO_LIBS_RENDER_JSON_SCALAR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mokuhyo::render {

// A number with fraction or exponent, or too large for 64 bits, as it is written.
struct OtherNumber {
  std::string literal;
};

// A JSON value that is neither object nor list. Integers below zero are int64_t, all others
// uint64_t.
using JsonScalar = std::variant<std::nullptr_t, bool, int64_t, uint64_t, OtherNumber, std::string>;

// Names the value as a complaint would: `the number 12`, `the string "abc"`.
std::string Describe(const JsonScalar& value);

// What one value of the field must be, disregarding repetition: `a string`, `one of GOALS_SET,
// EVALUATED`.
std::string DescribeExpected(const google::protobuf::FieldDescriptor& field);

// Stores `value` as the field of `message`, or as one more element of it where it is repeated.
// False if the type does not fit exactly: nothing is converted. See ReadStrictJson for the types
// that a field may have.
bool StoreScalar(const JsonScalar& value, const google::protobuf::FieldDescriptor& field,
                 google::protobuf::Message& message);

// Longest quotation in a complaint, in code points.
inline constexpr size_t kQuotedCodePoints = 60;

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_JSON_SCALAR_H_
