#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/byte_size.h"
#include "tools/client/long_call.h"

namespace mokuhyo::client {
namespace {

using admin::v1::ListProjectionsResponse;
using admin::v1::Projection;
using admin::v1::RebuildProjectionsResponse;
using Stub = admin::v1::ProjectionService::Stub;

std::string Heading(const Projection& projection, const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  const std::string size = projection.size_bytes() == 0 ? std::string(say("メモリ内", "in memory"))
                                                        : ByteSize(projection.size_bytes());
  return absl::StrCat(projection.name(), "  ", say("世代", "generation"), " ",
                      projection.generation(), "  ", say("規則の版", "rules"), " ",
                      projection.schema_version(), "  ", say("作成開始", "begun"), " ",
                      projection.built_time(), "  ", size,
                      projection.rebuilding() ? say("  作り直し中", "  being rebuilt") : "", "\n");
}

std::string Describe(const ListProjectionsResponse& response, const Settings& settings) {
  std::string text;
  for (const Projection& projection : response.projections()) {
    render::Table table(
        {{std::string(render::Say(settings.language, "市", "City"))},
         {std::string(render::Say(settings.language, "位置", "Position"))},
         {std::string(render::Say(settings.language, "残りのイベント", "Events behind")),
          render::Align::kRight}});
    for (const auto& checkpoint : projection.checkpoints()) {
      table.AddRow(
          {checkpoint.city(), checkpoint.position(), absl::StrCat(checkpoint.events_behind())});
    }
    absl::StrAppend(&text, Heading(projection, settings),
                    table.Draw({.width = settings.width, .ambiguous = settings.ambiguous}));
  }
  return text;
}

int RunList(Servers::Process process, Session& session) {
  const auto listed =
      session.connection().Call(session.connection().projections(process), &Stub::ListProjections,
                                admin::v1::ListProjectionsRequest());
  if (!listed.ok()) return session.Fail(listed.status());
  return session.Answer(*listed, Describe(*listed, session.settings()));
}

// What the bar shows; nothing for the last answer.
std::optional<admin::v1::Progress> ProgressOf(const RebuildProjectionsResponse& response) {
  if (response.generation() != 0) return std::nullopt;
  admin::v1::Progress progress;
  progress.set_stage(response.city());
  progress.set_done(response.events_done());
  progress.set_total(response.events_total());
  progress.set_unit("events");
  return progress;
}

// How much of it an earlier rebuild had done.
std::string Resumed(const RebuildProjectionsResponse& response, const Settings& settings) {
  if (response.events_resumed() == 0) return "";
  return absl::StrCat(render::Say(settings.language, "  中断した作り直しから引き継いだイベント: ",
                                  "  of these, taken over from a rebuild that was interrupted: "),
                      response.events_resumed());
}

int RunRebuild(Servers::Process process, Session& session) {
  const auto rebuilt =
      CallForLong(session, session.connection().projections(process), &Stub::RebuildProjections,
                  admin::v1::RebuildProjectionsRequest(), ProgressOf);
  if (!rebuilt.ok()) return session.Fail(rebuilt.status());
  const std::string text =
      absl::StrCat(render::Say(session.settings().language,
                               "作り直しました。イベント: ", "rebuilt from events: "),
                   rebuilt->events_done(),
                   render::Say(session.settings().language, "  世代: ", "  generation: "),
                   rebuilt->generation(), Resumed(*rebuilt, session.settings()), "\n");
  return session.Answer(*rebuilt, text);
}

// Adds `--process` to a command: whose derived data it is about.
std::shared_ptr<Servers::Process> AddProcess(CLI::App& command) {
  auto process = std::make_shared<Servers::Process>(Servers::Process::kSheets);
  std::map<std::string, Servers::Process> names;
  for (const auto each :
       {Servers::Process::kSheets, Servers::Process::kEvaluations, Servers::Process::kIndicators}) {
    names.emplace(Servers::NameOf(each), each);
  }
  command
      .add_option("--process", *process,
                  "Where the services have processes of their own: whose derived data, as in "
                  "--server; default sheets")
      ->transform(CLI::CheckedTransformer(names).description("sheets|evaluations|indicators"));
  return process;
}

}  // namespace

void AddProjectionCommands(CLI::App& admin, Action& action) {
  CLI::App* list = admin.add_subcommand(
      "projections", "Show what is derived from the log and kept, and how far it has got");
  const auto listed = AddProcess(*list);
  list->footer(
      "A server reads on as questions need it: being behind is no fault.\n"
      "Example:\n"
      "  mokuhyo admin projections");
  list->callback([listed, &action] {
    action = [listed](Session& session) { return RunList(*listed, session); };
  });
  CLI::App* rebuild = admin.add_subcommand(
      "rebuild-projections", "Throw away what is derived from the log and derive it anew");
  const auto rebuilt = AddProcess(*rebuild);
  rebuild->footer(
      "Reads and writes go on meanwhile. Stopping this command does not stop the work; calling it "
      "again joins it. A rebuild that the end of the server interrupted goes on where it was.\n"
      "Example:\n"
      "  mokuhyo admin rebuild-projections");
  rebuild->callback([rebuilt, &action] {
    action = [rebuilt](Session& session) { return RunRebuild(*rebuilt, session); };
  });
}

}  // namespace mokuhyo::client
