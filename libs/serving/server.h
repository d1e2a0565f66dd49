#ifndef MOKUHYO_LIBS_SERVING_SERVER_H_
#define MOKUHYO_LIBS_SERVING_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mokuhyo::serving {

struct ServerOptions {
  // `HOST:PORT`, where port 0 takes a free one, or `unix:PATH`.
  std::string listen = "127.0.0.1:0";
  // Requests above it are refused with RESOURCE_EXHAUSTED. 1 MiB.
  int max_receive_message_bytes = 1 << 20;
  // How long calls in flight may go on once a shutdown has begun; what is left of the five seconds
  // that a process has to stop goes to closing the rest.
  absl::Duration shutdown_grace = absl::Milliseconds(2500);
};

// A listening gRPC server with its services, health checks (`grpc.health.v1`) and reflection.
class Server {
 public:
  // Listens and serves; health says SERVING. `services` must outlive the server. Returns
  // INVALID_ARGUMENT with reason BAD_ADDRESS if `listen` is none, UNAVAILABLE with reason
  // LISTEN_FAILED if the address cannot be listened on (the port is taken, say).
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<grpc::Service*>& services);

  // Shuts down.
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The port listened on; 1 for a `unix:` address.
  int port() const { return port_; }

  // The address listened on, as a client on this machine can dial it.
  const std::string& address() const { return address_; }

  // Says to health checks whether to send calls here. Thread-safe.
  void SetServing(bool serving);

  // Health says NOT_SERVING, new calls are refused, those in flight may finish within the grace;
  // then they are cancelled. Returns when the last handler has answered. Idempotent; not
  // thread-safe.
  void Shutdown();

 private:
  Server(const ServerOptions& options, std::unique_ptr<grpc::Server> server, int port);

  const absl::Duration shutdown_grace_;
  std::unique_ptr<grpc::Server> server_;
  const int port_;
  const std::string address_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_SERVER_H_
