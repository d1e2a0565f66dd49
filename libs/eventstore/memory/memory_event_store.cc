#include "libs/eventstore/memory/memory_event_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/log_state.h"
#include "libs/eventstore/page_builder.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {

using store::v1::AppendRequest;
using store::v1::AppendResponse;
using store::v1::Receipt;
using store::v1::RequestKey;

// The log of all cities. Whoever uses it holds `mutex`.
class MemoryEventStore::Log final : public LogState, public LogRecords {
 public:
  struct City {
    // records[position - 1]
    std::vector<std::string> records;
    // stream -> position of each revision
    absl::flat_hash_map<std::string, std::vector<uint64_t>> streams;
    absl::Time recorded_time;
  };

  Log(const base::Clock& log_clock, store::v1::Limits log_limits)
      : clock(log_clock), limits(std::move(log_limits)) {}

  // The part of a stream that was there at `until_position`; null if there was none.
  const std::vector<uint64_t>* FindStream(const std::string& city,
                                          const std::string& stream) const {
    const auto found_city = cities.find(city);
    if (found_city == cities.end()) return nullptr;
    const auto found = found_city->second.streams.find(stream);
    return found == found_city->second.streams.end() ? nullptr : &found->second;
  }

  uint64_t HeadPosition(const std::string& city) const {
    const auto found = cities.find(city);
    return found == cities.end() ? 0 : found->second.records.size();
  }

  absl::StatusOr<CityHead> FindHead(const std::string& city) override {
    const auto found = cities.find(city);
    if (found == cities.end()) return CityHead();
    return CityHead{found->second.records.size(), found->second.recorded_time};
  }

  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) override {
    const auto* positions = FindStream(city, stream);
    if (positions == nullptr) return std::nullopt;
    return positions->size() - 1;
  }

  absl::StatusOr<std::optional<Receipt>> FindReceipt(const std::string& city,
                                                     const RequestKey& key) override {
    const auto found = receipts.find(ReceiptKey(city, key));
    if (found == receipts.end()) return std::nullopt;
    Receipt receipt;
    receipt.ParseFromString(found->second);
    return receipt;
  }

  absl::StatusOr<std::vector<RequestKey>> FindRequests(const std::string& city,
                                                       const std::string& caller,
                                                       const std::string& request_id) override {
    std::vector<RequestKey> requests;
    for (const auto& [key, receipt] : receipts) {
      auto request = ParseReceiptKey(city, key);
      if (request.has_value() && request->caller() == caller && request->id() == request_id) {
        requests.push_back(*std::move(request));
      }
    }
    return requests;
  }

  absl::StatusOr<store::v1::RecordedEvent> FindEvent(const std::string& city,
                                                     uint64_t position) override {
    return DecodeEvent(cities[city].records[position - 1], city, position);
  }

  void AddEvent(const NewRecord& event) override {
    City& log = cities[event.city];
    std::string& record = log.records.emplace_back(event.stamp);
    record.append(event.body.bytes);
    log.streams[event.stream].push_back(event.position);
  }

  void ReplaceEvent(const std::string& city, const store::v1::RecordedEvent& event) override {
    cities[city].records[event.position() - 1] = EncodeEvent(event);
  }

  void AddReceipt(const std::string& city, const RequestKey& key,
                  std::string_view receipt) override {
    receipts[ReceiptKey(city, key)] = receipt;
  }

  const base::Clock& clock;
  const store::v1::Limits limits;
  const std::string epoch = NewEpoch();
  Doorbells doorbells;

  std::mutex mutex;
  std::map<std::string, City> cities;
  absl::flat_hash_map<std::string, std::string> receipts;
};

namespace {

// Walks `count` places from `start` (0-based) in one direction and puts their events onto a page.
// `record(place)` gives {position, record}. Returns the place to go on at; absent at the end.
template <typename Record>
absl::StatusOr<std::optional<uint64_t>> FillPage(const std::string& city,
                                                 std::optional<uint64_t> start, uint64_t count,
                                                 bool backwards, const Record& record,
                                                 PageBuilder& page) {
  if (count == 0) return std::nullopt;
  uint64_t place = start.value_or(backwards ? count - 1 : 0);
  if (backwards) {
    place = std::min(place, count - 1);
  } else if (place >= count) {
    return std::nullopt;
  }
  while (true) {
    if (page.IsFull()) return place;
    const auto& [position, bytes] = record(place);
    const auto taken = page.Offer(bytes->size(), [&](store::v1::RecordedEvent& event) {
      return DecodeEventInto(*bytes, city, position, event);
    });
    if (!taken.ok()) return taken.status();
    if (!*taken) return place;
    if (place == (backwards ? 0 : count - 1)) return std::nullopt;
    backwards ? --place : ++place;
  }
}

}  // namespace

MemoryEventStore::MemoryEventStore(const base::Clock& clock, store::v1::Limits limits)
    : log_(std::make_unique<Log>(clock, std::move(limits))) {}

MemoryEventStore::~MemoryEventStore() = default;

void MemoryEventStore::Append(AppendRequest request, Callback<AppendResponse> done) {
  const auto append = PreparedAppend::Prepare(std::move(request), log_->limits);
  if (!append.ok()) return done(append.status());
  const std::string& city = append->request.city();
  absl::StatusOr<AppendResponse> response;
  {
    const std::lock_guard lock(log_->mutex);
    AppendPlanner planner(*log_, *log_);
    response = planner.Plan(*append, log_->clock.Now());
    const auto head = planner.Heads().find(city);
    if (head != planner.Heads().end() && head->second.position > 0) {
      log_->cities[city].recorded_time = head->second.recorded_time;
    }
  }
  const bool news = response.ok() && response->appended().first_position() > 0;
  done(std::move(response));
  if (news) log_->doorbells.Ring(city);
}

void MemoryEventStore::FindRequest(store::v1::FindRequestRequest request,
                                   Callback<store::v1::FindRequestResponse> done) {
  if (auto status = Validate(request, log_->limits); !status.ok()) return done(status);
  store::v1::FindRequestResponse response;
  {
    const std::lock_guard lock(log_->mutex);
    auto receipt = log_->FindReceipt(request.city(), request.request());
    if (receipt->has_value()) *response.mutable_receipt() = **std::move(receipt);
  }
  done(std::move(response));
}

void MemoryEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                  Callback<store::v1::ReadStreamResponse> done) {
  if (auto status = Validate(request, log_->limits); !status.ok()) return done(status);
  store::v1::ReadStreamResponse response;
  absl::StatusOr<std::optional<uint64_t>> next = std::nullopt;
  {
    const std::lock_guard lock(log_->mutex);
    response.set_at_position(log_->HeadPosition(request.city()));
    if (request.has_until_position()) {
      response.set_at_position(std::min(response.at_position(), request.until_position()));
    }
    if (const auto* positions = log_->FindStream(request.city(), request.stream())) {
      const auto& records = log_->cities[request.city()].records;
      const auto known =
          std::upper_bound(positions->begin(), positions->end(), response.at_position());
      PageBuilder page(request, log_->limits, response);
      next = FillPage(
          request.city(),
          request.has_from_revision() ? std::optional(request.from_revision()) : std::nullopt,
          static_cast<uint64_t>(known - positions->begin()),
          request.direction() == store::v1::DIRECTION_BACKWARDS,
          [&](uint64_t revision) {
            const uint64_t position = (*positions)[revision];
            return std::pair(position, &records[position - 1]);
          },
          page);
    }
  }
  if (!next.ok()) return done(next.status());
  response.set_end_of_stream(!next->has_value());
  if (next->has_value()) response.set_next_revision(**next);
  done(std::move(response));
}

void MemoryEventStore::ReadCity(store::v1::ReadCityRequest request,
                                Callback<store::v1::ReadCityResponse> done) {
  if (auto status = Validate(request, log_->limits); !status.ok()) return done(status);
  store::v1::ReadCityResponse response;
  const bool backwards = request.direction() == store::v1::DIRECTION_BACKWARDS;
  absl::StatusOr<std::optional<uint64_t>> next = std::nullopt;
  {
    const std::lock_guard lock(log_->mutex);
    const uint64_t head = log_->HeadPosition(request.city());
    response.set_head_position(head);
    const bool before_first = request.has_from_position() && request.from_position() == 0;
    if (head > 0 && !(backwards && before_first)) {
      const auto& records = log_->cities[request.city()].records;
      std::optional<uint64_t> start;
      if (request.has_from_position() && !before_first) start = request.from_position() - 1;
      PageBuilder page(request, log_->limits, response);
      next = FillPage(
          request.city(), start, head, backwards,
          [&](uint64_t place) { return std::pair(place + 1, &records[place]); }, page);
    }
  }
  if (!next.ok()) return done(next.status());
  response.set_end_of_log(!next->has_value());
  const uint64_t end = backwards ? 0 : response.head_position() + 1;
  response.set_next_position(next->has_value() ? **next + 1 : end);
  done(std::move(response));
}

void MemoryEventStore::GetHead(store::v1::GetHeadRequest request,
                               Callback<store::v1::GetHeadResponse> done) {
  if (auto status = Validate(request, log_->limits); !status.ok()) return done(status);
  store::v1::GetHeadResponse response;
  response.set_epoch(log_->epoch);
  {
    const std::lock_guard lock(log_->mutex);
    const auto head = log_->FindHead(request.city());
    response.set_position(head->position);
    if (head->position > 0) {
      *response.mutable_last_recorded_time() = ToTimestamp(head->recorded_time);
    }
  }
  done(std::move(response));
}

void MemoryEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                         Callback<store::v1::GetStreamRevisionResponse> done) {
  if (auto status = Validate(request, log_->limits); !status.ok()) return done(status);
  store::v1::GetStreamRevisionResponse response;
  {
    const std::lock_guard lock(log_->mutex);
    const auto revision = log_->FindRevision(request.city(), request.stream());
    if (revision->has_value()) response.set_revision(**revision);
    response.set_epoch(log_->epoch);
    const auto redactions = log_->FindRevision(request.city(), std::string(kRedactionStream));
    if (redactions->has_value()) response.set_redaction_count(**redactions + 1);
  }
  done(std::move(response));
}

void MemoryEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  store::v1::ListCitiesResponse response;
  {
    const std::lock_guard lock(log_->mutex);
    for (const auto& [city, log] : log_->cities) response.add_cities(city);
  }
  done(std::move(response));
}

std::unique_ptr<Watch> MemoryEventStore::WatchCity(std::string_view city,
                                                   std::function<void()> ring) {
  return log_->doorbells.Add(city, std::move(ring));
}

store::v1::Limits MemoryEventStore::GetLimits() const { return log_->limits; }

}  // namespace mokuhyo::eventstore
