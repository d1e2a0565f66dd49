#include "libs/serving/log.h"

#include <gtest/gtest.h>
#include <prometheus/registry.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/ostream_sink.h>

#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "libs/base/date.h"

namespace mokuhyo::serving {
namespace {

std::vector<nlohmann::ordered_json> Written(spdlog::level::level_enum level,
                                            const std::function<void(Log&)>& write) {
  std::ostringstream out;
  {
    Log log(std::make_shared<spdlog::sinks::ostream_sink_mt>(out), level);
    write(log);
  }
  std::vector<nlohmann::ordered_json> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) {
    lines.push_back(nlohmann::ordered_json::parse(line));
  }
  return lines;
}

TEST(LogTest, WritesAnObjectALine) {
  const auto lines = Written(spdlog::level::info, [](Log& log) {
    log.Info("call", {{"method", "S/M"}, {"ms", 1.5}});
    log.Error("two\nlines \"quoted\" 目標");
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["message"], "call");
  EXPECT_EQ(lines[0]["method"], "S/M");
  EXPECT_EQ(lines[0]["ms"], 1.5);
  EXPECT_TRUE(base::ParseInstant(lines[0]["time"].get<std::string>(), "time").ok()) << lines[0];
  EXPECT_EQ(lines[1]["level"], "error");
  EXPECT_EQ(lines[1]["message"], "two\nlines \"quoted\" 目標");
}

TEST(LogTest, WritesTheTimeToTheMicrosecond) {
  const absl::Time before = absl::Now();
  const auto lines = Written(spdlog::level::info, [](Log& log) {
    log.Info("first");
    log.Info("second");
  });
  ASSERT_EQ(lines.size(), 2u);
  const auto time = [&](size_t line) {
    return *base::ParseInstant(lines[line]["time"].get<std::string>(), "time");
  };
  EXPECT_GE(time(0), absl::FromUnixMicros(absl::ToUnixMicros(before)));
  EXPECT_GE(time(1), time(0));
  EXPECT_LE(time(1), absl::Now());
}

TEST(LogTest, LeavesOutWhatIsBelowTheLevel) {
  const auto lines = Written(spdlog::level::warn, [](Log& log) {
    log.Debug("no");
    log.Info("no");
    log.Warn("yes");
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["level"], "warning");
}

TEST(LogTest, SurvivesIllFormedText) {
  const auto lines = Written(spdlog::level::info, [](Log& log) {
    log.Info("a\xff", {{"k", "b\xfe"}});
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["message"], "a\xef\xbf\xbd");
  EXPECT_EQ(lines[0]["k"], "b\xef\xbf\xbd");
}

// A pipe that nobody reads until the test does.
class StalledSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  absl::Notification read;

 private:
  void sink_it_(const spdlog::details::log_msg&) override { read.WaitForNotification(); }
  void flush_() override {}
};

TEST(LogTest, AStalledSinkHoldsNobodyUp) {
  prometheus::Registry registry;
  const auto sink = std::make_shared<StalledSink>();
  Log log(sink, spdlog::level::info);
  log.CountDropped(registry);
  constexpr int kLines = 20'000;
  for (int i = 0; i < kLines; ++i) log.Info("line");
  const auto families = registry.Collect();
  sink->read.Notify();
  ASSERT_EQ(families.size(), 1u);
  EXPECT_EQ(families[0].name, "mokuhyo_log_lines_dropped_total");
  // So many wait, and the thread may hold as many more.
  constexpr int kMostWait = LogWriter::kMaxWaiting;
  EXPECT_GE(families[0].metric[0].counter.value, kLines - 2 * kMostWait);
  EXPECT_LE(families[0].metric[0].counter.value, kLines - kMostWait);
}

}  // namespace
}  // namespace mokuhyo::serving
