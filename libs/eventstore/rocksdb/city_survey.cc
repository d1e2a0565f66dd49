#include "libs/eventstore/rocksdb/city_survey.h"

#include <limits>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

constexpr uint64_t kLastNumber = std::numeric_limits<uint64_t>::max();

CityHead HeadOf(const RecordedEvent& event) {
  return {event.position(), FromTimestamp(event.recorded_time())};
}

// Reads one city's log from its beginning.
class CitySurvey {
 public:
  CitySurvey(rocksdb::DB& db, const std::string& city)
      : db_(db), city_(city), behind_(keys::BehindCity(city)), behind_slice_(behind_) {}

  void Run() {
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &behind_slice_;
    const std::unique_ptr<rocksdb::Iterator> events(db_.NewIterator(options));
    events->Seek(keys::EventKey(city_, 1));
    for (uint64_t due = 1; IsOfCity(*events) && PositionOf(*events) == due; ++due) {
      const auto event = Decode(*events);
      if (!event.has_value() || !IsIndexed(*event)) break;
      result_.whole = HeadOf(*event);
      events->Next();
    }
    reached_end_ = !events->Valid() && events->status().ok();
    result_.last = result_.whole;
    events->SeekForPrev(keys::EventKey(city_, kLastNumber));
    for (; IsOfCity(*events) && PositionOf(*events) > result_.whole.position; events->Prev()) {
      if (const auto event = Decode(*events)) {
        result_.last = HeadOf(*event);
        break;
      }
    }
  }

  // Whether nothing at all is missing of what the database has.
  bool reached_end() const { return reached_end_; }

  SalvagedCity Result(const absl::Status& cause) && {
    result_.loss = LossBehind(city_, result_.whole.position, cause);
    return std::move(result_);
  }

  const CityHead& whole() const { return result_.whole; }

 private:
  static uint64_t PositionOf(const rocksdb::Iterator& events) {
    return keys::GetNumber(ToView(events.key()));
  }
  bool IsOfCity(const rocksdb::Iterator& events) const {
    return events.Valid() && events.key().starts_with(ToSlice(keys::EventPrefix(city_)));
  }
  std::optional<RecordedEvent> Decode(const rocksdb::Iterator& events) const {
    auto event = DecodeEvent(ToView(events.value()), city_, PositionOf(events));
    if (!event.ok()) return std::nullopt;
    return *std::move(event);
  }
  bool IsIndexed(const RecordedEvent& event) const {
    rocksdb::PinnableSlice value;
    const auto status = db_.Get(rocksdb::ReadOptions(), db_.DefaultColumnFamily(),
                                keys::StreamKey(city_, event.stream(), event.revision()), &value);
    if (!status.ok()) return false;
    const auto entry = keys::DecodeStreamEntry(ToView(value));
    return entry.has_value() && entry->position == event.position();
  }

  rocksdb::DB& db_;
  const std::string& city_;
  const std::string behind_;
  const rocksdb::Slice behind_slice_;
  SalvagedCity result_;
  bool reached_end_ = false;
};

// The first city behind `city` that has a record of the kind `prefix`.
absl::StatusOr<std::optional<std::string>> SeekCityBehind(rocksdb::DB& db, std::string_view prefix,
                                                          const std::string& city) {
  const std::unique_ptr<rocksdb::Iterator> records(db.NewIterator(rocksdb::ReadOptions()));
  records->Seek(city.empty() ? std::string(prefix) : keys::BehindCity(city, prefix));
  if (!records->status().ok()) return FromRocksDb(records->status(), "looking for cities");
  if (!records->Valid() || !records->key().starts_with(ToSlice(prefix))) return std::nullopt;
  const auto found = keys::CityOf(ToView(records->key()));
  if (!found.has_value()) return absl::DataLossError("the log holds a key of no known kind");
  return std::string(*found);
}

// The head of a city that has events.
absl::StatusOr<CityHead> SeekHead(rocksdb::DB& db, const std::string& city) {
  const std::unique_ptr<rocksdb::Iterator> events(db.NewIterator(rocksdb::ReadOptions()));
  events->SeekForPrev(keys::EventKey(city, kLastNumber));
  if (!events->status().ok()) {
    return FromRocksDb(events->status(), absl::StrCat("reading the last event of city ", city));
  }
  if (!events->Valid() || !events->key().starts_with(ToSlice(keys::EventPrefix(city)))) {
    return absl::DataLossError(absl::StrCat("the events of city ", city, " are missing"));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, DecodeEvent(ToView(events->value()), city,
                                                         keys::GetNumber(ToView(events->key()))));
  return HeadOf(event);
}

}  // namespace

absl::Status FindHeads(rocksdb::DB& db, CityHeads& found) {
  std::string behind;
  while (true) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto next, FindCityBehind(db, behind));
    if (!next.has_value()) return absl::OkStatus();
    const std::string& city = next->city;
    const auto head = SeekHead(db, city);
    if (!head.ok() && !absl::IsDataLoss(head.status())) return head.status();
    behind = city;
    if (head.ok() && next->damage.ok()) {
      found.Set(city, *head);
      continue;
    }
    // The damage may be a neighbour's.
    CitySurvey survey(db, city);
    survey.Run();
    if (survey.reached_end()) {
      found.Set(city, survey.whole());
    } else {
      found.SetDamaged(city, std::move(survey).Result(head.ok() ? next->damage : head.status()));
    }
  }
}

absl::StatusOr<std::optional<FoundCity>> FindCityBehind(rocksdb::DB& db, const std::string& city) {
  FoundCity result;
  auto found = SeekCityBehind(db, keys::kEventPrefix, city);
  if (absl::IsDataLoss(found.status())) {
    result.damage = found.status();
    // Every event stands in a stream.
    found = SeekCityBehind(db, keys::kStreamEntryPrefix, city);
  }
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  result.city = **std::move(found);
  return result;
}

SalvagedCity SurveyCity(rocksdb::DB& db, const std::string& city, const absl::Status& cause) {
  CitySurvey survey(db, city);
  survey.Run();
  return std::move(survey).Result(cause);
}

absl::Status LossBehind(const std::string& city, uint64_t position, const absl::Status& cause) {
  const uint64_t damaged_from = position + 1;
  return base::DataLoss(
      "LOG_DAMAGED",
      absl::StrCat("event ", damaged_from, " of city ", city,
                   " is the first that is missing or damaged; only what lies below is whole: ask "
                   "for an earlier time, or restore a backup. ",
                   std::string(cause.message())),
      {{"city", city}, {"damaged_from", absl::StrCat(damaged_from)}});
}

}  // namespace mokuhyo::eventstore
