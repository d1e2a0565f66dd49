#include "libs/serving/shared_work.h"

#include <spdlog/sinks/null_sink.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace mokuhyo::serving {
namespace {

using Source = MessageSource<std::string>;
using Report = SharedWork<std::string>::Report;

// What the source says next; an empty string at its end.
absl::StatusOr<std::string> Next(Source& source) {
  std::string message;
  absl::StatusOr<bool> more = false;
  absl::Notification said;
  source.Next(message, [&](absl::StatusOr<bool> outcome) {
    more = std::move(outcome);
    said.Notify();
  });
  said.WaitForNotification();
  if (!more.ok()) return more.status();
  return *more ? message : "";
}

class SharedWorkTest : public ::testing::Test {
 protected:
  Log log_{std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off};
};

TEST_F(SharedWorkTest, WhoeverAsksMeanwhileJoins) {
  std::atomic<int> begun = 0;
  absl::Notification joined;
  absl::Notification told;
  SharedWork<std::string> work(log_, [&](const Report& report) {
    ++begun;
    joined.WaitForNotification();
    report("half");
    told.WaitForNotification();
    return absl::StatusOr<std::string>("done");
  });
  const auto first = work.StartOrJoin();
  const auto second = work.StartOrJoin();
  joined.Notify();
  EXPECT_EQ(*Next(*first), "half");
  EXPECT_EQ(*Next(*second), "half");
  told.Notify();
  EXPECT_EQ(*Next(*first), "done");
  EXPECT_EQ(*Next(*second), "done");
  EXPECT_EQ(*Next(*second), "");
  EXPECT_EQ(begun, 1);
}

TEST_F(SharedWorkTest, AfterTheEndItStartsAgain) {
  std::atomic<int> begun = 0;
  SharedWork<std::string> work(
      log_, [&](const Report&) { return absl::StatusOr<std::string>(std::to_string(++begun)); });
  EXPECT_EQ(*Next(*work.StartOrJoin()), "1");
  EXPECT_EQ(*Next(*work.StartOrJoin()), "2");
}

TEST_F(SharedWorkTest, ItGoesOnWhenAllLeave) {
  absl::Notification left;
  absl::Notification over;
  SharedWork<std::string> work(log_, [&](const Report& report) {
    left.WaitForNotification();
    EXPECT_TRUE(report("nobody hears this"));
    over.Notify();
    return absl::StatusOr<std::string>("done");
  });
  work.StartOrJoin()->Cancel();
  left.Notify();
  over.WaitForNotification();
}

TEST_F(SharedWorkTest, AFailureIsToldToAll) {
  absl::Notification joined;
  SharedWork<std::string> work(log_, [&](const Report&) {
    joined.WaitForNotification();
    return absl::StatusOr<std::string>(absl::DataLossError("damaged"));
  });
  const auto first = work.StartOrJoin();
  const auto second = work.StartOrJoin();
  joined.Notify();
  EXPECT_EQ(Next(*first).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Next(*second).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SharedWorkTest, AnExceptionIsAnInternalError) {
  SharedWork<std::string> work(log_, [](const Report&) -> absl::StatusOr<std::string> {
    throw std::runtime_error("unexpected");
  });
  EXPECT_EQ(Next(*work.StartOrJoin()).status().code(), absl::StatusCode::kInternal);
}

TEST_F(SharedWorkTest, DestroyingItStopsTheWork) {
  absl::Notification begun;
  bool stopped = false;
  {
    SharedWork<std::string> work(log_, [&](const Report& report) {
      begun.Notify();
      while (report("on")) {
      }
      stopped = true;
      return absl::StatusOr<std::string>(absl::CancelledError("stopped"));
    });
    work.StartOrJoin();
    begun.WaitForNotification();
  }
  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace mokuhyo::serving
