#include "libs/projection/watch_filter.h"

#include "absl/strings/str_cat.h"
#include "libs/application/city_folds.h"
#include "libs/base/resource_name.h"
#include "libs/eventstore/redaction_stream.h"

namespace mokuhyo::projection {
namespace {

constexpr int kMaxNames = 50;

}  // namespace

WatchFilter::WatchFilter(const std::string& city, const sheets::v1::WatchSheetsRequest& request,
                         base::Violations& violations)
    : selection_{.city = city,
                 .org_unit = request.org_unit(),
                 .fiscal_year = request.fiscal_year(),
                 .form = request.form()} {
  if (request.sheets_size() > kMaxNames) {
    violations.Add("sheets", absl::StrCat("names ", request.sheets_size(), ", at most ", kMaxNames,
                                          " are taken; leave them all out to watch every sheet"));
    return;
  }
  for (int i = 0; i < request.sheets_size(); ++i) {
    const std::string field = absl::StrCat("sheets[", i, "]");
    const auto name = base::ParseSheetName(request.sheets(i), field);
    if (!name.ok()) {
      violations.Add(name.status());
    } else if (name->city != city) {
      violations.Add(field, absl::StrCat("is a sheet of city \"", name->city,
                                         "\", the request is about \"", city, "\""));
    } else {
      sheets_.insert(name->sheet);
    }
  }
}

void WatchFilter::Fill(store::v1::SubscribeRequest& request) const {
  if (sheets_.empty()) request.add_stream_prefixes(application::SheetStream(""));
  for (const std::string& sheet : sheets_)
    request.add_stream_prefixes(application::SheetStream(sheet));
  request.add_stream_prefixes(std::string(eventstore::kRedactionStream));
}

bool WatchFilter::Wants(const sheets::v1::Sheet& sheet, const domain::OrganizationState& units,
                        const std::string& date) const {
  return (selection_.fiscal_year == 0 || sheet.fiscal_year() == selection_.fiscal_year) &&
         (selection_.form.empty() || sheet.form() == selection_.form) &&
         (selection_.org_unit.empty() ||
          units.IsUnder(sheet.org_unit(), selection_.org_unit, date));
}

}  // namespace mokuhyo::projection
