#include "libs/serving/log.h"

#include <prometheus/family.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mokuhyo::serving {
namespace {

constexpr size_t kTypicalLineBytes = 256;
constexpr int64_t kMicrosPerSecond = 1'000'000;

const char* NameOf(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::info:
      return "info";
    case spdlog::level::warn:
      return "warning";
    default:
      return "error";
  }
}

// The time in RFC 3339, with microseconds. Valid until the next call on this thread.
std::string_view TimeNow() {
  // The calendar of a second is worked out once.
  thread_local int64_t second = -1;
  thread_local std::string text;
  const int64_t micros = absl::ToUnixMicros(absl::Now());
  if (micros / kMicrosPerSecond != second) {
    second = micros / kMicrosPerSecond;
    text = absl::FormatTime("%Y-%m-%d%ET%H:%M:%S.000000Z", absl::FromUnixSeconds(second),
                            absl::UTCTimeZone());
  }
  int64_t rest = micros % kMicrosPerSecond;
  for (size_t place = text.size() - 2; text[place] != '.'; --place) {
    text[place] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  return text;
}

}  // namespace

Log::Log(spdlog::sink_ptr sink, spdlog::level::level_enum level)
    : level_(level), writer_(std::move(sink)) {}

void Log::CountDropped(prometheus::Registry& registry) {
  dropped_ = &prometheus::BuildCounter()
                  .Name("mokuhyo_log_lines_dropped_total")
                  .Help("Lines of the log that nobody read in time.")
                  .Register(registry)
                  .Add({});
}

void Log::Debug(std::string_view message, const Fields& fields) {
  Write(spdlog::level::debug, message, fields);
}

void Log::Info(std::string_view message, const Fields& fields) {
  Write(spdlog::level::info, message, fields);
}

void Log::Warn(std::string_view message, const Fields& fields) {
  Write(spdlog::level::warn, message, fields);
}

void Log::Error(std::string_view message, const Fields& fields) {
  Write(spdlog::level::err, message, fields);
}

void Log::Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields) {
  if (level < level_) return;
  std::string line;
  line.reserve(kTypicalLineBytes);
  line = '{';
  LogField("time", TimeNow()).AppendTo(line);
  const auto add = [&line](const LogField& field) {
    line += ',';
    field.AppendTo(line);
  };
  add({"level", NameOf(level)});
  add({"message", message});
  for (const LogField& field : fields) add(field);
  line += '}';
  const size_t dropped = writer_.Add(std::move(line), level >= spdlog::level::warn);
  if (dropped > 0 && dropped_ != nullptr) dropped_->Increment(static_cast<double>(dropped));
}

spdlog::sink_ptr StderrSink() { return std::make_shared<spdlog::sinks::stderr_sink_mt>(); }

}  // namespace mokuhyo::serving
