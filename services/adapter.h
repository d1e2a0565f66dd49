#ifndef MOKUHYO_SERVICES_ADAPTER_H_
#define MOKUHYO_SERVICES_ADAPTER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "libs/application/caller.h"
#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/serving/call_runtime.h"
#include "services/raw_bytes.h"

// What all adapters between gRPC and the use cases have in common: each method of a service is one
// line of these.
namespace mokuhyo::services {

inline application::Caller CallerOf(const serving::CallInfo& call) {
  return application::Caller{call.actor, std::string(call.method), call.trace_context,
                             call.deadline, call.cancelled};
}

// A write that answers when it is on disk: `run(caller, done)` fills `response` before it calls
// `done`.
template <typename Run>
grpc::ServerUnaryReactor* Write(serving::CallRuntime& runtime, grpc::CallbackServerContext* context,
                                std::string_view method, Run run) {
  return runtime.Unary(context, method,
                       [run = std::move(run)](const serving::CallInfo& call,
                                              serving::CallRuntime::Done done) mutable {
                         run(CallerOf(call), std::move(done));
                       });
}

// A write to a sheet that is there.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* WriteSheet(serving::CallRuntime& runtime,
                                     application::SheetWrites& writes,
                                     grpc::CallbackServerContext* context, std::string_view method,
                                     const Request* request, Response* response) {
  return Write(runtime, context, method,
               [&writes, request, response](const application::Caller& caller,
                                            application::SheetWrites::Done done) {
                 writes.Run(*request, caller, response, std::move(done));
               });
}

// A write to an org unit.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* WriteUnit(serving::CallRuntime& runtime, application::CityWrites& writes,
                                    grpc::CallbackServerContext* context, std::string_view method,
                                    const Request* request, Response* response) {
  return Write(runtime, context, method,
               [&writes, request, response](const application::Caller& caller,
                                            application::CityWrites::Done done) {
                 writes.RunOnUnit(*request, caller, response, std::move(done));
               });
}

// A read: `read()`, or `read(call)` where it takes long, returns the response or why there is none.
template <typename Response, typename Read>
grpc::ServerUnaryReactor* Answer(serving::CallRuntime& runtime,
                                 grpc::CallbackServerContext* context, std::string_view method,
                                 Response* response, Read read) {
  return runtime.Unary(
      context, method,
      [response, read = std::move(read)](const serving::CallInfo& call) mutable -> absl::Status {
        absl::StatusOr<Response> answer = [&] {
          if constexpr (std::is_invocable_v<Read&, const serving::CallInfo&>) {
            return read(call);
          } else {
            return read();
          }
        }();
        if (!answer.ok()) return answer.status();
        *response = *std::move(answer);
        return absl::OkStatus();
      });
}

// A read whose serialized answer is mostly at hand: `find(bytes, done)` gives `done` the answer to
// the bytes of a request (a std::shared_ptr<const std::string>) or null, without waiting;
// `read(bytes)` returns it or why there is none.
template <typename Find, typename Read>
grpc::ServerUnaryReactor* AnswerHot(serving::CallRuntime& runtime,
                                    grpc::CallbackServerContext* context, std::string_view method,
                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                    Find find, Read read) {
  return runtime.Unary(
      context, method,
      [=](const serving::CallInfo&, serving::CallRuntime::PromptDone done) {
        find(ReadBytes(*request),
             [response, done = std::move(done)](std::shared_ptr<const std::string> bytes) mutable {
               if (bytes == nullptr) return done(std::nullopt);
               *response = ShareBytes(std::move(bytes));
               done(absl::OkStatus());
             });
      },
      [=](const serving::CallInfo&) -> absl::Status {
        auto bytes = read(ReadBytes(*request));
        if (!bytes.ok()) return bytes.status();
        *response = ShareBytes(*std::move(bytes));
        return absl::OkStatus();
      });
}

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_ADAPTER_H_
