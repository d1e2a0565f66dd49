#ifndef MOKUHYO_TOOLS_CLIENT_COMPARED_POINT_H_
#define MOKUHYO_TOOLS_CLIENT_COMPARED_POINT_H_

#include <string>

#include "absl/status/statusor.h"
#include "mokuhyo/sheets/v1/comparison.pb.h"

namespace mokuhyo::client {

// A state of a sheet as people type it: `edition:1`, `time:2023-04-01T00:00:00+09:00`,
// `position:TOKEN`, `day:2023-04-01`, `sheet:niigata/2021-nishi-somu`, or several of them joined by
// commas (`sheet:…,edition:2`). INVALID_ARGUMENT, saying what may be typed, for anything else.
absl::StatusOr<sheets::v1::SheetPoint> ParsePoint(const std::string& typed);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_COMPARED_POINT_H_
