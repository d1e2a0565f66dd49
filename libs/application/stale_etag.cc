#include "libs/application/stale_etag.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_info.pb.h"
#include "libs/application/apply_sheet_event.h"
#include "libs/application/city_folds.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::application {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxChanges = 10;
constexpr size_t kMaxIds = 3;
constexpr size_t kMaxActorCharacters = 64;
constexpr size_t kMaxReasonCharacters = 40;
// A status travels in trailers, which are small: what is over this is only counted.
constexpr size_t kMaxListBytes = 1500;

// A sheet, or a goal or an indicator in it.
struct Resource {
  std::string city;
  std::string sheet;
  std::string goal;
  std::string indicator;

  bool is_sheet() const { return goal.empty() && indicator.empty(); }
};

std::optional<Resource> ParseResource(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if ((parts.size() != 4 && parts.size() != 6) || parts[0] != "cities" || parts[2] != "sheets") {
    return std::nullopt;
  }
  Resource resource{.city = parts[1], .sheet = parts[3], .goal = "", .indicator = ""};
  if (parts.size() == 4) return resource;
  if (parts[4] != "goals" && parts[4] != "indicators") return std::nullopt;
  (parts[4] == "goals" ? resource.goal : resource.indicator) = parts[5];
  return resource;
}

// The revision that an etag names; nothing if it is none of ours.
std::optional<uint64_t> RevisionOf(const std::string& etag) {
  uint64_t revision = 0;
  if (!absl::SimpleAtoi(etag, &revision) || absl::StrCat(revision) != etag) return std::nullopt;
  return revision;
}

// True if the event of `revision`, the last one folded, changed the resource.
bool Touched(const domain::SheetState& state, const Resource& resource, uint64_t revision) {
  const std::string etag = absl::StrCat(revision);
  if (!resource.goal.empty()) {
    const sheets::v1::Goal* goal = state.FindGoal(resource.goal);
    return goal != nullptr && goal->etag() == etag;
  }
  const sheets::v1::Indicator* indicator = state.FindIndicator(resource.indicator);
  return indicator != nullptr && indicator->etag() == etag;
}

void AddId(const std::string& id, std::vector<std::string>& ids) {
  if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// Adds the ids of the goals and indicators that an event names: its fields `goal` and `indicator`,
// and those of the messages of events in it.
void AddNamed(const Message& message, std::vector<std::string>& ids) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool names = field->name() == "goal" || field->name() == "indicator";
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (names && !field->is_repeated()) AddId(reflection->GetString(message, field), ids);
      continue;
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (names && !field->is_repeated()) {
      const Message& part = reflection->GetMessage(message, field);
      const FieldDescriptor* id = part.GetDescriptor()->FindFieldByName("id");
      if (id != nullptr) AddId(part.GetReflection()->GetString(part, id), ids);
    } else if (field->message_type()->file() == events::v1::SheetEvent::descriptor()->file()) {
      const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        AddNamed(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                      : reflection->GetMessage(message, field),
                 ids);
      }
    }
  }
}

// The first characters of a text, on one line.
std::string Shorten(const std::string& text, size_t max_characters) {
  size_t end = 0;
  for (size_t characters = 0; end < text.size() && characters < max_characters; ++characters) {
    do ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  }
  std::string line = absl::StrReplaceAll(absl::string_view(text).substr(0, end), {{"\n", " "}});
  return end < text.size() ? line + "…" : line;
}

struct Change {
  std::string actor;
  std::string line;
};

absl::StatusOr<Change> Describe(const store::v1::RecordedEvent& recorded) {
  events::v1::SheetEvent event;
  MOKUHYO_RETURN_IF_ERROR(
      domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(), &event));
  std::vector<std::string> ids;
  AddNamed(event, ids);
  std::string line = recorded.type().substr(recorded.type().rfind('.') + 1);
  for (size_t i = 0; i < ids.size() && i < kMaxIds; ++i) absl::StrAppend(&line, " ", ids[i]);
  if (ids.size() > kMaxIds) absl::StrAppend(&line, " and ", ids.size() - kMaxIds, " more");
  std::string actor = Shorten(recorded.actor(), kMaxActorCharacters);
  absl::StrAppend(&line, " by ", actor, " at ",
                  eventstore::FormatTimestamp(recorded.recorded_time()));
  if (!recorded.reason().empty()) {
    absl::StrAppend(&line, ": ", Shorten(recorded.reason(), kMaxReasonCharacters));
  }
  return Change{std::move(actor), std::move(line)};
}

struct Changes {
  // Newest first, at most kMaxChanges.
  std::deque<Change> newest;
  size_t count = 0;
};

// What changed the resource after `revision`.
absl::StatusOr<Changes> ReadChanges(eventstore::EventStore& store, const Resource& resource,
                                    uint64_t revision) {
  Changes changes;
  domain::SheetState state;
  uint64_t next = resource.is_sheet() ? revision + 1 : 0;
  while (true) {
    store::v1::ReadStreamRequest request;
    request.set_city(resource.city);
    request.set_stream(SheetStream(resource.sheet));
    request.set_direction(store::v1::DIRECTION_FORWARDS);
    request.set_from_revision(next);
    MOKUHYO_ASSIGN_OR_RETURN(const auto page, eventstore::ReadStreamNow(store, std::move(request)));
    for (const store::v1::RecordedEvent& recorded : page.events()) {
      next = recorded.revision() + 1;
      if (!resource.is_sheet()) {
        MOKUHYO_RETURN_IF_ERROR(ApplySheetEvent(state, recorded));
        if (recorded.revision() <= revision || !Touched(state, resource, recorded.revision())) {
          continue;
        }
      }
      ++changes.count;
      MOKUHYO_ASSIGN_OR_RETURN(Change change, Describe(recorded));
      changes.newest.push_front(std::move(change));
      if (changes.newest.size() > kMaxChanges) changes.newest.pop_back();
    }
    if (page.end_of_stream() || page.events().empty()) return changes;
  }
}

}  // namespace

absl::Status ExplainStaleEtag(const absl::Status& refused, eventstore::EventStore& store) {
  google::rpc::ErrorInfo info;
  if (base::ErrorReason(refused) != "STALE_ETAG" || !base::ReadDetail(refused, info)) {
    return refused;
  }
  base::ErrorMetadata metadata(info.metadata().begin(), info.metadata().end());
  const auto resource = ParseResource(metadata["resource_name"]);
  const auto given = RevisionOf(metadata["given_etag"]);
  const auto actual = RevisionOf(metadata["actual_etag"]);
  if (!resource || !given || !actual || *given >= *actual) return refused;
  const auto changes = ReadChanges(store, *resource, *given);
  if (!changes.ok() || changes->count == 0) return refused;

  std::vector<std::string> lines;
  std::vector<std::string> actors;
  size_t bytes = 0;
  for (const Change& change : changes->newest) {
    bytes += change.line.size() + 1;
    if (!lines.empty() && bytes > kMaxListBytes) break;
    lines.push_back(change.line);
    AddId(change.actor, actors);
  }
  const size_t earlier = changes->count - lines.size();
  metadata["changes"] = absl::StrJoin(lines, "\n");
  metadata["change_count"] = absl::StrCat(changes->count);
  metadata["changed_by"] = absl::StrJoin(actors, ", ");
  return base::Aborted(
      "STALE_ETAG",
      absl::StrCat(std::string(refused.message()), ". Since then: ", absl::StrJoin(lines, "; "),
                   earlier == 0 ? "" : absl::StrCat("; and ", earlier, " before")),
      metadata);
}

}  // namespace mokuhyo::application
