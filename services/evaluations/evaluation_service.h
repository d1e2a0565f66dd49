#ifndef MOKUHYO_SERVICES_EVALUATIONS_EVALUATION_SERVICE_H_
#define MOKUHYO_SERVICES_EVALUATIONS_EVALUATION_SERVICE_H_

#include <utility>

#include "libs/application/sheet_writes.h"
#include "libs/projection/observations/observation_reader.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/suggestions.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/evaluations/v1/evaluation_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// EvaluationService over gRPC. What each method does is said in
// proto/mokuhyo/evaluations/v1/evaluation_service.proto.
class EvaluationService final : public evaluations::v1::EvaluationService::CallbackService {
 public:
  // All arguments must outlive this.
  EvaluationService(serving::CallRuntime& runtime, application::SheetWrites& writes,
                    projection::SheetReader& reader)
      : runtime_(runtime), writes_(writes), reader_(reader) {}

  grpc::ServerUnaryReactor* SuggestRatings(
      grpc::CallbackServerContext* context, const evaluations::v1::SuggestRatingsRequest* request,
      evaluations::v1::SuggestRatingsResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.evaluations.v1.EvaluationService/SuggestRatings",
                  response, [=, this] { return projection::SuggestRatings(reader_, *request); });
  }

  grpc::ServerUnaryReactor* AssessGoals(grpc::CallbackServerContext* context,
                                        const evaluations::v1::AssessGoalsRequest* request,
                                        evaluations::v1::AssessGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/AssessGoals", request, response);
  }

  grpc::ServerUnaryReactor* RecordNarrative(
      grpc::CallbackServerContext* context, const evaluations::v1::RecordNarrativeRequest* request,
      evaluations::v1::RecordNarrativeResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/RecordNarrative", request,
                      response);
  }

  grpc::ServerUnaryReactor* ConfirmEvaluation(
      grpc::CallbackServerContext* context,
      const evaluations::v1::ConfirmEvaluationRequest* request,
      evaluations::v1::ConfirmEvaluationResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/ConfirmEvaluation", request,
                      response);
  }

  grpc::ServerUnaryReactor* PublishEdition(
      grpc::CallbackServerContext* context, const evaluations::v1::PublishEditionRequest* request,
      evaluations::v1::PublishEditionResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/PublishEdition", request, response);
  }

  grpc::ServerUnaryReactor* ReplaceEdition(
      grpc::CallbackServerContext* context, const evaluations::v1::ReplaceEditionRequest* request,
      evaluations::v1::ReplaceEditionResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/ReplaceEdition", request, response);
  }

  grpc::ServerUnaryReactor* SubmitEvaluation(
      grpc::CallbackServerContext* context, const evaluations::v1::SubmitEvaluationRequest* request,
      evaluations::v1::SubmitEvaluationResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/SubmitEvaluation", request,
                      response);
  }

  grpc::ServerUnaryReactor* ReturnEvaluation(
      grpc::CallbackServerContext* context, const evaluations::v1::ReturnEvaluationRequest* request,
      evaluations::v1::ReturnEvaluationResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/ReturnEvaluation", request,
                      response);
  }

  grpc::ServerUnaryReactor* ReopenEvaluation(
      grpc::CallbackServerContext* context, const evaluations::v1::ReopenEvaluationRequest* request,
      evaluations::v1::ReopenEvaluationResponse* response) override {
    return WriteSheet(runtime_, writes_, context,
                      "mokuhyo.evaluations.v1.EvaluationService/ReopenEvaluation", request,
                      response);
  }

  grpc::ServerUnaryReactor* AnswerObservation(
      grpc::CallbackServerContext* context,
      const evaluations::v1::AnswerObservationRequest* request,
      evaluations::v1::AnswerObservationResponse* response) override {
    return Write(runtime_, context, "mokuhyo.evaluations.v1.EvaluationService/AnswerObservation",
                 [=, this](const application::Caller& caller, application::SheetWrites::Done done) {
                   writes_.Run(*request, caller, response, std::move(done), [=, this] {
                     return projection::RequireObservation(reader_, *request);
                   });
                 });
  }

  grpc::ServerUnaryReactor* ListDepartures(
      grpc::CallbackServerContext* context, const evaluations::v1::ListDeparturesRequest* request,
      evaluations::v1::ListDeparturesResponse* response) override {
    return Answer(runtime_, context, "mokuhyo.evaluations.v1.EvaluationService/ListDepartures",
                  response, [=, this] { return reader_.ListDepartures(*request); });
  }

 private:
  serving::CallRuntime& runtime_;
  application::SheetWrites& writes_;
  projection::SheetReader& reader_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVALUATIONS_EVALUATION_SERVICE_H_
