#include "libs/eventstore/validation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "libs/base/errors.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/proof/content_hash.h"
#include "mokuhyo/events/v1/city_event.pb.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::AppendRequest;
using store::v1::ExpectedRevision;
using store::v1::Limits;
using store::v1::NewEvent;
using store::v1::RequestKey;

constexpr size_t kMaxTypeBytes = 256;
constexpr size_t kMaxActorBytes = 256;
constexpr size_t kMaxTraceContextBytes = 256;
constexpr size_t kRequestHashBytes = 32;

absl::Status Malformed(std::string_view field, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(field), " ", std::string(problem)));
}

absl::Status TooLarge(std::string_view field, uint64_t actual, uint64_t limit) {
  // Its parts are not those of the client's request, so no field of that is named.
  return base::OutOfRange(
      "", "TOO_LARGE", absl::StrCat(std::string(field), " has ", actual, ", the limit is ", limit));
}

bool IsVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

absl::Status ValidateName(std::string_view field, std::string_view name, uint64_t max_bytes) {
  if (name.empty()) return Malformed(field, "is empty");
  if (name.size() > max_bytes)
    return TooLarge(absl::StrCat(std::string(field), " in bytes"), name.size(), max_bytes);
  if (!IsVisibleAscii(name)) return Malformed(field, "has other than printable ASCII characters");
  return absl::OkStatus();
}

// Length of the well-formed UTF-8 sequence (RFC 3629) that `text` begins with, or 0.
size_t Utf8SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                        : lead >= 0xE0 && lead <= 0xEF ? 3
                        : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                       : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and what lies above U+10FFFF.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return length;
}

// protobuf writes ill-formed strings but refuses to read them: such an event would be lost for
// ever.
bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = Utf8SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// "YYYY-MM-DD", a day that exists.
bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int number[3] = {0, 0, 0};
  size_t part = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return false;
    number[part] = number[part] * 10 + (text[i] - '0');
  }
  const absl::CivilDay day(number[0], number[1], number[2]);
  return day.year() == number[0] && day.month() == number[1] && day.day() == number[2];
}

absl::Status ValidateEvent(const std::string& field, const NewEvent& event, const Limits& limits) {
  const size_t bytes = event.ByteSizeLong();
  if (bytes > limits.max_event_bytes()) {
    return TooLarge(absl::StrCat(field, " in bytes"), bytes, limits.max_event_bytes());
  }
  if (auto status = ValidateName(absl::StrCat(field, ".type"), event.type(), kMaxTypeBytes);
      !status.ok()) {
    return status;
  }
  if (event.schema_version() == 0) {
    return Malformed(absl::StrCat(field, ".schema_version"), "is not set");
  }
  if (!IsDate(event.effective_date())) {
    return Malformed(absl::StrCat(field, ".effective_date"), "is not a date YYYY-MM-DD");
  }
  if (!IsUtf8(event.reason())) return Malformed(absl::StrCat(field, ".reason"), "is not UTF-8");
  if (event.origin() != store::v1::ORIGIN_OPERATED &&
      event.origin() != store::v1::ORIGIN_TRANSCRIBED) {
    return Malformed(absl::StrCat(field, ".origin"), "is not set");
  }
  return absl::OkStatus();
}

absl::Status ValidateTarget(const std::string& field, const std::string& stream,
                            const ExpectedRevision& expected, const Limits& limits,
                            absl::flat_hash_set<std::string>& seen) {
  if (auto status =
          ValidateName(absl::StrCat(field, ".stream"), stream, limits.max_stream_name_bytes());
      !status.ok()) {
    return status;
  }
  if (!seen.insert(stream).second) {
    return Malformed(absl::StrCat(field, ".stream"), absl::StrCat("names ", stream, " twice"));
  }
  if (expected.kind_case() == ExpectedRevision::KIND_NOT_SET) {
    return Malformed(absl::StrCat(field, ".expected"), "is not set");
  }
  return absl::OkStatus();
}

absl::Status ValidateTargets(const AppendRequest& request, const Limits& limits) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.streams_size(); ++i) {
    const auto& stream = request.streams(i);
    const std::string field = absl::StrCat("streams[", i, "]");
    if (auto status = ValidateTarget(field, stream.stream(), stream.expected(), limits, seen);
        !status.ok()) {
      return status;
    }
    if (stream.events().empty()) return Malformed(absl::StrCat(field, ".events"), "is empty");
    for (int j = 0; j < stream.events_size(); ++j) {
      if (auto status =
              ValidateEvent(absl::StrCat(field, ".events[", j, "]"), stream.events(j), limits);
          !status.ok()) {
        return status;
      }
    }
  }
  for (int i = 0; i < request.checks_size(); ++i) {
    const auto& check = request.checks(i);
    if (auto status = ValidateTarget(absl::StrCat("checks[", i, "]"), check.stream(),
                                     check.expected(), limits, seen);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

// What the events of an append tell of redactions: position -> hash of what is left.
absl::flat_hash_map<uint64_t, std::string> ToldRedactions(const AppendRequest& request) {
  absl::flat_hash_map<uint64_t, std::string> told;
  for (const auto& stream : request.streams()) {
    if (stream.stream() != kRedactionStream) continue;
    for (const auto& event : stream.events()) {
      events::v1::EventRedacted redacted;
      if (event.type() == redacted.GetTypeName() && redacted.ParseFromString(event.payload())) {
        told[redacted.position()] = redacted.remainder_hash();
      }
    }
  }
  return told;
}

// Nothing is redacted in secret, and nothing said to be redacted that is not.
absl::Status ValidateRedactions(const AppendRequest& request, const Limits& limits) {
  const auto count = static_cast<uint64_t>(request.redactions_size());
  if (count > limits.max_append_redactions()) {
    return TooLarge("redactions", count, limits.max_append_redactions());
  }
  auto told = ToldRedactions(request);
  for (int i = 0; i < request.redactions_size(); ++i) {
    const auto& redaction = request.redactions(i);
    const std::string field = absl::StrCat("redactions[", i, "]");
    const uint64_t bytes = redaction.ByteSizeLong();
    if (bytes > limits.max_event_bytes()) {
      return TooLarge(absl::StrCat(field, " in bytes"), bytes, limits.max_event_bytes());
    }
    if (!IsUtf8(redaction.reason())) {
      return Malformed(absl::StrCat(field, ".reason"), "is not UTF-8");
    }
    const auto event = told.extract(redaction.position());
    const auto hash = proof::ContentHash({}, redaction.reason(), redaction.payload());
    if (event.empty() || event.mapped() != proof::View(hash)) {
      return Malformed(field, absl::StrCat("is not what an event in the stream ",
                                           std::string(kRedactionStream), " tells"));
    }
  }
  if (told.empty()) return absl::OkStatus();
  return Malformed("redactions", absl::StrCat("has nothing for position ", told.begin()->first));
}

absl::Status ValidateSize(const AppendRequest& request, const Limits& limits) {
  const size_t bytes = request.ByteSizeLong();
  if (bytes > limits.max_append_bytes()) {
    return TooLarge("request in bytes", bytes, limits.max_append_bytes());
  }
  const auto targets = static_cast<uint64_t>(request.streams_size() + request.checks_size());
  if (targets > limits.max_append_streams()) {
    return TooLarge("streams and checks", targets, limits.max_append_streams());
  }
  uint64_t events = 0;
  for (const auto& stream : request.streams()) {
    events += static_cast<uint64_t>(stream.events_size());
  }
  if (events > limits.max_append_events()) {
    return TooLarge("events", events, limits.max_append_events());
  }
  return absl::OkStatus();
}

absl::Status ValidateTerms(std::string_view field,
                           const google::protobuf::RepeatedPtrField<std::string>& terms,
                           uint64_t max_bytes) {
  for (int i = 0; i < terms.size(); ++i) {
    if (auto status =
            ValidateName(absl::StrCat(std::string(field), "[", i, "]"), terms[i], max_bytes);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateFilter(const google::protobuf::RepeatedPtrField<std::string>& stream_prefixes,
                            const google::protobuf::RepeatedPtrField<std::string>& types,
                            const Limits& limits) {
  const auto terms = static_cast<uint64_t>(stream_prefixes.size() + types.size());
  if (terms > limits.max_filter_terms()) {
    return TooLarge("filter in stream prefixes and types", terms, limits.max_filter_terms());
  }
  if (auto status =
          ValidateTerms("stream_prefixes", stream_prefixes, limits.max_stream_name_bytes());
      !status.ok()) {
    return status;
  }
  return ValidateTerms("types", types, kMaxTypeBytes);
}

}  // namespace

absl::Status ValidateAppend(const AppendRequest& request, const Limits& limits) {
  if (auto status = ValidateSize(request, limits); !status.ok()) return status;
  if (auto status = ValidateCity(request.city(), limits); !status.ok()) return status;
  if (request.actor().empty() && !request.streams().empty()) {
    return Malformed("actor", "is empty");
  }
  if (request.actor().size() > kMaxActorBytes) {
    return TooLarge("actor in bytes", request.actor().size(), kMaxActorBytes);
  }
  if (!IsUtf8(request.actor())) return Malformed("actor", "is not UTF-8");
  if (request.trace_context().size() > kMaxTraceContextBytes) {
    return TooLarge("trace_context in bytes", request.trace_context().size(),
                    kMaxTraceContextBytes);
  }
  if (!IsVisibleAscii(request.trace_context())) {
    return Malformed("trace_context", "has other than printable ASCII characters");
  }
  if (request.has_request()) {
    if (auto status = ValidateRequestKey(request.request(), limits); !status.ok()) return status;
    if (request.request_hash().size() != kRequestHashBytes) {
      return Malformed("request_hash", "is not 32 bytes");
    }
  } else if (!request.request_hash().empty()) {
    return Malformed("request_hash", "stands without request");
  }
  if (auto status = ValidateRedactions(request, limits); !status.ok()) return status;
  return ValidateTargets(request, limits);
}

absl::Status ValidateRequestKey(const RequestKey& key, const Limits& limits) {
  const uint64_t max_bytes = limits.max_request_key_part_bytes();
  if (auto status = ValidateName("request.caller", key.caller(), max_bytes); !status.ok()) {
    return status;
  }
  if (auto status = ValidateName("request.method", key.method(), max_bytes); !status.ok()) {
    return status;
  }
  return ValidateName("request.id", key.id(), max_bytes);
}

absl::Status ValidateCity(std::string_view city, const Limits& limits) {
  return ValidateName("city", city, limits.max_city_name_bytes());
}

absl::Status ValidateStream(std::string_view stream, const Limits& limits) {
  return ValidateName("stream", stream, limits.max_stream_name_bytes());
}

absl::Status Validate(const store::v1::FindRequestRequest& request, const Limits& limits) {
  if (auto status = ValidateCity(request.city(), limits); !status.ok()) return status;
  return ValidateRequestKey(request.request(), limits);
}

absl::Status Validate(const store::v1::ReadStreamRequest& request, const Limits& limits) {
  if (auto status = ValidateCity(request.city(), limits); !status.ok()) return status;
  if (auto status = ValidateStream(request.stream(), limits); !status.ok()) return status;
  return ValidateFilter({}, request.types(), limits);
}

absl::Status Validate(const store::v1::ReadCityRequest& request, const Limits& limits) {
  if (auto status = ValidateCity(request.city(), limits); !status.ok()) return status;
  return ValidateFilter(request.stream_prefixes(), request.types(), limits);
}

absl::Status Validate(const store::v1::GetHeadRequest& request, const Limits& limits) {
  return ValidateCity(request.city(), limits);
}

absl::Status Validate(const store::v1::GetStreamRevisionRequest& request, const Limits& limits) {
  if (auto status = ValidateCity(request.city(), limits); !status.ok()) return status;
  return ValidateStream(request.stream(), limits);
}

}  // namespace mokuhyo::eventstore
