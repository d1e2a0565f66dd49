#ifndef MOKUHYO_LIBS_PROJECTION_WATCH_FILTER_H_
#define MOKUHYO_LIBS_PROJECTION_WATCH_FILTER_H_

#include <set>
#include <string>

#include "libs/base/violations.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_selection.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"
#include "mokuhyo/store/v1/event_store_service.pb.h"

namespace mokuhyo::projection {

// Which sheets a client of WatchSheets asks for. Immutable.
class WatchFilter {
 public:
  // What is wrong with the names in `request.sheets` goes into `violations`. `city` is the id of
  // the city.
  WatchFilter(const std::string& city, const sheets::v1::WatchSheetsRequest& request,
              base::Violations& violations);

  // What the directory is asked for: all but the names.
  const SheetFilter& selection() const { return selection_; }

  // Lets a subscription to the log through to the streams of sheets, to more of them than are
  // wanted, perhaps; and to the redactions, of whatever event.
  void Fill(store::v1::SubscribeRequest& request) const;

  // Whether a sheet (an id) is one of those named.
  bool WantsName(const std::string& sheet) const {
    return sheets_.empty() || sheets_.contains(sheet);
  }

  // Whether a sheet fits all the rest, with units as they are on `date`.
  bool Wants(const sheets::v1::Sheet& sheet, const domain::OrganizationState& units,
             const std::string& date) const;

 private:
  SheetFilter selection_;
  std::set<std::string> sheets_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_WATCH_FILTER_H_
