#ifndef MOKUHYO_SERVICES_GOALS_IMPORT_SERVICE_H_
#define MOKUHYO_SERVICES_GOALS_IMPORT_SERVICE_H_

#include <memory>
#include <utility>

#include "libs/application/sheet_writes.h"
#include "libs/base/errors.h"
#include "libs/render/strict_json.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/imports/v1/import_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// ImportService over gRPC. What its method does is said in
// proto/mokuhyo/imports/v1/import_service.proto.
class ImportService final : public imports::v1::ImportService::CallbackService {
 public:
  // All arguments must outlive this.
  ImportService(serving::CallRuntime& runtime, application::SheetWrites& writes)
      : runtime_(runtime), writes_(writes) {}

  grpc::ServerUnaryReactor* ImportSheet(grpc::CallbackServerContext* context,
                                        const imports::v1::ImportSheetRequest* request,
                                        imports::v1::ImportSheetResponse* response) override {
    return Write(runtime_, context, "mokuhyo.imports.v1.ImportService/ImportSheet",
                 [=, this](const application::Caller& caller, serving::CallRuntime::Done done) {
                   // The document must live until the write is done.
                   auto document = std::make_shared<documents::v1::SheetDocument>();
                   if (absl::Status read = Read(*request, *document); !read.ok())
                     return done(std::move(read));
                   writes_.Import(*request, *document, caller, response,
                                  [document, done = std::move(done)](absl::Status status) mutable {
                                    done(std::move(status));
                                  });
                 });
  }

 private:
  static absl::Status Read(const imports::v1::ImportSheetRequest& request,
                           documents::v1::SheetDocument& document) {
    if (request.has_document() && !request.document_json().empty()) {
      return base::InvalidArgument("document_json", "INVALID_FIELDS",
                                   "give exactly one of `document_json` and `document`");
    }
    if (!request.has_document()) return render::ReadStrictJson(request.document_json(), &document);
    document = request.document();
    return absl::OkStatus();
  }

  serving::CallRuntime& runtime_;
  application::SheetWrites& writes_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_GOALS_IMPORT_SERVICE_H_
