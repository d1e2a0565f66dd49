#ifndef MOKUHYO_LIBS_SERVING_LOG_H_
#define MOKUHYO_LIBS_SERVING_LOG_H_

#include <spdlog/common.h>
#include <spdlog/logger.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

namespace spdlog::details {
class thread_pool;
}

namespace mokuhyo::serving {

// The log of a process: one JSON object a line, `time` (RFC 3339), `level` and `message` first. A
// thread of its own writes; up to 8,192 lines wait for it, then callers do. Thread-safe.
class Log {
 public:
  // What a line says besides, as a JSON object. Text that is not UTF-8 is written with U+FFFD in
  // its place.
  using Fields = nlohmann::ordered_json;

  // Writes lines of `level` (`trace`, `debug`, `info`, `warn`, `err`) and above to `sink`.
  Log(spdlog::sink_ptr sink, spdlog::level::level_enum level);

  // Writes out what waits.
  ~Log();

  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void Debug(std::string_view message, const Fields& fields = Fields::object());
  void Info(std::string_view message, const Fields& fields = Fields::object());
  void Warn(std::string_view message, const Fields& fields = Fields::object());
  void Error(std::string_view message, const Fields& fields = Fields::object());

 private:
  void Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields);

  // The thread that writes; its destruction waits until nothing is left to write.
  std::shared_ptr<spdlog::details::thread_pool> writer_;
  std::shared_ptr<spdlog::logger> logger_;
};

// Where the servers log to.
spdlog::sink_ptr StderrSink();

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOG_H_
