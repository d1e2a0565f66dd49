#include "tools/client/servers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/errors.h"

namespace mokuhyo::client {
namespace {

using Process = Servers::Process;

constexpr char kField[] = "--server";

struct Name {
  Process process;
  std::string_view text;
};

constexpr std::array<Name, 5> kNames = {{{Process::kGoals, "goals"},
                                         {Process::kIndicators, "indicators"},
                                         {Process::kEvaluations, "evaluations"},
                                         {Process::kSheets, "sheets"},
                                         {Process::kAdmin, "admin"}}};

absl::Status Bad(std::string_view problem) {
  return base::InvalidArgument(
      kField, "BAD_SERVER",
      absl::StrCat(std::string(problem),
                   "; give HOST:PORT of a server that has all services, or a list such as "
                   "goals=HOST:PORT,indicators=…,evaluations=…,sheets=…,admin=…"));
}

}  // namespace

std::string_view Servers::NameOf(Process process) {
  return std::find_if(kNames.begin(), kNames.end(),
                      [&](const Name& name) { return name.process == process; })
      ->text;
}

absl::StatusOr<Servers> Servers::Parse(std::string_view text) {
  Servers servers;
  for (const std::string& entry :
       static_cast<std::vector<std::string>>(absl::StrSplit(std::string(text), ','))) {
    const size_t equals = entry.find('=');
    const std::string address = equals == std::string::npos ? entry : entry.substr(equals + 1);
    if (address.empty()) return Bad(absl::StrCat("\"", entry, "\" has no address"));
    if (equals == std::string::npos) {
      if (!servers.other_.empty()) {
        return Bad(absl::StrCat(servers.other_, " and ", address, " both stand without a name"));
      }
      servers.other_ = address;
      continue;
    }
    const std::string given = entry.substr(0, equals);
    const auto name = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const Name& known) { return known.text == given; });
    if (name == kNames.end()) return Bad(absl::StrCat("there is no service \"", given, "\""));
    if (!servers.addresses_.emplace(name->process, address).second) {
      return Bad(absl::StrCat(given, " is given twice"));
    }
  }
  return servers;
}

absl::StatusOr<std::string> Servers::AddressOf(Process process) const {
  const auto found = addresses_.find(process);
  if (found != addresses_.end()) return found->second;
  if (!other_.empty()) return other_;
  const std::string name(NameOf(process));
  return base::InvalidArgument(kField, "NO_SERVER",
                               absl::StrCat("names no server for what this command asks of \"",
                                            name, "\"; add ", name, "=HOST:PORT to the list"));
}

}  // namespace mokuhyo::client
