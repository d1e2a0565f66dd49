#include "libs/serving/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "libs/base/errors.h"

namespace mokuhyo::serving {
namespace {

constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kMinPingIntervalMs = 10'000;
// Bounds what clients can make gRPC hold before a call is even looked at. Reflection runs on
// threads of gRPC's own; calls of ours do not count as such.
constexpr int kMaxGrpcThreads = 32;
constexpr size_t kMaxBufferBytes = size_t{512} << 20;
// Of one connection. Above all that CallLimits let in, so that these answer, and not a silent queue
// in the client.
constexpr int kMaxConcurrentStreams = 1024;

// gRPC would take a port of more than 16 bits for another one.
absl::Status CheckAddress(const std::string& listen) {
  if (absl::StartsWith(listen, "unix:")) return absl::OkStatus();
  const size_t colon = listen.rfind(':');
  int port = -1;
  if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &port) ||
      port < 0 || port > 65535) {
    return base::InvalidArgument(
        "listen", "BAD_ADDRESS",
        absl::StrCat("\"", listen,
                     "\" is no address to listen on: HOST:PORT with a port "
                     "from 0 to 65535, or unix:PATH"));
  }
  return absl::OkStatus();
}

// `HOST:0` with the port that was taken.
std::string BoundAddress(const std::string& listen, int port) {
  constexpr size_t kAnyPortLength = 2;
  if (!absl::EndsWith(listen, ":0")) return listen;
  return absl::StrCat(listen.substr(0, listen.size() - kAnyPortLength), ":", port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<grpc::Service*>& services) {
  if (absl::Status address = CheckAddress(options.listen); !address.ok()) return address;
  // Both are settings of the process; setting them again changes nothing.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  // Reflection knows the messages that are linked; gRPC's own health service does without.
  grpc::health::v1::HealthCheckRequest::descriptor();

  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* const service : services) builder.RegisterService(service);
  builder.SetMaxReceiveMessageSize(options.max_receive_message_bytes);
  // Two servers on one port would share its connections without a word.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A peer that is gone is noticed; clients may ask as well, but not hammer.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
  grpc::ResourceQuota quota("mokuhyo");
  quota.SetMaxThreads(kMaxGrpcThreads);
  quota.Resize(kMaxBufferBytes);
  builder.SetResourceQuota(quota);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return base::Unavailable("LISTEN_FAILED",
                             absl::StrCat("cannot listen on ", options.listen,
                                          "; is the address of this machine and the port free?"));
  }
  return std::unique_ptr<Server>(new Server(options, std::move(server), port));
}

Server::Server(const ServerOptions& options, std::unique_ptr<grpc::Server> server, int port)
    : shutdown_grace_(options.shutdown_grace),
      server_(std::move(server)),
      port_(port),
      address_(BoundAddress(options.listen, port)) {}

Server::~Server() { Shutdown(); }

void Server::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void Server::Shutdown() {
  // From here on the health service answers NOT_SERVING to every question, whatever is set later.
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + shutdown_grace_));
}

}  // namespace mokuhyo::serving
