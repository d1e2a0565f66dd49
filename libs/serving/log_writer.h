#ifndef MOKUHYO_LIBS_SERVING_LOG_WRITER_H_
#define MOKUHYO_LIBS_SERVING_LOG_WRITER_H_

#include <spdlog/common.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace mokuhyo::serving {

// Writes lines to a sink on a thread of its own, together where many come at once: a busy server
// does not change threads for each of them. Up to kMaxWaiting lines wait, then the oldest are
// dropped. Thread-safe.
class LogWriter {
 public:
  static constexpr size_t kMaxWaiting = 8192;

  explicit LogWriter(spdlog::sink_ptr sink);

  // Writes out what waits, however long the sink takes.
  ~LogWriter();

  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Takes a line, without its end, and returns how many were dropped for it. One that is not urgent
  // may be kept for some milliseconds, so that others can join it.
  size_t Add(std::string line, bool urgent);

 private:
  void Run();
  // Waits for lines and takes all there are; none: it is over.
  std::deque<std::string> TakeAll();
  void Write(const std::deque<std::string>& lines);

  const spdlog::sink_ptr sink_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;  // Guarded by mutex_.
  bool hurry_ = false;               // Guarded by mutex_.
  bool closed_ = false;              // Guarded by mutex_.

  // Last, so that it starts when everything else is there.
  std::thread thread_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOG_WRITER_H_
