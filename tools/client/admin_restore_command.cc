#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/rocksdb/restore.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/argument_checks.h"
#include "tools/client/interrupt.h"
#include "tools/client/restore_arguments.h"
#include "tools/client/work_bar.h"

namespace mokuhyo::client {
namespace {

using admin::v1::RestoredStore;

std::string Describe(const RestoredStore& restored, const std::string& data_dir,
                     const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  render::Table table(
      {{say("市", "City")},
       {say("最後の位置", "Last position"), render::Align::kRight},
       {say("除いたイベント", "Left out"), render::Align::kRight},
       {say("再記録した墨消し", "Redactions repeated"), render::Align::kRight},
       {say("バックアップ後の墨消し", "Made after the backup"), render::Align::kRight}});
  for (const auto& city : restored.cities()) {
    table.AddRow({city.city(), absl::StrCat(city.position()),
                  absl::StrCat(city.dropped_event_count()),
                  absl::StrCat(city.repeated_redaction_count()),
                  absl::StrCat(city.later_redaction_count())});
  }
  return absl::StrCat(say("復元しました: ", "restored: "), data_dir,
                      say("（バックアップ ", " (backup "), restored.backup().id(), ", ",
                      restored.backup().time(), say("）", ")"), "\n",
                      say("新しい履歴: ", "new history: "), restored.epoch(), "\n",
                      table.Draw({.width = settings.width, .ambiguous = settings.ambiguous}));
}

int RunRestore(const eventstore::RestoreOptions& options, const std::string& data_dir,
               Session& session) {
  const base::SystemClock clock;
  Interrupt interrupt([] {});
  WorkBar bar(session.err(), isatty(STDERR_FILENO) != 0);
  const auto restored = eventstore::RestoreBackup(options, clock, [&](const auto& progress) {
    bar.Show(progress);
    return !interrupt.Raised();
  });
  bar.Erase();
  if (!restored.ok()) return session.Fail(restored.status());
  return session.Answer(*restored, Describe(*restored, data_dir, session.settings()));
}

}  // namespace

void AddRestoreCommand(CLI::App& admin, Action& action) {
  auto arguments = std::make_shared<RestoreArguments>();
  CLI::App* command = admin.add_subcommand(
      "restore", "Make a data directory from a backup, checked and proved; needs no server");
  command->add_option("--backup-dir", arguments->backup_dir, "Where the backups are")
      ->envname("MOKUHYO_BACKUP_DIR")
      ->check(CheckNotEmpty)
      ->required();
  command->add_option("--backup", arguments->backup, "Number of the backup; default: the newest")
      ->check(CheckFromOne);
  command
      ->add_option("--data-dir", arguments->data_dir,
                   "The server's data directory; must have no `events` in it yet")
      ->check(CheckNotEmpty)
      ->required();
  CLI::Option* positions =
      command
          ->add_option("--to-position", arguments->positions,
                       "CITY=N: the last position of the city to keep; may be given several times")
          ->allow_extra_args(false);
  command
      ->add_option("--to-time", arguments->time,
                   "Keep what was recorded by this instant, RFC 3339, in every city")
      ->check(CheckNotEmpty)
      ->excludes(positions);
  command->footer(
      "Nothing is written over, and nothing stays behind if it fails. The restored store begins a "
      "new history: readers that had read further than it goes are told so.\n"
      "Examples:\n"
      "  mokuhyo admin restore --backup-dir /backup/mokuhyo --data-dir /var/lib/mokuhyo\n"
      "  mokuhyo admin restore --backup-dir /backup/mokuhyo --backup 12 --data-dir "
      "/var/lib/mokuhyo --to-time 2024-04-01T09:00:00+09:00");
  command->callback([arguments, &action] {
    const auto options = RestoreOptionsOf(*arguments);
    if (!options.ok()) throw CLI::ValidationError(std::string(options.status().message()));
    action = [options = *options, data_dir = arguments->data_dir](Session& session) {
      return RunRestore(options, data_dir, session);
    };
  });
}

}  // namespace mokuhyo::client
