#ifndef MOKUHYO_TOOLS_CLIENT_CONNECTION_H_
#define MOKUHYO_TOOLS_CLIENT_CONNECTION_H_

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/admin_service.grpc.pb.h"
#include "mokuhyo/evaluations/v1/evaluation_service.grpc.pb.h"
#include "mokuhyo/imports/v1/import_service.grpc.pb.h"
#include "mokuhyo/organization/v1/organization_service.grpc.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"
#include "tools/client/settings.h"

namespace mokuhyo::client {

// A connection to a server. A call that ends in UNAVAILABLE is repeated a few times, farther and
// farther apart, within the deadline; that is safe because every write bears a request id. Not
// thread-safe.
class Connection {
 public:
  // Connects on the first call. `settings` must outlive the connection.
  explicit Connection(const Settings& settings);

  // Calls a unary method and waits for the answer:
  //   connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::GetSheet, request)
  // Returns what the server answers, and UNAVAILABLE saying what to check if there is none.
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

  // For calls that stream: a context with deadline and actor, and the final status as Call returns
  // it.
  std::unique_ptr<grpc::ClientContext> NewContext() const;
  absl::Status Explain(const grpc::Status& status) const;

  admin::v1::AdminService::Stub& admin() { return *admin_; }
  evaluations::v1::EvaluationService::Stub& evaluations() { return *evaluations_; }
  imports::v1::ImportService::Stub& imports() { return *imports_; }
  organization::v1::OrganizationService::Stub& organization() { return *organization_; }
  sheets::v1::SheetService::Stub& sheets() { return *sheets_; }

 private:
  const Settings& settings_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<admin::v1::AdminService::Stub> admin_;
  std::unique_ptr<evaluations::v1::EvaluationService::Stub> evaluations_;
  std::unique_ptr<imports::v1::ImportService::Stub> imports_;
  std::unique_ptr<organization::v1::OrganizationService::Stub> organization_;
  std::unique_ptr<sheets::v1::SheetService::Stub> sheets_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_CONNECTION_H_
