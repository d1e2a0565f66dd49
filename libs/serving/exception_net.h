#ifndef MOKUHYO_LIBS_SERVING_EXCEPTION_NET_H_
#define MOKUHYO_LIBS_SERVING_EXCEPTION_NET_H_

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "libs/serving/log.h"

namespace mokuhyo::serving {

// Runs `step`. Nothing of ours throws; what a library throws all the same (no memory, say) is
// logged as an error of `where` and costs the call it happened in, not the process. The caller sees
// to it that the call is answered (AnswerOnce).
template <typename Step>
void CatchExceptions(Log& log, std::string_view where, Step&& step) {
  std::string what = "not a std::exception";
  try {
    return std::forward<Step>(step)();
  } catch (const std::exception& exception) {
    what = exception.what();
  } catch (...) {
  }
  log.Error("exception", {{"where", std::string(where)}, {"error", what}});
}

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_EXCEPTION_NET_H_
