#include "libs/projection/log_basis.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_stream.h"

namespace mokuhyo::projection {

absl::StatusOr<LogBasis> FindBasis(eventstore::EventStore& log, const std::string& city) {
  store::v1::GetStreamRevisionRequest request;
  request.set_city(city);
  request.set_stream(std::string(eventstore::kRedactionStream));
  const auto redactions = eventstore::GetStreamRevisionNow(log, std::move(request));
  if (redactions.ok()) return LogBasis{redactions->epoch(), redactions->redaction_count()};
  // Of a log that is damaged, what is whole is there to be read.
  if (!absl::IsDataLoss(redactions.status())) return redactions.status();
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, FindHead(log, city));
  return LogBasis{head.epoch(), std::nullopt};
}

absl::StatusOr<store::v1::GetHeadResponse> FindHead(eventstore::EventStore& log,
                                                    const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return eventstore::GetHeadNow(log, std::move(request));
}

}  // namespace mokuhyo::projection
