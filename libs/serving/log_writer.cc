#include "libs/serving/log_writer.h"

#include <spdlog/sinks/sink.h>

#include <chrono>
#include <exception>
#include <utility>

namespace mokuhyo::serving {
namespace {

// How long the first of several lines waits for the others.
constexpr std::chrono::milliseconds kGathering(5);

}  // namespace

LogWriter::LogWriter(spdlog::sink_ptr sink)
    : sink_(std::move(sink)), thread_([this] {
        sink_->set_pattern("%v");
        Run();
      }) {}

LogWriter::~LogWriter() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

size_t LogWriter::Add(std::string line, bool urgent) {
  size_t dropped = 0;
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = waiting_.empty() || (urgent && !hurry_);
    hurry_ = hurry_ || urgent;
    if (waiting_.size() >= kMaxWaiting) {
      waiting_.pop_front();
      dropped = 1;
    }
    waiting_.push_back(std::move(line));
  }
  if (wake) changed_.notify_one();
  return dropped;
}

void LogWriter::Run() {
  while (true) {
    const std::deque<std::string> lines = TakeAll();
    if (lines.empty()) return;
    Write(lines);
  }
}

std::deque<std::string> LogWriter::TakeAll() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  changed_.wait_for(lock, kGathering, [this] { return closed_ || hurry_; });
  hurry_ = false;
  return std::exchange(waiting_, {});
}

void LogWriter::Write(const std::deque<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    // The sink ends the last one.
    if (!text.empty()) text += '\n';
    text += line;
  }
  try {
    sink_->log(spdlog::details::log_msg("", spdlog::level::info, text));
    sink_->flush();
  } catch (const std::exception&) {
    // There is no place left to say so.
  }
}

}  // namespace mokuhyo::serving
