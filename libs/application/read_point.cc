#include "libs/application/read_point.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::application {
namespace {

// An event is recorded with the time at which it is written, and can be read once it is on the
// disk: that much later at most.
constexpr absl::Duration kSettled = absl::Seconds(1);

absl::StatusOr<store::v1::GetHeadResponse> Head(eventstore::EventStore& store,
                                                const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return eventstore::GetHeadNow(store, std::move(request));
}

absl::Status Damaged(const std::string& city, const store::v1::GetHeadResponse& head) {
  const std::string remedy =
      head.position() == 0
          ? "restore a backup"
          : absl::StrCat("ask for an as_of_time before ",
                         base::FormatInstant(eventstore::FromTimestamp(head.last_recorded_time())),
                         ", or restore a backup");
  return base::DataLoss("LOG_DAMAGED",
                        absl::StrCat("the log of city ", city, " is damaged from event ",
                                     head.damaged_from(), " on; ", remedy),
                        {{"city", city}, {"damaged_from", absl::StrCat(head.damaged_from())}});
}

absl::Status CheckAtLeast(const std::string& city, const std::string& text,
                          const store::v1::GetHeadResponse& head) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::PositionToken token,
                           base::ParsePositionToken(text, "at_least_position"));
  if (token.city != city) {
    return base::InvalidArgument("at_least_position", "OTHER_CITY",
                                 absl::StrCat("is a position of city \"", token.city,
                                              "\", the request is about \"", city, "\""));
  }
  if (head.has_damaged_from() && token.epoch == head.epoch() && token.number > head.position()) {
    return Damaged(city, head);
  }
  return eventstore::CheckHistory(head, token.epoch, token.number, "at_least_position");
}

// Demands an instant of which everything is known, so that the same question has the same answer
// for ever.
absl::Status CheckAsOf(absl::Time time, absl::Time now) {
  if (time > now) {
    return base::InvalidArgument("as_of_time", "IN_THE_FUTURE",
                                 "lies in the future; nothing is known of it yet");
  }
  if (time > now - kSettled) {
    return base::OutOfRange("as_of_time", "NOT_SETTLED",
                            "lies within the last second, of which not everything is known yet; "
                            "repeat the request a second later");
  }
  return absl::OkStatus();
}

// The last position recorded at or before `time`: recorded times never run backwards, so halving
// finds it.
absl::StatusOr<uint64_t> LastPositionBy(eventstore::EventStore& store, const std::string& city,
                                        absl::Time time, uint64_t head) {
  uint64_t known = 0;  // Recorded by then (0: before the first).
  uint64_t beyond = head + 1;
  while (known + 1 < beyond) {
    const uint64_t middle = known + (beyond - known) / 2;
    store::v1::ReadCityRequest request;
    request.set_city(city);
    request.set_from_position(middle);
    request.set_max_events(1);
    MOKUHYO_ASSIGN_OR_RETURN(const auto page, eventstore::ReadCityNow(store, std::move(request)));
    if (!page.events().empty() &&
        eventstore::FromTimestamp(page.events(0).recorded_time()) <= time) {
      known = middle;
    } else {
      beyond = middle;
    }
  }
  return known;
}

}  // namespace

absl::StatusOr<ReadPoint> ResolveReadPoint(eventstore::EventStore& store, const base::Clock& clock,
                                           const std::string& city,
                                           const std::string& at_least_position,
                                           const std::string& as_of_time) {
  // Taken before the head, which then holds everything recorded by `now` less kSettled.
  const absl::Time now = clock.Now();
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(store, city));
  if (!at_least_position.empty())
    MOKUHYO_RETURN_IF_ERROR(CheckAtLeast(city, at_least_position, head));
  if (as_of_time.empty() && head.has_damaged_from()) return Damaged(city, head);
  uint64_t position = head.position();
  if (!as_of_time.empty()) {
    MOKUHYO_ASSIGN_OR_RETURN(const absl::Time time, base::ParseInstant(as_of_time, "as_of_time"));
    MOKUHYO_RETURN_IF_ERROR(CheckAsOf(time, now));
    // Events that were lost may have been recorded at the same time as the last one that was not.
    if (head.has_damaged_from() &&
        (head.position() == 0 || time >= eventstore::FromTimestamp(head.last_recorded_time()))) {
      return Damaged(city, head);
    }
    MOKUHYO_ASSIGN_OR_RETURN(position, LastPositionBy(store, city, time, head.position()));
  }
  return ReadPoint{position, base::FormatPositionToken({city, head.epoch(), position})};
}

absl::Status CheckReached(eventstore::EventStore& store, const std::string& city,
                          const std::string& position) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(store, city));
  return CheckAtLeast(city, position, head);
}

absl::Status RequireSameHistory(eventstore::EventStore& store, const ReadPoint& point) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::PositionToken token,
                           base::ParsePositionToken(point.token, "position"));
  const absl::Status reached = CheckReached(store, token.city, point.token);
  return absl::IsOutOfRange(reached) ? EpochChanged() : reached;
}

absl::Status EpochChanged() {
  return base::Unavailable("EPOCH_CHANGED", "the event store was restored just now; ask again");
}

}  // namespace mokuhyo::application
