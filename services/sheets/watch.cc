#include "services/sheets/watch.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/projection/watch_sheets.h"

namespace mokuhyo::services {
namespace {

using Source = serving::MessageSource<sheets::v1::WatchSheetsResponse>;

class WatchSource final : public Source {
 public:
  explicit WatchSource(std::unique_ptr<projection::SheetWatch> watch) : watch_(std::move(watch)) {}

  void Next(sheets::v1::WatchSheetsResponse& response, Done done) override {
    watch_->Next(response, std::move(done));
  }

  void Cancel() override { watch_->Cancel(); }

 private:
  const std::unique_ptr<projection::SheetWatch> watch_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Source>> OpenWatch(projection::SheetReader& reader,
                                                  eventstore::Subscriptions& subscriptions,
                                                  const eventstore::Subscriptions::Post& post,
                                                  const sheets::v1::WatchSheetsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(auto watch,
                           projection::WatchSheets(reader, subscriptions, post, request));
  return std::make_unique<WatchSource>(std::move(watch));
}

}  // namespace mokuhyo::services
