#include "tools/client/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

using ::testing::HasSubstr;

// Nothing is called: the connection connects on the first call.
class ConnectionTest : public ::testing::Test {
 protected:
  std::string Unimplemented(Connection& connection) {
    const absl::Status status =
        connection.Explain(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""));
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
    return std::string(status.message());
  }
};

TEST_F(ConnectionTest, AServerWithoutTheServiceIsNamedWithTheRemedy) {
  Settings settings;
  settings.server = "sheets=b:2,a:1";
  Connection connection(settings);
  connection.admin();
  EXPECT_THAT(Unimplemented(connection),
              HasSubstr("the server at a:1 does not serve AdminService"));
  EXPECT_THAT(Unimplemented(connection), HasSubstr("--server admin=HOST:PORT"));
  connection.events();
  EXPECT_THAT(Unimplemented(connection),
              HasSubstr("the server at b:2 does not serve EventService"));
  EXPECT_THAT(Unimplemented(connection), HasSubstr("--server sheets=HOST:PORT"));
}

TEST_F(ConnectionTest, NobodyIsSaidWithTheAddress) {
  Settings settings;
  settings.server = "a:1";
  Connection connection(settings);
  connection.sheets();
  const absl::Status status =
      connection.Explain(grpc::Status(grpc::StatusCode::UNAVAILABLE, "refused"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("no answer from a:1 (refused)"));
}

}  // namespace
}  // namespace mokuhyo::client
