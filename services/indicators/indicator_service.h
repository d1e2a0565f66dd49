#ifndef MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_
#define MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_

#include "libs/application/sheet_writes.h"
#include "libs/projection/completeness.h"
#include "libs/projection/series/get_series.h"
#include "libs/projection/series/series_candidates.h"
#include "libs/projection/sheet_reader.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/indicators/v1/indicator_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// IndicatorService over gRPC. What each method does is said in
// proto/mokuhyo/indicators/v1/indicator_service.proto.
class IndicatorService final : public indicators::v1::IndicatorService::CallbackService {
 public:
  // All arguments must outlive this.
  IndicatorService(serving::CallRuntime& runtime, application::SheetWrites& writes,
                   projection::SheetReader& reader)
      : runtime_(runtime), writes_(writes), reader_(reader) {}

  grpc::ServerUnaryReactor* ReportResults(
      grpc::CallbackServerContext* context, const indicators::v1::ReportResultsRequest* request,
      indicators::v1::ReportResultsResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.indicators.v1.IndicatorService/ReportResults", request, response);
  }

  grpc::ServerUnaryReactor* CorrectResults(
      grpc::CallbackServerContext* context, const indicators::v1::CorrectResultsRequest* request,
      indicators::v1::CorrectResultsResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.indicators.v1.IndicatorService/CorrectResults", request, response);
  }

  grpc::ServerUnaryReactor* WithdrawResults(
      grpc::CallbackServerContext* context, const indicators::v1::WithdrawResultsRequest* request,
      indicators::v1::WithdrawResultsResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.indicators.v1.IndicatorService/WithdrawResults", request, response);
  }

  grpc::ServerUnaryReactor* MarkIntentionallyBlank(
      grpc::CallbackServerContext* context,
      const indicators::v1::MarkIntentionallyBlankRequest* request,
      indicators::v1::MarkIntentionallyBlankResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.indicators.v1.IndicatorService/MarkIntentionallyBlank", request,
                      response);
  }

  grpc::ServerUnaryReactor* GetSeries(grpc::CallbackServerContext* context,
                                      const indicators::v1::GetSeriesRequest* request,
                                      indicators::v1::GetSeriesResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.indicators.v1.IndicatorService/GetSeries", response,
                  [=, this] { return projection::GetSeries(reader_, *request); });
  }

  grpc::ServerUnaryReactor* ListSeriesCandidates(
      grpc::CallbackServerContext* context,
      const indicators::v1::ListSeriesCandidatesRequest* request,
      indicators::v1::ListSeriesCandidatesResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.indicators.v1.IndicatorService/ListSeriesCandidates",
                  response,
                  [=, this] { return projection::ListSeriesCandidates(reader_, *request); });
  }

  grpc::ServerUnaryReactor* ListMissingResults(
      grpc::CallbackServerContext* context,
      const indicators::v1::ListMissingResultsRequest* request,
      indicators::v1::ListMissingResultsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.indicators.v1.IndicatorService/ListMissingResults",
                  response,
                  [=, this] { return projection::ListMissingResults(reader_, *request); });
  }

  grpc::ServerUnaryReactor* GetCompleteness(
      grpc::CallbackServerContext* context, const indicators::v1::GetCompletenessRequest* request,
      indicators::v1::GetCompletenessResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.indicators.v1.IndicatorService/GetCompleteness",
                  response, [=, this] { return projection::GetCompleteness(reader_, *request); });
  }

 private:
  serving::CallRuntime& runtime_;
  application::SheetWrites& writes_;
  projection::SheetReader& reader_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_
