#ifndef MOKUHYO_LIBS_SERVING_LOG_H_
#define MOKUHYO_LIBS_SERVING_LOG_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <spdlog/common.h>

#include <string_view>

#include "absl/container/inlined_vector.h"
#include "libs/serving/log_field.h"
#include "libs/serving/log_writer.h"

namespace mokuhyo::serving {

// The log of a process: one JSON object a line, `time` (RFC 3339), `level` and `message` first. A
// thread of its own writes, errors and warnings at once and the rest some milliseconds later; up to
// 8,192 lines wait for it, then the oldest of them are dropped: whoever reads the log slowly, or
// not at all, holds nobody up but that thread. Thread-safe.
class Log {
 public:
  // What a line says besides, in this order. Only what they point to is written, before the call
  // returns.
  using Fields = absl::InlinedVector<LogField, 8>;

  // Writes lines of `level` (`trace`, `debug`, `info`, `warn`, `err`) and above to `sink`.
  Log(spdlog::sink_ptr sink, spdlog::level::level_enum level);

  // Writes out what waits, however long the sink takes: see ExitWithin.
  ~Log() = default;

  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Counts the lines that are dropped from now on as `mokuhyo_log_lines_dropped_total`. To be
  // called before other threads log, at most once; `registry` must outlive the last line.
  void CountDropped(prometheus::Registry& registry);

  void Debug(std::string_view message, const Fields& fields = {});
  void Info(std::string_view message, const Fields& fields = {});
  void Warn(std::string_view message, const Fields& fields = {});
  void Error(std::string_view message, const Fields& fields = {});

 private:
  void Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields);

  const spdlog::level::level_enum level_;
  LogWriter writer_;
  prometheus::Counter* dropped_ = nullptr;
};

// Where the servers log to.
spdlog::sink_ptr StderrSink();

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOG_H_
