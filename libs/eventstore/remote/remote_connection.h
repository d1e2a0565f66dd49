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
struct RemoteConnection {
  using Stub = store::v1::EventStoreService::StubInterface;
  using Methods = Stub::async_interface;

  RemoteConnection(std::string server, const RetryOptions& retry_options, size_t max_calls);

  const std::string address;
  const RetryOptions retry;
  const std::unique_ptr<Stub> stub;
  CallsUnderWay calls;
  // Bounded by the callers: they are as many as there are cities.
  CallsUnderWay watches{std::numeric_limits<size_t>::max()};
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CONNECTION_H_
