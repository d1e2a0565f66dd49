#include "libs/eventstore/memory/memory_event_store.h"

#include <memory>

#include "gtest/gtest.h"
#include "libs/eventstore/conformance/event_store_conformance.h"

namespace mokuhyo::eventstore::conformance {
namespace {

class MemoryHome final : public StoreHome {
 public:
  std::unique_ptr<EventStore> Open(const base::Clock& clock,
                                   const store::v1::Limits& limits) override {
    return std::make_unique<MemoryEventStore>(clock, limits);
  }

  bool IsPersistent() const override { return false; }
};

INSTANTIATE_TEST_SUITE_P(Memory, EventStoreConformance,
                         testing::Values(Backend{"memory",
                                                 [] { return std::make_unique<MemoryHome>(); }}),
                         BackendName);

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
