#include "libs/projection/hot_sheets.h"

#include <utility>

#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::GetSheetRequest;
using sheets::v1::GetSheetResponse;

// Whether the answer depends on sheet, forms, units and the day alone.
bool CanBeKept(const GetSheetRequest& request) {
  return request.edition() == 0 && request.as_of_time().empty() &&
         request.effective_date().empty() && !request.include_observations() &&
         !request.include_contributions() && !request.include_past_results();
}

// The field `position` alone; it has the highest number, so that it stands behind all others.
std::string SerializePosition(const std::string& token) {
  GetSheetResponse response;
  response.set_position(token);
  return response.SerializeAsString();
}

HotSheets::Bytes Serialize(const GetSheetResponse& response) {
  return std::make_shared<const std::string>(response.SerializeAsString());
}

}  // namespace

bool HotSheets::Kept::IsMadeOf(const SheetParts& parts) const {
  return day == parts.day && sheet.lock() == parts.reading.sheet &&
         forms.lock() == parts.reading.forms && units.lock() == parts.units;
}

bool HotSheets::Kept::HoldsAt(const store::v1::GetHeadResponse& head, absl::Time now) const {
  return !head.has_damaged_from() && head.position() == position && head.epoch() == epoch &&
         day_span.begin <= now && now < day_span.end && !sheet.expired() && !forms.expired() &&
         !units.expired();
}

void HotSheets::Find(const std::string& request, absl::AnyInvocable<void(Bytes)> done) {
  auto kept = FindKept(request);
  if (kept == nullptr) return done(nullptr);
  store::v1::GetHeadRequest head;
  head.set_city(kept->city);
  reader_.store().GetHead(
      std::move(head), [this, kept = std::move(kept), done = std::move(done)](
                           const absl::StatusOr<store::v1::GetHeadResponse>& found) mutable {
        const bool holds = found.ok() && kept->HoldsAt(*found, reader_.clock().Now());
        done(holds ? kept->bytes : nullptr);
      });
}

absl::StatusOr<HotSheets::Bytes> HotSheets::Read(const std::string& request) {
  GetSheetRequest parsed;
  if (!parsed.ParseFromString(request)) {
    return base::InvalidArgument("request", "MALFORMED_REQUEST",
                                 "the bytes of the request are no GetSheetRequest");
  }
  if (!CanBeKept(parsed)) {
    MOKUHYO_ASSIGN_OR_RETURN(const GetSheetResponse response, reader_.GetSheet(parsed));
    return Serialize(response);
  }
  MOKUHYO_ASSIGN_OR_RETURN(const SheetParts parts, reader_.ReadParts(parsed));
  // Once the position is reached, the answer is that of whoever does not ask for one.
  std::string key = request;
  if (!parsed.at_least_position().empty()) {
    parsed.clear_at_least_position();
    key = parsed.SerializeAsString();
  }
  const auto before = FindKept(key);
  MOKUHYO_ASSIGN_OR_RETURN(auto made, Make(parsed, parts, before.get()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader_.store(), parts.reading.point));
  Bytes bytes = made->bytes;
  const size_t weight = sizeof(Kept) + key.size() + bytes->size();
  const std::lock_guard lock(mutex_);
  kept_.Put(key, std::move(made), weight);
  return bytes;
}

std::shared_ptr<const HotSheets::Kept> HotSheets::FindKept(const std::string& request) {
  const std::lock_guard lock(mutex_);
  const auto* const found = kept_.Find(request);
  return found == nullptr ? nullptr : *found;
}

absl::StatusOr<std::shared_ptr<const HotSheets::Kept>> HotSheets::Make(
    const GetSheetRequest& request, const SheetParts& parts, const Kept* before) {
  const application::ReadPoint& point = parts.reading.point;
  auto made = std::make_shared<Kept>();
  MOKUHYO_ASSIGN_OR_RETURN(const base::PositionToken token,
                           base::ParsePositionToken(point.token, "position"));
  made->city = token.city;
  made->epoch = token.epoch;
  made->position = point.position;
  made->day = parts.day;
  made->day_span = base::SpanInTokyo(parts.day);
  made->sheet = parts.reading.sheet;
  made->forms = parts.reading.forms;
  made->units = parts.units;
  const std::string position = SerializePosition(point.token);
  if (before != nullptr && before->IsMadeOf(parts)) {
    made->bytes = std::make_shared<const std::string>(
        before->bytes->substr(0, before->body_size).append(position));
  } else {
    MOKUHYO_ASSIGN_OR_RETURN(const GetSheetResponse response, reader_.GetSheet(request, parts));
    made->bytes = Serialize(response);
  }
  made->body_size = made->bytes->size() - position.size();
  return std::shared_ptr<const Kept>(std::move(made));
}

}  // namespace mokuhyo::projection
