#ifndef MOKUHYO_LIBS_SERVING_MESSAGE_SOURCE_H_
#define MOKUHYO_LIBS_SERVING_MESSAGE_SOURCE_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"

namespace mokuhyo::serving {

// What a server stream sends, pulled one message at a time as the client takes them, so that a slow
// client slows its source down and nothing piles up.
template <typename Response>
class MessageSource {
 public:
  // True: `response` is filled. False: the stream is over. A status ends it with that.
  using Done = absl::AnyInvocable<void(absl::StatusOr<bool>)>;

  virtual ~MessageSource() = default;

  // Fills `response` (empty, valid until `done`) and calls `done` once, here or later on another
  // thread. Called on the executor (but see IsPrompt), and not again before `done`.
  virtual void Next(Response& response, Done done) = 0;

  // Whether Next waits for nothing and computes little, so that it may be called on the threads of
  // gRPC: that saves each message a change of threads.
  virtual bool IsPrompt() const { return false; }

  // Nobody listens any more: a pending Next is to come to its end soon. Called at most once, on any
  // thread, also during Next.
  virtual void Cancel() {}
};

// A source that computes each message on the spot: `next` fills it and returns true, or false at
// the end.
template <typename Response>
std::unique_ptr<MessageSource<Response>> MakeSource(
    std::function<absl::StatusOr<bool>(Response&)> next) {
  class FunctionSource final : public MessageSource<Response> {
   public:
    explicit FunctionSource(std::function<absl::StatusOr<bool>(Response&)> function)
        : function_(std::move(function)) {}

    void Next(Response& response, typename MessageSource<Response>::Done done) override {
      done(function_(response));
    }

   private:
    std::function<absl::StatusOr<bool>(Response&)> function_;
  };
  return std::make_unique<FunctionSource>(std::move(next));
}

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_MESSAGE_SOURCE_H_
