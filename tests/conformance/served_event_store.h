#ifndef MOKUHYO_TESTS_CONFORMANCE_SERVED_EVENT_STORE_H_
#define MOKUHYO_TESTS_CONFORMANCE_SERVED_EVENT_STORE_H_

#include <spdlog/sinks/null_sink.h>

#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/default_limits.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/serving/call_runtime.h"
#include "libs/serving/server.h"
#include "services/eventstore/event_store_service.h"

namespace mokuhyo::conformance {

// An event store as mokuhyo-eventstored serves it, in the process of the test and on the loopback
// interface, until this is destroyed.
class ServedEventStore {
 public:
  // `store` must outlive this. `listen`: an address to come back to.
  explicit ServedEventStore(eventstore::EventStore& store,
                            const std::string& listen = "127.0.0.1:0")
      : log_(std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::err),
        executor_(/*threads=*/4, /*max_queued=*/4096),
        runtime_(executor_, metrics_, log_, clock_, services::EventStoreService::kLimits),
        subscriptions_(store, clock_,
                       [this](auto task) { return executor_.PostContinuation(std::move(task)); }),
        service_(runtime_, executor_, store, subscriptions_) {
    auto server = serving::Server::Start(
        {
            .listen = listen,
            .max_receive_message_bytes = eventstore::kMaxMessageBytes,
        },
        {&service_});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  ~ServedEventStore() {
    service_.Shutdown();
    server_->Shutdown();
    executor_.Shutdown();
  }

  const std::string& address() const { return server_->address(); }

 private:
  const base::SystemClock clock_;
  serving::Log log_;
  serving::Metrics metrics_;
  serving::Executor executor_;
  serving::CallRuntime runtime_;
  eventstore::Subscriptions subscriptions_;
  services::EventStoreService service_;
  std::unique_ptr<serving::Server> server_;
};

}  // namespace mokuhyo::conformance

#endif  // MOKUHYO_TESTS_CONFORMANCE_SERVED_EVENT_STORE_H_
