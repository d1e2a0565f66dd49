#ifndef MOKUHYO_TOOLS_CLIENT_LONG_CALL_H_
#define MOKUHYO_TOOLS_CLIENT_LONG_CALL_H_

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <chrono>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "tools/client/session.h"
#include "tools/client/work_bar.h"

namespace mokuhyo::client {

// Calls a method that streams its progress and then its result, shows the one on a terminal and
// returns the other. `progress_of(response)` is null for the result. It takes as long as it takes:
// the time limit of calls does not hold. The stub is that which was asked for last.
template <typename Stub, typename Request, typename Response, typename ProgressOf>
absl::StatusOr<Response> CallForLong(Session& session, Stub& stub,
                                     std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                                         grpc::ClientContext*, const Request&),
                                     const Request& request, ProgressOf progress_of) {
  Connection& connection = session.connection();
  const auto context = connection.NewContext();
  context->set_deadline(std::chrono::system_clock::time_point::max());
  WorkBar bar(session.err(), isatty(STDERR_FILENO) != 0);
  const auto reader = (stub.*method)(context.get(), request);
  Response result;
  bool has_result = false;
  for (Response response; reader->Read(&response);) {
    if (const auto progress = progress_of(response)) {
      bar.Show(*progress);
    } else {
      result = response;
      has_result = true;
    }
  }
  const absl::Status status = connection.Explain(reader->Finish());
  if (!status.ok()) return status;
  if (!has_result) return absl::InternalError("the server ended the call without a result");
  return result;
}

// The same for a method of AdminService.
template <typename Request, typename Response>
absl::StatusOr<Response> CallForLong(
    Session& session,
    std::unique_ptr<grpc::ClientReader<Response>> (admin::v1::AdminService::Stub::*method)(
        grpc::ClientContext*, const Request&),
    const Request& request) {
  return CallForLong(session, session.connection().admin(), method, request,
                     [](const Response& response) {
                       return response.has_progress() ? &response.progress() : nullptr;
                     });
}

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_LONG_CALL_H_
