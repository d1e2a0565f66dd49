#ifndef MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_
#define MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "libs/application/write.h"
#include "libs/eventstore/event_store.h"
#include "mokuhyo/common/v1/write_result.pb.h"

namespace mokuhyo::application {

// What one attempt at a write came to.
struct Attempt {
  // The events and the demands on streams that the decision has read. `streams[0]`, if there is
  // one, is that of the resource whose etag is answered. City, actor and request are filled in by
  // the runner.
  store::v1::AppendRequest append;
  // The response as it will be answered, but for etag and position. Must have a field `result` of
  // type WriteResult.
  std::shared_ptr<google::protobuf::Message> response;
  // Etag to answer if nothing is appended: that of the resource as it is.
  std::string unchanged_etag;
};

// The way of a write: finds the request, decides, appends; when another write came between, decides
// anew. A repeated request is answered before anything is decided, so it gets its first answer even
// if the state has moved on.
//
// Thread-safe. Nothing here waits for an append: a call is over when `done` is called, on the
// store's thread or an executor's.
class WriteRunner {
 public:
  // Hands work to an executor whose threads may wait for reads of the store. False: it is full, the
  // work is dropped.
  using Post = std::function<bool(absl::AnyInvocable<void()>)>;
  // Folds what it needs to the head and decides. Called again after a conflict. An error is the
  // final answer.
  using Decide = std::function<absl::StatusOr<Attempt>()>;
  // Receives the response (of the type that Decide gives) or the refusal.
  using Done = absl::AnyInvocable<void(absl::Status)>;

  // `store` must outlive the runner.
  WriteRunner(eventstore::EventStore& store, Post post) : store_(store), post_(std::move(post)) {}

  // Runs a write on the calling thread, which may wait for reads. `response` is filled before
  // `done(OK)` and must live until then. Errors besides those of `decide`:
  //   INVALID_ARGUMENT  REQUEST_ID_REUSED: the id was used with another request.
  //   ABORTED           CONTENTION: other writes kept coming between; repeat.
  //   UNKNOWN, UNAVAILABLE, RESOURCE_EXHAUSTED, OUT_OF_RANGE as EventStore::Append.
  void Run(Write write, Decide decide, google::protobuf::Message* response, Done done);

 private:
  struct Operation;
  void Try(std::shared_ptr<Operation> operation);
  void Finish(std::shared_ptr<Operation> operation,
              absl::StatusOr<store::v1::AppendResponse> outcome);
  // Answers from a receipt, or refuses the reuse of the id.
  void Replay(Operation& operation, const store::v1::Receipt& receipt);
  void Answer(Operation& operation, const store::v1::Appended& appended, bool replayed);
  absl::StatusOr<std::string> Token(const std::string& city, uint64_t position);

  eventstore::EventStore& store_;
  const Post post_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_
