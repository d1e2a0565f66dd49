#include "tools/client/importer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "tools/client/names.h"
#include "tools/client/org_units_plan.h"

namespace mokuhyo::client {
namespace {

using imports::v1::ImportSheetResponse;

std::string DescribeOutcome(const ImportSheetResponse& response) {
  const char* verb = response.outcome() == imports::v1::IMPORT_OUTCOME_CREATED   ? "created"
                     : response.outcome() == imports::v1::IMPORT_OUTCOME_REVISED ? "revised"
                                                                                 : "unchanged";
  const auto goals =
      std::count_if(response.changes().begin(), response.changes().end(),
                    [](const auto& change) { return change.command() == "CreateGoal"; });
  std::string text = absl::StrCat(verb, " ", response.result().name());
  if (response.outcome() == imports::v1::IMPORT_OUTCOME_CREATED) {
    absl::StrAppend(&text, " (", goals, goals == 1 ? " goal)" : " goals)");
  } else if (response.changes_size() > 0) {
    absl::StrAppend(&text, " (", response.changes_size(),
                    response.changes_size() == 1 ? " change)" : " changes)");
  }
  return response.result().validated_only() ? "would be " + text : text;
}

}  // namespace

absl::StatusOr<std::string> Importer::Import(const InputFile& file) {
  return file.kind == InputFile::Kind::kOrgUnits ? ImportOrgUnits(file) : ImportSheet(file);
}

absl::StatusOr<ImportSheetResponse> Importer::Send(const InputFile& file,
                                                   const std::string& request_id, bool dry_run) {
  imports::v1::ImportSheetRequest request;
  request.set_document_json(file.bytes);
  request.set_revise(options_.revise);
  request.set_validate_only(dry_run);
  request.set_reason(options_.reason);
  request.set_goals_effective_date(options_.goals_date);
  request.set_results_effective_date(options_.results_date);
  if (!dry_run) request.set_request_id(request_id);
  return connection_.Call(connection_.imports(), &imports::v1::ImportService::Stub::ImportSheet,
                          request);
}

absl::StatusOr<std::string> Importer::ImportSheet(const InputFile& file) {
  // All that the server compares when an id comes back.
  std::string contents = options_.revise ? "revise" : "import";
  if (!options_.goals_date.empty() || !options_.results_date.empty())
    absl::StrAppend(&contents, " ", options_.goals_date, " ", options_.results_date);
  absl::StrAppend(&contents, "\n", options_.reason, "\n", file.bytes);
  const std::string id = "import-" + base::HexEncode(base::Sha256(contents));
  MOKUHYO_ASSIGN_OR_RETURN(auto response, Send(file, id, options_.dry_run));
  if (!response.result().replayed()) return DescribeOutcome(response);

  // These contents were taken before. The sheet may have been changed since, back and forth even:
  // whether the file still says what is there is a new question, and if not, sending it is a new
  // request.
  MOKUHYO_ASSIGN_OR_RETURN(auto now, Send(file, "", true));
  if (now.outcome() != imports::v1::IMPORT_OUTCOME_UNCHANGED) {
    MOKUHYO_ASSIGN_OR_RETURN(now, Send(file, NewRequestId(), false));
  }
  now.mutable_result()->set_validated_only(false);
  return DescribeOutcome(now);
}

absl::StatusOr<std::string> Importer::ImportOrgUnits(const InputFile& file) {
  MOKUHYO_ASSIGN_OR_RETURN(const OrgUnitsPlan plan, PlanOrgUnits(file.bytes, options_.opened_on));
  const size_t total = plan.cities.size() + plan.units.size();
  if (options_.dry_run) {
    return absl::StrCat("would be sent: ", plan.cities.size(), " cities and ", plan.units.size(),
                        " units");
  }
  size_t cities = 0;
  size_t units = 0;
  for (const auto& request : plan.cities) {
    MOKUHYO_ASSIGN_OR_RETURN(const bool created, CreateCity(request));
    cities += created ? 1 : 0;
  }
  for (const auto& request : plan.units) {
    MOKUHYO_ASSIGN_OR_RETURN(const bool created, OpenUnit(request));
    units += created ? 1 : 0;
  }
  if (cities + units == 0)
    return absl::StrCat("unchanged (all ", total, " cities and units are there)");
  return absl::StrCat("created ", cities, " cities and ", units, " units (", total - cities - units,
                      " were there)");
}

absl::StatusOr<bool> Importer::CreateCity(const admin::v1::CreateCityRequest& request) {
  const auto created =
      connection_.Call(connection_.admin(), &admin::v1::AdminService::Stub::CreateCity, request);
  if (created.ok()) return !created->result().replayed();
  if (created.status().code() != absl::StatusCode::kAlreadyExists) return created.status();

  MOKUHYO_ASSIGN_OR_RETURN(
      const auto status,
      connection_.Call(connection_.admin(), &admin::v1::AdminService::Stub::GetStatus,
                       admin::v1::GetStatusRequest()));
  const std::string name = base::FormatCityName({request.city_id()});
  for (const auto& city : status.cities()) {
    if (city.name() == name && city.display_name() == request.display_name()) return false;
  }
  return created.status();
}

absl::StatusOr<bool> Importer::OpenUnit(const organization::v1::OpenOrgUnitRequest& request) {
  const auto opened =
      connection_.Call(connection_.organization(),
                       &organization::v1::OrganizationService::Stub::OpenOrgUnit, request);
  if (opened.ok()) return !opened->result().replayed();
  if (opened.status().code() != absl::StatusCode::kAlreadyExists) return opened.status();

  organization::v1::GetOrgUnitRequest question;
  question.set_name(absl::StrCat(request.parent(), "/orgUnits/", request.org_unit_id()));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto there,
      connection_.Call(connection_.organization(),
                       &organization::v1::OrganizationService::Stub::GetOrgUnit, question));
  const auto& unit = there.org_unit();
  if (unit.display_name() == request.org_unit().display_name() &&
      unit.kind() == request.org_unit().kind() &&
      unit.parent_unit() == request.org_unit().parent_unit()) {
    return false;
  }
  return absl::AlreadyExistsError(absl::StrCat(unit.name(), " is there already, as ",
                                               unit.display_name(), " under `", unit.parent_unit(),
                                               "`; rename or move it instead"));
}

}  // namespace mokuhyo::client
