#ifndef MOKUHYO_LIBS_APPLICATION_WRITE_H_
#define MOKUHYO_LIBS_APPLICATION_WRITE_H_

#include <string>

#include "google/protobuf/message.h"
#include "libs/application/caller.h"
#include "libs/base/clock.h"
#include "libs/base/violations.h"

namespace mokuhyo::application {

// What every write carries besides its own fields, checked.
struct Write {
  std::string city;
  Caller caller;
  // Empty: the client does not repeat this request.
  std::string request_id;
  // SHA-256 of the request: tells a repetition from the reuse of an id.
  std::string request_hash;
  bool validate_only = false;
  // YYYY-MM-DD, never empty.
  std::string effective_date;
  std::string reason;
  // What is wrong with these fields. A write that has any is refused, together with what the
  // decision finds, so that the client hears of everything at once.
  base::Violations violations;
};

// The SHA-256 of a message, the same for equal messages whatever the order of their maps.
std::string HashRequest(const google::protobuf::Message& request);

// Checks the common fields and notes every violation: `request_id` (at most 100 visible ASCII
// characters), `effective_date` (a day), `reason` (at most 2,000 characters). A day that is missing
// or none becomes today in Tokyo.
Write CheckWrite(Write write, const base::Clock& clock);

// The common fields of any request of a write method, by their names.
template <typename Request>
Write WriteOf(const Request& request, std::string city, Caller caller, const base::Clock& clock) {
  Write write;
  write.city = std::move(city);
  write.caller = std::move(caller);
  write.request_id = request.request_id();
  if (!write.request_id.empty()) write.request_hash = HashRequest(request);
  write.validate_only = request.validate_only();
  write.effective_date = request.effective_date();
  write.reason = request.reason();
  return CheckWrite(std::move(write), clock);
}

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_WRITE_H_
