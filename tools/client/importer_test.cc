#include "tools/client/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <vector>

#include "libs/base/errors.h"
#include "libs/base/violations.h"
#include "libs/serving/grpc_status.h"

namespace mokuhyo::client {
namespace {

using imports::v1::ImportSheetRequest;
using imports::v1::ImportSheetResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Keeps one document; remembers requests and answers repeats as the real service does.
class FakeImports final : public imports::v1::ImportService::Service {
 public:
  grpc::Status ImportSheet(grpc::ServerContext* context, const ImportSheetRequest* request,
                           ImportSheetResponse* response) override {
    requests.push_back(*request);
    const auto actor = context->client_metadata().find("x-mokuhyo-actor");
    if (actor != context->client_metadata().end())
      last_actor.assign(actor->second.data(), actor->second.size());
    if (unavailable_calls > 0) {
      --unavailable_calls;
      return {grpc::StatusCode::UNAVAILABLE, "starting"};
    }
    if (!refusal.ok()) return serving::ToGrpcStatus(refusal);
    response->mutable_result()->set_name("cities/c/sheets/s");
    response->mutable_result()->set_validated_only(request->validate_only());
    if (!request->validate_only() && !ids.insert(request->request_id()).second) {
      response->mutable_result()->set_replayed(true);
      response->set_outcome(imports::v1::IMPORT_OUTCOME_CREATED);
      return grpc::Status::OK;
    }
    response->set_outcome(stored.empty() ? imports::v1::IMPORT_OUTCOME_CREATED
                          : stored == request->document_json()
                              ? imports::v1::IMPORT_OUTCOME_UNCHANGED
                              : imports::v1::IMPORT_OUTCOME_REVISED);
    if (stored != request->document_json()) {
      for (const char* command : {"CreateSheet", "CreateGoal", "CreateGoal"})
        response->add_changes()->set_command(command);
    }
    if (!request->validate_only()) stored = request->document_json();
    return grpc::Status::OK;
  }

  std::vector<ImportSheetRequest> requests;
  std::set<std::string> ids;
  std::string stored;
  std::string last_actor;
  int unavailable_calls = 0;
  absl::Status refusal;
};

class FakeAdmin final : public admin::v1::AdminService::Service {
 public:
  grpc::Status CreateCity(grpc::ServerContext*, const admin::v1::CreateCityRequest* request,
                          admin::v1::CreateCityResponse*) override {
    if (display_name.empty()) {
      display_name = request->display_name();
      return grpc::Status::OK;
    }
    return serving::ToGrpcStatus(base::AlreadyExists("cities/c", "CITY_EXISTS", "the city exists"));
  }
  grpc::Status GetStatus(grpc::ServerContext*, const admin::v1::GetStatusRequest*,
                         admin::v1::GetStatusResponse* response) override {
    response->add_cities()->set_name("cities/c");
    response->mutable_cities(0)->set_display_name(display_name);
    return grpc::Status::OK;
  }

  std::string display_name;
};

class ImporterTest : public ::testing::Test {
 protected:
  ImporterTest() {
    int port = 0;
    server_ = grpc::ServerBuilder()
                  .AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port)
                  .RegisterService(&imports_)
                  .RegisterService(&admin_)
                  .BuildAndStart();
    settings_.server = "127.0.0.1:" + std::to_string(port);
    settings_.actor = "clerk-7";
    connection_ = std::make_unique<Connection>(settings_);
  }

  absl::StatusOr<std::string> Import(const std::string& bytes) {
    return Importer(*connection_, options_)
        .Import({.path = "f.json", .bytes = bytes, .kind = KindOf(bytes)});
  }

  FakeImports imports_;
  FakeAdmin admin_;
  std::unique_ptr<grpc::Server> server_;
  Settings settings_;
  std::unique_ptr<Connection> connection_;
  ImportOptions options_;
};

TEST_F(ImporterTest, SendsTheBytesOfTheFile) {
  EXPECT_EQ(*Import("{ }\r\n"), "created cities/c/sheets/s (2 goals)");
  ASSERT_EQ(imports_.requests.size(), 1u);
  EXPECT_EQ(imports_.requests[0].document_json(), "{ }\r\n");
  EXPECT_FALSE(imports_.requests[0].revise());
  EXPECT_EQ(imports_.last_actor, "clerk-7");
}

TEST_F(ImporterTest, ARepeatDoesNothingTwice) {
  ASSERT_TRUE(Import("A").ok());
  EXPECT_EQ(*Import("A"), "unchanged cities/c/sheets/s");
  ASSERT_EQ(imports_.requests.size(), 3u);
  EXPECT_EQ(imports_.requests[0].request_id(), imports_.requests[1].request_id());
  EXPECT_TRUE(imports_.requests[2].validate_only());
  EXPECT_THAT(imports_.ids, ElementsAre(imports_.requests[0].request_id()));
}

TEST_F(ImporterTest, AFileThatWasOverwrittenSinceIsSentAgain) {
  options_.revise = true;
  ASSERT_TRUE(Import("A").ok());
  ASSERT_TRUE(Import("B").ok());
  EXPECT_EQ(*Import("A"), "revised cities/c/sheets/s (3 changes)");
  EXPECT_EQ(imports_.stored, "A");
}

TEST_F(ImporterTest, OtherDatesAreAnotherRequest) {
  options_.revise = true;
  ASSERT_TRUE(Import("A").ok());
  options_.goals_date = "2021-05-01";
  ASSERT_TRUE(Import("A").ok());
  options_.results_date = "2022-04-30";
  ASSERT_TRUE(Import("A").ok());
  ASSERT_EQ(imports_.requests.size(), 3u);
  EXPECT_EQ(imports_.ids.size(), 3u);
  EXPECT_EQ(imports_.requests[2].goals_effective_date(), "2021-05-01");
  EXPECT_EQ(imports_.requests[2].results_effective_date(), "2022-04-30");
}

TEST_F(ImporterTest, RepeatsWithTheSameIdWhileTheServerIsUnavailable) {
  imports_.unavailable_calls = 2;
  EXPECT_EQ(*Import("A"), "created cities/c/sheets/s (2 goals)");
  ASSERT_EQ(imports_.requests.size(), 3u);
  EXPECT_EQ(imports_.requests[0].request_id(), imports_.requests[2].request_id());
}

TEST_F(ImporterTest, ADryRunStoresNothing) {
  options_.dry_run = true;
  EXPECT_EQ(*Import("A"), "would be created cities/c/sheets/s (2 goals)");
  EXPECT_EQ(imports_.stored, "");
  EXPECT_EQ(imports_.requests[0].request_id(), "");
}

TEST_F(ImporterTest, RefusalsArriveWithAllViolations) {
  base::Violations violations;
  violations.Add("goals[0].level", "unknown level");
  violations.Add("goals[1].evaluation.rating", "not on the scale");
  imports_.refusal = violations.ToStatus();
  const auto outcome = Import("A");
  base::Violations received;
  received.Add(outcome.status());
  EXPECT_EQ(received.list(), violations.list());
}

TEST_F(ImporterTest, ACityThatIsThereIsFineIfItIsTheSame) {
  EXPECT_EQ(*Import(R"({"cities": [{"id": "c", "name": "市"}]})"),
            "created 1 cities and 0 units (0 were there)");
  EXPECT_EQ(*Import(R"({"cities": [{"id": "c", "name": "市"}]})"),
            "unchanged (all 1 cities and units are there)");
  EXPECT_EQ(Import(R"({"cities": [{"id": "c", "name": "町"}]})").status().code(),
            absl::StatusCode::kAlreadyExists);
}

TEST_F(ImporterTest, SaysWhomItCouldNotReach) {
  server_->Shutdown();
  settings_.timeout_seconds = 0.5;
  const auto outcome = Import("A");
  EXPECT_THAT(std::string(outcome.status().message()),
              ::testing::AnyOf(HasSubstr(settings_.server), HasSubstr("Deadline")));
  EXPECT_THAT(outcome.status().code(), ::testing::AnyOf(absl::StatusCode::kUnavailable,
                                                        absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace mokuhyo::client
