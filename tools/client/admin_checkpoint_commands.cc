#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using AdminStub = admin::v1::AdminService::Stub;

int RunCheckpoint(const std::string& city, Session& session) {
  admin::v1::CreateCheckpointRequest request;
  request.set_parent(CityResource(city));
  const auto made = session.connection().Call(session.connection().admin(),
                                              &AdminStub::CreateCheckpoint, request);
  if (!made.ok()) return session.Fail(made.status());
  return session.Answer(*made, made->checkpoint().note());
}

int RunCheckpoints(const std::string& city, Session& session) {
  admin::v1::ListCheckpointsRequest request;
  request.set_parent(CityResource(city));
  const auto listed = CallForAllPages<AdminStub, admin::v1::ListCheckpointsRequest,
                                      admin::v1::ListCheckpointsResponse>(
      session.connection(), session.connection().admin(), &AdminStub::ListCheckpoints, request);
  if (!listed.ok()) return session.Fail(listed.status());
  const auto language = session.settings().language;
  const auto say = [&](const char* ja, const char* en) { return render::Say(language, ja, en); };
  if (listed->checkpoints().empty()) {
    return session.Answer(
        *listed, absl::StrCat(say("チェックポイントはまだありません", "no checkpoints yet"), "\n"));
  }
  render::Table table({{say("イベント数", "Events"), render::Align::kRight},
                       {say("時刻", "Time")},
                       {say("根", "Root")}});
  for (const auto& checkpoint : listed->checkpoints()) {
    table.AddRow({absl::StrCat(checkpoint.size()), checkpoint.time(),
                  absl::BytesToHexString(checkpoint.root_hash())});
  }
  return session.Answer(*listed, table.Draw({.width = session.settings().width,
                                             .ambiguous = session.settings().ambiguous}));
}

void Add(CLI::App& admin, const char* name, const char* description, const char* footer,
         int (*run)(const std::string&, Session&), Action& action) {
  auto city = std::make_shared<std::string>();
  CLI::App* command = admin.add_subcommand(name, description);
  command->add_option("--city", *city, "The city, for example niigata")->required();
  command->footer(footer);
  command->callback([city, run, &action] {
    action = [city, run](Session& session) { return run(*city, session); };
  });
}

}  // namespace

void AddCheckpointCommands(CLI::App& admin, Action& action) {
  Add(admin, "checkpoint", "Make a signed checkpoint of a city's log as it is now and print it",
      "What is printed is a signed note: size, root hash and time of the log. Whoever keeps it can "
      "prove later whether the log still begins with what it was.\n"
      "Example:\n"
      "  mokuhyo admin checkpoint --city niigata | tee niigata.checkpoint",
      RunCheckpoint, action);
  Add(admin, "checkpoints", "List the checkpoints of a city, the newest first",
      "Example:\n"
      "  mokuhyo admin checkpoints --city niigata",
      RunCheckpoints, action);
}

}  // namespace mokuhyo::client
