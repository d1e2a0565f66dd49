#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/byte_size.h"
#include "tools/client/long_call.h"

namespace mokuhyo::client {
namespace {

using admin::v1::Backup;
using AdminStub = admin::v1::AdminService::Stub;

std::string Cities(const Backup& backup) {
  std::string text;
  for (const auto& city : backup.cities()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", city.city(), " ", city.position());
  }
  return text;
}

std::string Describe(const std::vector<Backup>& backups, const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  render::Table table({{say("番号", "Number"), render::Align::kRight},
                       {say("時刻", "Time")},
                       {say("容量", "Size"), render::Align::kRight},
                       {say("市と最後の位置", "Cities, each with its last position")}});
  for (const Backup& backup : backups) {
    table.AddRow(
        {absl::StrCat(backup.id()), backup.time(), ByteSize(backup.size_bytes()), Cities(backup)});
  }
  return table.Draw({.width = settings.width, .ambiguous = settings.ambiguous});
}

int RunBackup(Session& session) {
  const auto made =
      CallForLong(session, &AdminStub::CreateBackup, admin::v1::CreateBackupRequest());
  if (!made.ok()) return session.Fail(made.status());
  return session.Answer(made->backup(), Describe({made->backup()}, session.settings()));
}

int RunBackups(Session& session) {
  const auto listed = session.connection().Call(
      session.connection().admin(), &AdminStub::ListBackups, admin::v1::ListBackupsRequest());
  if (!listed.ok()) return session.Fail(listed.status());
  if (listed->backups().empty()) {
    return session.Answer(
        *listed, absl::StrCat(render::Say(session.settings().language,
                                          "バックアップはまだありません", "no backups yet"),
                              "\n"));
  }
  return session.Answer(
      *listed, Describe({listed->backups().begin(), listed->backups().end()}, session.settings()));
}

}  // namespace

void AddBackupCommands(CLI::App& admin, Action& action) {
  CLI::App* backup = admin.add_subcommand(
      "backup", "Back the store up into the server's backup directory, while it is in use");
  backup->footer(
      "Files that an earlier backup has are shared with it. The server has to be started with "
      "--backup-dir; stopping this command does not stop the backup.\n"
      "Example:\n"
      "  mokuhyo admin backup");
  backup->callback([&action] { action = RunBackup; });
  CLI::App* backups = admin.add_subcommand("backups", "List the backups, the newest first");
  backups->callback([&action] { action = RunBackups; });
}

}  // namespace mokuhyo::client
