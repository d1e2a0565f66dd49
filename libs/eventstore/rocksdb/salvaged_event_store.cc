#include "libs/eventstore/rocksdb/salvaged_event_store.h"

#include <utility>

#include "libs/eventstore/lineage.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

SalvagedEventStore::SalvagedEventStore(SalvagedLog log, absl::Status refusal,
                                       const store::v1::Limits& limits)
    : log_(std::move(log)),
      refusal_(std::move(refusal)),
      limits_(limits),
      reader_(*log_.db, log_.cities, refusal_, limits_) {}

SalvagedEventStore::~SalvagedEventStore() = default;

void SalvagedEventStore::Append(store::v1::AppendRequest /*request*/,
                                Callback<store::v1::AppendResponse> done) {
  done(refusal_);
}

void SalvagedEventStore::FindRequest(store::v1::FindRequestRequest request,
                                     Callback<store::v1::FindRequestResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  auto receipt = reader_.FindReceipt(request.city(), request.request());
  if (!receipt.ok()) return done(receipt.status());
  store::v1::FindRequestResponse response;
  *response.mutable_receipt() = **std::move(receipt);
  done(std::move(response));
}

void SalvagedEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                    Callback<store::v1::ReadStreamResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  done(reader_.ReadStream(request));
}

void SalvagedEventStore::ReadCity(store::v1::ReadCityRequest request,
                                  Callback<store::v1::ReadCityResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  done(reader_.ReadCity(request));
}

void SalvagedEventStore::GetHead(store::v1::GetHeadRequest request,
                                 Callback<store::v1::GetHeadResponse> done) {
  if (auto status = Validate(request, limits_); !status.ok()) return done(status);
  const CityHead whole = reader_.FindWhole(request.city());
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
  done(reader_.FindLoss(request.city()));
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

}  // namespace mokuhyo::eventstore
