// The suite of event stores over the store of another process, and over one whose calls fail two
// times of three.

#include <memory>
#include <utility>

#include "gtest/gtest.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/conformance/faulty_event_store.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/remote/remote_event_store.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/conformance/served_event_store.h"

namespace mokuhyo::eventstore::conformance {
namespace {

// A server over RocksDB, which is started anew with each store that is opened.
class RemoteHome final : public StoreHome {
 public:
  // Without `plan` every call is answered.
  explicit RemoteHome(FaultyEventStore::Plan plan) : plan_(std::move(plan)) {}

  std::unique_ptr<EventStore> Open(const base::Clock& clock,
                                   const store::v1::Limits& limits) override {
    server_.reset();
    faulty_.reset();
    log_.reset();
    auto log = RocksDbEventStore::Open({.directory = directory_.Path(), .limits = limits}, clock);
    EXPECT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
    EventStore* served = log_.get();
    if (plan_) {
      faulty_ = std::make_unique<FaultyEventStore>(*log_, plan_);
      served = faulty_.get();
    }
    server_ = std::make_unique<mokuhyo::conformance::ServedEventStore>(*served);
    auto remote = RemoteEventStore::Open(
        {.address = server_->address(),
         .retry = {.first_pause = absl::Milliseconds(1), .longest_pause = absl::Milliseconds(10)}});
    EXPECT_TRUE(remote.ok()) << remote.status();
    return *std::move(remote);
  }

  bool IsPersistent() const override { return true; }

 private:
  const FaultyEventStore::Plan plan_;
  ScratchDirectory directory_;
  std::unique_ptr<RocksDbEventStore> log_;
  std::unique_ptr<FaultyEventStore> faulty_;
  std::unique_ptr<mokuhyo::conformance::ServedEventStore> server_;
};

const Exclusions& NotOverTheWire() {
  static const auto* const exclusions = new Exclusions{
      {"NeighboursDecideInOrderAndDoNotDisturbEachOther",
       "the network and the threads of the server keep no order between calls under way"},
  };
  return *exclusions;
}

Exclusions NotOverAFaultyWire() {
  Exclusions exclusions = NotOverTheWire();
  exclusions["RingsAfterCommitsOfTheCityOnly"] = "every connection that came back rings";
  constexpr char kSame[] =
      "once an answer was lost, the caller's repetition is not told from the client's own: both "
      "get "
      "the first answer, as one that was appended";
  exclusions["AnswersARepeatedRequestFromItsReceipt"] = kSame;
  exclusions["FindsItsLogAgainAfterReopening"] = kSame;
  return exclusions;
}

INSTANTIATE_TEST_SUITE_P(
    Remote, EventStoreConformance,
    testing::Values(
        Backend{"remote", [] { return std::make_unique<RemoteHome>(nullptr); }, NotOverTheWire()},
        Backend{"faulty",
                [] { return std::make_unique<RemoteHome>(FaultyEventStore::TwoOfThree()); },
                NotOverAFaultyWire()}),
    BackendName);

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
