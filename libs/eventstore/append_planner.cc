#include "libs/eventstore/append_planner.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/timestamps.h"
#include "libs/eventstore/validation.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::Appended;
using store::v1::AppendRequest;
using store::v1::AppendResponse;
using store::v1::Conflict;
using store::v1::ExpectedRevision;
using store::v1::Limits;
using store::v1::Receipt;
using store::v1::RecordedEvent;

// Small steps back of a clock are bridged by repeating the last time; a clock that lags further is
// wrong, and appending then would date events by the mistake.
constexpr absl::Duration kMaxClockLag = absl::Minutes(1);

bool Holds(const ExpectedRevision& expected, const std::optional<uint64_t>& actual) {
  switch (expected.kind_case()) {
    case ExpectedRevision::kExactly:
      return actual == expected.exactly();
    case ExpectedRevision::kNoStream:
      return !actual.has_value();
    case ExpectedRevision::kExists:
      return actual.has_value();
    case ExpectedRevision::kAny:
      return true;
    case ExpectedRevision::KIND_NOT_SET:
      break;
  }
  return false;
}

}  // namespace

absl::StatusOr<PreparedAppend> PreparedAppend::Prepare(AppendRequest request,
                                                       const Limits& limits) {
  if (auto status = ValidateAppend(request, limits); !status.ok()) return status;
  PreparedAppend append;
  append.request = std::move(request);
  for (const auto& stream : append.request.streams()) {
    append.event_counts.push_back(static_cast<size_t>(stream.events_size()));
  }
  append.bodies = TakeEventBodies(append.request);
  append.bytes = append.request.ByteSizeLong();
  for (const auto& body : append.bodies) append.bytes += body.bytes.size();
  return append;
}

AppendPlanner::AppendPlanner(LogState& log, LogRecords& records) : log_(log), records_(records) {}

absl::StatusOr<AppendResponse> AppendPlanner::Plan(const PreparedAppend& append, absl::Time now) {
  const std::string& city = append.request.city();
  AppendResponse response;
  if (append.request.has_request()) {
    auto receipt = FindReceipt(append);
    if (!receipt.ok()) return receipt.status();
    if (receipt->has_value()) {
      *response.mutable_duplicate() = **std::move(receipt);
      return response;
    }
  }
  auto conflict = FindViolations(append.request);
  if (!conflict.ok()) return conflict.status();
  if (!conflict->violations().empty()) {
    *response.mutable_conflict() = *std::move(conflict);
    return response;
  }
  const auto head = FindHead(city);
  if (!head.ok()) return head.status();
  absl::Time recorded_time = TruncateToMicroseconds(now);
  if (head->position > 0) {
    if (recorded_time < head->recorded_time - kMaxClockLag) {
      return base::Unavailable(
          "CLOCK_BEHIND",
          absl::StrCat("the clock is ", absl::FormatDuration(head->recorded_time - recorded_time),
                       " behind the last event of city ", city, "; set it right before appending"));
    }
    recorded_time = std::max(recorded_time, head->recorded_time);
  }
  const auto redacted = FindRedacted(append.request);
  if (!redacted.ok()) return redacted.status();
  if (auto status = ForgetHashes(city, *redacted); !status.ok()) return status;
  for (const auto& event : *redacted) records_.ReplaceEvent(city, event);
  Appended& appended = *response.mutable_appended();
  appended = WriteEvents(append, *head, recorded_time);
  if (append.request.has_request()) WriteReceipt(append, appended);
  appended.set_answer(append.request.answer());
  return response;
}

absl::StatusOr<std::optional<Receipt>> AppendPlanner::FindReceipt(const PreparedAppend& append) {
  const auto& request = append.request;
  auto planned = PlannedReceipt(request.city(), request.request());
  if (planned.has_value()) return planned;
  return log_.FindReceipt(request.city(), request.request());
}

std::optional<Receipt> AppendPlanner::PlannedReceipt(const std::string& city,
                                                     const store::v1::RequestKey& key) const {
  const auto found = receipts_.find(ReceiptKey(city, key));
  if (found == receipts_.end()) return std::nullopt;
  std::optional<Receipt> receipt(std::in_place);
  receipt->ParseFromString(found->second);
  return receipt;
}

absl::StatusOr<CityHead> AppendPlanner::FindHead(const std::string& city) {
  if (const auto found = heads_.find(city); found != heads_.end()) return found->second;
  auto head = log_.FindHead(city);
  if (head.ok()) heads_.emplace(city, *head);
  return head;
}

absl::StatusOr<std::optional<uint64_t>> AppendPlanner::FindRevision(const std::string& city,
                                                                    const std::string& stream) {
  std::string key = StreamKey(city, stream);
  if (const auto found = revisions_.find(key); found != revisions_.end()) return found->second;
  auto revision = log_.FindRevision(city, stream);
  if (revision.ok()) revisions_.emplace(std::move(key), *revision);
  return revision;
}

absl::StatusOr<Conflict> AppendPlanner::FindViolations(const AppendRequest& request) {
  Conflict conflict;
  const auto check = [&](const std::string& stream,
                         const ExpectedRevision& expected) -> absl::Status {
    const auto actual = FindRevision(request.city(), stream);
    if (!actual.ok()) return actual.status();
    if (Holds(expected, *actual)) return absl::OkStatus();
    auto& violation = *conflict.add_violations();
    violation.set_stream(stream);
    *violation.mutable_expected() = expected;
    if (actual->has_value()) violation.set_actual_revision(**actual);
    return absl::OkStatus();
  };
  for (const auto& stream : request.streams()) {
    if (auto status = check(stream.stream(), stream.expected()); !status.ok()) return status;
  }
  for (const auto& demand : request.checks()) {
    if (auto status = check(demand.stream(), demand.expected()); !status.ok()) return status;
  }
  return conflict;
}

absl::StatusOr<std::vector<RecordedEvent>> AppendPlanner::FindRedacted(
    const AppendRequest& request) {
  std::vector<RecordedEvent> events;
  if (request.redactions().empty()) return events;
  const auto head = log_.FindHead(request.city());
  if (!head.ok()) return head.status();
  for (const auto& redaction : request.redactions()) {
    if (redaction.position() > head->position) {
      return base::OutOfRange("", "BEYOND_HEAD",
                              absl::StrCat("there is no event ", redaction.position(),
                                           " to redact; the last one is ", head->position));
    }
    auto event = log_.FindEvent(request.city(), redaction.position());
    if (!event.ok()) return event.status();
    Redact(redaction, *event);
    events.push_back(*std::move(event));
  }
  return events;
}

absl::Status AppendPlanner::ForgetHashes(const std::string& city,
                                         const std::vector<RecordedEvent>& redacted) {
  for (const auto& event : redacted) {
    if (event.request_id().empty()) continue;
    const auto requests = log_.FindRequests(city, event.actor(), event.request_id());
    if (!requests.ok()) return requests.status();
    for (const auto& request : *requests) {
      auto receipt = log_.FindReceipt(city, request);
      if (!receipt.ok()) return receipt.status();
      if (!receipt->has_value() || (*receipt)->request_hash().empty()) continue;
      const auto& appended = (*receipt)->appended();
      if (event.position() < appended.first_position() ||
          event.position() > appended.last_position()) {
        continue;
      }
      (*receipt)->clear_request_hash();
      std::string& bytes = receipts_[ReceiptKey(city, request)];
      (*receipt)->SerializeToString(&bytes);
      records_.AddReceipt(city, request, bytes);
    }
  }
  return absl::OkStatus();
}

Appended AppendPlanner::WriteEvents(const PreparedAppend& append, CityHead head,
                                    absl::Time recorded_time) {
  const std::string& city = append.request.city();
  Appended appended;
  if (!append.bodies.empty()) {
    appended.set_first_position(head.position + 1);
    head.recorded_time = recorded_time;
  }
  const uint64_t append_position = head.position + 1;
  size_t next_body = 0;
  for (int i = 0; i < append.request.streams_size(); ++i) {
    const std::string& stream = append.request.streams(i).stream();
    // FindViolations looked every stream up.
    std::optional<uint64_t>& last_revision = revisions_[StreamKey(city, stream)];
    for (size_t n = append.event_counts[static_cast<size_t>(i)]; n > 0; --n) {
      ++head.position;
      last_revision = last_revision.has_value() ? *last_revision + 1 : 0;
      EncodeStamp({head.position, *last_revision, recorded_time, append_position}, &stamp_);
      const EventBody& body = append.bodies[next_body++];
      records_.AddEvent({city, stream, head.position, *last_revision, stamp_, body,
                         proof::LeafHash(stamp_, body.Header())});
    }
    auto& result = *appended.add_streams();
    result.set_stream(stream);
    result.set_last_revision(*last_revision);
  }
  heads_[city] = head;
  appended.set_last_position(head.position);
  *appended.mutable_recorded_time() = ToTimestamp(recorded_time);
  return appended;
}

void AppendPlanner::WriteReceipt(const PreparedAppend& append, const Appended& appended) {
  const auto& request = append.request;
  Receipt receipt;
  *receipt.mutable_appended() = appended;
  receipt.mutable_appended()->set_answer(request.answer());
  receipt.set_request_hash(request.request_hash());
  std::string& bytes = receipts_[ReceiptKey(request.city(), request.request())];
  receipt.SerializeToString(&bytes);
  records_.AddReceipt(request.city(), request.request(), bytes);
}

}  // namespace mokuhyo::eventstore
