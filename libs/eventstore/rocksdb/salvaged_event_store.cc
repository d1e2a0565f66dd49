#include "libs/eventstore/rocksdb/salvaged_event_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/lineage.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

SalvagedEventStore::SalvagedEventStore(SalvagedLog log, absl::Status damage,
                                       const store::v1::Limits& limits)
    : log_(std::move(log)),
      damage_(std::move(damage)),
      limits_(limits),
      whole_(*log_.db, whole_heads_, limits_),
      all_(*log_.db, last_heads_, limits_) {
  for (const auto& [city, salvaged] : log_.cities) {
    whole_heads_.Set(city, salvaged.whole);
    last_heads_.Set(city, salvaged.last);
  }
}

SalvagedEventStore::~SalvagedEventStore() = default;

void SalvagedEventStore::Append(store::v1::AppendRequest /*request*/,
                                Callback<store::v1::AppendResponse> done) {
  done(damage_);
}

void SalvagedEventStore::FindRequest(store::v1::FindRequestRequest request,
                                     Callback<store::v1::FindRequestResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  auto receipt = all_.FindReceipt(request.city(), request.request());
  if (!receipt.ok()) return done(receipt.status());
  if (!receipt->has_value()) return done(Lost(request.city()));
  store::v1::FindRequestResponse response;
  *response.mutable_receipt() = **std::move(receipt);
  done(std::move(response));
}

void SalvagedEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                    Callback<store::v1::ReadStreamResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  done(Read(request));
}

absl::StatusOr<store::v1::ReadStreamResponse> SalvagedEventStore::Read(
    const store::v1::ReadStreamRequest& request) {
  if (request.has_until_position() && request.until_position() < DamagedFrom(request.city())) {
    return whole_.ReadStream(request);
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto last, whole_.FindRevision(request.city(), request.stream()));
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const bool begins_at_the_end = backwards && !request.has_from_revision();
  if (begins_at_the_end || !last.has_value() || request.from_revision() > *last) {
    return Lost(request.city());
  }
  MOKUHYO_ASSIGN_OR_RETURN(auto page, whole_.ReadStream(request));
  if (!backwards && page.end_of_stream()) {
    page.set_end_of_stream(false);
    page.set_next_revision(*last + 1);
  }
  return page;
}

void SalvagedEventStore::ReadCity(store::v1::ReadCityRequest request,
                                  Callback<store::v1::ReadCityResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  done(Read(request));
}

absl::StatusOr<store::v1::ReadCityResponse> SalvagedEventStore::Read(
    const store::v1::ReadCityRequest& request) {
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const uint64_t damaged_from = DamagedFrom(request.city());
  const uint64_t last = last_heads_.Find(request.city()).position;
  const bool begins_at_the_end = backwards && !request.has_from_position();
  const bool is_below = request.from_position() < damaged_from && damaged_from > 1;
  if (begins_at_the_end || (!is_below && (request.from_position() > last || last == 0))) {
    return Lost(request.city());
  }
  MOKUHYO_ASSIGN_OR_RETURN(auto page, (is_below ? whole_ : all_).ReadCity(request));
  page.set_head_position(last);
  if (!backwards && page.end_of_log()) {
    page.set_end_of_log(false);
    page.set_next_position(is_below ? damaged_from : last + 1);
  }
  return page;
}

void SalvagedEventStore::GetHead(store::v1::GetHeadRequest request,
                                 Callback<store::v1::GetHeadResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  const CityHead whole = whole_heads_.Find(request.city());
  store::v1::GetHeadResponse response;
  response.set_position(whole.position);
  response.set_damaged_from(whole.position + 1);
  response.set_epoch(log_.history.epoch);
  AddAncestors(log_.history.lineage, request.city(), response);
  if (whole.position > 0) {
    *response.mutable_last_recorded_time() = ToTimestamp(whole.recorded_time);
  }
  done(std::move(response));
}

void SalvagedEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                           Callback<store::v1::GetStreamRevisionResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  done(Lost(request.city()));
}

void SalvagedEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  store::v1::ListCitiesResponse response;
  for (const auto& [city, salvaged] : log_.cities) response.add_cities(city);
  done(std::move(response));
}

std::unique_ptr<Watch> SalvagedEventStore::WatchCity(std::string_view city,
                                                     std::function<void()> ring) {
  return doorbells_.Add(city, std::move(ring));
}

store::v1::Limits SalvagedEventStore::GetLimits() const { return limits_; }

uint64_t SalvagedEventStore::DamagedFrom(const std::string& city) const {
  return whole_heads_.Find(city).position + 1;
}

absl::Status SalvagedEventStore::Lost(const std::string& city) const {
  const uint64_t damaged_from = DamagedFrom(city);
  return base::DataLoss(
      "LOG_DAMAGED",
      absl::StrCat("event ", damaged_from, " of city ", city,
                   " is the first that is missing or damaged; only what lies below is whole: ask "
                   "for an earlier time, or restore a backup. ",
                   std::string(damage_.message())),
      {{"city", city}, {"damaged_from", absl::StrCat(damaged_from)}});
}

}  // namespace mokuhyo::eventstore
