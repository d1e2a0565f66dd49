// mokuhyo_echo: a callback server that answers always the same bytes: what gRPC itself costs. It
// takes the methods that are measured, over the same transport as the servers, and does nothing
// with them.

#include <grpcpp/grpcpp.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "mokuhyo/indicators/v1/indicator_service.grpc.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"

namespace mokuhyo::bench {
namespace {

grpc::ByteBuffer ReadBytes(const std::string& file) {
  if (file.empty()) return grpc::ByteBuffer();
  std::ifstream in(file, std::ios::binary);
  const grpc::Slice slice(std::string(std::istreambuf_iterator<char>(in), {}));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const grpc::ByteBuffer& answer,
                               grpc::ByteBuffer* response) {
  *response = answer;
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

using sheets::v1::SheetService;
class EchoSheets final
    : public SheetService::WithRawCallbackMethod_GetSheet<SheetService::Service> {
 public:
  explicit EchoSheets(grpc::ByteBuffer answer) : answer_(std::move(answer)) {}
  grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                     grpc::ByteBuffer* response) override {
    return Echo(context, answer_, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

using indicators::v1::IndicatorService;
class EchoIndicators final
    : public IndicatorService::WithRawCallbackMethod_ReportResults<IndicatorService::Service> {
 public:
  explicit EchoIndicators(grpc::ByteBuffer answer) : answer_(std::move(answer)) {}
  grpc::ServerUnaryReactor* ReportResults(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer*,
                                          grpc::ByteBuffer* response) override {
    return Echo(context, answer_, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

int Run(int argc, char** argv) {
  CLI::App app("mokuhyo_echo answers GetSheet and ReportResults with the bytes of a file each.");
  std::string sheet_file;
  std::string report_file;
  app.add_option("--get-sheet", sheet_file, "file with the answer to GetSheet");
  app.add_option("--report-results", report_file, "file with the answer to ReportResults");
  CLI11_PARSE(app, argc, argv);
  // As the servers do it (services/process.cc).
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  EchoSheets sheets(ReadBytes(sheet_file));
  EchoIndicators indicators(ReadBytes(report_file));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&sheets);
  builder.RegisterService(&indicators);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  int number = 0;
  sigwait(&signals, &number);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace mokuhyo::bench

int main(int argc, char** argv) { return mokuhyo::bench::Run(argc, argv); }
