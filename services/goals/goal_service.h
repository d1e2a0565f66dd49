#ifndef MOKUHYO_SERVICES_GOALS_GOAL_SERVICE_H_
#define MOKUHYO_SERVICES_GOALS_GOAL_SERVICE_H_

#include "libs/application/sheet_writes.h"
#include "libs/serving/call_runtime.h"
#include "mokuhyo/goals/v1/goal_service.grpc.pb.h"
#include "services/adapter.h"

namespace mokuhyo::services {

// GoalService over gRPC. What each method does is said in
// proto/mokuhyo/goals/v1/goal_service.proto.
class GoalService final : public goals::v1::GoalService::CallbackService {
 public:
  // All arguments must outlive this.
  GoalService(serving::CallRuntime& runtime, application::SheetWrites& writes)
      : runtime_(runtime), writes_(writes) {}

  grpc::ServerUnaryReactor* CreateSheet(grpc::CallbackServerContext* context,
                                        const goals::v1::CreateSheetRequest* request,
                                        goals::v1::CreateSheetResponse* response) override {
    return Write(runtime_, context, "mokuhyo.goals.v1.GoalService/CreateSheet",
                 [=, this](const application::Caller& caller, serving::CallRuntime::Done done) {
                   writes_.Create(*request, caller, response, std::move(done));
                 });
  }

  grpc::ServerUnaryReactor* UpdateSheet(grpc::CallbackServerContext* context,
                                        const goals::v1::UpdateSheetRequest* request,
                                        goals::v1::UpdateSheetResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/UpdateSheet",
                      request, response);
  }

  grpc::ServerUnaryReactor* DeleteDraftSheet(
      grpc::CallbackServerContext* context, const goals::v1::DeleteDraftSheetRequest* request,
      goals::v1::DeleteDraftSheetResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/DeleteDraftSheet",
                      request, response);
  }

  grpc::ServerUnaryReactor* CreateGoal(grpc::CallbackServerContext* context,
                                       const goals::v1::CreateGoalRequest* request,
                                       goals::v1::CreateGoalResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/CreateGoal",
                      request, response);
  }

  grpc::ServerUnaryReactor* UpdateGoal(grpc::CallbackServerContext* context,
                                       const goals::v1::UpdateGoalRequest* request,
                                       goals::v1::UpdateGoalResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/UpdateGoal",
                      request, response);
  }

  grpc::ServerUnaryReactor* MoveGoal(grpc::CallbackServerContext* context,
                                     const goals::v1::MoveGoalRequest* request,
                                     goals::v1::MoveGoalResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/MoveGoal", request,
                      response);
  }

  grpc::ServerUnaryReactor* WithdrawGoal(grpc::CallbackServerContext* context,
                                         const goals::v1::WithdrawGoalRequest* request,
                                         goals::v1::WithdrawGoalResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/WithdrawGoal",
                      request, response);
  }

  grpc::ServerUnaryReactor* CreateIndicator(grpc::CallbackServerContext* context,
                                            const goals::v1::CreateIndicatorRequest* request,
                                            goals::v1::CreateIndicatorResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/CreateIndicator",
                      request, response);
  }

  grpc::ServerUnaryReactor* UpdateIndicator(grpc::CallbackServerContext* context,
                                            const goals::v1::UpdateIndicatorRequest* request,
                                            goals::v1::UpdateIndicatorResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/UpdateIndicator",
                      request, response);
  }

  grpc::ServerUnaryReactor* RemoveIndicator(grpc::CallbackServerContext* context,
                                            const goals::v1::RemoveIndicatorRequest* request,
                                            goals::v1::RemoveIndicatorResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/RemoveIndicator",
                      request, response);
  }

  grpc::ServerUnaryReactor* SetTargets(grpc::CallbackServerContext* context,
                                       const goals::v1::SetTargetsRequest* request,
                                       goals::v1::SetTargetsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/SetTargets",
                      request, response);
  }

  grpc::ServerUnaryReactor* SetPastValues(grpc::CallbackServerContext* context,
                                          const goals::v1::SetPastValuesRequest* request,
                                          goals::v1::SetPastValuesResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/SetPastValues",
                      request, response);
  }

  grpc::ServerUnaryReactor* BreakSeries(grpc::CallbackServerContext* context,
                                        const goals::v1::BreakSeriesRequest* request,
                                        goals::v1::BreakSeriesResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/BreakSeries",
                      request, response);
  }

  grpc::ServerUnaryReactor* LinkGoals(grpc::CallbackServerContext* context,
                                      const goals::v1::LinkGoalsRequest* request,
                                      goals::v1::LinkGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/LinkGoals", request,
                      response);
  }

  grpc::ServerUnaryReactor* UnlinkGoals(grpc::CallbackServerContext* context,
                                        const goals::v1::UnlinkGoalsRequest* request,
                                        goals::v1::UnlinkGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/UnlinkGoals",
                      request, response);
  }

  grpc::ServerUnaryReactor* DeclareTotals(grpc::CallbackServerContext* context,
                                          const goals::v1::DeclareTotalsRequest* request,
                                          goals::v1::DeclareTotalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/DeclareTotals",
                      request, response);
  }

  grpc::ServerUnaryReactor* SubmitGoals(grpc::CallbackServerContext* context,
                                        const goals::v1::SubmitGoalsRequest* request,
                                        goals::v1::SubmitGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/SubmitGoals",
                      request, response);
  }

  grpc::ServerUnaryReactor* ReturnGoals(grpc::CallbackServerContext* context,
                                        const goals::v1::ReturnGoalsRequest* request,
                                        goals::v1::ReturnGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/ReturnGoals",
                      request, response);
  }

  grpc::ServerUnaryReactor* ApproveGoals(grpc::CallbackServerContext* context,
                                         const goals::v1::ApproveGoalsRequest* request,
                                         goals::v1::ApproveGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/ApproveGoals",
                      request, response);
  }

  grpc::ServerUnaryReactor* CarryForwardSheet(
      grpc::CallbackServerContext* context, const goals::v1::CarryForwardSheetRequest* request,
      goals::v1::CarryForwardSheetResponse* response) override {
    return Write(runtime_, context, "mokuhyo.goals.v1.GoalService/CarryForwardSheet",
                 [=, this](const application::Caller& caller, serving::CallRuntime::Done done) {
                   writes_.CarryForward(*request, caller, response, std::move(done));
                 });
  }

  grpc::ServerUnaryReactor* PublishGoals(grpc::CallbackServerContext* context,
                                         const goals::v1::PublishGoalsRequest* request,
                                         goals::v1::PublishGoalsResponse* response) override {
    return WriteSheet(runtime_, writes_, context, "mokuhyo.goals.v1.GoalService/PublishGoals",
                      request, response);
  }

 private:
  serving::CallRuntime& runtime_;
  application::SheetWrites& writes_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_GOALS_GOAL_SERVICE_H_
