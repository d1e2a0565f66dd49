#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct PublishArguments {
  std::string sheet;
  std::string etag;
  std::string effective_date;
};

int RunPublish(const PublishArguments& arguments, Session& session) {
  Connection& connection = session.connection();
  evaluations::v1::PublishEditionRequest request;
  request.set_name(SheetResource(arguments.sheet));
  request.set_request_id(NewRequestId());
  request.set_effective_date(arguments.effective_date);
  request.set_etag(arguments.etag);
  if (arguments.etag.empty()) {
    sheets::v1::GetSheetRequest question;
    question.set_name(request.name());
    question.set_view(sheets::v1::SHEET_VIEW_BASIC);
    const auto sheet =
        connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::GetSheet, question);
    if (!sheet.ok()) return session.Fail(sheet.status());
    request.set_etag(sheet->sheet().etag());
  }
  const auto published = connection.Call(
      connection.evaluations(), &evaluations::v1::EvaluationService::Stub::PublishEdition, request);
  if (!published.ok()) return session.Fail(published.status());
  const auto& edition = published->edition();
  return session.Answer(*published,
                        absl::StrCat(request.name(), ": edition ", edition.number(), " of ",
                                     edition.published_on(), "\nsha256 ", edition.digest(), "\n"));
}

}  // namespace

void AddPublishCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<PublishArguments>();
  CLI::App* command = app.add_subcommand("publish", "Publish an edition of a confirmed sheet");
  command->add_option("SHEET", arguments->sheet, "The sheet, for example niigata/2022-nishi-somu")
      ->required();
  command->add_option(
      "--etag", arguments->etag,
      "Etag of the sheet that was reviewed (see sheet --json); default: as it is now");
  command->add_option("--effective-date", arguments->effective_date,
                      "Day of publication, YYYY-MM-DD; default: today in Tokyo");
  command->footer(
      "An edition never changes again; its digest is the SHA-256 of what `export --edition` "
      "prints.\n"
      "Example:\n"
      "  mokuhyo publish niigata/2022-nishi-somu --effective-date 2023-06-30");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunPublish(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
