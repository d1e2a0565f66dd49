#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_FIELDS_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_FIELDS_H_

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "mokuhyo/sheets/v1/comparison.pb.h"

namespace mokuhyo::projection {

// A field of a sheet, goal or indicator in the words of the sheet document: `target`,
// `texts.purpose`, `evaluation.rating`, `past.2021`, `results.2022-09-30.measuredOn`.
struct DocumentField {
  enum class Kind {
    kValue,  // `value`; absent where the field is there with nothing in it (an empty cell).
    kList,   // `elements`, compared one by one: initiatives, links, marks.
    kOrder,  // `elements` are the keys of the entries, of which only the order is compared.
  };
  std::string name;
  Kind kind = Kind::kValue;
  std::optional<std::string> value = {};
  std::vector<std::string> elements = {};

  friend bool operator==(const DocumentField&, const DocumentField&) = default;
};

using DocumentFields = std::vector<DocumentField>;

// All that is printed in a SheetDocument, DocumentGoal or DocumentIndicator, in the order of the
// document: whatever fields the message has, but not who it is (`name` of a sheet, `id`) and not
// the goals and indicators below it. Enums and numbers are written as in the document. Pure.
DocumentFields FieldsOf(const google::protobuf::Message& message);

// A difference in one field.
struct FieldDifference {
  sheets::v1::Difference::Kind kind;
  // With the place for an element of a list, counted from 0: `initiatives[2]`, in the later list
  // unless the element is only in the earlier one.
  std::string field;
  std::optional<std::string> before;
  std::optional<std::string> after;
  // The field without the place.
  std::string whole_field;
};

// What differs, in the order of `after`; what is only in `before` stands where it stood. Pure.
std::vector<FieldDifference> CompareFields(const DocumentFields& before,
                                           const DocumentFields& after);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_FIELDS_H_
