#ifndef MOKUHYO_LIBS_SERVING_CALL_INFO_H_
#define MOKUHYO_LIBS_SERVING_CALL_INFO_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mokuhyo/common/v1/language.pb.h"

namespace mokuhyo::serving {

// What a handler is told about the call besides its request.
struct CallInfo {
  // Full name, `mokuhyo.sheets.v1.SheetService/GetSheet`; a constant of the program.
  std::string_view method;
  // Opaque id of who calls: 1 to 100 visible ASCII characters, `anonymous` if the caller did not
  // say.
  std::string actor;
  // W3C trace context (`traceparent`); empty if the caller sent none or one that is malformed.
  std::string trace_context;
  // What the caller reads best, of the languages of the product (header `accept-language`; Japanese
  // if it did not say).
  common::v1::Language language = common::v1::LANGUAGE_JA;
  // When the caller stops waiting; infinite if it never does.
  absl::Time deadline = absl::InfiniteFuture();
  // True as soon as nobody waits for the answer any more. Thread-safe; valid until the call is
  // answered.
  std::function<bool()> cancelled = [] { return false; };
};

// Whether somebody still waits for the answer: DEADLINE_EXCEEDED or CANCELLED if not. Valid until
// the call is answered.
inline absl::Status CheckWanted(const CallInfo& call, absl::Time now) {
  if (now >= call.deadline)
    return absl::DeadlineExceededError("the deadline passed before the server could answer");
  if (call.cancelled()) return absl::CancelledError("the caller does not wait any more");
  return absl::OkStatus();
}

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_CALL_INFO_H_
