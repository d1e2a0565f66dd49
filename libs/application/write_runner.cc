#include "libs/application/write_runner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"

namespace mokuhyo::application {
namespace {

// Conflicts come from writers of the same sheet; each round one of them gets through, so this many
// allows for as many at once.
constexpr int kMaxAttempts = 64;

using common::v1::WriteResult;

WriteResult* MutableResult(google::protobuf::Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName("result");
  return static_cast<WriteResult*>(response.GetReflection()->MutableMessage(&response, field));
}

uint32_t EventCount(const store::v1::AppendRequest& append) {
  int count = 0;
  for (const auto& stream : append.streams()) count += stream.events_size();
  return static_cast<uint32_t>(count);
}

}  // namespace

struct WriteRunner::Operation {
  Write write;
  Decide decide;
  google::protobuf::Message* response;
  Done done;
  int attempts = 0;
  // The answer of the attempt whose append is under way.
  std::shared_ptr<google::protobuf::Message> pending;

  store::v1::RequestKey Key() const {
    store::v1::RequestKey key;
    key.set_caller(write.caller.actor);
    key.set_method(write.caller.method);
    key.set_id(write.request_id);
    return key;
  }
};

void WriteRunner::Run(Write write, Decide decide, google::protobuf::Message* response, Done done) {
  auto operation = std::make_shared<Operation>(
      Operation{std::move(write), std::move(decide), response, std::move(done), 0, nullptr});
  if (!operation->write.request_id.empty() && !operation->write.validate_only) {
    store::v1::FindRequestRequest find;
    find.set_city(operation->write.city);
    *find.mutable_request() = operation->Key();
    auto found = eventstore::FindRequestNow(store_, std::move(find));
    if (!found.ok()) return operation->done(found.status());
    if (found->has_receipt()) return Replay(*operation, found->receipt());
  }
  Try(std::move(operation));
}

void WriteRunner::Try(std::shared_ptr<Operation> operation) {
  absl::StatusOr<Attempt> attempt = operation->decide();
  if (!attempt.ok()) return operation->done(attempt.status());
  store::v1::AppendRequest append = std::move(attempt->append);
  WriteResult& result = *MutableResult(*attempt->response);
  result.set_event_count(EventCount(append));
  result.set_etag(attempt->unchanged_etag);
  const Write& write = operation->write;
  operation->pending = attempt->response;
  if (write.validate_only || (append.streams().empty() && write.request_id.empty())) {
    // Nothing to store, not even a receipt.
    store::v1::GetHeadRequest head_request;
    head_request.set_city(write.city);
    auto head = eventstore::GetHeadNow(store_, std::move(head_request));
    if (!head.ok()) return operation->done(head.status());
    result.set_validated_only(write.validate_only);
    if (write.validate_only) result.clear_etag();
    store::v1::Appended appended;
    appended.set_last_position(head->position());
    return Answer(*operation, appended, /*replayed=*/false);
  }
  append.set_city(write.city);
  append.set_actor(write.caller.actor);
  append.set_trace_context(write.caller.trace_context);
  if (!write.request_id.empty()) {
    *append.mutable_request() = operation->Key();
    append.set_request_hash(write.request_hash);
    append.set_answer(operation->pending->SerializeAsString());
  }
  store_.Append(std::move(append),
                [this, operation](absl::StatusOr<store::v1::AppendResponse> outcome) mutable {
                  Finish(std::move(operation), std::move(outcome));
                });
}

void WriteRunner::Finish(std::shared_ptr<Operation> operation,
                         absl::StatusOr<store::v1::AppendResponse> outcome) {
  if (!outcome.ok()) return operation->done(outcome.status());
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
    return operation->done(base::Aborted(
        "CONTENTION",
        "other writes to the same resources kept coming between; repeat the request"));
  }
  // This runs on the thread that commits; deciding reads from the store, so it goes to the
  // executor.
  if (!post_([this, operation] { Try(operation); })) {
    operation->done(base::ResourceExhausted(
        "SERVER_BUSY", "too many calls are waiting; repeat the request later"));
  }
}

void WriteRunner::Replay(Operation& operation, const store::v1::Receipt& receipt) {
  if (receipt.request_hash() != operation.write.request_hash) {
    return operation.done(base::InvalidArgument(
        "request_id", "REQUEST_ID_REUSED",
        absl::StrCat("request_id \"", operation.write.request_id,
                     "\" was used with another request; choose a new one for a new request")));
  }
  operation.pending.reset(operation.response->New());
  if (!operation.pending->ParseFromString(receipt.appended().answer())) {
    return operation.done(base::DataLoss(
        "DAMAGED_RECEIPT", "the remembered answer of this request_id cannot be read"));
  }
  Answer(operation, receipt.appended(), /*replayed=*/true);
}

void WriteRunner::Answer(Operation& operation, const store::v1::Appended& appended, bool replayed) {
  WriteResult& result = *MutableResult(*operation.pending);
  auto token = Token(operation.write.city, appended.last_position());
  if (!token.ok()) return operation.done(token.status());
  result.set_position(*std::move(token));
  result.set_replayed(replayed);
  if (!appended.streams().empty())
    result.set_etag(absl::StrCat(appended.streams(0).last_revision()));
  operation.response->CopyFrom(*operation.pending);
  operation.done(absl::OkStatus());
}

absl::StatusOr<std::string> WriteRunner::Token(const std::string& city, uint64_t position) {
  // Never touches the disk, so it may run on the thread that commits.
  store::v1::GetHeadRequest request;
  request.set_city(city);
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, eventstore::GetHeadNow(store_, std::move(request)));
  return base::FormatPositionToken({city, head.epoch(), position});
}

}  // namespace mokuhyo::application
