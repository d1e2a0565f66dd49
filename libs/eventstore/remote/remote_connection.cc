#include "libs/eventstore/remote/remote_connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <utility>

#include "libs/eventstore/default_limits.h"

namespace mokuhyo::eventstore {
namespace {

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  // Whether a call may be repeated is for RemoteCall to say.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // A store that comes back is found again at once.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  // A machine that vanished without a word is noticed; the server takes a ping every ten seconds.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Stores of one process share neither a connection nor its backoff.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

RemoteConnection::RemoteConnection(std::string server, const RetryOptions& retry_options,
                                   size_t max_calls)
    : address(std::move(server)),
      retry(retry_options),
      stub(store::v1::EventStoreService::NewStub(NewChannel(address))),
      calls(max_calls) {}

RemoteConnection::~RemoteConnection() {
  watches.CancelAll();
  calls.CancelAll();
}

}  // namespace mokuhyo::eventstore
