#include "libs/serving/background_work.h"

#include <spdlog/sinks/null_sink.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mokuhyo::serving {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Source = MessageSource<std::string>;
using Report = BackgroundWork::Report<std::string>;

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

class BackgroundWorkTest : public ::testing::Test {
 protected:
  Log log_{std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off};
};

TEST_F(BackgroundWorkTest, SaysProgressAndThenTheResult) {
  BackgroundWork background(log_);
  absl::Notification heard;
  const auto source = background.Start<std::string>([&](const Report& report) {
    EXPECT_TRUE(report("half"));
    heard.WaitForNotification();
    return absl::StatusOr<std::string>("done");
  });
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(*Next(*source), "half");
  heard.Notify();
  EXPECT_EQ(*Next(*source), "done");
  EXPECT_EQ(*Next(*source), "");
}

TEST_F(BackgroundWorkTest, ASlowReaderHearsTheNewestOnly) {
  BackgroundWork background(log_);
  absl::Notification said;
  absl::Notification heard;
  const auto source = background.Start<std::string>([&](const Report& report) {
    for (const char* progress : {"1", "2", "3"}) report(progress);
    said.Notify();
    heard.WaitForNotification();
    return absl::StatusOr<std::string>("done");
  });
  said.WaitForNotification();
  EXPECT_EQ(*Next(*source), "3");
  heard.Notify();
  EXPECT_EQ(*Next(*source), "done");
}

TEST_F(BackgroundWorkTest, AFailureIsTheEnd) {
  BackgroundWork background(log_);
  const auto source = background.Start<std::string>(
      [](const Report&) { return absl::StatusOr<std::string>(absl::DataLossError("damaged")); });
  EXPECT_EQ(Next(*source).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(BackgroundWorkTest, AnExceptionIsAFailure) {
  BackgroundWork background(log_);
  const auto source = background.Start<std::string>(
      [](const Report&) -> absl::StatusOr<std::string> { throw std::runtime_error("thrown"); });
  EXPECT_EQ(Next(*source).status().code(), absl::StatusCode::kInternal);
}

TEST_F(BackgroundWorkTest, OnlyOnePieceAtATime) {
  BackgroundWork background(log_);
  absl::Notification go;
  const auto work = [&](const Report&) {
    go.WaitForNotification();
    return absl::StatusOr<std::string>("done");
  };
  const auto first = background.Start<std::string>(work);
  EXPECT_EQ(background.Start<std::string>(work), nullptr);
  go.Notify();
  EXPECT_EQ(*Next(*first), "done");
  const auto second = background.Start<std::string>(work);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(*Next(*second), "done");
}

TEST_F(BackgroundWorkTest, GoesOnWhenTheReaderLeaves) {
  std::vector<std::string> finished;
  absl::Notification go;
  absl::Notification over;
  BackgroundWork background(log_);
  auto source = background.Start<std::string>([&](const Report& report) {
    go.WaitForNotification();
    EXPECT_TRUE(report("half"));
    finished.push_back("first");
    over.Notify();
    return absl::StatusOr<std::string>("done");
  });
  std::string message;
  absl::Status left;
  source->Next(message, [&](const absl::StatusOr<bool>& outcome) { left = outcome.status(); });
  source->Cancel();
  EXPECT_EQ(left.code(), absl::StatusCode::kCancelled);
  source.reset();
  EXPECT_THAT(finished, IsEmpty());
  go.Notify();
  over.WaitForNotification();
  EXPECT_THAT(finished, ElementsAre("first"));
}

TEST_F(BackgroundWorkTest, DestroyingStopsTheWork) {
  absl::Notification begun;
  std::unique_ptr<Source> source;
  {
    BackgroundWork background(log_);
    source = background.Start<std::string>([&](const Report& report) {
      while (report("on")) {
        if (!begun.HasBeenNotified()) begun.Notify();
      }
      return absl::StatusOr<std::string>(absl::CancelledError("stopped"));
    });
    begun.WaitForNotification();
  }
  EXPECT_EQ(Next(*source).status().code(), absl::StatusCode::kCancelled);
}

TEST_F(BackgroundWorkTest, WhatIsDoneHereMeetsNoOtherWork) {
  BackgroundWork background(log_);
  const auto ignored = [](const Report&) { return absl::StatusOr<std::string>("done"); };
  bool done = false;
  EXPECT_TRUE(background.Run([&] {
    done = true;
    EXPECT_EQ(background.Start<std::string>(ignored), nullptr);
    EXPECT_FALSE(background.Run([] {}));
  }));
  EXPECT_TRUE(done);
  absl::Notification proceed;
  const auto source = background.Start<std::string>([&](const Report&) {
    proceed.WaitForNotification();
    return absl::StatusOr<std::string>("done");
  });
  ASSERT_NE(source, nullptr);
  EXPECT_FALSE(background.Run([&] { ADD_FAILURE() << "met other work"; }));
  proceed.Notify();
  EXPECT_EQ(*Next(*source), "done");
  EXPECT_TRUE(background.Run([] {}));
}

}  // namespace
}  // namespace mokuhyo::serving
