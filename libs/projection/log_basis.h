#ifndef MOKUHYO_LIBS_PROJECTION_LOG_BASIS_H_
#define MOKUHYO_LIBS_PROJECTION_LOG_BASIS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::projection {

// What a city's log is, as far as anything derived from it depends on that: data that were derived
// under another basis are of no use.
struct LogBasis {
  // The history (GetHeadResponse.epoch).
  std::string epoch;
  // How many redactions there were. Absent: not known, because the log is damaged; such a log takes
  // no redactions.
  std::optional<uint64_t> redaction_count;

  friend bool operator==(const LogBasis&, const LogBasis&) = default;
};

// Both wait for the log; errors are its own.
absl::StatusOr<LogBasis> FindBasis(eventstore::EventStore& log, const std::string& city);
absl::StatusOr<store::v1::GetHeadResponse> FindHead(eventstore::EventStore& log,
                                                    const std::string& city);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_LOG_BASIS_H_
