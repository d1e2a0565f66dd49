#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAULTY_EVENT_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAULTY_EVENT_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

#include "libs/eventstore/forwarding_event_store.h"

namespace mokuhyo::eventstore::conformance {

// An event store whose calls fail as those to another process do, before or after they took effect:
// for what stands between a caller and such a store and is to hide it.
class FaultyEventStore final : public ForwardingEventStore {
 public:
  enum class Fault {
    kNone,
    // Nothing is done: UNAVAILABLE with reason SHUTTING_DOWN.
    kRefused,
    // It is done, and UNAVAILABLE without a reason answered, as gRPC does for a lost connection.
    kAnswerLost,
  };

  // Says what happens to the next call; `append` is null for those that read. Called on any thread.
  using Plan = std::function<Fault(const store::v1::AppendRequest* append)>;

  // Of three calls one is refused, one done without an answer, and one answered; but no answer is
  // lost that only a repetition with a request key could find out.
  static Plan TwoOfThree();

  // `store` must outlive this.
  FaultyEventStore(EventStore& store, Plan plan)
      : ForwardingEventStore(store), plan_(std::move(plan)) {}

  // Appends and watches that came here so far.
  int appends() const { return appends_; }
  int watches() const { return watches_; }

  void Append(store::v1::AppendRequest request, Callback<store::v1::AppendResponse> done) override;
  void FindRequest(store::v1::FindRequestRequest request,
                   Callback<store::v1::FindRequestResponse> done) override;
  void ReadStream(store::v1::ReadStreamRequest request,
                  Callback<store::v1::ReadStreamResponse> done) override;
  void ReadCity(store::v1::ReadCityRequest request,
                Callback<store::v1::ReadCityResponse> done) override;
  void GetHead(store::v1::GetHeadRequest request,
               Callback<store::v1::GetHeadResponse> done) override;
  void GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                         Callback<store::v1::GetStreamRevisionResponse> done) override;
  void ListCities(Callback<store::v1::ListCitiesResponse> done) override;
  std::unique_ptr<Watch> WatchCity(std::string_view city, std::function<void()> ring) override;

 private:
  const Plan plan_;
  std::atomic<int> appends_ = 0;
  std::atomic<int> watches_ = 0;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_FAULTY_EVENT_STORE_H_
