#ifndef MOKUHYO_LIBS_SERVING_ANSWER_ONCE_H_
#define MOKUHYO_LIBS_SERVING_ANSWER_ONCE_H_

#include <utility>

#include "libs/base/errors.h"

namespace mokuhyo::serving {

// A callback that passes on exactly one answer (a type made from absl::Status) to `target(answer)`:
// what is said after the first is dropped, and where it is destroyed unsaid the answer is INTERNAL
// with reason NO_ANSWER. A call can so neither hang nor be answered twice. Movable, not copyable.
template <typename Answer, typename Target>
class AnswerOnce {
 public:
  explicit AnswerOnce(Target target) : target_(std::move(target)) {}

  AnswerOnce(AnswerOnce&& other) noexcept
      : target_(std::move(other.target_)), open_(std::exchange(other.open_, false)) {}
  AnswerOnce& operator=(AnswerOnce&&) = delete;

  ~AnswerOnce() {
    if (!open_) return;
    (*this)(base::Internal("NO_ANSWER", "the server lost track of the call; please report this"));
  }

  void operator()(Answer answer) {
    if (std::exchange(open_, false)) target_(std::move(answer));
  }

 private:
  Target target_;
  bool open_ = true;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_ANSWER_ONCE_H_
