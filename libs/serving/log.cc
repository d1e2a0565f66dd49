#include "libs/serving/log.h"

#include <prometheus/family.h>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/date.h"

namespace mokuhyo::serving {
namespace {

constexpr size_t kMaxWaitingLines = 8192;

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

}  // namespace

Log::Log(spdlog::sink_ptr sink, spdlog::level::level_enum level)
    : writer_(std::make_shared<spdlog::details::thread_pool>(kMaxWaitingLines, 1)),
      logger_(std::make_shared<spdlog::async_logger>(
          "mokuhyo", std::move(sink), writer_, spdlog::async_overflow_policy::overrun_oldest)) {
  logger_->set_level(level);
  logger_->set_pattern("%v");
}

Log::~Log() = default;

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
  if (!logger_->should_log(level)) return;
  Fields line = {
      {"time", base::FormatInstant(absl::Now())}, {"level", NameOf(level)}, {"message", message}};
  line.update(fields);
  constexpr int kOneLine = -1;
  logger_->log(level, line.dump(kOneLine, ' ', false, Fields::error_handler_t::replace));
  if (dropped_ != nullptr) UpdateDropped();
}

void Log::UpdateDropped() {
  const std::lock_guard lock(dropped_mutex_);
  const size_t dropped = writer_->overrun_counter();
  dropped_->Increment(static_cast<double>(dropped - dropped_counted_));
  dropped_counted_ = dropped;
}

spdlog::sink_ptr StderrSink() { return std::make_shared<spdlog::sinks::stderr_sink_mt>(); }

}  // namespace mokuhyo::serving
