#ifndef MOKUHYO_LIBS_PROJECTION_CITY_VIEW_H_
#define MOKUHYO_LIBS_PROJECTION_CITY_VIEW_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/projection/projection_checkpoint.h"
#include "libs/projection/projection_store.h"

namespace mokuhyo::projection {

// What was derived from the log of one city, under the keys that the fold gave.
class CityView {
 public:
  // `view` must outlive this.
  CityView(ProjectionView& view, std::string_view city) : view_(view), prefix_(CityPrefix(city)) {}

  // ProjectionView::Scan.
  absl::Status Scan(std::string_view prefix, ProjectionView::Visit visit) const {
    return view_.Scan(absl::StrCat(prefix_, std::string(prefix)), visit);
  }

 private:
  ProjectionView& view_;
  const std::string prefix_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_CITY_VIEW_H_
