#include "services/eventstore/store_keeping.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "libs/application/city_folds.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/proof/durable_file.h"
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

// Says which logs the store itself found damaged.
void LogUnreadable(eventstore::EventStore& store, serving::Log& log) {
  const auto cities = eventstore::ListCitiesNow(store);
  if (!cities.ok()) return;
  for (const std::string& city : cities->cities()) {
    store::v1::GetHeadRequest request;
    request.set_city(city);
    const auto head = eventstore::GetHeadNow(store, std::move(request));
    if (!head.ok() || !head->has_damaged_from()) continue;
    // Where a stream ends is among what is lost, and the answer says why.
    store::v1::GetStreamRevisionRequest end;
    end.set_city(city);
    end.set_stream(std::string(application::kCityStream));
    const auto lost = eventstore::GetStreamRevisionNow(store, std::move(end));
    log.Error("a log cannot be read to its end and takes no writes",
              {{"city", city}, {"error", Message(lost.status())}});
  }
}

// A directory that is not there to be written is better found now than when it is needed.
void LogUnwritable(const Flags& flags, serving::Log& log) {
  for (const std::string& directory : {flags.checkpoint_dir, flags.backup_dir}) {
    if (directory.empty()) continue;
    if (const auto status = proof::CheckWritable(directory); !status.ok()) {
      log.Error("a directory for operators cannot be written",
                {{"directory", directory}, {"error", Message(status)}});
    }
  }
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
  std::vector<proof::VerifyingKey> trusted;
  for (const std::string& file : flags.trusted_keys) {
    MOKUHYO_ASSIGN_OR_RETURN(proof::VerifyingKey one, proof::VerifyingKey::Read(file));
    trusted.push_back(std::move(one));
  }
  LogUnwritable(flags, log);
  return std::unique_ptr<StoreKeeping>(
      new StoreKeeping(store, *operations, clock, log, flags, std::move(key), std::move(trusted)));
}

StoreKeeping::StoreKeeping(eventstore::EventStore& store, eventstore::StoreOperations& operations,
                           const base::Clock& clock, serving::Log& log, const Flags& flags,
                           std::optional<proof::SigningKey> key,
                           std::vector<proof::VerifyingKey> trusted)
    : operations_(operations),
      clock_(clock),
      files_(CheckpointDirectories(flags)),
      keeper_(store, operations, clock, files_, std::move(key), std::move(trusted)),
      found_(FindDamage(store, log)),
      guarded_(store, found_.damaged, found_.refusal),
      periodic_(guarded_, keeper_, PeriodicOptions(flags, log)),
      maintenance_(guarded_, operations, keeper_, log, flags.backup_dir) {}

eventstore::CheckpointKeeper::StartReport StoreKeeping::FindDamage(eventstore::EventStore& store,
                                                                   serving::Log& log) {
  LogUnreadable(store, log);
  eventstore::CheckpointKeeper::StartReport report = keeper_.CheckAtStart();
  for (const absl::Status& status : report.unchecked) {
    log.Error("checkpoints could not be looked at", {{"error", Message(status)}});
  }
  for (const auto& [city, damaged] : report.damaged) {
    log.Error("a log is damaged and takes no writes",
              {{"city", city}, {"error", Message(damaged.status)}});
  }
  return report;
}

}  // namespace mokuhyo::services
