#ifndef MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_
#define MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_

#include "libs/projection/sheet_reader.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"
#include "services/adapter.h"
#include "services/sheets/export.h"

namespace mokuhyo::services {

// SheetService over gRPC. What each method does is said in
// proto/mokuhyo/sheets/v1/sheet_service.proto.
class SheetService final : public sheets::v1::SheetService::CallbackService {
 public:
  // All arguments must outlive this.
  SheetService(serving::CallRuntime& runtime, projection::SheetReader& reader,
               eventstore::EventStore& store)
      : runtime_(runtime), reader_(reader), store_(store) {}

  grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context,
                                     const sheets::v1::GetSheetRequest* request,
                                     sheets::v1::GetSheetResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/GetSheet", response,
                  [=, this] { return reader_.GetSheet(*request); });
  }

  grpc::ServerUnaryReactor* ListSheets(grpc::CallbackServerContext* context,
                                       const sheets::v1::ListSheetsRequest* request,
                                       sheets::v1::ListSheetsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/ListSheets", response,
                  [=, this] { return reader_.ListSheets(*request); });
  }

  grpc::ServerUnaryReactor* GetYearlySummary(
      grpc::CallbackServerContext* context, const sheets::v1::GetYearlySummaryRequest* request,
      sheets::v1::GetYearlySummaryResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/GetYearlySummary", response,
                  [=, this] { return reader_.GetYearlySummary(*request); });
  }

  grpc::ServerUnaryReactor* ListCountedGoals(
      grpc::CallbackServerContext* context, const sheets::v1::ListCountedGoalsRequest* request,
      sheets::v1::ListCountedGoalsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/ListCountedGoals", response,
                  [=, this] { return reader_.ListCountedGoals(*request); });
  }

  grpc::ServerWriteReactor<sheets::v1::ExportSheetResponse>* ExportSheet(
      grpc::CallbackServerContext* context,
      const sheets::v1::ExportSheetRequest* request) override {
    return runtime_.Stream<sheets::v1::ExportSheetResponse>(
        context, "mokuhyo.sheets.v1.SheetService/ExportSheet",
        [=, this](const serving::CallInfo&) { return OpenExport(reader_, store_, *request); });
  }

 private:
  serving::CallRuntime& runtime_;
  projection::SheetReader& reader_;
  eventstore::EventStore& store_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_
