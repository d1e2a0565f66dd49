#include "services/eventstore/admin_service.h"

#include "libs/base/date.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::services {

absl::StatusOr<admin::v1::GetStatusResponse> AdminService::ReadStatus() {
  admin::v1::GetStatusResponse response;
  response.set_version(facts_.version);
  response.set_started_at(base::FormatInstant(facts_.started_at));
  response.set_event_store(facts_.event_store);
  const store::v1::Limits limits = store_.GetLimits();
  response.mutable_limits()->set_max_events_per_append(
      static_cast<uint32_t>(limits.max_append_events()));
  response.mutable_limits()->set_max_bytes_per_append(limits.max_append_bytes());
  response.mutable_limits()->set_max_event_bytes(limits.max_event_bytes());
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(store_));
  for (const std::string& id : cities.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto city,
                             folds_.cities.Load(id, std::string(application::kCityStream)));
    store::v1::GetHeadRequest head_request;
    head_request.set_city(id);
    MOKUHYO_ASSIGN_OR_RETURN(const auto head,
                             eventstore::GetHeadNow(store_, std::move(head_request)));
    admin::v1::CityStatus& status = *response.add_cities();
    status.set_name(base::FormatCityName({id}));
    status.set_display_name(city->state.display_name);
    status.set_position(base::FormatPositionToken({id, head.epoch(), head.position()}));
    // Positions are dense from 1, so the last one is the number of events.
    status.set_event_count(head.position());
    status.set_last_recorded_at(
        base::FormatInstant(eventstore::FromTimestamp(head.last_recorded_time())));
  }
  return response;
}

}  // namespace mokuhyo::services
