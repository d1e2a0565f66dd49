#include "libs/projection/watch_sheets.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/application/city_folds.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/timestamps.h"
#include "libs/projection/redacted_stream.h"
#include "libs/projection/sheet_view.h"
#include "libs/projection/watch_token.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::SheetChange;
using sheets::v1::WatchSheetsRequest;
using sheets::v1::WatchSheetsResponse;

// Changes run together while the log is read up to its head, but no longer than this.
constexpr int kMaxPages = 64;
constexpr size_t kMaxPending = 200;

// The keys of the initial state. Years have four digits, so they are in its order.
std::string InitialKey(const SheetEntry& entry) {
  return absl::StrCat(entry.fiscal_year, "/", entry.sheet);
}

}  // namespace

SheetWatch::SheetWatch(SheetReader& reader, eventstore::Subscriptions::Post post,
                       Beginning beginning, WatchFilter filter,
                       std::unique_ptr<eventstore::Subscription> subscription)
    : reader_(reader),
      post_(std::move(post)),
      beginning_(std::move(beginning)),
      filter_(std::move(filter)),
      said_(beginning_.position),
      read_(beginning_.position),
      subscription_(std::move(subscription)) {}

void SheetWatch::Next(WatchSheetsResponse& response, Done done) {
  const absl::StatusOr<bool> said = Say(response);
  if (!said.ok() || *said) return done(said);
  Pull(response, std::make_shared<Done>(std::move(done)));
}

void SheetWatch::Pull(WatchSheetsResponse& response, std::shared_ptr<Done> done) {
  subscription_->Next([this, &response, done](absl::StatusOr<store::v1::SubscribeResponse> page) {
    // This may be a thread of the store, where nothing may be waited for.
    const bool posted = post_([this, &response, done, page = std::move(page)]() mutable {
      OnPage(std::move(page), response, done);
    });
    if (!posted) {
      (*done)(base::Unavailable("SHUTTING_DOWN",
                                "the server is shutting down; go on with the last resume_token "
                                "when it is back"));
    }
  });
}

void SheetWatch::OnPage(absl::StatusOr<store::v1::SubscribeResponse> page,
                        WatchSheetsResponse& response, const std::shared_ptr<Done>& done) {
  // What was read before an error is said first; the subscription repeats it.
  if (!page.ok() && pending_.empty()) return (*done)(page.status());
  if (page.ok()) {
    // What was read before comes again behind the last token.
    if (absl::Status status = Take(*page); !status.ok()) return (*done)(std::move(status));
  }
  const bool reads_on =
      page.ok() && read_ < head_ && pages_ < kMaxPages && pending_.size() < kMaxPending;
  if (reads_on) return Pull(response, done);
  const absl::StatusOr<bool> said = Say(response);
  if (!said.ok() || *said) return (*done)(said);
  Pull(response, done);
}

absl::Status SheetWatch::Take(const store::v1::SubscribeResponse& page) {
  for (const auto& event : page.events()) MOKUHYO_RETURN_IF_ERROR(Take(event));
  if (page.notice() == store::v1::SUBSCRIPTION_NOTICE_CAUGHT_UP) caught_up_ = true;
  read_ = page.position();
  head_ = page.head_position();
  ++pages_;
  return absl::OkStatus();
}

absl::Status SheetWatch::Take(const store::v1::RecordedEvent& event) {
  std::string stream = event.stream();
  if (stream == eventstore::kRedactionStream) {
    MOKUHYO_ASSIGN_OR_RETURN(stream, FindRedactedStream(reader_.store(), beginning_.city, event));
  }
  const std::string prefix = application::SheetStream("");
  // What is removed elsewhere stands in no sheet.
  if (!stream.starts_with(prefix)) return absl::OkStatus();
  const std::string sheet = stream.substr(prefix.size());
  if (!filter_.WantsName(sheet)) return absl::OkStatus();
  auto pending = std::find_if(pending_.begin(), pending_.end(),
                              [&](const Pending& other) { return other.sheet == sheet; });
  if (pending == pending_.end())
    pending = pending_.insert(pending_.end(), {.sheet = sheet, .first = event.position()});
  auto& types = pending->event_types;
  if (std::find(types.begin(), types.end(), event.type()) == types.end())
    types.push_back(event.type());
  pending->actor = event.actor();
  pending->recorded_time = eventstore::FormatTimestamp(event.recorded_time());
  if (event.type() == events::v1::SheetDeleted::descriptor()->full_name())
    pending->deleted = event.position();
  return absl::OkStatus();
}

absl::StatusOr<bool> SheetWatch::Say(WatchSheetsResponse& response) {
  MOKUHYO_ASSIGN_OR_RETURN(const bool initial, SayInitial(response));
  if (initial) return true;
  MOKUHYO_ASSIGN_OR_RETURN(const bool change, SayChange(response));
  if (change) return true;
  if (pages_ == 0) return false;
  pages_ = 0;
  response.set_resume_token(Token(said_));
  if (std::exchange(caught_up_, false)) {
    response.mutable_caught_up();
  } else {
    response.mutable_progress();
  }
  return true;
}

absl::StatusOr<bool> SheetWatch::SayInitial(WatchSheetsResponse& response) {
  while (!beginning_.initial.empty()) {
    const SheetEntry entry = std::move(beginning_.initial.front());
    beginning_.initial.pop_front();
    MOKUHYO_ASSIGN_OR_RETURN(
        const auto sheet,
        reader_.folds().sheets.LoadAt(beginning_.city, application::SheetStream(entry.sheet),
                                      beginning_.position));
    if (!sheet->state.exists()) continue;
    SheetChange& change = *response.mutable_change();
    change.set_name(base::FormatSheetName({beginning_.city, entry.sheet}));
    *change.mutable_sheet() = sheet->state.sheet();
    MOKUHYO_RETURN_IF_ERROR(RestrictSheet(beginning_.view, {}, *change.mutable_sheet()));
    response.set_resume_token(Token(beginning_.position, InitialKey(entry)));
    return true;
  }
  return false;
}

absl::StatusOr<bool> SheetWatch::SayChange(WatchSheetsResponse& response) {
  while (!pending_.empty()) {
    const Pending pending = std::move(pending_.front());
    pending_.pop_front();
    MOKUHYO_ASSIGN_OR_RETURN(auto change, ChangeOf(pending));
    if (!change.has_value()) continue;
    *response.mutable_change() = *std::move(change);
    // All before the first event of the next one is of sheets whose newest state was sent.
    said_ = pending_.empty() ? read_ : pending_.front().first - 1;
    response.set_resume_token(Token(said_));
    // What there was to say of the pages is said by this one.
    if (pending_.empty() && !caught_up_) pages_ = 0;
    return true;
  }
  said_ = read_;
  return false;
}

absl::StatusOr<std::optional<SheetChange>> SheetWatch::ChangeOf(const Pending& pending) {
  application::CityFolds& folds = reader_.folds();
  const std::string stream = application::SheetStream(pending.sheet);
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units, folds.organizations.LoadAt(
                            beginning_.city, std::string(application::kOrganizationStream), read_));
  const std::string today = base::TodayInTokyo(reader_.clock().Now());
  SheetChange change;
  change.set_name(base::FormatSheetName({beginning_.city, pending.sheet}));
  change.mutable_event_types()->Assign(pending.event_types.begin(), pending.event_types.end());
  change.set_actor(pending.actor);
  change.set_recorded_time(pending.recorded_time);
  MOKUHYO_ASSIGN_OR_RETURN(const auto now, folds.sheets.LoadAt(beginning_.city, stream, read_));
  if (now->state.exists() && filter_.Wants(now->state.sheet(), units->state, today)) {
    *change.mutable_sheet() = now->state.sheet();
    MOKUHYO_RETURN_IF_ERROR(RestrictSheet(beginning_.view, {}, *change.mutable_sheet()));
    return change;
  }
  if (!pending.deleted.has_value()) return std::nullopt;
  // Whether it was wanted, only the sheet that is gone can tell.
  MOKUHYO_ASSIGN_OR_RETURN(const auto before,
                           folds.sheets.LoadAt(beginning_.city, stream, *pending.deleted - 1));
  if (!before->state.exists() || !filter_.Wants(before->state.sheet(), units->state, today))
    return std::nullopt;
  change.set_deleted(true);
  return change;
}

std::string SheetWatch::Token(uint64_t position, std::string initial_after) const {
  return EncodeWatchToken({.position = {beginning_.city, beginning_.epoch, position},
                           .initial_after = std::move(initial_after)},
                          beginning_.fingerprint);
}

namespace {

// The sheets of the initial state behind the key, as they were at the beginning.
absl::StatusOr<std::deque<SheetEntry>> InitialState(SheetReader& reader, const WatchFilter& filter,
                                                    const domain::OrganizationState& units,
                                                    const application::ReadPoint& point,
                                                    const std::string& after) {
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto entries,
      reader.Entries(filter.selection(), point, units, base::TodayInTokyo(reader.clock().Now())));
  std::deque<SheetEntry> initial;
  for (const SheetEntry& entry : entries) {
    if (filter.WantsName(entry.sheet) && InitialKey(entry) > after) initial.push_back(entry);
  }
  return initial;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SheetWatch>> WatchSheets(SheetReader& reader,
                                                        eventstore::Subscriptions& subscriptions,
                                                        eventstore::Subscriptions::Post post,
                                                        const WatchSheetsRequest& request) {
  base::Violations violations;
  const auto name = base::ParseCityName(request.parent(), "parent");
  violations.Add(name.status());
  const std::string city = name.ok() ? name->city : "";
  WatchFilter filter(city, request, violations);
  sheets::v1::Sheet nothing;
  violations.Add(RestrictSheet(request.view(), {}, nothing));
  const bool resumes = !request.resume_token().empty();
  if (resumes && request.send_initial_state()) {
    violations.Add("send_initial_state", "stands beside resume_token; give one of the two");
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(reader.folds().RequireCity(city));
  store::v1::GetHeadRequest head_request;
  head_request.set_city(city);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head,
                           eventstore::GetHeadNow(reader.store(), std::move(head_request)));

  WatchToken token{.position = {city, head.epoch(), head.position()}, .initial_after = ""};
  if (resumes) {
    MOKUHYO_ASSIGN_OR_RETURN(token, DecodeWatchToken(request));
    MOKUHYO_RETURN_IF_ERROR(eventstore::CheckHistory(head, token.position.epoch,
                                                     token.position.number, "resume_token"));
  }
  SheetWatch::Beginning beginning{.city = city,
                                  .epoch = head.epoch(),
                                  .fingerprint = WatchFingerprint(request),
                                  .position = token.position.number,
                                  .initial = {},
                                  .view = request.view() == sheets::v1::SHEET_VIEW_FULL
                                              ? sheets::v1::SHEET_VIEW_FULL
                                              : sheets::v1::SHEET_VIEW_BASIC};
  // As of now: a unit or form may be younger than the token.
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      reader.folds().organizations.Load(city, std::string(application::kOrganizationStream)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto forms,
                           reader.folds().forms.Load(city, std::string(application::kFormsStream)));
  MOKUHYO_RETURN_IF_ERROR(RequireKnownForm(city, request.form(), forms->state));
  MOKUHYO_ASSIGN_OR_RETURN(
      beginning.initial,
      InitialState(reader, filter, units->state, {.position = beginning.position, .token = ""},
                   token.initial_after));
  if (!request.send_initial_state() && token.initial_after.empty()) beginning.initial.clear();

  store::v1::SubscribeRequest question;
  question.set_city(city);
  question.set_epoch(head.epoch());
  question.set_after_position(beginning.position);
  filter.Fill(question);
  return std::make_unique<SheetWatch>(reader, std::move(post), std::move(beginning),
                                      std::move(filter), subscriptions.Open(std::move(question)));
}

}  // namespace mokuhyo::projection
