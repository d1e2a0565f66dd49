#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/render/printable.h"
#include "libs/render/table.h"
#include "tools/client/admin_commands.h"
#include "tools/client/long_call.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

using admin::v1::CityVerification;
using admin::v1::VerificationReport;

std::string DescribeDamage(const VerificationReport& report, const Settings& settings) {
  std::string text;
  for (const std::string& damage : report.damages()) {
    absl::StrAppend(&text, render::PrintableLine(damage), "\n");
  }
  for (const CityVerification& city : report.cities()) {
    for (const auto& damage : city.damages()) {
      absl::StrAppend(&text, city.name(), " ", damage.position(), ": ",
                      render::PrintableLine(damage.description()), "\n");
    }
    const auto told = static_cast<uint64_t>(city.damages_size());
    if (city.damage_count() <= told) continue;
    absl::StrAppend(&text, city.name(), ": ",
                    render::Say(settings.language, "ほかの破損の数: ", "more damages: "),
                    city.damage_count() - told, "\n");
  }
  return text;
}

std::string Describe(const VerificationReport& report, const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  render::Table table({{say("市", "City")},
                       {say("正しいイベント", "Events proved"), render::Align::kRight},
                       {say("チェックポイント", "Checkpoints"), render::Align::kRight},
                       {say("墨消し", "Redacted"), render::Align::kRight},
                       {say("最初の破損", "First damage"), render::Align::kRight}});
  for (const CityVerification& city : report.cities()) {
    table.AddRow({city.name(), absl::StrCat(city.verified_event_count()),
                  absl::StrCat(city.verified_checkpoint_count()),
                  absl::StrCat(city.redacted_event_count()),
                  city.damage_count() == 0 ? "-" : absl::StrCat(city.first_damaged_position())});
  }
  return absl::StrCat(
      table.Draw({.width = settings.width, .ambiguous = settings.ambiguous}),
      DescribeDamage(report, settings),
      report.intact() ? say("異常なし", "intact") : say("破損しています", "DAMAGED"), "\n");
}

int RunVerify(const std::string& city, Session& session) {
  admin::v1::VerifyStoreRequest request;
  if (!city.empty()) request.set_name(CityResource(city));
  const auto verified = CallForLong(session, &admin::v1::AdminService::Stub::VerifyStore, request);
  if (!verified.ok()) return session.Fail(verified.status());
  const VerificationReport& report = verified->report();
  const int answered = session.Answer(report, Describe(report, session.settings()));
  return report.intact() ? answered : 1;
}

}  // namespace

void AddVerifyCommand(CLI::App& admin, Action& action) {
  auto city = std::make_shared<std::string>();
  CLI::App* command = admin.add_subcommand(
      "verify", "Read every event and prove it against the checkpoints there are");
  command->add_option("--city", *city, "Only this city, for example niigata");
  command->footer(
      "Exit status 1 if anything is damaged.\n"
      "Example:\n"
      "  mokuhyo admin verify --city niigata");
  command->callback(
      [city, &action] { action = [city](Session& session) { return RunVerify(*city, session); }; });
}

}  // namespace mokuhyo::client
