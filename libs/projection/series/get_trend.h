#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_GET_TREND_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_GET_TREND_H_

#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// As SheetService.GetTrend answers. NOT_FOUND if no indicator of the city belongs to the series;
// without lines if only none of the unit does. May wait for reads of the store.
absl::StatusOr<sheets::v1::GetTrendResponse> GetTrend(SheetReader& reader,
                                                      const sheets::v1::GetTrendRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_GET_TREND_H_
