#include "libs/eventstore/default_limits.h"

namespace mokuhyo::eventstore {

store::v1::Limits DefaultLimits() {
  constexpr uint64_t kMebibyte = 1 << 20;
  store::v1::Limits limits;
  limits.set_max_append_events(10'000);
  limits.set_max_append_streams(1'000);
  limits.set_max_append_bytes(4 * kMebibyte);
  limits.set_max_event_bytes(2 * kMebibyte);
  limits.set_max_city_name_bytes(64);
  limits.set_max_stream_name_bytes(256);
  limits.set_max_request_key_part_bytes(256);
  limits.set_max_page_events(1'000);
  limits.set_max_page_bytes(4 * kMebibyte);
  limits.set_max_page_scanned_events(10'000);
  limits.set_max_filter_terms(200);
  limits.set_max_append_redactions(16);
  return limits;
}

}  // namespace mokuhyo::eventstore
