// Subscribers of a city's events over gRPC: whether each gets all of them in order, and how late.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "libs/base/position_token.h"
#include "mokuhyo/feed/v1/event_service.pb.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"

namespace mokuhyo::bench {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr char kMethod[] = "/mokuhyo.feed.v1.EventService/SubscribeEvents";
// How long the last event may be on its way before it counts as lost.
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kPoll = absl::Milliseconds(5);

struct SubscribeFlags {
  std::string server;
  std::string city;
  size_t subscribers = 200;
  size_t stalled = 0;
  size_t channels = 4;
};

// What is looked at of a SubscribeEventsResponse. Parsing all of it two hundred times would measure
// the client, which shares the machine.
struct Answer {
  // 0: it is no event.
  uint64_t number = 0;
  std::string recorded_time;
  std::string position;
};

// Calls `field(number, input)` for each field until the limit; false from it skips the field.
template <typename Field>
void ForEachField(CodedInputStream& input, const Field& field) {
  while (const uint32_t tag = input.ReadTag()) {
    if (field(WireFormatLite::GetTagFieldNumber(tag))) continue;
    if (!WireFormatLite::SkipField(&input, tag)) Fail("an answer cannot be parsed");
  }
}

bool ReadText(CodedInputStream& input, std::string& text) {
  uint32_t size = 0;
  return input.ReadVarint32(&size) && input.ReadString(&text, static_cast<int>(size));
}

Answer Parse(const grpc::Slice& bytes) {
  using feed::v1::Event;
  using feed::v1::SubscribeEventsResponse;
  Answer answer;
  CodedInputStream input(bytes.begin(), static_cast<int>(bytes.size()));
  const auto event_field = [&](int field) {
    if (field == Event::kNumberFieldNumber) return input.ReadVarint64(&answer.number);
    if (field == Event::kRecordedTimeFieldNumber) return ReadText(input, answer.recorded_time);
    return false;
  };
  ForEachField(input, [&](int field) {
    if (field == SubscribeEventsResponse::kPositionFieldNumber)
      return ReadText(input, answer.position);
    if (field != SubscribeEventsResponse::kEventFieldNumber) return false;
    uint32_t size = 0;
    if (!input.ReadVarint32(&size)) return false;
    const auto limit = input.PushLimit(static_cast<int>(size));
    ForEachField(input, event_field);
    input.PopLimit(limit);
    return true;
  });
  return answer;
}

grpc::ByteBuffer MakeRequest(const SubscribeFlags& flags) {
  feed::v1::SubscribeEventsRequest request;
  request.set_parent(flags.city);
  request.set_from_now(true);
  const grpc::Slice slice(request.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// One subscriber. Its figures may be looked at once it is over.
class Subscriber final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `stalled`: it stops reading once it has caught up, until Resume. `keeps_times`: it notes when
  // each event was recorded, which is the same for all.
  Subscriber(grpc::GenericStub& stub, const SubscribeFlags& flags, bool stalled, bool keeps_times)
      : request_(MakeRequest(flags)), stalled_(stalled), keeps_times_(keeps_times) {
    context_.AddMetadata("x-mokuhyo-actor", "bench");
    stub.PrepareBidiStreamingCall(&context_, kMethod, grpc::StubOptions(), this);
    // Resume comes from outside.
    AddHold();
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&response_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const absl::Time now = absl::Now();
    grpc::Slice bytes;
    if (!response_.TrySingleSlice(&bytes).ok() && !response_.DumpToSingleSlice(&bytes).ok())
      Fail("an answer has no bytes");
    const Answer answer = Parse(bytes);
    const bool is_first = !has_begun_;
    answer.number == 0 ? Notice(answer) : Event(answer, now);
    if (is_first && stalled_) return;
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    if (!cancelled_)
      std::fprintf(stderr, "a subscription ended: %s\n", status.error_message().c_str());
    over_ = true;
    over_.notify_all();
  }

  void Resume() { StartRead(&response_); }

  void Cancel() {
    cancelled_ = true;
    context_.TryCancel();
    RemoveHold();
    over_.wait(false);
  }

  // Whether it has caught up with what was there before.
  bool has_begun() const { return has_begun_; }
  // Position of the last event received.
  uint64_t reached() const { return reached_; }

  uint64_t begin() const { return begin_; }
  // Events that were not the next one.
  uint64_t out_of_order() const { return out_of_order_; }
  // When the event `begin() + 1 + i` came and was recorded.
  const std::vector<absl::Time>& arrivals() const { return arrivals_; }
  const std::vector<absl::Time>& recorded() const { return recorded_; }

 private:
  void Notice(const Answer& answer) {
    if (has_begun_) return;
    const auto token = base::ParsePositionToken(answer.position, "position");
    if (!token.ok()) Fail(std::string(token.status().message()));
    begin_ = token->number;
    reached_ = begin_;
    has_begun_ = true;
  }

  void Event(const Answer& answer, absl::Time now) {
    if (answer.number != reached_ + 1) ++out_of_order_;
    arrivals_.push_back(now);
    if (keeps_times_) {
      absl::Time recorded;
      std::string error;
      if (!absl::ParseTime(absl::RFC3339_full, answer.recorded_time, &recorded, &error))
        Fail(error);
      recorded_.push_back(recorded);
    }
    reached_ = answer.number;
  }

  grpc::ClientContext context_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  const bool stalled_;
  const bool keeps_times_;
  uint64_t begin_ = 0;
  uint64_t out_of_order_ = 0;
  std::vector<absl::Time> arrivals_;
  std::vector<absl::Time> recorded_;
  std::atomic<bool> has_begun_ = false;
  std::atomic<uint64_t> reached_ = 0;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> over_ = false;
};

using Subscribers = std::vector<std::unique_ptr<Subscriber>>;

// Waits until it holds for all; false if that takes too long.
bool Await(const Subscribers& subscribers, const auto& holds) {
  const absl::Time limit = absl::Now() + kPatience;
  while (!std::all_of(subscribers.begin(), subscribers.end(), holds)) {
    if (absl::Now() > limit) return false;
    absl::SleepFor(kPoll);
  }
  return true;
}

// The position of the last event, from standard input, once everything is written.
uint64_t AwaitEnd() {
  uint64_t end = 0;
  if (!(std::cin >> end)) Fail("standard input does not say where the log ends");
  return end;
}

// How late the events came to all.
LoadResult Delays(const Subscribers& subscribers) {
  LoadResult result;
  const std::vector<absl::Time>& recorded = subscribers.front()->recorded();
  for (const auto& subscriber : subscribers) {
    const size_t count = std::min(recorded.size(), subscriber->arrivals().size());
    for (size_t i = 0; i < count; ++i) {
      result.latencies.push_back(absl::ToInt64Nanoseconds(subscriber->arrivals()[i] - recorded[i]));
    }
  }
  std::sort(result.latencies.begin(), result.latencies.end());
  return result;
}

uint64_t CountFailures(const Subscribers& subscribers, uint64_t end) {
  uint64_t failures = 0;
  for (const auto& subscriber : subscribers) {
    failures += subscriber->out_of_order();
    const uint64_t due = end - subscriber->begin();
    const uint64_t came = subscriber->arrivals().size();
    failures += due > came ? due - came : came - due;
  }
  return failures;
}

void Subscribe(const SubscribeFlags& flags) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (size_t i = 0; i < flags.channels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stubs.push_back(std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(flags.server, grpc::InsecureChannelCredentials(), arguments)));
  }
  Subscribers reading;
  Subscribers stalled;
  const auto open = [&](Subscribers& to, size_t count, bool stalls) {
    for (size_t i = 0; i < count; ++i) {
      to.push_back(std::make_unique<Subscriber>(*stubs[i % stubs.size()], flags, stalls,
                                                /*keeps_times=*/!stalls && i == 0));
    }
  };
  open(reading, flags.subscribers, false);
  open(stalled, flags.stalled, true);
  const auto has_begun = [](const auto& one) { return one->has_begun(); };
  if (!Await(reading, has_begun) || !Await(stalled, has_begun)) Fail("not all could subscribe");
  Print({{"ready", true}});
  const uint64_t end = AwaitEnd();
  const auto is_done = [&](const auto& one) { return one->reached() >= end; };
  Await(reading, is_done);
  // What was sent before counts; from here on they are all only in each other's way.
  for (const auto& one : reading) one->Cancel();
  const absl::Time resumed = absl::Now();
  for (const auto& one : stalled) one->Resume();
  Await(stalled, is_done);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - resumed);
  for (const auto& one : stalled) one->Cancel();
  const LoadResult delays = Delays(reading);
  Print({{"events", end - reading.front()->begin()},
         {"deliveries", delays.latencies.size()},
         {"failed", CountFailures(reading, end)},
         {"p50_us", delays.PercentileMicros(50)},
         {"p99_us", delays.PercentileMicros(99)},
         {"p999_us", delays.PercentileMicros(99.9)},
         {"max_us", delays.PercentileMicros(100)},
         {"stalled_failed", CountFailures(stalled, end)},
         {"stalled_seconds", seconds}});
}

}  // namespace

void AddSubscribeCommand(CLI::App& app) {
  static SubscribeFlags flags;
  CLI::App* const command = app.add_subcommand(
      "subscribe",
      "subscribes to a city, says {\"ready\":true}, reads from standard input up to which position "
      "the log was written, and says how late the events came, from the time they were recorded");
  command->add_option("--server", flags.server, "HOST:PORT")->required();
  command->add_option("--city", flags.city, "resource name of the city")->required();
  command->add_option("--subscribers", flags.subscribers, "those that read")
      ->check(CLI::PositiveNumber);
  command->add_option("--stalled", flags.stalled, "as many more stop reading until the end");
  command->add_option("--channels", flags.channels, "connections")->check(CLI::PositiveNumber);
  command->callback([] { Subscribe(flags); });
}

}  // namespace mokuhyo::bench
