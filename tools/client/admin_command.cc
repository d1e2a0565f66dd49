#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct CreateCityArguments {
  std::string id;
  std::string name;
  bool without_forms = false;
};

int RunStatus(Session& session) {
  const auto status = session.connection().Call(session.connection().admin(),
                                                &admin::v1::AdminService::Stub::GetStatus,
                                                admin::v1::GetStatusRequest());
  if (!status.ok()) return session.Fail(status.status());
  const auto language = session.settings().language;
  const auto say = [&](const char* ja, const char* en) { return render::Say(language, ja, en); };
  std::string text = absl::StrCat("mokuhyo ", status->version(), "  ", session.settings().server,
                                  "\n", say("起動", "started"), ": ", status->started_at(), "\n",
                                  say("保存先", "store"), ": ", status->event_store(), "\n");
  if (status->cities().empty()) {
    absl::StrAppend(&text, say("市はまだありません", "no cities yet"), "\n");
    return session.Answer(*status, text);
  }
  render::Table table({{say("市", "City")},
                       {say("名称", "Name")},
                       {say("イベント数", "Events"), render::Align::kRight},
                       {say("最終記録", "Last recorded")},
                       {say("位置", "Position")}});
  for (const auto& city : status->cities()) {
    table.AddRow({city.name(), city.display_name(), absl::StrCat(city.event_count()),
                  city.last_recorded_at(), city.position()});
  }
  text +=
      table.Draw({.width = session.settings().width, .ambiguous = session.settings().ambiguous});
  return session.Answer(*status, text);
}

int RunCreateCity(const CreateCityArguments& arguments, Session& session) {
  admin::v1::CreateCityRequest request;
  request.set_city_id(arguments.id);
  request.set_display_name(arguments.name);
  request.set_without_shipped_forms(arguments.without_forms);
  request.set_request_id(NewRequestId());
  const auto created = session.connection().Call(
      session.connection().admin(), &admin::v1::AdminService::Stub::CreateCity, request);
  if (!created.ok()) return session.Fail(created.status());
  return session.Answer(*created, absl::StrCat("created ", created->result().name(), "\n"));
}

}  // namespace

void AddAdminCommand(CLI::App& app, Action& action) {
  CLI::App* admin = app.add_subcommand("admin", "For operators");
  admin->require_subcommand(1);
  CLI::App* status = admin->add_subcommand("status", "Show the state of the server and its cities");
  status->callback([&action] { action = RunStatus; });

  auto arguments = std::make_shared<CreateCityArguments>();
  CLI::App* create = admin->add_subcommand(
      "create-city", "Create a city with the forms that ship with the product");
  create->add_option("ID", arguments->id, "Lower-case letters, digits and hyphens")->required();
  create->add_option("NAME", arguments->name, "What it is called")->required();
  create->add_flag("--without-forms", arguments->without_forms, "Register no form");
  create->footer("Example:\n  mokuhyo admin create-city niigata 新潟市");
  create->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunCreateCity(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
