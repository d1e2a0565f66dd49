#ifndef MOKUHYO_LIBS_PROJECTION_WATCH_SHEETS_H_
#define MOKUHYO_LIBS_PROJECTION_WATCH_SHEETS_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/subscription.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/watch_filter.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// The answers of one WatchSheets, one at a time, as they are pulled: what a slow client does not
// ask for is read later, and has run together by then into one change a sheet. Holds no sheets, and
// of those that changed their names and what happened to them, at most of some hundred.
// A redaction of an event of a sheet is a change of that sheet.
//
// A change says the sheet as it stood where the log had been read to, so that whenever
// WatchCaughtUp is said the last one of each sheet is what GetSheet answers there. The token of a
// change goes as far as everything was said: whoever resumes behind it may get the sheet again, but
// gets on and misses nothing.
//
// Made by WatchSheets. Only Cancel may be called while another call is under way.
class SheetWatch {
 public:
  // As serving::MessageSource::Done; never false, because a watch does not end.
  using Done = absl::AnyInvocable<void(absl::StatusOr<bool>)>;

  struct Beginning {
    std::string city;
    // Of the history that the tokens are of.
    std::string epoch;
    // See WatchFingerprint.
    std::string fingerprint;
    // Where the initial state is read, and behind which changes are sent.
    uint64_t position = 0;
    // Sheets of the initial state that are to be sent, ordered by year and id.
    std::deque<SheetEntry> initial;
    sheets::v1::SheetView view = sheets::v1::SHEET_VIEW_BASIC;
  };

  // `reader` must outlive this, and whatever `post` runs (Subscriptions::Post).
  SheetWatch(SheetReader& reader, eventstore::Subscriptions::Post post, Beginning beginning,
             WatchFilter filter, std::unique_ptr<eventstore::Subscription> subscription);

  // Fills `response` and calls `done`, here or later on another thread; `response` must live until
  // then, and this until `done` was called. May wait for reads of the store before it returns.
  // Errors: those of eventstore::Subscription::Next, of FindRedactedStream, and of reading the
  // sheets. Nothing is to be called behind one.
  void Next(sheets::v1::WatchSheetsResponse& response, Done done);

  // Ends a pending Next soon.
  void Cancel() { subscription_->Cancel(); }

 private:
  // What happened to a sheet since its last change was sent.
  struct Pending {
    std::string sheet;
    // Position of the first event.
    uint64_t first = 0;
    std::vector<std::string> event_types = {};
    std::string actor = {};
    std::string recorded_time = {};
    // Position of the last deletion.
    std::optional<uint64_t> deleted = {};
  };

  // Reads on in the log until there is something to say.
  void Pull(sheets::v1::WatchSheetsResponse& response, std::shared_ptr<Done> done);
  void OnPage(absl::StatusOr<store::v1::SubscribeResponse> page,
              sheets::v1::WatchSheetsResponse& response, const std::shared_ptr<Done>& done);
  absl::Status Take(const store::v1::SubscribeResponse& page);
  absl::Status Take(const store::v1::RecordedEvent& event);
  // False: there is nothing to say.
  absl::StatusOr<bool> Say(sheets::v1::WatchSheetsResponse& response);
  absl::StatusOr<bool> SayInitial(sheets::v1::WatchSheetsResponse& response);
  absl::StatusOr<bool> SayChange(sheets::v1::WatchSheetsResponse& response);
  // Absent if the sheet is none of those wanted.
  absl::StatusOr<std::optional<sheets::v1::SheetChange>> ChangeOf(const Pending& pending);
  std::string Token(uint64_t position, std::string initial_after = "") const;

  SheetReader& reader_;
  const eventstore::Subscriptions::Post post_;
  Beginning beginning_;
  const WatchFilter filter_;

  // Everything up to here was said.
  uint64_t said_;
  // Up to here the log was read; in `pending_` is what is still to be said of it, ordered by
  // first event.
  uint64_t read_;
  uint64_t head_ = 0;
  std::deque<Pending> pending_;
  int pages_ = 0;           // Read since something was said.
  bool caught_up_ = false;  // To be said.

  const std::unique_ptr<eventstore::Subscription> subscription_;
};

// Begins a watch, as SheetService.WatchSheets says. `subscriptions` and `post` must outlive it.
// May wait for reads of the store.
absl::StatusOr<std::unique_ptr<SheetWatch>> WatchSheets(
    SheetReader& reader, eventstore::Subscriptions& subscriptions,
    eventstore::Subscriptions::Post post, const sheets::v1::WatchSheetsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_WATCH_SHEETS_H_
