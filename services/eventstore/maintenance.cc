#include "services/eventstore/maintenance.h"

#include <set>

#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/backup_manifests.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_records.h"

namespace mokuhyo::services {
namespace {

using admin::v1::CreateBackupResponse;
using admin::v1::VerificationReport;
using admin::v1::VerifyStoreResponse;

// Hands progress of the store on as an answer of the stream.
template <typename Response>
eventstore::StoreOperations::OnProgress Tell(
    const serving::BackgroundWork::Report<Response>& report) {
  return [&report](const admin::v1::Progress& progress) {
    Response response;
    *response.mutable_progress() = progress;
    return report(std::move(response));
  };
}

std::string Message(const absl::Status& status) { return std::string(status.message()); }

}  // namespace

template <typename Response>
Maintenance::Source<Response> Maintenance::Start(serving::BackgroundWork::Work<Response> work) {
  auto source = work_.Start<Response>(std::move(work));
  if (source != nullptr) return source;
  return Running();
}

absl::Status Maintenance::Running() {
  return base::Aborted(
      "MAINTENANCE_RUNNING",
      "a backup, a verification or a redaction is under way; repeat this when it is over");
}

absl::Status Maintenance::RequireDirectory() const {
  if (!backup_dir_.empty()) return absl::OkStatus();
  return base::FailedPrecondition(
      "NO_BACKUP_DIRECTORY", "backup-dir",
      "this server was started without a directory for backups: give it --backup-dir, best on "
      "another disk");
}

Maintenance::Source<CreateBackupResponse> Maintenance::CreateBackup() {
  MOKUHYO_RETURN_IF_ERROR(RequireDirectory());
  return Start<CreateBackupResponse>(
      [this](const auto& report) -> absl::StatusOr<CreateBackupResponse> {
        auto backup = operations_.CreateBackup(backup_dir_, Tell<CreateBackupResponse>(report));
        if (!backup.ok()) {
          log_.Error("no backup was made", {{"error", Message(backup.status())}});
          return backup.status();
        }
        // What is beside the backups is for those made before; this one knows all redactions.
        if (const auto kept = KeepAllRedactions(); !kept.ok()) {
          log_.Error(
              "redactions could not be kept beside the backups: restoring one made before "
              "them would bring back what was removed",
              {{"error", Message(kept)}});
        }
        log_.Info("backup made", {{"id", backup->id()}, {"bytes", backup->size_bytes()}});
        CreateBackupResponse response;
        *response.mutable_backup() = *std::move(backup);
        return response;
      });
}

absl::Status Maintenance::KeepAllRedactions() {
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, eventstore::ListCitiesNow(store_));
  for (const std::string& city : cities.cities()) {
    MOKUHYO_RETURN_IF_ERROR(eventstore::KeepRedactions(store_, city, backup_dir_));
  }
  return absl::OkStatus();
}

absl::StatusOr<admin::v1::RedactEventResponse> Maintenance::RedactEvent(
    absl::FunctionRef<absl::StatusOr<admin::v1::RedactEventResponse>()> redact) {
  absl::StatusOr<admin::v1::RedactEventResponse> response = Running();
  work_.Run([&] { response = redact(); });
  return response;
}

absl::StatusOr<admin::v1::ListBackupsResponse> Maintenance::ListBackups() {
  MOKUHYO_RETURN_IF_ERROR(RequireDirectory());
  MOKUHYO_ASSIGN_OR_RETURN(auto backups, eventstore::ListBackups(backup_dir_));
  admin::v1::ListBackupsResponse response;
  for (auto& backup : backups) *response.add_backups() = std::move(backup);
  return response;
}

Maintenance::Source<VerifyStoreResponse> Maintenance::VerifyStore(
    const admin::v1::VerifyStoreRequest& request) {
  std::string only;
  if (!request.name().empty()) {
    MOKUHYO_ASSIGN_OR_RETURN(const base::CityName name,
                             base::ParseCityName(request.name(), "name"));
    eventstore::CheckpointKeeper::Problems ignored;
    if (!checkpoints_.Cities(ignored).contains(name.city)) {
      return base::NotFound(request.name(), "there is no city \"" + name.city + "\"");
    }
    only = name.city;
  }
  return Start<VerifyStoreResponse>(
      [this, only](const auto& report) -> absl::StatusOr<VerifyStoreResponse> {
        VerifyStoreResponse response;
        MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_report(),
                                 Verify(only, Tell<VerifyStoreResponse>(report)));
        if (!response.report().intact()) log_.Error("the verification found damage");
        return response;
      });
}

absl::StatusOr<VerificationReport> Maintenance::Verify(
    const std::string& only, const eventstore::StoreOperations::OnProgress& on_progress) {
  VerificationReport report;
  eventstore::CheckpointKeeper::Problems problems;
  std::set<std::string> cities = {only};
  if (only.empty()) cities = checkpoints_.Cities(problems);
  problems.push_back(checkpoints_.CheckHistory(problems));
  bool intact = true;
  for (const std::string& city : cities) {
    const auto checkpoints = Checkpoints(city, problems);
    auto found = operations_.Verify(city, checkpoints, on_progress);
    // A store that is too damaged to be opened says so; that is what was asked for.
    if (absl::IsDataLoss(found.status())) {
      report.add_damages(Message(found.status()));
      continue;
    }
    if (!found.ok()) return found.status();
    intact = intact && found->damage_count() == 0;
    *report.add_cities() = *std::move(found);
  }
  // Where a file cannot be read, more than one look may have met it.
  std::set<std::string> told;
  for (const absl::Status& problem : problems) {
    if (problem.ok() || !told.insert(Message(problem)).second) continue;
    report.add_damages(Message(problem));
  }
  report.set_intact(intact && report.damages().empty());
  return report;
}

std::vector<proof::v1::Checkpoint> Maintenance::Checkpoints(
    const std::string& city, eventstore::CheckpointKeeper::Problems& problems) {
  std::vector<proof::v1::Checkpoint> checkpoints;
  const auto all = checkpoints_.FindAll(city, problems);
  if (!all.ok()) {
    problems.push_back(all.status());
    return checkpoints;
  }
  for (const proof::CheckpointNote& checkpoint : *all) checkpoints.push_back(checkpoint.ToProto());
  return checkpoints;
}

}  // namespace mokuhyo::services
