#include "libs/serving/stream_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "libs/base/errors.h"
#include "libs/serving/grpc_status.h"
#include "libs/serving/loopback.h"

namespace mokuhyo::serving {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Chunk = Loopback::Chunk;
using Source = MessageSource<Chunk>;

// A source that says nothing until it is cancelled.
class SilentSource final : public Source {
 public:
  // `waiting`, unless null, is notified when the first message is asked for.
  explicit SilentSource(absl::Notification* waiting = nullptr) : waiting_(waiting) {}

  void Next(Chunk&, Done done) override {
    {
      const std::lock_guard lock(mutex_);
      done_ = std::move(done);
    }
    if (waiting_ != nullptr) waiting_->Notify();
  }

  void Cancel() override {
    Done done;
    {
      const std::lock_guard lock(mutex_);
      done = std::move(done_);
    }
    if (done) done(absl::CancelledError("cancelled"));
  }

 private:
  absl::Notification* const waiting_;
  std::mutex mutex_;
  Done done_;
};

// Sends `chunks` and then ends with `end`.
std::unique_ptr<Source> SourceOf(std::vector<std::string> chunks, absl::StatusOr<bool> end) {
  size_t next = 0;
  return MakeSource<Chunk>([chunks = std::move(chunks), end = std::move(end),
                            next](Chunk& chunk) mutable -> absl::StatusOr<bool> {
    if (next == chunks.size()) return end;
    EXPECT_EQ(chunk.ByteSizeLong(), 0u);
    chunk.set_chunk(chunks[next++]);
    return true;
  });
}

struct Received {
  std::vector<std::string> chunks;
  absl::Status status;
};

Received Receive(Loopback& loopback) {
  grpc::ClientContext context;
  const auto reader = loopback.sheets().ExportSheet(&context, sheets::v1::ExportSheetRequest());
  Received received;
  for (Chunk chunk; reader->Read(&chunk);) received.chunks.push_back(chunk.chunk());
  received.status = FromGrpcStatus(reader->Finish());
  received.status.ErasePayload("type.googleapis.com/google.rpc.LocalizedMessage");
  return received;
}

TEST(StreamCallTest, SendsEveryMessageInOrder) {
  Loopback loopback;
  loopback.on_export = [](const CallInfo& call) {
    EXPECT_EQ(call.method, "mokuhyo.sheets.v1.SheetService/ExportSheet");
    return SourceOf({"a", "b", "c"}, false);
  };
  const Received received = Receive(loopback);
  EXPECT_THAT(received.chunks, ElementsAre("a", "b", "c"));
  EXPECT_TRUE(received.status.ok()) << received.status;
}

TEST(StreamCallTest, EndsWithTheStatusOfTheSource) {
  const absl::Status broken = base::DataLoss("LOG_DAMAGED", "position 17 is damaged");
  Loopback loopback;
  loopback.on_export = [&](const CallInfo&) { return SourceOf({"a"}, broken); };
  const Received received = Receive(loopback);
  EXPECT_THAT(received.chunks, ElementsAre("a"));
  EXPECT_EQ(received.status, broken);
}

TEST(StreamCallTest, MayEndBeforeTheFirstMessage) {
  const absl::Status missing = base::NotFound("cities/c/sheets/s", "there is no such sheet");
  Loopback loopback;
  loopback.on_export = [&](const CallInfo&) -> absl::StatusOr<std::unique_ptr<Source>> {
    return missing;
  };
  const Received received = Receive(loopback);
  EXPECT_THAT(received.chunks, IsEmpty());
  EXPECT_EQ(received.status, missing);
}

TEST(StreamCallTest, ALostMessageEndsTheStream) {
  class LosingSource final : public Source {
    void Next(Chunk&, Done) override {}
  };
  Loopback loopback;
  loopback.on_export = [](const CallInfo&) { return std::make_unique<LosingSource>(); };
  EXPECT_EQ(base::ErrorReason(Receive(loopback).status), "NO_ANSWER");
}

TEST(StreamCallTest, AnExceptionEndsOnlyItsStream) {
  Loopback loopback;
  loopback.on_export = [](const CallInfo&) -> absl::StatusOr<std::unique_ptr<Source>> {
    throw std::runtime_error("no such luck");
  };
  EXPECT_EQ(Receive(loopback).status.code(), absl::StatusCode::kInternal);
  loopback.on_export = [](const CallInfo&) {
    return MakeSource<Chunk>([](Chunk&) -> absl::StatusOr<bool> { throw std::bad_alloc(); });
  };
  EXPECT_EQ(Receive(loopback).status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(loopback.StopAndReadLog(), testing::HasSubstr("no such luck"));
}

TEST(StreamCallTest, CancelsTheSourceWhenTheClientLeaves) {
  Loopback loopback;
  absl::Notification waiting;
  loopback.on_export = [&](const CallInfo&) { return std::make_unique<SilentSource>(&waiting); };
  grpc::ClientContext context;
  const auto reader = loopback.sheets().ExportSheet(&context, sheets::v1::ExportSheetRequest());
  waiting.WaitForNotification();
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // Returns only when the source has ended.
  const std::string log = loopback.StopAndReadLog();
  EXPECT_THAT(log, testing::HasSubstr("\"code\":\"CANCELLED\""));
}

TEST(StreamCallTest, RefusesMoreStreamsThanTheLimitButTakesUnaryCalls) {
  Loopback loopback({.limits = {.max_streams = 1}});
  absl::Notification waiting;
  loopback.on_export = [&](const CallInfo&) { return std::make_unique<SilentSource>(&waiting); };
  loopback.on_status = [](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    done(absl::OkStatus());
  };
  grpc::ClientContext context;
  const auto first = loopback.sheets().ExportSheet(&context, sheets::v1::ExportSheetRequest());
  waiting.WaitForNotification();
  EXPECT_EQ(base::ErrorReason(Receive(loopback).status), "TOO_MANY_CALLS");
  EXPECT_TRUE(loopback.GetStatus().ok());
  context.TryCancel();
  EXPECT_EQ(first->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(StreamCallTest, ASlowClientHoldsTheSourceBack) {
  constexpr int kChunks = 200;
  constexpr size_t kChunkBytes = 1 << 20;
  std::atomic<int> made = 0;
  Loopback loopback;
  loopback.on_export = [&](const CallInfo&) {
    return MakeSource<Chunk>([&](Chunk& chunk) -> absl::StatusOr<bool> {
      if (made == kChunks) return false;
      ++made;
      chunk.set_chunk(std::string(kChunkBytes, 'x'));
      return true;
    });
  };
  grpc::ClientContext context;
  const auto reader = loopback.sheets().ExportSheet(&context, sheets::v1::ExportSheetRequest());
  Chunk chunk;
  ASSERT_TRUE(reader->Read(&chunk));
  // What is under way is bounded by the windows of HTTP/2, far below the whole.
  EXPECT_LT(made, kChunks / 2);
  int received = 1;
  while (reader->Read(&chunk)) ++received;
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(received, kChunks);
}

}  // namespace
}  // namespace mokuhyo::serving
