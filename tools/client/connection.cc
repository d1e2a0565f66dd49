#include "tools/client/connection.h"

#include <chrono>
#include <cstdint>
#include <utility>

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

// How long a server that was away may be back without being noticed. A follower waits for hours, so
// that a connection that died without a word is noticed too.
constexpr int kMaxReconnectBackoffMs = 2'000;
constexpr int kKeepaliveTimeMs = 30'000;

std::shared_ptr<grpc::Channel> NewChannel(const absl::StatusOr<std::string>& server) {
  // Without credentials: a channel whose calls fail at once.
  if (!server.ok()) return grpc::CreateChannel("", nullptr);
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kRetryPolicy);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  return grpc::CreateCustomChannel(*server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Connection::Connection(const Settings& settings)
    : settings_(settings),
      servers_(Servers::Parse(settings.server)),
      admin_(ServerOf(Servers::Process::kAdmin)),
      evaluations_(ServerOf(Servers::Process::kEvaluations)),
      events_(ServerOf(Servers::Process::kSheets)),
      imports_(ServerOf(Servers::Process::kGoals)),
      indicators_(ServerOf(Servers::Process::kIndicators)),
      organization_(ServerOf(Servers::Process::kGoals)),
      sheets_(ServerOf(Servers::Process::kSheets)) {}

const Connection::Server& Connection::ServerOf(Servers::Process process) {
  const auto known = connected_.find(process);
  if (known != connected_.end()) return known->second;
  Server server{process, servers_.ok() ? servers_->AddressOf(process) : servers_.status(), nullptr};
  for (const auto& [other, connected] : connected_) {
    if (server.address.ok() && connected.address == server.address) {
      server.channel = connected.channel;
    }
  }
  if (server.channel == nullptr) server.channel = NewChannel(server.address);
  return connected_.emplace(process, std::move(server)).first->second;
}

admin::v1::ProjectionService::Stub& Connection::projections(Servers::Process process) {
  return projections_.try_emplace(process, ServerOf(process)).first->second.Use(used_);
}

std::unique_ptr<grpc::ClientContext> Connection::NewContext() const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!settings_.actor.empty()) context->AddMetadata("x-mokuhyo-actor", settings_.actor);
  context->AddMetadata("accept-language",
                       render::Say(settings_.language, "ja, en;q=0.5", "en, ja;q=0.5"));
  context->set_deadline(
      std::chrono::system_clock::now() +
      std::chrono::milliseconds(static_cast<int64_t>(settings_.timeout_seconds * 1000)));
  return context;
}

absl::Status Connection::Explain(const grpc::Status& status) const {
  const Server* const server = used_.server;
  if (server != nullptr && !server->address.ok()) return server->address.status();
  const absl::Status answer = serving::FromGrpcStatus(status);
  // A server that is there says why with a reason; without one it was gRPC that found nobody, or
  // gave up waiting.
  const bool nobody = answer.code() == absl::StatusCode::kUnavailable ||
                      answer.code() == absl::StatusCode::kDeadlineExceeded;
  if (nobody && base::ErrorReason(answer).empty()) {
    return absl::Status(
        answer.code(),
        absl::StrCat("no answer from ", server == nullptr ? settings_.server : *server->address,
                     " (", status.error_message(),
                     "); is the server running, and is --server right?"));
  }
  if (answer.code() == absl::StatusCode::kUnimplemented && base::ErrorReason(answer).empty() &&
      server != nullptr) {
    return absl::Status(answer.code(), DescribeMissing());
  }
  return answer;
}

std::string Connection::DescribeMissing() const {
  const std::string service(used_.service.substr(used_.service.rfind('.') + 1));
  return absl::StrCat("the server at ", *used_.server->address, " does not serve ", service,
                      ", or is too old for this call; name the one that does: --server ",
                      std::string(Servers::NameOf(used_.server->process)), "=HOST:PORT");
}

}  // namespace mokuhyo::client
