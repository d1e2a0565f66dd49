#ifndef MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_
#define MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_

#include "libs/application/sheet_writes.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/indicators/v1/indicator_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// IndicatorService over gRPC. What each method does is said in
// proto/mokuhyo/indicators/v1/indicator_service.proto.
class IndicatorService final : public indicators::v1::IndicatorService::CallbackService {
 public:
  // All arguments must outlive this.
  IndicatorService(serving::CallRuntime& runtime, application::SheetWrites& writes)
      : runtime_(runtime), writes_(writes) {}

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

 private:
  serving::CallRuntime& runtime_;
  application::SheetWrites& writes_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_INDICATORS_INDICATOR_SERVICE_H_
