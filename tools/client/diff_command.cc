#include <memory>

#include "libs/render/comparison_text.h"
#include "tools/client/commands.h"
#include "tools/client/compared_point.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct DiffArguments {
  std::string sheet;
  std::string from;
  std::string to;
};

// What is compared if only the sheet is named: the newest edition, with the sheet as it is.
absl::StatusOr<sheets::v1::SheetPoint> NewestEdition(const std::string& sheet, Session& session) {
  Connection& connection = session.connection();
  sheets::v1::ListEditionsRequest request;
  request.set_parent(sheet);
  request.set_page_size(1);
  const auto editions =
      connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::ListEditions, request);
  if (!editions.ok()) return editions.status();
  if (editions->editions().empty()) {
    return absl::FailedPreconditionError(
        "the sheet has no edition to compare with; say with --from which state is meant, for "
        "example --from time:2023-04-01T00:00:00+09:00");
  }
  sheets::v1::SheetPoint point;
  point.set_edition(editions->editions(0).number());
  return point;
}

int RunDiff(const DiffArguments& arguments, Session& session) {
  Connection& connection = session.connection();
  sheets::v1::CompareSheetRequest request;
  request.set_name(SheetResource(arguments.sheet));
  const auto base =
      arguments.from.empty() ? NewestEdition(request.name(), session) : ParsePoint(arguments.from);
  if (!base.ok()) return session.Fail(base.status());
  *request.mutable_base() = *base;
  if (!arguments.to.empty()) *request.mutable_compared() = *ParsePoint(arguments.to);
  const auto response =
      connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::CompareSheet, request);
  if (!response.ok()) return session.Fail(response.status());
  const Settings& settings = session.settings();
  return session.Answer(*response, render::DrawComparison(
                                       response->comparison(), settings.language,
                                       {.width = settings.width, .ambiguous = settings.ambiguous}));
}

std::string CheckPoint(const std::string& typed) {
  const auto point = ParsePoint(typed);
  return point.ok() ? "" : std::string(point.status().message());
}

}  // namespace

void AddDiffCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<DiffArguments>();
  CLI::App* command = app.add_subcommand(
      "diff", "Tell what differs between two states of a sheet, field by field, and who did it");
  command->add_option("SHEET", arguments->sheet, "The sheet, for example niigata/2022-nishi-somu")
      ->required();
  command
      ->add_option("--from", arguments->from,
                   "The earlier state; default: the newest edition. See below")
      ->check(CLI::Validator(CheckPoint, "STATE"));
  command->add_option("--to", arguments->to, "The later state; default: the sheet as it is now")
      ->check(CLI::Validator(CheckPoint, "STATE"));
  command->footer(
      "A STATE is one of\n"
      "  edition:1                       as it was published (see mokuhyo editions)\n"
      "  time:2023-04-01T00:00:00+09:00  what was known at that instant\n"
      "  position:TOKEN                  right after a write (see sheet --json, events --json)\n"
      "  day:2023-04-01                  only facts whose business date is not later\n"
      "  sheet:niigata/2021-nishi-somu   another sheet, of another year say\n"
      "or some of these with commas between: sheet:niigata/2021-nishi-somu,edition:1.\n"
      "A line `name: before → after` is a change, + was added, - was removed. The line * below it "
      "says when\nit was done (and recorded, if that was another day), by whom, what it was, as "
      "event number # of the city,\nand why. Causes are told for two states of one sheet.\n"
      "Exit status 0 also if there are differences.\n"
      "Examples:\n"
      "  mokuhyo diff niigata/2022-nishi-somu\n"
      "  mokuhyo diff niigata/2022-nishi-somu --from edition:1 --to edition:2\n"
      "  mokuhyo diff niigata/2022-nishi-somu --from time:2022-06-01T00:00:00+09:00 --lang en\n"
      "  mokuhyo diff niigata/2022-nishi-somu --from sheet:niigata/2021-nishi-somu --json");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunDiff(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
