#include <string>

#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/byte_size.h"

namespace mokuhyo::client {
namespace {

// What a person is told in one of two languages.
class Words {
 public:
  explicit Words(render::Language language) : language_(language) {}
  std::string operator()(const char* ja, const char* en) const {
    return std::string(render::Say(language_, ja, en));
  }

 private:
  const render::Language language_;
};

std::string DescribeState(const admin::v1::GetStatusResponse& status, const Words& say) {
  switch (status.store_state()) {
    case admin::v1::STORE_STATE_SERVING:
      return say("読み書き可", "reads and writes");
    case admin::v1::STORE_STATE_READ_ONLY:
      return absl::StrCat(say("読み取りのみ", "reads only"), ": ", status.store_state_reason());
    case admin::v1::STORE_STATE_DAMAGED:
      return absl::StrCat(say("破損", "damaged"), ": ", status.store_state_reason());
    default:
      return say("不明", "not known");
  }
}

std::string Heading(const admin::v1::GetStatusResponse& status, const std::string& server,
                    const Words& say) {
  std::string text = absl::StrCat("mokuhyo ", status.version(), "  ", server, "\n",
                                  say("起動", "started"), ": ", status.started_at(), "\n",
                                  say("保存先", "store"), ": ", status.event_store(), "\n");
  // A server whose store lies in another process says nothing of what follows.
  if (status.store_state() == admin::v1::STORE_STATE_UNSPECIFIED) return text;
  absl::StrAppend(
      &text, say("状態", "state"), ": ", DescribeState(status, say), "\n", say("使用量", "size"),
      ": ", ByteSize(status.store_bytes()), "  ", say("空き", "free"), ": ",
      ByteSize(status.free_bytes()), "\n", say("履歴", "history"), ": ", status.epoch(), "\n",
      say("チェックポイントの署名", "checkpoints are signed"), ": ",
      status.checkpoint_public_key().empty() ? say("なし", "no") : say("あり", "yes"), "\n");
  return text;
}

std::string DescribeCheckpoint(const admin::v1::CityStatus& city, const Words& say) {
  if (city.checkpoint_size() == 0) return say("なし", "none");
  return absl::StrCat(city.checkpoint_size(), "  ", city.checkpoint_time());
}

std::string DescribeCities(const admin::v1::GetStatusResponse& status, const Settings& settings,
                           const Words& say) {
  if (status.cities().empty()) return say("市はまだありません", "no cities yet") + "\n";
  render::Table table({{say("市", "City")},
                       {say("名称", "Name")},
                       {say("イベント数", "Events"), render::Align::kRight},
                       {say("最終記録", "Last recorded")},
                       {say("位置", "Position")},
                       {say("チェックポイント", "Checkpoint")}});
  for (const auto& city : status.cities()) {
    table.AddRow({city.name(), city.display_name(), absl::StrCat(city.event_count()),
                  city.last_recorded_at(), city.position(), DescribeCheckpoint(city, say)});
    if (city.damaged_from() == 0) continue;
    table.AddSpan(absl::StrCat(city.name(), ": ", say("破損。位置", "DAMAGED from position"), " ",
                               city.damaged_from(), say(" から", "")));
  }
  return table.Draw({.width = settings.width, .ambiguous = settings.ambiguous});
}

int RunStatus(Session& session) {
  const auto status = session.connection().Call(session.connection().admin(),
                                                &admin::v1::AdminService::Stub::GetStatus,
                                                admin::v1::GetStatusRequest());
  if (!status.ok()) return session.Fail(status.status());
  const Words say(session.settings().language);
  return session.Answer(*status, Heading(*status, session.settings().server, say) +
                                     DescribeCities(*status, session.settings(), say));
}

}  // namespace

void AddAdminStatusCommand(CLI::App& admin, Action& action) {
  CLI::App* status = admin.add_subcommand("status", "Show the state of the server and its cities");
  status->callback([&action] { action = RunStatus; });
}

}  // namespace mokuhyo::client
