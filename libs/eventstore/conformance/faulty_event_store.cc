#include "libs/eventstore/conformance/faulty_event_store.h"

#include <utility>

#include "libs/base/errors.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using Fault = FaultyEventStore::Fault;

// Runs `call(done)` as `fault` has it.
template <typename Response, typename Call>
void Run(Fault fault, Callback<Response> done, Call call) {
  switch (fault) {
    case Fault::kNone:
      return call(std::move(done));
    case Fault::kRefused:
      return done(base::Unavailable("SHUTTING_DOWN", "a fault of the test: not done"));
    case Fault::kAnswerLost:
      return call([done = std::move(done)](absl::StatusOr<Response>) mutable {
        done(absl::UnavailableError("a fault of the test: the answer is lost"));
      });
  }
}

}  // namespace

FaultyEventStore::Plan FaultyEventStore::TwoOfThree() {
  auto calls = std::make_shared<std::atomic<int>>(0);
  return [calls](const store::v1::AppendRequest* append) {
    const bool repeatable = append == nullptr || append->has_request();
    switch (calls->fetch_add(1) % 3) {
      case 0:
        return Fault::kRefused;
      case 1:
        return repeatable ? Fault::kAnswerLost : Fault::kRefused;
      default:
        return Fault::kNone;
    }
  };
}

void FaultyEventStore::Append(store::v1::AppendRequest request,
                              Callback<store::v1::AppendResponse> done) {
  ++appends_;
  const Fault fault = plan_(&request);
  Run(fault, std::move(done), [&](Callback<store::v1::AppendResponse> next) {
    store().Append(std::move(request), std::move(next));
  });
}

void FaultyEventStore::FindRequest(store::v1::FindRequestRequest request,
                                   Callback<store::v1::FindRequestResponse> done) {
  Run(plan_(nullptr), std::move(done), [&](Callback<store::v1::FindRequestResponse> next) {
    store().FindRequest(std::move(request), std::move(next));
  });
}

void FaultyEventStore::ReadStream(store::v1::ReadStreamRequest request,
                                  Callback<store::v1::ReadStreamResponse> done) {
  Run(plan_(nullptr), std::move(done), [&](Callback<store::v1::ReadStreamResponse> next) {
    store().ReadStream(std::move(request), std::move(next));
  });
}

void FaultyEventStore::ReadCity(store::v1::ReadCityRequest request,
                                Callback<store::v1::ReadCityResponse> done) {
  Run(plan_(nullptr), std::move(done), [&](Callback<store::v1::ReadCityResponse> next) {
    store().ReadCity(std::move(request), std::move(next));
  });
}

void FaultyEventStore::GetHead(store::v1::GetHeadRequest request,
                               Callback<store::v1::GetHeadResponse> done) {
  Run(plan_(nullptr), std::move(done), [&](Callback<store::v1::GetHeadResponse> next) {
    store().GetHead(std::move(request), std::move(next));
  });
}

void FaultyEventStore::GetStreamRevision(store::v1::GetStreamRevisionRequest request,
                                         Callback<store::v1::GetStreamRevisionResponse> done) {
  Run(plan_(nullptr), std::move(done), [&](Callback<store::v1::GetStreamRevisionResponse> next) {
    store().GetStreamRevision(std::move(request), std::move(next));
  });
}

void FaultyEventStore::ListCities(Callback<store::v1::ListCitiesResponse> done) {
  Run(plan_(nullptr), std::move(done),
      [&](Callback<store::v1::ListCitiesResponse> next) { store().ListCities(std::move(next)); });
}

std::unique_ptr<Watch> FaultyEventStore::WatchCity(std::string_view city,
                                                   std::function<void()> ring) {
  ++watches_;
  return store().WatchCity(city, std::move(ring));
}

}  // namespace mokuhyo::eventstore::conformance
