#include "libs/serving/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/errors.h"
#include "libs/serving/loopback.h"

namespace mokuhyo::serving {
namespace {

using ::testing::HasSubstr;

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!buffer.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// Sends one message to a method whose stubs are not at hand and returns the first that comes back.
std::string Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto await = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok) && ok);
  };
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  await();
  const grpc::Slice slice(request);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  await();
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  await();
  grpc::Status status;
  call->Finish(&status, nullptr);
  await();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return ToString(answer);
}

// HealthCheckResponse with its field `status` (1) set.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

TEST(ServerTest, AnswersHealthChecks) {
  Loopback loopback;
  EXPECT_EQ(Ask(loopback.channel(), "/grpc.health.v1.Health/Check", ""), kServing);
  loopback.server().SetServing(false);
  EXPECT_EQ(Ask(loopback.channel(), "/grpc.health.v1.Health/Check", ""), kNotServing);
}

TEST(ServerTest, ListsItsServices) {
  Loopback loopback;
  // ServerReflectionRequest with `list_services` (7) set to the empty string.
  const std::string services =
      Ask(loopback.channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
          std::string("\x3a\x00", 2));
  EXPECT_THAT(services, HasSubstr("mokuhyo.admin.v1.AdminService"));
  EXPECT_THAT(services, HasSubstr("mokuhyo.sheets.v1.SheetService"));
}

TEST(ServerTest, SaysThatThePortIsTaken) {
  Loopback loopback;
  const auto second = Server::Start({.listen = loopback.server().address()}, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ErrorReason(second.status()), "LISTEN_FAILED");
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(loopback.server().address()));
}

TEST(ServerTest, SaysThatTheAddressIsNone) {
  for (const char* listen :
       {"127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1", "127.0.0.1:http", ""}) {
    const auto server = Server::Start({.listen = listen}, {});
    EXPECT_EQ(base::ErrorReason(server.status()), "BAD_ADDRESS") << listen;
  }
}

TEST(ServerTest, RefusesLargeRequests) {
  Loopback loopback({.server = {.max_receive_message_bytes = 1000}});
  grpc::ClientContext context;
  admin::v1::CreateCityRequest request;
  request.set_display_name(std::string(1001, 'x'));
  admin::v1::CreateCityResponse response;
  EXPECT_EQ(loopback.admin().CreateCity(&context, request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(ServerTest, ACallInFlightMayFinishDuringShutdown) {
  Loopback loopback({.server = {.shutdown_grace = absl::Minutes(1)}});
  absl::Notification entered;
  absl::Notification go;
  loopback.on_status = [&](const CallInfo&, Loopback::Status&, CallRuntime::Done done) {
    entered.Notify();
    go.WaitForNotification();
    done(absl::OkStatus());
  };
  grpc::Status status;
  std::thread client([&] { status = loopback.GetStatus(); });
  entered.WaitForNotification();
  std::thread stopper([&] { loopback.server().Shutdown(); });
  // The connection is told to go away as soon as the shutdown has begun.
  while (loopback.channel()->GetState(false) == GRPC_CHANNEL_READY) {
    loopback.channel()->WaitForStateChange(GRPC_CHANNEL_READY,
                                           absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  }
  go.Notify();
  client.join();
  stopper.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST(ServerTest, WhatOutlastsTheGraceIsCancelled) {
  Loopback loopback({.server = {.shutdown_grace = absl::Milliseconds(50)}});
  absl::Notification entered;
  // Only a cancellation ends this handler.
  loopback.on_status = [&](const CallInfo& call, Loopback::Status&, CallRuntime::Done done) {
    entered.Notify();
    while (!call.cancelled()) std::this_thread::yield();
    done(absl::CancelledError("nobody waits"));
  };
  grpc::Status status;
  std::thread client([&] { status = loopback.GetStatus(); });
  entered.WaitForNotification();
  loopback.server().Shutdown();
  client.join();
  EXPECT_FALSE(status.ok());
}

}  // namespace
}  // namespace mokuhyo::serving
