#ifndef MOKUHYO_TOOLS_CLIENT_IMPORTER_H_
#define MOKUHYO_TOOLS_CLIENT_IMPORTER_H_

#include <string>

#include "absl/status/statusor.h"
#include "mokuhyo/imports/v1/import_service.pb.h"
#include "tools/client/connection.h"
#include "tools/client/input_file.h"

namespace mokuhyo::client {

// How files are imported.
struct ImportOptions {
  bool revise = false;   // Sheets that are there already are changed to what the file says.
  bool dry_run = false;  // Everything is checked, nothing is stored.
  std::string opened_on = "2000-04-01";  // First day of the units that are opened.
  std::string reason;                    // Why, for revisions.
  // Business dates of goals, and of results and evaluation; empty: as the document says.
  std::string goals_date;
  std::string results_date;
};

// Sends files to a server so that each takes effect once, however often it is sent and wherever an
// earlier attempt was killed. Not thread-safe.
class Importer {
 public:
  // Both must outlive the importer.
  Importer(Connection& connection, const ImportOptions& options)
      : connection_(connection), options_(options) {}

  // Imports one file and says in a few words what became of it, for example
  // `created cities/niigata/sheets/2022-nishi-somu (4 goals)`. Returns what the server refuses, and
  // ALREADY_EXISTS for a city or unit that is there with other properties.
  absl::StatusOr<std::string> Import(const InputFile& file);

 private:
  absl::StatusOr<std::string> ImportSheet(const InputFile& file);
  absl::StatusOr<std::string> ImportOrgUnits(const InputFile& file);
  absl::StatusOr<imports::v1::ImportSheetResponse> Send(const InputFile& file,
                                                        const std::string& request_id,
                                                        bool dry_run);
  // Each answers whether something was created.
  absl::StatusOr<bool> CreateCity(const admin::v1::CreateCityRequest& request);
  absl::StatusOr<bool> OpenUnit(const organization::v1::OpenOrgUnitRequest& request);

  Connection& connection_;
  const ImportOptions& options_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_IMPORTER_H_
