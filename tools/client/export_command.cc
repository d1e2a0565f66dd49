#include <unistd.h>

#include <map>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/output_file.h"

namespace mokuhyo::client {
namespace {

using sheets::v1::ExportFormat;
using sheets::v1::ExportSheetRequest;

struct ExportArguments {
  std::string sheet;
  ExportFormat format = sheets::v1::EXPORT_FORMAT_UNSPECIFIED;
  std::string output;
  uint32_t edition = 0;
  std::string as_of;
  bool ids = false;
};

absl::StatusOr<std::string> ReadDocument(const ExportSheetRequest& request, Session& session) {
  Connection& connection = session.connection();
  const auto context = connection.NewContext();
  const auto reader = connection.sheets().ExportSheet(context.get(), request);
  std::string document;
  bool redacted = false;
  for (sheets::v1::ExportSheetResponse response; reader->Read(&response);) {
    document += response.chunk();
    redacted = response.redacted();
  }
  const absl::Status status = connection.Explain(reader->Finish());
  if (!status.ok()) return status;
  if (redacted) {
    session.err() << "mokuhyo: "
                  << render::Say(
                         session.settings().language,
                         "この版は公表後に墨消しされました。ダイジェストは公表時の文書のものです",
                         "personal data were removed from this edition after its "
                         "publication; its digest is that of the published document")
                  << std::endl;
  }
  return document;
}

// A workbook is no text: a terminal would take its bytes for commands.
bool WouldFloodTerminal(const ExportArguments& arguments) {
  return arguments.format == sheets::v1::EXPORT_FORMAT_XLSX && arguments.output.empty() &&
         isatty(STDOUT_FILENO) == 1;
}

int RunExport(const ExportArguments& arguments, Session& session) {
  if (WouldFloodTerminal(arguments)) {
    return session.Fail(absl::InvalidArgumentError(
        "a workbook cannot be shown on a terminal; name a file for it with -o"));
  }
  ExportSheetRequest request;
  request.set_name(SheetResource(arguments.sheet));
  request.set_format(arguments.format);
  request.set_include_ids(arguments.ids);
  request.set_edition(arguments.edition);
  request.set_as_of_time(arguments.as_of);
  request.set_language(session.settings().language == render::Language::kEnglish
                           ? common::v1::LANGUAGE_EN
                           : common::v1::LANGUAGE_JA);
  const auto document = ReadDocument(request, session);
  if (!document.ok()) return session.Fail(document.status());
  if (arguments.output.empty()) {
    session.out() << *document << std::flush;
    return 0;
  }
  const absl::Status written = WriteOutputFile(arguments.output, *document);
  return written.ok() ? 0 : session.Fail(written);
}

}  // namespace

void AddExportCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand("export", "Print a sheet as a document");
  command->add_option("SHEET", arguments->sheet, "The sheet, for example niigata/2022-nishi-somu")
      ->required();
  const std::map<std::string, ExportFormat> formats = {
      {"json", sheets::v1::EXPORT_FORMAT_JSON},
      {"canonical-json", sheets::v1::EXPORT_FORMAT_CANONICAL_JSON},
      {"html", sheets::v1::EXPORT_FORMAT_HTML},
      {"xlsx", sheets::v1::EXPORT_FORMAT_XLSX},
      {"csv", sheets::v1::EXPORT_FORMAT_CSV}};
  command
      ->add_option(
          "--format", arguments->format,
          "json (readable; the default), canonical-json (RFC 8785: the bytes of editions; their "
          "default), html (a page), xlsx (a workbook) or csv (a row for each indicator); the last "
          "three in the language of --lang")
      ->transform(
          CLI::CheckedTransformer(formats).description("json|canonical-json|html|xlsx|csv"));
  command->add_option("-o,--output", arguments->output,
                      "Write to this file instead of standard output");
  command
      ->add_option("--edition", arguments->edition,
                   "This published edition, from 1: exactly its bytes, or a document for people "
                   "made from them")
      ->check(CheckFromOne);
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->add_flag("--ids", arguments->ids, "With the ids of goals and indicators");
  command->footer(
      "Examples:\n"
      "  mokuhyo export niigata/2022-nishi-somu --format json -o somu.json\n"
      "  mokuhyo export niigata/2022-nishi-somu --edition 1 | sha256sum\n"
      "  mokuhyo export niigata/2022-nishi-somu --edition 1 --format xlsx -o somu.xlsx\n"
      "  mokuhyo export niigata/2022-nishi-somu --as-of 2023-04-01T00:00:00+09:00");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunExport(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
