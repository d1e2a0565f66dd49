#ifndef MOKUHYO_TOOLS_CLIENT_SESSION_H_
#define MOKUHYO_TOOLS_CLIENT_SESSION_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "tools/client/connection.h"
#include "tools/client/settings.h"

namespace mokuhyo::client {

// What a command works with. Commands return their exit status: 0, or 1 if anything was refused or
// failed.
class Session {
 public:
  // All must outlive the session.
  Session(const Settings& settings, Connection& connection, std::ostream& out, std::ostream& err)
      : settings_(settings), connection_(connection), out_(out), err_(err) {}

  const Settings& settings() const { return settings_; }
  Connection& connection() { return connection_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

  // Says the error on `err` and returns the exit status of a failure.
  int Fail(const absl::Status& status);

  // Prints the answer: as JSON if the settings ask for it, else `text`. Returns the exit status of
  // success.
  int Answer(const google::protobuf::Message& answer, const std::string& text);

 private:
  const Settings& settings_;
  Connection& connection_;
  std::ostream& out_;
  std::ostream& err_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_SESSION_H_
