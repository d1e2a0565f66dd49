#ifndef MOKUHYO_TOOLS_CLIENT_SERVERS_H_
#define MOKUHYO_TOOLS_CLIENT_SERVERS_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mokuhyo::client {

// Where the services are, as `--server` says it: `HOST:PORT` of a server that has all of them, or a
// comma-separated list of `NAME=HOST:PORT`, one for each process. An address without a name in such
// a list is for every service that is not named.
class Servers {
 public:
  // A process of mokuhyo: `goals` has GoalService, OrganizationService and ImportService; `sheets`
  // SheetService and EventService; the others what they are called.
  enum class Process { kGoals, kIndicators, kEvaluations, kSheets, kAdmin };

  // What the process is called in such a list.
  static std::string_view NameOf(Process process);

  // Returns INVALID_ARGUMENT with reason BAD_SERVER saying what is wrong with `text`.
  static absl::StatusOr<Servers> Parse(std::string_view text);

  // Returns INVALID_ARGUMENT with reason NO_SERVER if none was given.
  absl::StatusOr<std::string> AddressOf(Process process) const;

 private:
  std::map<Process, std::string> addresses_;
  // For those that are not in `addresses_`; empty: there is none.
  std::string other_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_SERVERS_H_
