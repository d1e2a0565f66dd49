#include "tools/client/connection.h"

#include <chrono>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/serving/grpc_status.h"

namespace mokuhyo::client {
namespace {

// gRPC repeats by itself, with the same request and so the same request id.
constexpr char kRetryPolicy[] = R"({"methodConfig": [{"name": [{}], "retryPolicy": {
  "maxAttempts": 5, "initialBackoff": "0.2s", "maxBackoff": "2s", "backoffMultiplier": 2,
  "retryableStatusCodes": ["UNAVAILABLE"]}}]})";

// Above the largest answer: a page of full sheets.
constexpr int kMaxReceiveBytes = 64 * 1024 * 1024;

std::shared_ptr<grpc::Channel> NewChannel(const std::string& server) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kRetryPolicy);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Connection::Connection(const Settings& settings)
    : settings_(settings),
      channel_(NewChannel(settings.server)),
      admin_(admin::v1::AdminService::NewStub(channel_)),
      evaluations_(evaluations::v1::EvaluationService::NewStub(channel_)),
      imports_(imports::v1::ImportService::NewStub(channel_)),
      organization_(organization::v1::OrganizationService::NewStub(channel_)),
      sheets_(sheets::v1::SheetService::NewStub(channel_)) {}

std::unique_ptr<grpc::ClientContext> Connection::NewContext() const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!settings_.actor.empty()) context->AddMetadata("x-mokuhyo-actor", settings_.actor);
  context->set_deadline(
      std::chrono::system_clock::now() +
      std::chrono::milliseconds(static_cast<int64_t>(settings_.timeout_seconds * 1000)));
  return context;
}

absl::Status Connection::Explain(const grpc::Status& status) const {
  const absl::Status answer = serving::FromGrpcStatus(status);
  // A server that is there says why with a reason; without one it was gRPC that found nobody, or
  // gave up waiting.
  const bool nobody = answer.code() == absl::StatusCode::kUnavailable ||
                      answer.code() == absl::StatusCode::kDeadlineExceeded;
  if (nobody && base::ErrorReason(answer).empty()) {
    return absl::Status(
        answer.code(),
        absl::StrCat("no answer from ", settings_.server, " (", status.error_message(),
                     "); is the server running, and is --server right?"));
  }
  return answer;
}

}  // namespace mokuhyo::client
