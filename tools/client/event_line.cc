#include "tools/client/event_line.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/render/event_words.h"
#include "libs/render/json_writer.h"
#include "libs/render/printable.h"

namespace mokuhyo::client {
namespace {

// Japan has had no other offset since 1951, so no time zone data are needed.
constexpr int kJapanOffsetSeconds = 9 * 60 * 60;

std::string InJapan(const std::string& recorded_time) {
  const auto time = base::ParseInstant(recorded_time, "recorded_time");
  if (!time.ok()) return recorded_time;
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", *time, absl::FixedTimeZone(kJapanOffsetSeconds));
}

// `sheets/2022-nishi-somu` for `cities/niigata/sheets/2022-nishi-somu`: all events of a feed are of
// one city.
std::string WithinCity(const feed::v1::Event& event) {
  const size_t sheet = event.resource().find("/sheets/");
  return sheet == std::string::npos ? event.stream() : event.resource().substr(sheet + 1);
}

}  // namespace

std::string EventLine(const feed::v1::Event& event, render::Language language) {
  std::vector<std::string> parts = {absl::StrCat(event.number()), InJapan(event.recorded_time()),
                                    render::EventLabel(event.type(), language), WithinCity(event),
                                    event.effective_date()};
  if (!event.actor().empty()) parts.push_back(event.actor());
  if (!event.reason().empty()) parts.push_back(event.reason());
  if (event.origin() == feed::v1::EVENT_ORIGIN_TRANSCRIBED) {
    parts.push_back(render::Say(language, "〔転記〕", "[transcribed]"));
  }
  if (event.redacted()) parts.push_back(render::Say(language, "〔一部削除〕", "[redacted]"));
  return render::PrintableLine(absl::StrJoin(parts, "  "));
}

std::string EventJson(const feed::v1::Event& event) {
  return render::WriteJson(event, {.indent = -1});
}

}  // namespace mokuhyo::client
