#ifndef MOKUHYO_LIBS_EVENTSTORE_APPEND_PLANNER_H_
#define MOKUHYO_LIBS_EVENTSTORE_APPEND_PLANNER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/log_state.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// An append that passed validation, made ready on the thread of the caller.
struct PreparedAppend {
  // Validates and takes over `request`. Errors as ValidateAppend.
  static absl::StatusOr<PreparedAppend> Prepare(store::v1::AppendRequest request,
                                                const store::v1::Limits& limits);

  // Without its events: those are in `bodies`, `event_counts[i]` of them for `streams[i]`.
  store::v1::AppendRequest request;
  std::vector<size_t> event_counts;
  std::vector<EventBody> bodies;
  // What it occupies while it waits.
  size_t bytes = 0;
};

// Decides what becomes of appends that are committed together: each is checked against the log and
// against what those before it in the same batch write. This is the one place where positions,
// revisions and recorded times are assigned, for every backend.
//
// Use one planner per batch, on one thread. Once the batch was written, Heads() and Revisions() say
// what the log looks like now; if writing failed, drop the planner and nothing has happened. What
// is const may be called by other threads when nothing is planned any more.
class AppendPlanner {
 public:
  // `log` and `records` must outlive the planner, or at least its last call of Plan.
  AppendPlanner(LogState& log, LogRecords& records);

  // Decides one append at the time `now` and, if it goes through, hands its records to LogRecords;
  // the outcome holds as soon as these are written. An error is that of this append alone, which
  // then has no records: UNAVAILABLE if the clock is more than a minute behind the city's last
  // event, OUT_OF_RANGE if an event to redact is not in the log, or any of LogState.
  absl::StatusOr<store::v1::AppendResponse> Plan(const PreparedAppend& append, absl::Time now);

  // City heads and last revisions (by StreamKey) that the batch changes or that were asked for.
  const absl::flat_hash_map<std::string, CityHead>& Heads() const { return heads_; }
  const absl::flat_hash_map<std::string, std::optional<uint64_t>>& Revisions() const {
    return revisions_;
  }

  // The receipt that the batch writes for a request. Absent if it writes none.
  std::optional<store::v1::Receipt> PlannedReceipt(const std::string& city,
                                                   const store::v1::RequestKey& key) const;

 private:
  absl::StatusOr<std::optional<store::v1::Receipt>> FindReceipt(const PreparedAppend& append);
  absl::StatusOr<CityHead> FindHead(const std::string& city);
  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream);
  absl::StatusOr<store::v1::Conflict> FindViolations(const store::v1::AppendRequest& request);
  // The events to redact, as they will be. Only what was in the log before this batch can be.
  absl::StatusOr<std::vector<store::v1::RecordedEvent>> FindRedacted(
      const store::v1::AppendRequest& request);
  // The receipts of the appends that wrote them, without the hashes of their requests.
  absl::Status ForgetHashes(const std::string& city,
                            const std::vector<store::v1::RecordedEvent>& redacted);
  store::v1::Appended WriteEvents(const PreparedAppend& append, CityHead head,
                                  absl::Time recorded_time);
  void WriteReceipt(const PreparedAppend& append, const store::v1::Appended& appended);

  LogState& log_;
  LogRecords& records_;
  absl::flat_hash_map<std::string, CityHead> heads_;
  absl::flat_hash_map<std::string, std::optional<uint64_t>> revisions_;
  // Receipts of this batch, serialized, by ReceiptKey.
  absl::flat_hash_map<std::string, std::string> receipts_;
  // Kept for its capacity.
  std::string stamp_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_APPEND_PLANNER_H_
