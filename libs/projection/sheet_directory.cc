#include "libs/projection/sheet_directory.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_stream.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

constexpr std::string_view kSheetStreams = "sheets/";

// A sheet from its creation to its deletion, if any. An id that is used again has several lives.
struct Life {
  SheetEntry entry;
  std::optional<uint64_t> deleted_position;
};

using Lives = std::map<std::string, std::vector<Life>, std::less<>>;

// The types of all events of a sheet that this program knows.
const std::set<std::string>& SheetEventTypes() {
  static const auto* const types = [] {
    auto* names = new std::set<std::string>;
    const auto* oneof = events::v1::SheetEvent::descriptor()->FindOneofByName("event");
    for (int i = 0; i < oneof->field_count(); ++i)
      names->insert(oneof->field(i)->message_type()->full_name());
    return names;
  }();
  return *types;
}

// The same error, saying where in the log it was met.
absl::Status Locate(const absl::Status& status, const std::string& city,
                    const store::v1::RecordedEvent& event) {
  absl::Status located(status.code(),
                       absl::StrCat("position ", event.position(), " of ", city, ", stream ",
                                    event.stream(), ": ", status.message()));
  status.ForEachPayload([&located](absl::string_view url, const absl::Cord& payload) {
    located.SetPayload(url, payload);
  });
  return located;
}

absl::Status Fold(const std::string& city, const store::v1::RecordedEvent& event, Lives& sheets) {
  if (!event.stream().starts_with(kSheetStreams)) return absl::OkStatus();
  const bool is_creation = event.type() == events::v1::SheetCreated::descriptor()->full_name();
  const bool is_deletion = event.type() == events::v1::SheetDeleted::descriptor()->full_name();
  // What else happens to sheets is passed by without a look at its payload, but only by name: an
  // event of a newer program could be another way to create or delete one, and must not hide it.
  const bool is_known = SheetEventTypes().contains(event.type());
  if (is_known && !is_creation && !is_deletion) return absl::OkStatus();

  events::v1::SheetEvent decoded;
  const absl::Status status =
      domain::DecodeEvent(event.type(), event.payload(), event.schema_version(), &decoded);
  if (!status.ok()) return Locate(status, city, event);

  const std::string sheet = event.stream().substr(kSheetStreams.size());
  std::vector<Life>& lives = sheets[sheet];
  const bool exists = !lives.empty() && !lives.back().deleted_position.has_value();
  if (is_creation && !exists) {
    const sheets::v1::Sheet& created = decoded.sheet_created().sheet();
    lives.push_back({.entry = {.sheet = sheet,
                               .form = created.form(),
                               .form_version = created.form_version(),
                               .fiscal_year = created.fiscal_year(),
                               .org_unit = created.org_unit(),
                               .created_position = event.position()},
                     .deleted_position = std::nullopt});
  } else if (is_deletion && exists) {
    lives.back().deleted_position = event.position();
  }
  return absl::OkStatus();
}

// The life in which the sheet is at `position`; null if it does not exist then.
const Life* LifeAt(const std::vector<Life>& lives, uint64_t position) {
  for (const Life& life : lives) {
    const bool before_end = !life.deleted_position.has_value() || position < *life.deleted_position;
    if (life.entry.created_position <= position && before_end) return &life;
  }
  return nullptr;
}

}  // namespace

// What a fold of a log holds for: the history, and how many redactions there were.
struct SheetDirectory::Basis {
  std::string epoch;
  uint64_t redaction_count = 0;

  friend bool operator==(const Basis&, const Basis&) = default;
};

struct SheetDirectory::City {
  // Held while the log is read, so that one caller reads for all who wait. Taken before `mutex`.
  std::mutex reading;
  // Guards what follows; never held while the store is waited for.
  std::mutex mutex;
  Basis basis;
  // Position of the last event folded.
  uint64_t checkpoint = 0;
  Lives sheets;

  bool Reaches(const Basis& wanted, uint64_t position) {
    const std::lock_guard lock(mutex);
    return basis == wanted && checkpoint >= position;
  }

  // Begins anew, unless what is there holds for `wanted`.
  void Require(const Basis& wanted) {
    const std::lock_guard lock(mutex);
    if (basis == wanted) return;
    basis = wanted;
    checkpoint = 0;
    sheets.clear();
  }
};

SheetDirectory::SheetDirectory(eventstore::EventStore& store, uint32_t page_events)
    : store_(store), page_events_(page_events) {}

SheetDirectory::~SheetDirectory() = default;

absl::StatusOr<std::vector<SheetEntry>> SheetDirectory::List(std::string_view city,
                                                             uint64_t at_position) {
  std::vector<SheetEntry> entries;
  // Also keeps cities that nobody has heard of from being remembered.
  if (at_position == 0) return entries;
  const std::string name(city);
  MOKUHYO_ASSIGN_OR_RETURN(const Basis basis, FindBasis(name));
  City& log = GetCity(city);
  if (!log.Reaches(basis, at_position))
    MOKUHYO_RETURN_IF_ERROR(CatchUp(name, log, basis, at_position));

  const std::lock_guard lock(log.mutex);
  for (const auto& [sheet, lives] : log.sheets) {
    if (const Life* life = LifeAt(lives, at_position)) entries.push_back(life->entry);
  }
  return entries;
}

SheetDirectory::City& SheetDirectory::GetCity(std::string_view city) {
  const std::lock_guard lock(mutex_);
  const auto found = cities_.find(city);
  if (found != cities_.end()) return *found->second;
  return *cities_.emplace(std::string(city), std::make_unique<City>()).first->second;
}

absl::StatusOr<SheetDirectory::Basis> SheetDirectory::FindBasis(const std::string& city) {
  store::v1::GetStreamRevisionRequest request;
  request.set_city(city);
  request.set_stream(std::string(eventstore::kRedactionStream));
  const auto redactions = eventstore::GetStreamRevisionNow(store_, std::move(request));
  if (redactions.ok()) return Basis{redactions->epoch(), redactions->redaction_count()};
  // A log that is damaged takes no redactions, and what is whole of it is there to be read.
  if (!absl::IsDataLoss(redactions.status())) return redactions.status();
  store::v1::GetHeadRequest head_request;
  head_request.set_city(city);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head,
                           eventstore::GetHeadNow(store_, std::move(head_request)));
  return Basis{head.epoch(), 0};
}

absl::Status SheetDirectory::CatchUp(const std::string& name, City& city, const Basis& basis,
                                     uint64_t position) {
  const std::lock_guard reading(city.reading);
  city.Require(basis);
  // Nobody else moves the checkpoint while `reading` is held. Whoever waited for it may find the
  // work done.
  while (!city.Reaches(basis, position)) {
    store::v1::ReadCityRequest request;
    request.set_city(name);
    request.set_from_position(city.checkpoint + 1);
    request.set_max_events(page_events_);
    request.set_direction(store::v1::DIRECTION_FORWARDS);
    MOKUHYO_ASSIGN_OR_RETURN(const store::v1::ReadCityResponse page,
                             eventstore::ReadCityNow(store_, std::move(request)));
    if (page.events().empty()) {
      return base::OutOfRange(
          "position", "POSITION_BEYOND_HEAD",
          absl::StrCat("position ", position, " of ", name, " does not exist yet: its log ends at ",
                       page.head_position()));
    }
    const std::lock_guard lock(city.mutex);
    for (const store::v1::RecordedEvent& event : page.events()) {
      MOKUHYO_RETURN_IF_ERROR(Fold(name, event, city.sheets));
      city.checkpoint = event.position();
    }
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::projection
