#include "services/eventstore/store_keeping.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::services {
namespace {

std::string Message(const absl::Status& status) { return std::string(status.message()); }

std::vector<std::string> CheckpointDirectories(const Flags& flags) {
  std::vector<std::string> directories = {flags.data_dir + "/checkpoints"};
  if (!flags.checkpoint_dir.empty()) directories.push_back(flags.checkpoint_dir);
  return directories;
}

eventstore::PeriodicCheckpoints::Options PeriodicOptions(const Flags& flags, serving::Log& log) {
  return {
      .interval = std::chrono::seconds(flags.checkpoint_interval_seconds),
      .event_types = {events::v1::EditionPublished::descriptor()->full_name()},
      .on_made =
          [&log](const proof::CheckpointNote& made) {
            log.Debug("checkpoint made", {{"city", made.city}, {"size", made.size}});
          },
      .on_failed =
          [&log](const std::string& city, const absl::Status& status) {
            log.Error("no checkpoint could be made", {{"city", city}, {"error", Message(status)}});
          }};
}

}  // namespace

absl::StatusOr<std::unique_ptr<StoreKeeping>> StoreKeeping::Start(
    eventstore::EventStore& store, eventstore::StoreOperations* operations,
    const base::Clock& clock, serving::Log& log, const Flags& flags) {
  if (operations == nullptr) return nullptr;
  std::optional<proof::SigningKey> key;
  if (!flags.signing_key.empty()) {
    MOKUHYO_ASSIGN_OR_RETURN(key, proof::SigningKey::Read(flags.signing_key));
  }
  return std::unique_ptr<StoreKeeping>(
      new StoreKeeping(store, *operations, clock, log, flags, std::move(key)));
}

StoreKeeping::StoreKeeping(eventstore::EventStore& store, eventstore::StoreOperations& operations,
                           const base::Clock& clock, serving::Log& log, const Flags& flags,
                           std::optional<proof::SigningKey> key)
    : operations_(operations),
      clock_(clock),
      files_(CheckpointDirectories(flags)),
      keeper_(store, operations, clock, files_, std::move(key)),
      guarded_(store, FindDamage(log)),
      periodic_(guarded_, keeper_, PeriodicOptions(flags, log)),
      maintenance_(operations, keeper_, log, flags.backup_dir) {}

eventstore::DamagedLogs StoreKeeping::FindDamage(serving::Log& log) {
  eventstore::CheckpointKeeper::StartReport report = keeper_.CheckAtStart();
  for (const absl::Status& status : report.unchecked) {
    log.Error("a log could not be compared with its checkpoints", {{"error", Message(status)}});
  }
  for (const auto& [city, damaged] : report.damaged) {
    log.Error("a log is damaged and takes no writes",
              {{"city", city}, {"error", Message(damaged.status)}});
  }
  return std::move(report.damaged);
}

}  // namespace mokuhyo::services
