#include "libs/application/redaction.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/appends.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_records.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/proof/content_hash.h"
#include "libs/proof/durable_file.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::application {
namespace {

using admin::v1::RedactEventRequest;
using admin::v1::RedactEventResponse;
using google::protobuf::Message;
using store::v1::RecordedEvent;

constexpr int kMaxTexts = 100;
constexpr size_t kMaxTextCharacters = 10'000;
constexpr size_t kMaxReasonCharacters = 2000;
// Redactions are rare: that many others coming between is a fault.
constexpr int kMaxAttempts = 16;

size_t CharacterCount(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void CheckTexts(const RedactEventRequest& request, base::Violations& violations) {
  if (request.texts().empty() || request.texts_size() > kMaxTexts) {
    violations.Add("texts", absl::StrCat("must be 1 to ", kMaxTexts));
  }
  for (int i = 0; i < request.texts_size(); ++i) {
    const std::string& text = request.texts(i);
    const std::string field = absl::StrCat("texts[", i, "]");
    base::CheckText(field, text, kMaxTextCharacters, violations);
    if (CharacterCount(text) < 2) {
      violations.Add(field, "must have at least 2 characters");
    } else if (IsIdText(text)) {
      violations.Add(field,
                     "is made of ASCII letters, digits, -, _ and / only, as ids are, which must "
                     "stay; give it together with what stands before or behind it");
    }
    if (!text.empty() && request.reason().find(text) != std::string::npos) {
      violations.Add("reason", absl::StrCat("must not hold what is removed: ", field,
                                            " stands in it, and the reason stays in the record"));
    }
  }
}

absl::Status Check(const RedactEventRequest& request) {
  base::Violations violations;
  if (request.position() == 0) violations.Add("position", "must be at least 1");
  CheckTexts(request, violations);
  base::CheckText("reason", request.reason(), kMaxReasonCharacters, violations);
  if (request.reason().empty()) {
    violations.Add("reason",
                   "is required: the legal ground and the number of the application, say");
  }
  return violations.ToStatus();
}

// The wrapper of the family that the event is of, with the event set.
absl::StatusOr<std::unique_ptr<Message>> Decode(const RecordedEvent& recorded) {
  const std::array<const Message*, 6> families = {
      &events::v1::SheetEvent::default_instance(),
      &events::v1::OrganizationEvent::default_instance(),
      &events::v1::FormEvent::default_instance(),
      &events::v1::CityEvent::default_instance(),
      &events::v1::ReservationEvent::default_instance(),
      &events::v1::RedactionEvent::default_instance()};
  absl::Status status;
  for (const Message* family : families) {
    std::unique_ptr<Message> wrapper(family->New());
    status = domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(),
                                 wrapper.get());
    if (status.ok()) return wrapper;
    if (!absl::IsUnavailable(status)) return status;
  }
  return status;
}

}  // namespace

// What is to become of an event.
struct Redactions::Plan {
  // Head of the city, and its history, when the event was read.
  store::v1::GetHeadResponse head;
  // Of the stream of redactions.
  std::optional<uint64_t> revision;
  bool redacted_before = false;
  uint32_t place_count = 0;
  store::v1::Redaction redaction;
};

absl::StatusOr<Redactions::Plan> Redactions::MakePlan(const std::string& city,
                                                      const RedactEventRequest& request) {
  Plan plan;
  store::v1::GetHeadRequest head;
  head.set_city(city);
  MOKUHYO_ASSIGN_OR_RETURN(plan.head, eventstore::GetHeadNow(store_, std::move(head)));
  if (request.position() > plan.head.position()) {
    return base::OutOfRange("position", "BEYOND_HEAD",
                            absl::StrCat("the last event has position ", plan.head.position()));
  }
  store::v1::GetStreamRevisionRequest stream;
  stream.set_city(city);
  stream.set_stream(std::string(eventstore::kRedactionStream));
  MOKUHYO_ASSIGN_OR_RETURN(const auto revision,
                           eventstore::GetStreamRevisionNow(store_, std::move(stream)));
  if (revision.has_revision()) plan.revision = revision.revision();
  store::v1::ReadCityRequest read;
  read.set_city(city);
  read.set_from_position(request.position());
  read.set_max_events(1);
  MOKUHYO_ASSIGN_OR_RETURN(const auto page, eventstore::ReadCityNow(store_, std::move(read)));
  if (page.events().empty()) {
    return base::DataLoss("EVENT_MISSING",
                          absl::StrCat("there is no event at position ", request.position()));
  }
  const RecordedEvent& recorded = page.events(0);
  plan.redacted_before = recorded.redacted();
  MOKUHYO_ASSIGN_OR_RETURN(const auto wrapper, Decode(recorded));
  const Blackout blackout({request.texts().begin(), request.texts().end()});
  plan.redaction.set_position(request.position());
  plan.redaction.set_reason(recorded.reason());
  plan.place_count = blackout.Apply(*plan.redaction.mutable_reason());
  plan.place_count += blackout.Apply(*wrapper);
  plan.redaction.set_payload(domain::EncodeEvent(*wrapper).payload);
  return plan;
}

absl::StatusOr<std::optional<uint64_t>> Redactions::Append(const std::string& city,
                                                           const Plan& plan,
                                                           const RedactEventRequest& request,
                                                           const Caller& caller) {
  const proof::Hash remainder =
      proof::ContentHash({}, plan.redaction.reason(), plan.redaction.payload());
  events::v1::RedactionEvent event;
  auto& redacted = *event.mutable_event_redacted();
  redacted.set_position(request.position());
  redacted.set_remainder_hash(remainder.data(), remainder.size());
  redacted.set_place_count(plan.place_count);
  Write write;
  write.effective_date = base::TodayInTokyo(clock_.Now());
  write.reason = request.reason();
  store::v1::AppendRequest append;
  append.set_city(city);
  append.set_actor(caller.actor);
  append.set_trace_context(caller.trace_context);
  AddEvent(AddStream(append, std::string(eventstore::kRedactionStream), plan.revision), event,
           write, store::v1::ORIGIN_OPERATED);
  *append.add_redactions() = plan.redaction;
  MOKUHYO_ASSIGN_OR_RETURN(const auto outcome, eventstore::AppendNow(store_, std::move(append)));
  if (!outcome.has_appended()) return std::nullopt;
  return outcome.appended().last_position();
}

absl::StatusOr<RedactEventResponse> Redactions::Redact(const RedactEventRequest& request,
                                                       const Caller& caller) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName name,
                           base::ParseCityName(request.parent(), "parent"));
  MOKUHYO_RETURN_IF_ERROR(Check(request));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(name.city));
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    MOKUHYO_ASSIGN_OR_RETURN(const Plan plan, MakePlan(name.city, request));
    if (plan.place_count == 0 && !plan.redacted_before) {
      return base::NothingFound(
          "NO_SUCH_TEXT", absl::StrCat("none of the texts stands in event ", request.position(),
                                       "; give them letter for letter, as they were entered"));
    }
    std::optional<uint64_t> position = plan.head.position();
    if (!request.validate_only()) {
      if (plan.place_count > 0) {
        // Known before anything is done: a redaction that no restore knows of is worth little.
        if (!backup_directory_.empty()) {
          MOKUHYO_RETURN_IF_ERROR(proof::CheckWritable(backup_directory_ + "/redactions"));
        }
        MOKUHYO_ASSIGN_OR_RETURN(position, Append(name.city, plan, request, caller));
        if (!position.has_value()) continue;
      }
      // Also where nothing is left to black out: an earlier call may have been cut off here.
      if (!backup_directory_.empty()) {
        MOKUHYO_RETURN_IF_ERROR(eventstore::KeepRedactions(store_, name.city, backup_directory_));
      }
      MOKUHYO_RETURN_IF_ERROR(operations_.EraseReplaced(name.city, request.position()));
    }
    RedactEventResponse response;
    response.set_position(base::FormatPositionToken({name.city, plan.head.epoch(), *position}));
    response.set_place_count(plan.place_count);
    return response;
  }
  return base::Aborted("CONTENTION", "other redactions kept coming between; repeat the request");
}

}  // namespace mokuhyo::application
