#ifndef MOKUHYO_LIBS_VALUES_LABEL_H_
#define MOKUHYO_LIBS_VALUES_LABEL_H_

#include <string>
#include <string_view>
#include <vector>

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Completes a figure with what stands in front of it: its label, whether it is a total (累計,
// 延べ), its period (年, 月 …) and bounds that are printed in front (最大, 最低).
//
// `prefix` is attached to the number and may be empty; `pending` are the words before that no
// figure has claimed, of which the last are taken where the prefix names nothing.
//
// Returns false, with figure and pending in no particular state, where the number is only roughly
// so (約).
bool CompleteFigure(std::u32string_view prefix, std::vector<std::u32string>& pending,
                    v1::Figure& figure);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_LABEL_H_
