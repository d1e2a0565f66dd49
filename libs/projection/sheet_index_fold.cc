#include "libs/projection/sheet_index_fold.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/projection/key_number.h"
#include "libs/projection/sheet_mentions.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

constexpr std::string_view kSheetStreams = "sheets/";

template <typename Event>
const std::string& TypeOf() {
  return Event::descriptor()->full_name();
}

// What an event says, as far as the index is concerned.
enum class Says { kCreation, kDeletion, kMentions, kNothing };

// By type, of all events of a sheet that this program knows.
const absl::flat_hash_map<std::string, Says>& SheetEventTypes() {
  static const auto* const types = [] {
    auto* says = new absl::flat_hash_map<std::string, Says>;
    const auto* oneof = events::v1::SheetEvent::descriptor()->FindOneofByName("event");
    for (int i = 0; i < oneof->field_count(); ++i)
      says->emplace(oneof->field(i)->message_type()->full_name(), Says::kNothing);
    (*says)[TypeOf<events::v1::SheetCreated>()] = Says::kCreation;
    (*says)[TypeOf<events::v1::SheetDeleted>()] = Says::kDeletion;
    // MentionsIn.
    (*says)[TypeOf<events::v1::GoalCreated>()] = Says::kMentions;
    (*says)[TypeOf<events::v1::GoalUpdated>()] = Says::kMentions;
    (*says)[TypeOf<events::v1::GoalsLinked>()] = Says::kMentions;
    (*says)[TypeOf<events::v1::IndicatorCreated>()] = Says::kMentions;
    (*says)[TypeOf<events::v1::IndicatorUpdated>()] = Says::kMentions;
    (*says)[TypeOf<events::v1::SeriesBroken>()] = Says::kMentions;
    return says;
  }();
  return *types;
}

absl::Status Decode(const store::v1::RecordedEvent& event, events::v1::SheetEvent& decoded) {
  return domain::DecodeEvent(event.type(), event.payload(), event.schema_version(), &decoded);
}

absl::Status FoldCreation(const store::v1::RecordedEvent& event, const std::string& sheet,
                          const std::string& position, ProjectionPuts& puts) {
  events::v1::SheetEvent decoded;
  MOKUHYO_RETURN_IF_ERROR(Decode(event, decoded));
  const sheets::v1::Sheet& created = decoded.sheet_created().sheet();
  // What SheetEntry tells, and nothing more.
  sheets::v1::Sheet kept;
  kept.set_form(created.form());
  kept.set_form_version(created.form_version());
  kept.set_fiscal_year(created.fiscal_year());
  kept.set_org_unit(created.org_unit());
  std::string key = SheetIndexFold::YearPrefix(created.fiscal_year());
  absl::StrAppend(&key, sheet, std::string(1, '\0'), position);
  puts.emplace_back(std::move(key), kept.SerializeAsString());
  puts.emplace_back(SheetIndexFold::Key(SheetIndexFold::kCreated, {sheet}) + position, "");
  puts.emplace_back(SheetIndexFold::Key(SheetIndexFold::kLastChange), position);
  return absl::OkStatus();
}

void FoldMentions(const store::v1::RecordedEvent& event, const std::string& sheet,
                  const std::string& position, ProjectionPuts& puts) {
  events::v1::SheetEvent decoded;
  if (!Decode(event, decoded).ok()) {
    // The sheet cannot be read either, and says so to whoever looks at it because of this.
    puts.emplace_back(SheetIndexFold::Key(SheetIndexFold::kUnread, {sheet}) + position, "");
    return;
  }
  const SheetMentions mentions = MentionsIn(decoded);
  for (const std::string& series : mentions.series) {
    puts.emplace_back(SheetIndexFold::Key(SheetIndexFold::kSeries, {series, sheet}) + position, "");
  }
  for (const std::string& linked : mentions.linked_sheets) {
    puts.emplace_back(SheetIndexFold::Key(SheetIndexFold::kLink, {linked, sheet}) + position, "");
  }
}

}  // namespace

std::string SheetIndexFold::Key(char kind, std::initializer_list<std::string_view> ids) {
  std::string key(1, kind);
  for (const std::string_view id : ids) {
    key.append(id);
    key.push_back('\0');
  }
  return key;
}

std::string SheetIndexFold::YearPrefix(int32_t fiscal_year) {
  constexpr int64_t kZero = int64_t{1} << 32;
  return Key(kCreatedInYear) + KeyNumber(static_cast<uint64_t>(kZero + fiscal_year));
}

void SheetIndexFold::Narrow(store::v1::ReadCityRequest& request) const {
  request.add_stream_prefixes(std::string(kSheetStreams));
}

absl::Status SheetIndexFold::Fold(const store::v1::RecordedEvent& event,
                                  ProjectionPuts& puts) const {
  if (!event.stream().starts_with(kSheetStreams)) return absl::OkStatus();
  // What else happens to sheets is passed by without a look at its payload, but only by name: an
  // event of a newer program could be another way to create or delete one, and must not hide it.
  const auto known = SheetEventTypes().find(event.type());
  if (known == SheetEventTypes().end()) {
    events::v1::SheetEvent unknown;
    return Decode(event, unknown);
  }
  if (known->second == Says::kNothing) return absl::OkStatus();
  const std::string sheet = event.stream().substr(kSheetStreams.size());
  const std::string position = KeyNumber(event.position());
  if (known->second == Says::kCreation) return FoldCreation(event, sheet, position, puts);
  if (known->second == Says::kDeletion) {
    puts.emplace_back(Key(kDeleted, {sheet}) + position, "");
    puts.emplace_back(Key(kLastChange), position);
  } else {
    FoldMentions(event, sheet, position, puts);
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::projection
