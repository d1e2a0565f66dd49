#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/render/language.h"
#include "tools/client/admin_commands.h"
#include "tools/client/argument_checks.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct RedactArguments {
  std::string city;
  uint64_t position = 0;
  std::vector<std::string> texts;
  std::string reason;
  bool dry_run = false;
};

int RunRedact(const RedactArguments& arguments, Session& session) {
  admin::v1::RedactEventRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_position(arguments.position);
  for (const std::string& text : arguments.texts) request.add_texts(text);
  request.set_reason(arguments.reason);
  request.set_validate_only(arguments.dry_run);
  const auto redacted = session.connection().Call(
      session.connection().admin(), &admin::v1::AdminService::Stub::RedactEvent, request);
  if (!redacted.ok()) return session.Fail(redacted.status());
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(session.settings().language, ja, en);
  };
  const char* done = arguments.dry_run ? say("墨消しの対象: ", "would be blacked out: ")
                                       : say("墨消しした箇所: ", "blacked out: ");
  return session.Answer(*redacted, absl::StrCat(done, redacted->place_count(), "\n"));
}

}  // namespace

void AddRedactCommand(CLI::App& admin, Action& action) {
  auto arguments = std::make_shared<RedactArguments>();
  CLI::App* command =
      admin.add_subcommand("redact", "Remove personal data from an event, for good");
  command->add_option("--city", arguments->city, "The city, for example niigata")->required();
  command->add_option("--position", arguments->position, "Position of the event, from 1")
      ->check(CheckFromOne)
      ->required();
  command
      ->add_option("--text", arguments->texts,
                   "What to black out, letter for letter; may be given several times")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--reason", arguments->reason,
                   "The legal ground, the number of the application; it stays in the record")
      ->required();
  command->add_flag("--dry-run", arguments->dry_run, "Count the places, change nothing");
  command->footer(
      "The text is removed from this event, from everything derived from it and from the disk; "
      "proofs stay valid. It may stand in other events (`mokuhyo events` shows them). Backups made "
      "before hold it: make a new one and delete those. Restoring one from the server's backup "
      "directory removes it again.\n"
      "Example:\n"
      "  mokuhyo admin redact --city niigata --position 1203 --text '山田太郎' --reason "
      "'個人情報開示請求 令和5年第3号' --dry-run");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunRedact(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
