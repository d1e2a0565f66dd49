#include "libs/eventstore/rocksdb/salvaged_reader.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/eventstore/rocksdb/city_survey.h"

namespace mokuhyo::eventstore {

SalvagedReader::SalvagedReader(rocksdb::DB& db, std::map<std::string, SalvagedCity> cities,
                               absl::Status cause, const store::v1::Limits& limits)
    : cities_(std::move(cities)),
      cause_(std::move(cause)),
      whole_(db, whole_heads_, limits),
      all_(db, last_heads_, limits) {
  for (const auto& [city, salvaged] : cities_) {
    whole_heads_.Set(city, salvaged.whole);
    last_heads_.Set(city, salvaged.last);
  }
}

absl::StatusOr<std::optional<store::v1::Receipt>> SalvagedReader::FindReceipt(
    const std::string& city, const store::v1::RequestKey& key) const {
  MOKUHYO_ASSIGN_OR_RETURN(auto receipt, all_.FindReceipt(city, key));
  if (!receipt.has_value()) return FindLoss(city);
  return receipt;
}

absl::StatusOr<store::v1::ReadStreamResponse> SalvagedReader::ReadStream(
    const store::v1::ReadStreamRequest& request) const {
  if (request.has_until_position() && request.until_position() < DamagedFrom(request.city())) {
    return whole_.ReadStream(request);
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto last, whole_.FindRevision(request.city(), request.stream()));
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const bool begins_at_the_end = backwards && !request.has_from_revision();
  if (begins_at_the_end || !last.has_value() || request.from_revision() > *last) {
    return FindLoss(request.city());
  }
  MOKUHYO_ASSIGN_OR_RETURN(auto page, whole_.ReadStream(request));
  if (!backwards && page.end_of_stream()) {
    page.set_end_of_stream(false);
    page.set_next_revision(*last + 1);
  }
  return page;
}

absl::StatusOr<store::v1::ReadCityResponse> SalvagedReader::ReadCity(
    const store::v1::ReadCityRequest& request) const {
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  const uint64_t damaged_from = DamagedFrom(request.city());
  const uint64_t last = last_heads_.Find(request.city()).position;
  const bool begins_at_the_end = backwards && !request.has_from_position();
  const bool is_below = request.from_position() < damaged_from && damaged_from > 1;
  if (begins_at_the_end || (!is_below && (request.from_position() > last || last == 0))) {
    return FindLoss(request.city());
  }
  MOKUHYO_ASSIGN_OR_RETURN(auto page, (is_below ? whole_ : all_).ReadCity(request));
  page.set_head_position(last);
  if (!backwards && page.end_of_log()) {
    page.set_end_of_log(false);
    page.set_next_position(is_below ? damaged_from : last + 1);
  }
  return page;
}

absl::Status SalvagedReader::FindLoss(const std::string& city) const {
  const auto found = cities_.find(city);
  return found == cities_.end() ? LossBehind(city, 0, cause_) : found->second.loss;
}

uint64_t SalvagedReader::DamagedFrom(const std::string& city) const {
  return whole_heads_.Find(city).position + 1;
}

}  // namespace mokuhyo::eventstore
