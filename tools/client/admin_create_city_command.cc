#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/client/admin_commands.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct CreateCityArguments {
  std::string id;
  std::string name;
  bool without_forms = false;
};

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

void AddCreateCityCommand(CLI::App& admin, Action& action) {
  auto arguments = std::make_shared<CreateCityArguments>();
  CLI::App* create = admin.add_subcommand(
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
