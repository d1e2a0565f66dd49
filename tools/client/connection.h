#ifndef MOKUHYO_TOOLS_CLIENT_CONNECTION_H_
#define MOKUHYO_TOOLS_CLIENT_CONNECTION_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "mokuhyo/admin/v1/projection_service.grpc.pb.h"
#include "mokuhyo/evaluations/v1/evaluation_service.grpc.pb.h"
#include "mokuhyo/feed/v1/event_service.grpc.pb.h"
#include "mokuhyo/imports/v1/import_service.grpc.pb.h"
#include "mokuhyo/indicators/v1/indicator_service.grpc.pb.h"
#include "mokuhyo/organization/v1/organization_service.grpc.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"
#include "tools/client/servers.h"
#include "tools/client/settings.h"

namespace mokuhyo::client {

// The connections to a server, or to those that share the services among them. A call that ends in
// UNAVAILABLE is repeated a few times, farther and farther apart, within the deadline; that is safe
// because every write bears a request id. Not thread-safe.
class Connection {
 public:
  // Connects on the first call. `settings` must outlive the connection. Where `settings.server` is
  // wrong, or names no server for a service, every call to it returns the error of Servers.
  explicit Connection(const Settings& settings);

  // Calls a unary method and waits for the answer:
  //   connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::GetSheet, request)
  // Returns what the server answers, UNAVAILABLE saying what to check if there is none, and
  // UNIMPLEMENTED saying so if it has not the service. The stub is that which was asked for last.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    const std::unique_ptr<grpc::ClientContext> context = NewContext();
    Response response;
    const absl::Status status = Explain((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // For calls that stream: a context with deadline, actor and language, and the final status as
  // Call returns it, of a call with the stub that was asked for last.
  std::unique_ptr<grpc::ClientContext> NewContext() const;
  absl::Status Explain(const grpc::Status& status) const;

  admin::v1::AdminService::Stub& admin() { return admin_.Use(used_); }
  evaluations::v1::EvaluationService::Stub& evaluations() { return evaluations_.Use(used_); }
  feed::v1::EventService::Stub& events() { return events_.Use(used_); }
  imports::v1::ImportService::Stub& imports() { return imports_.Use(used_); }
  indicators::v1::IndicatorService::Stub& indicators() { return indicators_.Use(used_); }
  organization::v1::OrganizationService::Stub& organization() { return organization_.Use(used_); }
  // That of a process: each has its own.
  admin::v1::ProjectionService::Stub& projections(Servers::Process process);
  sheets::v1::SheetService::Stub& sheets() { return sheets_.Use(used_); }

 private:
  // A server, or why there is none.
  struct Server {
    Servers::Process process;
    absl::StatusOr<std::string> address;
    std::shared_ptr<grpc::Channel> channel;
  };

  // What is called, and where; null before the first stub was asked for.
  struct Target {
    const Server* server = nullptr;
    std::string_view service = {};  // In full, `mokuhyo.admin.v1.AdminService`.
  };

  // The stub of a service, and the server that it calls.
  template <typename Stubs>
  struct Service {
    explicit Service(const Server& its_server)
        : server(its_server), stub(Stubs::NewStub(its_server.channel)) {}

    typename Stubs::Stub& Use(Target& used) {
      used = {&server, Stubs::service_full_name()};
      return *stub;
    }

    const Server& server;
    const std::unique_ptr<typename Stubs::Stub> stub;
  };

  const Server& ServerOf(Servers::Process process);
  // What to do about a server that does not know what it was asked.
  std::string DescribeMissing() const;

  const Settings& settings_;
  const absl::StatusOr<Servers> servers_;
  // By process; those at one address share the channel.
  std::map<Servers::Process, Server> connected_;
  // That of the stub that was asked for last.
  Target used_;
  Service<admin::v1::AdminService> admin_;
  Service<evaluations::v1::EvaluationService> evaluations_;
  Service<feed::v1::EventService> events_;
  Service<imports::v1::ImportService> imports_;
  Service<indicators::v1::IndicatorService> indicators_;
  Service<organization::v1::OrganizationService> organization_;
  Service<sheets::v1::SheetService> sheets_;
  std::map<Servers::Process, Service<admin::v1::ProjectionService>> projections_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_CONNECTION_H_
