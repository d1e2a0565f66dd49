#include "libs/application/write_runner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/violations.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/log_state.h"

namespace mokuhyo::application {
namespace {

// Whoever has the turn of its line can only be overtaken by what was under way when the line began,
// and by writers of other streams that it reads; this many of those in a row is bad luck or a
// fault.
constexpr int kMaxAttempts = 64;

using common::v1::WriteResult;

uint32_t EventCount(const store::v1::AppendRequest& append) {
  int count = 0;
  for (const auto& stream : append.streams()) count += stream.events_size();
  return static_cast<uint32_t>(count);
}

// Whether somebody still waits for the answer.
absl::Status CheckWanted(const Caller& caller) {
  if (absl::Now() >= caller.deadline) {
    return absl::DeadlineExceededError(
        "the deadline passed while the write waited for others; nothing was written");
  }
  if (caller.cancelled()) {
    return absl::CancelledError("the caller does not wait any more; nothing was written");
  }
  return absl::OkStatus();
}

// What is wrong with the common fields and what the decision found wrong, together.
absl::Status Refusal(const base::Violations& common, const absl::Status& decided) {
  if (common.empty()) return decided;
  if (!absl::IsInvalidArgument(decided)) return common.ToStatus();
  base::Violations found;
  found.Add(decided);
  base::Violations all = common;
  for (const auto& violation : found.list()) {
    const auto& known = common.list();
    if (std::find(known.begin(), known.end(), violation) == known.end()) {
      all.Add(violation.field, violation.description);
    }
  }
  return all.ToStatus();
}

}  // namespace

WriteResult* MutableResult(google::protobuf::Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName("result");
  return static_cast<WriteResult*>(response.GetReflection()->MutableMessage(&response, field));
}

class WriteRunner::Turn {
 public:
  Turn(WriteRunner& runner, std::string line) : runner_(runner), line_(std::move(line)) {}
  ~Turn() { runner_.PassTurn(line_); }

  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  WriteRunner& runner_;
  const std::string line_;
};

struct WriteRunner::Operation {
  Write write;
  Decide decide;
  google::protobuf::Message* response;
  Done done;
  // History that positions of the answer are of.
  std::string epoch;
  int attempts = 0;
  // The answer of the attempt whose append is under way, and the first stream of that append.
  std::shared_ptr<google::protobuf::Message> pending;
  std::string stream;
  // Set while it leads a line.
  std::unique_ptr<Turn> turn;

  // True if the request can be repeated, and is to be remembered.
  bool HasKey() const {
    return !write.request_id.empty() && !write.validate_only && write.violations.empty();
  }

  store::v1::RequestKey Key() const {
    store::v1::RequestKey key;
    key.set_caller(write.caller.actor);
    key.set_method(write.caller.method);
    key.set_id(write.request_id);
    return key;
  }

  // Ends the call. The runner may be gone afterwards, so the turn is passed on first.
  void End(absl::Status status) {
    turn.reset();
    done(std::move(status));
  }
};

void WriteRunner::Run(Write write, Decide decide, google::protobuf::Message* response, Done done) {
  auto operation = std::make_shared<Operation>();
  operation->write = std::move(write);
  operation->decide = std::move(decide);
  operation->response = response;
  operation->done = std::move(done);
  // Asked for here, because the answer is made on the store's thread, which must not wait.
  store::v1::GetHeadRequest request;
  request.set_city(operation->write.city);
  const auto head = eventstore::GetHeadNow(store_, std::move(request));
  if (!head.ok()) return operation->End(head.status());
  operation->epoch = head->epoch();
  Try(std::move(operation));
}

bool WriteRunner::AnswerFromReceipt(Operation& operation) {
  if (!operation.HasKey()) return false;
  store::v1::FindRequestRequest find;
  find.set_city(operation.write.city);
  *find.mutable_request() = operation.Key();
  const auto found = eventstore::FindRequestNow(store_, std::move(find));
  if (!found.ok()) {
    operation.End(found.status());
  } else if (found->has_receipt()) {
    Replay(operation, found->receipt());
  } else {
    return false;
  }
  return true;
}

void WriteRunner::Try(OperationPtr operation) {
  if (absl::Status wanted = CheckWanted(operation->write.caller); !wanted.ok()) {
    return operation->End(std::move(wanted));
  }
  absl::StatusOr<Attempt> attempt = operation->decide();
  if (!attempt.ok() || !operation->write.violations.empty()) {
    // What it was refused for may be the work of the same request, which came through meanwhile.
    if (!AnswerFromReceipt(*operation)) {
      operation->End(Refusal(operation->write.violations, attempt.status()));
    }
    return;
  }
  WriteResult& result = *MutableResult(*attempt->response);
  result.set_event_count(EventCount(attempt->append));
  result.set_etag(attempt->unchanged_etag);
  operation->pending = std::move(attempt->response);
  const Write& write = operation->write;
  const auto& streams = attempt->append.streams();
  if (write.validate_only || (streams.empty() && write.request_id.empty())) {
    return AnswerUnstored(*operation);
  }
  operation->stream = streams.empty() ? "" : streams[0].stream();
  // What was just decided would come to nothing: others are before this one.
  if (WaitInLine(operation, operation->stream)) return;
  Append(std::move(operation), std::move(attempt->append));
}

void WriteRunner::PostTry(OperationPtr operation) {
  if (!post_([this, operation] { Try(operation); })) {
    operation->End(base::Unavailable("SHUTTING_DOWN", "the server is shutting down"));
  }
}

void WriteRunner::AnswerUnstored(Operation& operation) {
  store::v1::GetHeadRequest request;
  request.set_city(operation.write.city);
  const auto head = eventstore::GetHeadNow(store_, std::move(request));
  if (!head.ok()) return operation.End(head.status());
  WriteResult& result = *MutableResult(*operation.pending);
  result.set_validated_only(operation.write.validate_only);
  if (operation.write.validate_only) result.clear_etag();
  store::v1::Appended appended;
  appended.set_last_position(head->position());
  Answer(operation, appended, /*replayed=*/false);
}

void WriteRunner::Append(OperationPtr operation, store::v1::AppendRequest append) {
  const Write& write = operation->write;
  append.set_city(write.city);
  append.set_actor(write.caller.actor);
  append.set_trace_context(write.caller.trace_context);
  if (operation->HasKey()) {
    *append.mutable_request() = operation->Key();
    append.set_request_hash(write.request_hash);
    append.set_answer(operation->pending->SerializeAsString());
  }
  store_.Append(std::move(append),
                [this, operation](absl::StatusOr<store::v1::AppendResponse> outcome) mutable {
                  Finish(std::move(operation), std::move(outcome));
                });
}

void WriteRunner::Finish(OperationPtr operation,
                         absl::StatusOr<store::v1::AppendResponse> outcome) {
  if (absl::IsInvalidArgument(outcome.status())) {
    // The client's fields have been checked: the request to the store is our own.
    return operation->End(base::Internal(
        "STORE_REFUSED", absl::StrCat("the event store refused what the server wrote: ",
                                      outcome.status().message(), "; please report this")));
  }
  if (!outcome.ok()) return operation->End(outcome.status());
  switch (outcome->outcome_case()) {
    case store::v1::AppendResponse::kAppended:
      return Answer(*operation, outcome->appended(), /*replayed=*/false);
    case store::v1::AppendResponse::kDuplicate:
      return Replay(*operation, outcome->duplicate());
    case store::v1::AppendResponse::kConflict:
    case store::v1::AppendResponse::OUTCOME_NOT_SET:
      break;
  }
  if (++operation->attempts >= kMaxAttempts) {
    return operation->End(base::Aborted(
        "CONTENTION",
        "other writes to the same resources kept coming between; repeat the request"));
  }
  if (WaitOrLead(operation, operation->stream)) return;
  // This runs on the thread that commits; deciding reads from the store, so it goes to the
  // executor.
  PostTry(std::move(operation));
}

void WriteRunner::Replay(Operation& operation, const store::v1::Receipt& receipt) {
  // A redaction forgets the hash; the request id alone must do then.
  if (!receipt.request_hash().empty() && receipt.request_hash() != operation.write.request_hash) {
    return operation.End(base::InvalidArgument(
        "request_id", "REQUEST_ID_REUSED",
        absl::StrCat("request_id \"", operation.write.request_id,
                     "\" was used with another request; choose a new one for a new request")));
  }
  operation.pending.reset(operation.response->New());
  if (!operation.pending->ParseFromString(receipt.appended().answer())) {
    return operation.End(base::DataLoss("DAMAGED_RECEIPT",
                                        "the remembered answer of this request_id cannot be read"));
  }
  Answer(operation, receipt.appended(), /*replayed=*/true);
}

void WriteRunner::Answer(Operation& operation, const store::v1::Appended& appended, bool replayed) {
  WriteResult& result = *MutableResult(*operation.pending);
  result.set_position(
      base::FormatPositionToken({operation.write.city, operation.epoch, appended.last_position()}));
  result.set_replayed(replayed);
  if (!appended.streams().empty()) {
    result.set_etag(absl::StrCat(appended.streams(0).last_revision()));
  }
  operation.response->CopyFrom(*operation.pending);
  operation.End(absl::OkStatus());
}

bool WriteRunner::WaitInLine(const OperationPtr& operation, const std::string& stream) {
  if (operation->turn != nullptr || stream.empty()) return false;
  const std::lock_guard lock(mutex_);
  const auto line = lines_.find(eventstore::StreamKey(operation->write.city, stream));
  if (line == lines_.end()) return false;
  line->second.push_back(operation);
  return true;
}

bool WriteRunner::WaitOrLead(const OperationPtr& operation, const std::string& stream) {
  if (operation->turn != nullptr || stream.empty()) return false;
  std::string key = eventstore::StreamKey(operation->write.city, stream);
  const std::lock_guard lock(mutex_);
  const auto [line, begun] = lines_.try_emplace(key);
  if (begun) {
    operation->turn = std::make_unique<Turn>(*this, std::move(key));
  } else {
    line->second.push_back(operation);
  }
  return !begun;
}

void WriteRunner::PassTurn(const std::string& line) {
  OperationPtr next;
  {
    const std::lock_guard lock(mutex_);
    const auto waiting = lines_.find(line);
    if (waiting->second.empty()) {
      lines_.erase(waiting);
      return;
    }
    next = std::move(waiting->second.front());
    waiting->second.pop_front();
  }
  next->turn = std::make_unique<Turn>(*this, line);
  PostTry(std::move(next));
}

}  // namespace mokuhyo::application
