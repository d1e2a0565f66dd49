#ifndef MOKUHYO_LIBS_PROJECTION_COUNTED_AT_H_
#define MOKUHYO_LIBS_PROJECTION_COUNTED_AT_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/projection/sheet_with_form.h"

namespace mokuhyo::projection {

// Finds the goals to which printed pointers such as `I-(2)-1` lead: where a relisted goal (再掲)
// counts instead. Immutable.
//
// A pointer names the labels from the top goal down, those that there are; how they are joined, and
// whether signs are of full width, does not matter. Goals without a label of their own are never
// meant, nor are goals that do not count where they stand.
class CountedAt {
 public:
  explicit CountedAt(const std::vector<SheetWithForm>& sheets);

  // Resource name of the goal that is meant by a pointer printed in `sheet` (resource name): the
  // only one of that sheet or, if it has none, the only one of all the others; else empty.
  std::string Find(const std::string& sheet, std::string_view pointer) const;

 private:
  // Sheet and resource name of the goals, by their folded paths of labels.
  std::map<std::u32string, std::vector<std::pair<std::string, std::string>>> goals_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COUNTED_AT_H_
