#include "libs/eventstore/redaction_records.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/eventstore/timestamps.h"
#include "libs/proof/durable_file.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::eventstore {
namespace {

using admin::v1::RedactionRecord;
using store::v1::RecordedEvent;

// Several times the largest event.
constexpr size_t kMaxRecordBytes = size_t{64} << 20;

std::string RecordDirectory(const std::string& directory) { return directory + "/redactions"; }

std::string PathOf(const std::string& directory, const RedactionRecord& record) {
  return absl::StrCat(RecordDirectory(directory), "/", record.city(), "/",
                      record.redaction().position(), "-", base::HexEncode(record.content_hash()),
                      ".json");
}

absl::Status Failed(const std::string& message) {
  return base::Unavailable("BACKUP_DIRECTORY", message);
}

absl::Status Damaged(const std::string& path) {
  return base::DataLoss("BACKUP_DAMAGED",
                        absl::StrCat(path, " is not the record of a redaction that belongs there; ",
                                     "put it back from a copy: without it, a restored backup "
                                     "could hold what was removed"));
}

// NOT_FOUND if there is none.
absl::StatusOr<RedactionRecord> Read(const std::string& path) {
  const auto bytes = proof::ReadWhole(path, kMaxRecordBytes);
  if (absl::IsNotFound(bytes.status())) return bytes.status();
  if (absl::IsDataLoss(bytes.status())) return Damaged(path);
  if (!bytes.ok()) return Failed(std::string(bytes.status().message()));
  RedactionRecord record;
  if (!google::protobuf::util::JsonStringToMessage(*bytes, &record).ok()) return Damaged(path);
  return record;
}

absl::Status Write(const std::string& path, const RedactionRecord& record) {
  const auto there = Read(path);
  if (there.ok() && !IsLater(record.told(), there->told())) return absl::OkStatus();
  if (!there.ok() && !absl::IsNotFound(there.status())) return there.status();
  std::string bytes;
  if (!google::protobuf::util::MessageToJsonString(record, &bytes).ok()) {
    return base::Internal("STORE_DEFECT", "the record of a redaction cannot be written as JSON");
  }
  const auto status = proof::WriteDurably(path, bytes);
  return status.ok() ? status : Failed(std::string(status.message()));
}

// The event that tells of the last redaction of each that was redacted, by its position.
absl::StatusOr<std::map<uint64_t, RecordedEvent>> ReadTold(EventStore& store,
                                                           const std::string& city) {
  std::map<uint64_t, RecordedEvent> last;
  store::v1::ReadStreamRequest request;
  request.set_city(city);
  request.set_stream(std::string(kRedactionStream));
  while (true) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto page, ReadStreamNow(store, request));
    for (const auto& event : page.events()) {
      events::v1::EventRedacted redacted;
      if (event.type() != redacted.GetTypeName()) continue;
      if (redacted.ParseFromString(event.payload())) last[redacted.position()] = event;
    }
    if (page.end_of_stream()) return last;
    request.set_from_revision(page.next_revision());
  }
}

}  // namespace

bool IsLater(const RecordedEvent& told, const RecordedEvent& than) {
  const auto time = FromTimestamp(told.recorded_time());
  const auto other = FromTimestamp(than.recorded_time());
  // Within a history times may be the same, but not positions.
  return time != other ? time > other : told.position() > than.position();
}

absl::StatusOr<RecordedEvent> FindEvent(EventStore& store, const std::string& city,
                                        uint64_t position) {
  store::v1::ReadCityRequest request;
  request.set_city(city);
  request.set_from_position(position);
  request.set_max_events(1);
  MOKUHYO_ASSIGN_OR_RETURN(auto page, ReadCityNow(store, std::move(request)));
  if (page.events().empty()) {
    return base::DataLoss("EVENT_MISSING", absl::StrCat("there is no event at position ", position,
                                                        " of city ", city));
  }
  return std::move(*page.mutable_events(0));
}

absl::Status KeepRedactions(EventStore& store, const std::string& city,
                            const std::string& directory) {
  MOKUHYO_ASSIGN_OR_RETURN(auto redactions, ReadTold(store, city));
  for (auto& [position, told] : redactions) {
    MOKUHYO_ASSIGN_OR_RETURN(RecordedEvent event, FindEvent(store, city, position));
    RedactionRecord record;
    record.set_city(city);
    record.set_content_hash(event.content_hash());
    record.mutable_redaction()->set_position(position);
    record.mutable_redaction()->set_reason(event.reason());
    record.mutable_redaction()->set_payload(event.payload());
    *record.mutable_told() = std::move(told);
    MOKUHYO_RETURN_IF_ERROR(Write(PathOf(directory, record), record));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RedactionRecord>> ReadRedactionRecords(const std::string& directory) {
  std::vector<RedactionRecord> records;
  std::error_code error;
  auto file = std::filesystem::recursive_directory_iterator(RecordDirectory(directory), error);
  if (error == std::errc::no_such_file_or_directory) return records;
  for (; !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
    // Other names are directories and what writing one was cut off at.
    if (file->path().extension() != ".json") continue;
    const std::string path = file->path().string();
    MOKUHYO_ASSIGN_OR_RETURN(RedactionRecord record, Read(path));
    if (std::filesystem::path(PathOf(directory, record)).lexically_normal() !=
        file->path().lexically_normal()) {
      return Damaged(path);
    }
    records.push_back(std::move(record));
  }
  if (error) return Failed(absl::StrCat("cannot read ", directory, ": ", error.message()));
  return records;
}

}  // namespace mokuhyo::eventstore
