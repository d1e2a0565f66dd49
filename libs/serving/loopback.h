#ifndef MOKUHYO_LIBS_SERVING_LOOPBACK_H_
#define MOKUHYO_LIBS_SERVING_LOOPBACK_H_

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/manual_clock.h"
#include "libs/serving/call_runtime.h"
#include "libs/serving/server.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"

namespace mokuhyo::serving {

// For tests: a server on the loopback interface with one unary method (GetStatus), one that may
// have its answer at hand (GetSheet) and one stream (ExportSheet), which do what the test sets
// before it calls them.
class Loopback {
 public:
  using Status = admin::v1::GetStatusResponse;
  using Chunk = sheets::v1::ExportSheetResponse;
  using UnaryHandler =
      std::function<void(const CallInfo& call, Status& response, CallRuntime::Done done)>;
  using StreamStart =
      std::function<absl::StatusOr<std::unique_ptr<MessageSource<Chunk>>>(const CallInfo& call)>;

  struct Options {
    size_t threads = 2;
    size_t max_queued = 16;
    CallLimits limits = {};
    ServerOptions server = {};
  };

  explicit Loopback(const Options& options)
      : log_(std::make_unique<Log>(std::make_shared<spdlog::sinks::ostream_sink_mt>(log_lines_),
                                   spdlog::level::info)),
        executor_(options.threads, options.max_queued),
        runtime_(executor_, metrics_, *log_, clock, options.limits),
        admin_(*this),
        sheets_(*this) {
    auto server = Server::Start(options.server, {&admin_, &sheets_});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    admin_stub_ = admin::v1::AdminService::NewStub(channel_);
    sheets_stub_ = sheets::v1::SheetService::NewStub(channel_);
  }

  Loopback() : Loopback(Options()) {}

  ~Loopback() { server_->Shutdown(); }

  // What the calls take for the time; it begins at that of the machine.
  base::ManualClock clock{absl::Now()};

  UnaryHandler on_status;
  std::function<void(const CallInfo& call, CallRuntime::PromptDone done)> at_hand;
  std::function<absl::Status(const CallInfo& call)> on_sheet;
  StreamStart on_export;

  Server& server() { return *server_; }
  Executor& executor() { return executor_; }
  Metrics& metrics() { return metrics_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  sheets::v1::SheetService::Stub& sheets() { return *sheets_stub_; }
  admin::v1::AdminService::Stub& admin() { return *admin_stub_; }

  grpc::Status GetStatus(grpc::ClientContext& context, Status* response) {
    return admin_stub_->GetStatus(&context, admin::v1::GetStatusRequest(), response);
  }

  grpc::Status GetStatus() {
    grpc::ClientContext context;
    Status response;
    return GetStatus(context, &response);
  }

  grpc::Status GetSheet() {
    grpc::ClientContext context;
    sheets::v1::GetSheetResponse response;
    return sheets_stub_->GetSheet(&context, sheets::v1::GetSheetRequest(), &response);
  }

  // Shuts down and returns what was logged.
  std::string StopAndReadLog() {
    server_->Shutdown();
    executor_.Shutdown();
    log_.reset();
    return log_lines_.str();
  }

 private:
  class Admin final : public admin::v1::AdminService::CallbackService {
   public:
    explicit Admin(Loopback& loopback) : loopback_(loopback) {}

    grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                        const admin::v1::GetStatusRequest*,
                                        Status* response) override {
      return loopback_.runtime_.Unary(context, "mokuhyo.admin.v1.AdminService/GetStatus",
                                      [=, this](const CallInfo& call, CallRuntime::Done done) {
                                        loopback_.on_status(call, *response, std::move(done));
                                      });
    }

   private:
    Loopback& loopback_;
  };

  class Sheets final : public sheets::v1::SheetService::CallbackService {
   public:
    explicit Sheets(Loopback& loopback) : loopback_(loopback) {}

    grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context,
                                       const sheets::v1::GetSheetRequest*,
                                       sheets::v1::GetSheetResponse*) override {
      return loopback_.runtime_.Unary(
          context, "mokuhyo.sheets.v1.SheetService/GetSheet",
          [this](const CallInfo& call, CallRuntime::PromptDone done) {
            loopback_.at_hand(call, std::move(done));
          },
          [this](const CallInfo& call) { return loopback_.on_sheet(call); });
    }

    grpc::ServerWriteReactor<Chunk>* ExportSheet(grpc::CallbackServerContext* context,
                                                 const sheets::v1::ExportSheetRequest*) override {
      return loopback_.runtime_.Stream<Chunk>(
          context, "mokuhyo.sheets.v1.SheetService/ExportSheet",
          [this](const CallInfo& call) { return loopback_.on_export(call); });
    }

   private:
    Loopback& loopback_;
  };

  std::ostringstream log_lines_;
  std::unique_ptr<Log> log_;
  Metrics metrics_;
  Executor executor_;
  CallRuntime runtime_;
  Admin admin_;
  Sheets sheets_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<admin::v1::AdminService::Stub> admin_stub_;
  std::unique_ptr<sheets::v1::SheetService::Stub> sheets_stub_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_LOOPBACK_H_
