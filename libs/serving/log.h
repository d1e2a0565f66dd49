#ifndef MOKUHYO_LIBS_SERVING_LOG_H_
#define MOKUHYO_LIBS_SERVING_LOG_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <spdlog/common.h>
#include <spdlog/logger.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string_view>

namespace spdlog::details {
class thread_pool;
}

namespace mokuhyo::serving {

// The log of a process: one JSON object a line, `time` (RFC 3339), `level` and `message` first. A
// thread of its own writes; up to 8,192 lines wait for it, then the oldest of them are dropped:
// whoever reads the log slowly, or not at all, holds nobody up but that thread. Thread-safe.
class Log {
 public:
  // What a line says besides, as a JSON object. Text that is not UTF-8 is written with U+FFFD in
  // its place.
  using Fields = nlohmann::ordered_json;

  // Writes lines of `level` (`trace`, `debug`, `info`, `warn`, `err`) and above to `sink`.
  Log(spdlog::sink_ptr sink, spdlog::level::level_enum level);

  // Writes out what waits, however long the sink takes: see ExitWithin.
  ~Log();

  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Counts the lines that are dropped from now on as `mokuhyo_log_lines_dropped_total`. To be
  // called before other threads log, at most once; `registry` must outlive the last line.
  void CountDropped(prometheus::Registry& registry);

  void Debug(std::string_view message, const Fields& fields = Fields::object());
  void Info(std::string_view message, const Fields& fields = Fields::object());
  void Warn(std::string_view message, const Fields& fields = Fields::object());
  void Error(std::string_view message, const Fields& fields = Fields::object());

 private:
  void Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields);

  void UpdateDropped();

  // The thread that writes; its destruction waits until nothing is left to write.
  std::shared_ptr<spdlog::details::thread_pool> writer_;
  std::shared_ptr<spdlog::logger> logger_;

  prometheus::Counter* dropped_ = nullptr;
  std::mutex dropped_mutex_;
  size_t dropped_counted_ = 0;  // Guarded by dropped_mutex_.
};

// Where the servers log to.
spdlog::sink_ptr StderrSink();

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOG_H_
