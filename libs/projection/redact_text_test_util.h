#ifndef MOKUHYO_LIBS_PROJECTION_REDACT_TEXT_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_REDACT_TEXT_TEST_UTIL_H_

#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "libs/application/redaction.h"
#include "libs/eventstore/conformance/fake_store_operations.h"

namespace mokuhyo::projection {

// Removes a text from an event of the city `test`, as the actor `operator`.
inline void RedactText(eventstore::EventStore& store, application::CityFolds& folds,
                       const base::Clock& clock, uint64_t position, const std::string& text,
                       const std::string& reason = "請求第3号") {
  admin::v1::RedactEventRequest request;
  request.set_parent("cities/test");
  request.set_position(position);
  request.add_texts(text);
  request.set_reason(reason);
  eventstore::conformance::FakeStoreOperations operations(store);
  const auto redacted =
      application::Redactions(store, operations, folds, clock, "")
          .Redact(request, {"operator", "mokuhyo.admin.v1.AdminService/RedactEvent", ""});
  EXPECT_TRUE(redacted.ok()) << redacted.status();
}

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_REDACT_TEXT_TEST_UTIL_H_
