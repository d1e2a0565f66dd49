// Calls over gRPC, to a server of ours or to the echo: the same client, the same bytes.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"
#include "tests/bench/etcd.pb.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"

namespace mokuhyo::bench {
namespace {

struct CallFlags {
  std::string server;
  std::string method = "get-sheet";
  std::vector<std::string> sheets;
  std::string city;
  std::string unit;
  int fiscal_year = 0;
  std::string as_of_time;
  size_t indicators = 10;
  size_t payload_bytes = 300;
  size_t in_flight = 64;
  size_t channels = 4;
  double rate = 0;
  double seconds = 3;
  double warm_up = 0.5;
  size_t first_call = 0;
  std::string save_answer;
};

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// The next request of a kind of call.
class Requests {
 public:
  explicit Requests(const CallFlags& flags) : flags_(flags), next_(flags.first_call) {}

  std::string path() const {
    if (flags_.method == "etcd-put") return "/etcdserverpb.KV/Put";
    if (flags_.method == "get-yearly-summary")
      return "/mokuhyo.sheets.v1.SheetService/GetYearlySummary";
    return flags_.method == "get-sheet" ? "/mokuhyo.sheets.v1.SheetService/GetSheet"
                                        : "/mokuhyo.indicators.v1.IndicatorService/ReportResults";
  }

  // Number of the request after the last one made.
  size_t next() const { return next_; }

  grpc::ByteBuffer Next() {
    const size_t number = next_++;
    if (flags_.method == "etcd-put") return Put(number);
    if (flags_.method == "get-yearly-summary") return GetYearlySummary();
    return flags_.method == "get-sheet" ? GetSheet(number) : Report(number);
  }

 private:
  grpc::ByteBuffer GetSheet(size_t number) const {
    sheets::v1::GetSheetRequest request;
    request.set_name(flags_.sheets[number % flags_.sheets.size()]);
    return ToBytes(request);
  }

  grpc::ByteBuffer GetYearlySummary() const {
    sheets::v1::GetYearlySummaryRequest request;
    request.set_parent(flags_.city);
    request.set_org_unit(flags_.unit);
    request.set_fiscal_year(flags_.fiscal_year);
    request.set_as_of_time(flags_.as_of_time);
    return ToBytes(request);
  }

  // Goes round the sheets, then their indicators, then the months: each result is reported once.
  grpc::ByteBuffer Report(size_t number) const {
    const size_t sheets = flags_.sheets.size();
    indicators::v1::ReportResultsRequest request;
    request.set_parent(flags_.sheets[number % sheets]);
    request.set_request_id(absl::StrCat("bench-", number));
    auto& result = *request.add_results();
    result.set_indicator(absl::StrCat("i", 1 + number / sheets % flags_.indicators));
    result.set_period(absl::StrCat("month-", number / sheets / flags_.indicators));
    result.set_value(absl::StrCat(number % 1000));
    return ToBytes(request);
  }

  grpc::ByteBuffer Put(size_t number) const {
    EtcdPutRequest request;
    request.set_key(absl::StrCat("niigata/sheets/2022-nishi/", number));
    request.set_value(std::string(flags_.payload_bytes, 'x'));
    return ToBytes(request);
  }

  const CallFlags& flags_;
  std::atomic<size_t> next_;
};

class Caller {
 public:
  explicit Caller(const CallFlags& flags) : requests_(flags), path_(requests_.path()) {
    for (size_t i = 0; i < flags.channels; ++i) {
      grpc::ChannelArguments arguments;
      // Channels with equal arguments would share one connection.
      arguments.SetInt("mokuhyo.bench.channel", static_cast<int>(i));
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(flags.server, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  void Call(size_t slot, std::function<void(bool)> done) {
    auto* const call = new OneCall{.request = requests_.Next()};
    call->context.AddMetadata("x-mokuhyo-actor", "bench");
    stubs_[slot % stubs_.size()]->UnaryCall(
        &call->context, path_, grpc::StubOptions(), &call->request, &call->response,
        [this, call, done = std::move(done)](const grpc::Status& status) {
          const std::unique_ptr<OneCall> owned(call);
          if (!status.ok()) Report(status);
          done(status.ok());
        });
  }

  size_t next_call() const { return requests_.next(); }

  // The answer to one call.
  std::string Once() {
    OneCall call{.request = requests_.Next()};
    call.context.AddMetadata("x-mokuhyo-actor", "bench");
    std::atomic<bool> over = false;
    grpc::Status outcome;
    stubs_[0]->UnaryCall(&call.context, path_, grpc::StubOptions(), &call.request, &call.response,
                         [&](grpc::Status status) {
                           outcome = std::move(status);
                           over = true;
                           over.notify_all();
                         });
    over.wait(false);
    if (!outcome.ok()) Fail(outcome.error_message());
    std::vector<grpc::Slice> slices;
    call.response.Dump(&slices);
    std::string bytes;
    for (const grpc::Slice& slice : slices)
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    return bytes;
  }

 private:
  struct OneCall {
    grpc::ClientContext context = {};
    grpc::ByteBuffer request;
    grpc::ByteBuffer response = {};
  };

  // Says once what went wrong.
  void Report(const grpc::Status& status) {
    if (reported_.exchange(true)) return;
    std::fprintf(stderr, "a call failed: %s\n", status.error_message().c_str());
  }

  Requests requests_;
  const std::string path_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::atomic<bool> reported_ = false;
};

void Run(const CallFlags& flags) {
  Caller caller(flags);
  if (!flags.save_answer.empty()) {
    const absl::Time begin = absl::Now();
    const std::string bytes = caller.Once();
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    std::ofstream(flags.save_answer, std::ios::binary) << bytes;
    return Print(
        {{"bytes", bytes.size()}, {"seconds", seconds}, {"next_call", caller.next_call()}});
  }
  const auto operation = [&](size_t slot, auto done) { caller.Call(slot, std::move(done)); };
  const absl::Duration warm_up = absl::Seconds(flags.warm_up);
  const absl::Duration duration = absl::Seconds(flags.seconds);
  nlohmann::json measured = ToJson(
      flags.rate == 0 ? RunClosedLoop(operation, flags.in_flight, warm_up, duration)
                      : RunOpenLoop(operation, flags.rate, flags.in_flight, warm_up, duration));
  measured["next_call"] = caller.next_call();
  Print(measured);
}

}  // namespace

void AddCallCommands(CLI::App& app) {
  static CallFlags flags;
  CLI::App* const call = app.add_subcommand("call", "calls a server over gRPC");
  call->add_option("--server", flags.server, "HOST:PORT")->required();
  call->add_option("--method", flags.method, "what to call")
      ->check(CLI::IsMember({"get-sheet", "get-yearly-summary", "report-results", "etcd-put"}));
  call->add_option("--sheet", flags.sheets, "resource names of the sheets to go round");
  call->add_option("--city", flags.city, "resource name of the city that is summed up");
  call->add_option("--unit", flags.unit, "unit that is summed up");
  call->add_option("--year", flags.fiscal_year, "fiscal year that is summed up");
  call->add_option("--as-of", flags.as_of_time, "sum up what was known at this time (RFC 3339)");
  call->add_option("--indicators", flags.indicators, "indicators i1, i2 … of each sheet");
  call->add_option("--payload", flags.payload_bytes, "bytes of a value put into etcd");
  call->add_option("--in-flight", flags.in_flight, "calls under way (at most, with --rate)");
  call->add_option("--channels", flags.channels, "connections");
  call->add_option("--rate", flags.rate, "calls a second, open loop; 0: closed loop");
  call->add_option("--seconds", flags.seconds, "how long to measure");
  call->add_option("--warm-up", flags.warm_up, "seconds before");
  call->add_option("--first-call", flags.first_call, "number of the first request");
  call->add_option("--save-answer", flags.save_answer,
                   "make one call and write its answer to this file");
  call->callback([] { Run(flags); });
}

}  // namespace mokuhyo::bench
