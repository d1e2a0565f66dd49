#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CONNECTION_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CONNECTION_H_

#include <cstddef>
#include <limits>
#include <memory>
#include <string>

#include "libs/eventstore/remote/calls_under_way.h"
#include "libs/eventstore/remote/retry.h"
#include "mokuhyo/store/v1/event_store_service.grpc.pb.h"

namespace mokuhyo::eventstore {

// What the calls and watches of a RemoteEventStore share. Connects with the first call.
//
// To be destroyed on a thread of ours: the last channel of a process that goes takes gRPC's threads
// for callbacks with it, and one of those cannot wait for itself. Whatever is under way therefore
// owns neither this nor, once its caller was told, a context of a call.
struct RemoteConnection {
  using Stub = store::v1::EventStoreService::StubInterface;
  using Methods = Stub::async_interface;

  RemoteConnection(std::string server, const RetryOptions& retry_options, size_t max_calls);

  // Cancels what is under way, and waits until every caller has been told.
  ~RemoteConnection();

  RemoteConnection(const RemoteConnection&) = delete;
  RemoteConnection& operator=(const RemoteConnection&) = delete;

  const std::string address;
  const RetryOptions retry;
  const std::unique_ptr<Stub> stub;
  CallsUnderWay calls;
  // Bounded by the callers: they are as many as there are cities.
  CallsUnderWay watches{std::numeric_limits<size_t>::max()};
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CONNECTION_H_
