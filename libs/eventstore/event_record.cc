#include "libs/eventstore/event_record.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/eventstore/timestamps.h"
#include "libs/proof/content_hash.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::AppendRequest;
using store::v1::RecordedEvent;

// Salts that no event has had yet: to ask for one costs the generator as much as to ask for many.
class Salts {
 public:
  std::string Next() {
    if (next_ == bytes_.size()) Refill();
    unsigned char* const salt = bytes_.data() + next_;
    std::string copy(salt, salt + kSaltBytes);
    // Redaction must leave no second copy.
    OPENSSL_cleanse(salt, kSaltBytes);
    next_ += kSaltBytes;
    return copy;
  }

 private:
  static constexpr size_t kSaltBytes = 16;

  void Refill() {
    // Fails only where the machine has no randomness; a salt that can be guessed protects nobody.
    if (RAND_bytes(bytes_.data(), static_cast<int>(bytes_.size())) != 1) std::abort();
    next_ = 0;
  }

  std::array<unsigned char, 64 * kSaltBytes> bytes_;
  size_t next_ = bytes_.size();
};

std::string NewSalt() {
  thread_local Salts salts;
  return salts.Next();
}

// The parts of an event, each a message of its own: serialized, a message is its fields in the
// order of their numbers, and parsing takes them in any order.
RecordedEvent StampOf(const RecordedEvent& event) {
  RecordedEvent stamp;
  stamp.set_position(event.position());
  stamp.set_revision(event.revision());
  *stamp.mutable_recorded_time() = event.recorded_time();
  stamp.set_append_position(event.append_position());
  return stamp;
}

RecordedEvent HeaderOf(const RecordedEvent& event) {
  RecordedEvent header;
  header.set_stream(event.stream());
  header.set_type(event.type());
  header.set_schema_version(event.schema_version());
  header.set_effective_date(event.effective_date());
  header.set_actor(event.actor());
  header.set_request_id(event.request_id());
  header.set_origin(event.origin());
  header.set_trace_context(event.trace_context());
  header.set_content_hash(event.content_hash());
  return header;
}

RecordedEvent ContentsOf(const RecordedEvent& event) {
  RecordedEvent contents;
  contents.set_reason(event.reason());
  contents.set_payload(event.payload());
  contents.set_salt(event.salt());
  contents.set_redacted(event.redacted());
  return contents;
}

absl::Status Damaged(std::string_view city, uint64_t position, std::string_view problem) {
  return base::DataLoss("EVENT_DAMAGED",
                        absl::StrCat("event ", position, " of city ", std::string(city),
                                     " is damaged: ", std::string(problem)));
}

}  // namespace

void EncodeStamp(const EventStamp& stamp, std::string* bytes) {
  RecordedEvent event;
  event.set_position(stamp.position);
  event.set_revision(stamp.revision);
  *event.mutable_recorded_time() = ToTimestamp(stamp.recorded_time);
  event.set_append_position(stamp.append_position);
  event.SerializeToString(bytes);
}

std::vector<EventBody> TakeEventBodies(AppendRequest& request) {
  std::vector<EventBody> bodies;
  RecordedEvent header;
  header.set_actor(request.actor());
  header.set_request_id(request.request().id());
  header.set_trace_context(request.trace_context());
  for (auto& stream : *request.mutable_streams()) {
    header.set_stream(stream.stream());
    for (auto& event : *stream.mutable_events()) {
      RecordedEvent contents;
      contents.set_reason(std::move(*event.mutable_reason()));
      contents.set_payload(std::move(*event.mutable_payload()));
      SealContents(contents);
      header.set_type(std::move(*event.mutable_type()));
      header.set_schema_version(event.schema_version());
      header.set_effective_date(std::move(*event.mutable_effective_date()));
      header.set_origin(event.origin());
      header.set_content_hash(contents.content_hash());
      contents.clear_content_hash();
      EventBody& body = bodies.emplace_back();
      header.SerializeToString(&body.bytes);
      body.header_size = body.bytes.size();
      contents.AppendToString(&body.bytes);
    }
    stream.clear_events();
  }
  return bodies;
}

void SealContents(RecordedEvent& event) {
  event.set_salt(NewSalt());
  const proof::Hash hash = proof::ContentHash(event.salt(), event.reason(), event.payload());
  event.set_content_hash(hash.data(), hash.size());
}

void Redact(const store::v1::Redaction& redaction, RecordedEvent& event) {
  event.set_reason(redaction.reason());
  event.set_payload(redaction.payload());
  event.clear_salt();
  event.set_redacted(true);
}

absl::Status DecodeEventInto(std::string_view record, std::string_view city, uint64_t position,
                             RecordedEvent& event) {
  if (!event.ParseFromArray(record.data(), static_cast<int>(record.size()))) {
    return Damaged(city, position, "its bytes are not an event");
  }
  if (event.position() != position) {
    return Damaged(city, position, absl::StrCat("it calls itself ", event.position()));
  }
  return absl::OkStatus();
}

absl::StatusOr<RecordedEvent> DecodeEvent(std::string_view record, std::string_view city,
                                          uint64_t position) {
  RecordedEvent event;
  if (auto status = DecodeEventInto(record, city, position, event); !status.ok()) return status;
  return event;
}

std::string EncodeEvent(const RecordedEvent& event) {
  std::string bytes = EncodeLeaf(event);
  ContentsOf(event).AppendToString(&bytes);
  return bytes;
}

std::string EncodeLeaf(const RecordedEvent& event) {
  std::string bytes = StampOf(event).SerializeAsString();
  HeaderOf(event).AppendToString(&bytes);
  return bytes;
}

}  // namespace mokuhyo::eventstore
