#include "services/eventstore/admin_service.h"

#include "absl/strings/str_cat.h"
#include "libs/application/redaction.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
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
  if (keeping_ != nullptr) {
    keeping_->operations().Describe(response);
    const absl::Status& refusal = keeping_->refusal();
    if (!refusal.ok() && response.store_state() != admin::v1::STORE_STATE_DAMAGED) {
      response.set_store_state(admin::v1::STORE_STATE_DAMAGED);
      response.set_store_state_reason(std::string(refusal.message()));
    }
    const auto& key = keeping_->checkpoints().key();
    if (key.has_value()) response.set_checkpoint_public_key(key->PublicKey().ToPem());
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(store_));
  for (const std::string& id : cities.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(*response.add_cities(), ReadCityStatus(id));
  }
  return response;
}

absl::StatusOr<admin::v1::CityStatus> AdminService::ReadCityStatus(const std::string& id) {
  admin::v1::CityStatus status;
  status.set_name(base::FormatCityName({id}));
  const auto city = folds_.cities.LoadWhole(id, std::string(application::kCityStream));
  if (city.ok()) status.set_display_name((*city)->state.display_name);
  // Of a damaged store the operator is to hear as much as there is.
  if (!city.ok() && !absl::IsDataLoss(city.status())) return city.status();
  store::v1::GetHeadRequest head_request;
  head_request.set_city(id);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head,
                           eventstore::GetHeadNow(store_, std::move(head_request)));
  status.set_position(base::FormatPositionToken({id, head.epoch(), head.position()}));
  // Positions are dense from 1, so the last one is the number of events.
  status.set_event_count(head.position());
  status.set_last_recorded_at(
      base::FormatInstant(eventstore::FromTimestamp(head.last_recorded_time())));
  status.set_damaged_from(head.damaged_from());
  if (keeping_ == nullptr) return status;
  const auto newest = keeping_->checkpoints().Newest(id);
  if (newest.ok() && newest->has_value()) {
    status.set_checkpoint_size((*newest)->size);
    status.set_checkpoint_time((*newest)->ToProto().time());
  }
  return status;
}

absl::StatusOr<admin::v1::RedactEventResponse> AdminService::Redact(
    const admin::v1::RedactEventRequest& request, const application::Caller& caller) {
  MOKUHYO_RETURN_IF_ERROR(RequireKeeping());
  Maintenance& maintenance = keeping_->maintenance();
  application::Redactions redactions(store_, keeping_->operations(), folds_, keeping_->clock(),
                                     maintenance.backup_dir());
  return maintenance.RedactEvent([&] { return redactions.Redact(request, caller); });
}

absl::Status AdminService::RequireKeeping() const {
  if (keeping_ != nullptr) return absl::OkStatus();
  return base::FailedPrecondition(
      "STORE_ELSEWHERE", "event-store",
      absl::StrCat("this server does not keep the event store, which is at ", facts_.event_store,
                   "; ask the AdminService of the process that does (mokuhyo-eventstored)"));
}

}  // namespace mokuhyo::services
