#ifndef MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_
#define MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_

#include <utility>

#include "absl/time/clock.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/projection/compare_sheet.h"
#include "libs/projection/contributions.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/hot_sheets.h"
#include "libs/projection/observations/observation_reader.h"
#include "libs/projection/series/get_trend.h"
#include "libs/projection/sheet_reader.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/sheets/v1/sheet_service.grpc.pb.h"
#include "services/adapter.h"
#include "services/sheets/edition_document.h"
#include "services/sheets/export.h"
#include "services/sheets/watch.h"

namespace mokuhyo::services {

// SheetService over gRPC. What each method does is said in
// proto/mokuhyo/sheets/v1/sheet_service.proto.
class SheetService final : public sheets::v1::SheetService::WithRawCallbackMethod_GetSheet<
                               sheets::v1::SheetService::CallbackService> {
 public:
  // All arguments must outlive this, and what `post` (Subscriptions::Post) runs.
  SheetService(serving::CallRuntime& runtime, projection::SheetReader& reader,
               projection::HotSheets& hot_sheets, eventstore::EventStore& store,
               eventstore::Subscriptions& subscriptions, eventstore::Subscriptions::Post post)
      : runtime_(runtime),
        reader_(reader),
        hot_sheets_(hot_sheets),
        store_(store),
        subscriptions_(subscriptions),
        post_(std::move(post)) {}

  grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override {
    return AnswerHot(
        runtime_, context, "mokuhyo.sheets.v1.SheetService/GetSheet", request, response,
        [this](const std::string& bytes, auto done) { hot_sheets_.Find(bytes, std::move(done)); },
        [this](const std::string& bytes) { return hot_sheets_.Read(bytes); });
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

  grpc::ServerUnaryReactor* GetTrend(grpc::CallbackServerContext* context,
                                     const sheets::v1::GetTrendRequest* request,
                                     sheets::v1::GetTrendResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/GetTrend", response,
                  [=, this] { return projection::GetTrend(reader_, *request); });
  }

  grpc::ServerUnaryReactor* ListObservations(
      grpc::CallbackServerContext* context, const sheets::v1::ListObservationsRequest* request,
      sheets::v1::ListObservationsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/ListObservations", response,
                  [=, this] { return projection::ListObservations(reader_, *request); });
  }

  grpc::ServerUnaryReactor* ListContributingGoals(
      grpc::CallbackServerContext* context, const sheets::v1::ListContributingGoalsRequest* request,
      sheets::v1::ListContributingGoalsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/ListContributingGoals",
                  response,
                  [=, this] { return projection::ListContributingGoals(reader_, *request); });
  }

  grpc::ServerUnaryReactor* ListEditions(grpc::CallbackServerContext* context,
                                         const sheets::v1::ListEditionsRequest* request,
                                         sheets::v1::ListEditionsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/ListEditions", response,
                  [=, this] { return projection::ListEditions(reader_, *request); });
  }

  grpc::ServerUnaryReactor* CompareSheet(grpc::CallbackServerContext* context,
                                         const sheets::v1::CompareSheetRequest* request,
                                         sheets::v1::CompareSheetResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.sheets.v1.SheetService/CompareSheet", response,
                  [=, this](const serving::CallInfo& call) {
                    return projection::CompareSheet(reader_, *request, ParseEdition, [&] {
                      return serving::CheckWanted(call, absl::Now());
                    });
                  });
  }

  grpc::ServerWriteReactor<sheets::v1::WatchSheetsResponse>* WatchSheets(
      grpc::CallbackServerContext* context,
      const sheets::v1::WatchSheetsRequest* request) override {
    return runtime_.Stream<sheets::v1::WatchSheetsResponse>(
        context, "mokuhyo.sheets.v1.SheetService/WatchSheets", [=, this](const serving::CallInfo&) {
          return OpenWatch(reader_, subscriptions_, post_, *request);
        });
  }

  grpc::ServerWriteReactor<sheets::v1::ExportSheetResponse>* ExportSheet(
      grpc::CallbackServerContext* context,
      const sheets::v1::ExportSheetRequest* request) override {
    return runtime_.Stream<sheets::v1::ExportSheetResponse>(
        context, "mokuhyo.sheets.v1.SheetService/ExportSheet",
        [=, this](const serving::CallInfo& call) {
          return OpenExport(reader_, store_, *request, call.language);
        });
  }

 private:
  serving::CallRuntime& runtime_;
  projection::SheetReader& reader_;
  projection::HotSheets& hot_sheets_;
  eventstore::EventStore& store_;
  eventstore::Subscriptions& subscriptions_;
  const eventstore::Subscriptions::Post post_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_SHEET_SERVICE_H_
