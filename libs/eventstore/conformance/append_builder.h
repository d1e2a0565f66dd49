#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_APPEND_BUILDER_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_APPEND_BUILDER_H_

#include <cstdint>
#include <string>

#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore::conformance {

store::v1::ExpectedRevision Exactly(uint64_t revision);
store::v1::ExpectedRevision NoStream();
store::v1::ExpectedRevision Exists();
store::v1::ExpectedRevision Any();

store::v1::RequestKey Key(const std::string& id);

// Puts an AppendRequest together for a test: everything that is required is filled in.
class AppendBuilder {
 public:
  explicit AppendBuilder(const std::string& city);

  // `count` events, whose payloads are "{stream} {n}" with n from 0 over the whole request.
  AppendBuilder& To(const std::string& stream, const store::v1::ExpectedRevision& expected,
                    int count = 1);
  AppendBuilder& Check(const std::string& stream, const store::v1::ExpectedRevision& expected);
  // The key Key(id) with a hash made of `body`.
  AppendBuilder& As(const std::string& id, char body, const std::string& answer = "");

  // Redacts an earlier event, and tells of it in the stream `redactions`.
  AppendBuilder& Redact(uint64_t position, const std::string& reason, const std::string& payload);

  // For what the builder has no word for.
  store::v1::AppendRequest& Request() { return request_; }
  operator store::v1::AppendRequest() const { return request_; }  // NOLINT: reads like the request.

 private:
  store::v1::AppendRequest request_;
  int events_ = 0;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_APPEND_BUILDER_H_
