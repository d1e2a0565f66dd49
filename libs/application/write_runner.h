#ifndef MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_
#define MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
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

// The field `result` of the response of a write.
common::v1::WriteResult* MutableResult(google::protobuf::Message& response);

// The way of a write: decides, appends; when another write came between, decides anew. A repeated
// request gets its first answer even if the state has moved on, whatever is decided now: the store
// finds its receipt before it looks at the append, and a refusal counts only if there is none. So
// those that are not repeated, nearly all, do not look for a receipt twice; and a repetition is
// recognized, too, when the first one, still under way, gets ahead of it only then.
//
// Writers of one stream that got in each other's way line up: from then on they decide and append
// one after the other, and so do those who come while the line is there. Each then decides twice at
// most as far as the stream is concerned, however many there are. No thread waits in the line.
//
// Thread-safe. Nothing here waits for an append: a call is over when `done` is called, on the
// store's thread or an executor's.
class WriteRunner {
 public:
  // Hands work to an executor whose threads may wait for reads of the store. False: it is shut
  // down, the work is dropped. There is at most one piece of work a call.
  using Post = std::function<bool(absl::AnyInvocable<void()>)>;
  // Folds what it needs to the head and decides. Called again after a conflict. An error is the
  // final answer.
  using Decide = std::function<absl::StatusOr<Attempt>()>;
  // Receives the response (of the type that Decide gives) or the refusal.
  using Done = absl::AnyInvocable<void(absl::Status)>;

  // `store` must outlive the runner, and the runner every call.
  WriteRunner(eventstore::EventStore& store, Post post) : store_(store), post_(std::move(post)) {}

  // Runs a write on the calling thread, which may wait for reads. `response` is filled before
  // `done(OK)` and must live until then. Errors besides those of `decide`:
  //   INVALID_ARGUMENT   REQUEST_ID_REUSED: the id was used with another request.
  //   ABORTED            CONTENTION: writes to other streams that were read kept coming between;
  //                      repeat.
  //   DEADLINE_EXCEEDED, CANCELLED  nobody waits any more; nothing was written.
  //   UNAVAILABLE        SHUTTING_DOWN, or as EventStore::Append.
  //   UNKNOWN, RESOURCE_EXHAUSTED, OUT_OF_RANGE as EventStore::Append.
  void Run(Write write, Decide decide, google::protobuf::Message* response, Done done);

  // The store that is written to.
  eventstore::EventStore& store() { return store_; }

 private:
  struct Operation;
  using OperationPtr = std::shared_ptr<Operation>;
  // The right to go on at the head of a line; whoever has it passes it on by destroying it.
  class Turn;

  void Try(OperationPtr operation);
  // Try, on the executor.
  void PostTry(OperationPtr operation);
  void Append(OperationPtr operation, store::v1::AppendRequest append);
  void Finish(OperationPtr operation, absl::StatusOr<store::v1::AppendResponse> outcome);
  // Ends the call without storing anything: nothing is to be stored, not even a receipt.
  void AnswerUnstored(Operation& operation);
  // Looks for the receipt of the request. True: the call is over, answered from it or in error.
  bool AnswerFromReceipt(Operation& operation);
  // Answers from a receipt, or refuses the reuse of the id.
  static void Replay(Operation& operation, const store::v1::Receipt& receipt);
  static void Answer(Operation& operation, const store::v1::Appended& appended, bool replayed);

  // Puts the operation into the line of `stream` if there is one. True: it waits there.
  bool WaitInLine(const OperationPtr& operation, const std::string& stream);
  // The same, but begins the line, at its head, if there is none.
  bool WaitOrLead(const OperationPtr& operation, const std::string& stream);
  void PassTurn(const std::string& line);

  eventstore::EventStore& store_;
  const Post post_;
  std::mutex mutex_;
  // City and stream -> who waits behind the one whose turn it is. Guarded by mutex_.
  absl::flat_hash_map<std::string, std::deque<OperationPtr>> lines_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_WRITE_RUNNER_H_
