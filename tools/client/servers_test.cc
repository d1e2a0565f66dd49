#include "tools/client/servers.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"

namespace mokuhyo::client {
namespace {

using Process = Servers::Process;
using ::testing::HasSubstr;

TEST(Servers, OneAddressIsForEveryService) {
  const auto servers = Servers::Parse("127.0.0.1:7400");
  ASSERT_TRUE(servers.ok()) << servers.status();
  for (const Process process : {Process::kGoals, Process::kIndicators, Process::kEvaluations,
                                Process::kSheets, Process::kAdmin}) {
    EXPECT_EQ(*servers->AddressOf(process), "127.0.0.1:7400");
  }
}

TEST(Servers, NamesAreForTheirServices) {
  const auto servers = Servers::Parse("goals=a:1,indicators=b:2,evaluations=c:3,sheets=unix:/d");
  ASSERT_TRUE(servers.ok()) << servers.status();
  EXPECT_EQ(*servers->AddressOf(Process::kGoals), "a:1");
  EXPECT_EQ(*servers->AddressOf(Process::kIndicators), "b:2");
  EXPECT_EQ(*servers->AddressOf(Process::kEvaluations), "c:3");
  EXPECT_EQ(*servers->AddressOf(Process::kSheets), "unix:/d");
  const auto missing = servers->AddressOf(Process::kAdmin);
  EXPECT_EQ(base::ErrorReason(missing.status()), "NO_SERVER");
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("admin=HOST:PORT"));
}

TEST(Servers, AnAddressWithoutNameIsForTheRest) {
  const auto servers = Servers::Parse("admin=a:1,b:2");
  ASSERT_TRUE(servers.ok()) << servers.status();
  EXPECT_EQ(*servers->AddressOf(Process::kAdmin), "a:1");
  EXPECT_EQ(*servers->AddressOf(Process::kSheets), "b:2");
}

TEST(Servers, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "has no address"},
      {"goals=", "\"goals=\" has no address"},
      {"goals=a:1,", "has no address"},
      {"gaols=a:1", "there is no service \"gaols\""},
      {"goals=a:1,goals=b:2", "goals is given twice"},
      {"a:1,b:2", "a:1 and b:2 both stand without a name"},
  };
  for (const auto& [text, problem] : cases) {
    SCOPED_TRACE(text);
    const auto servers = Servers::Parse(text);
    EXPECT_EQ(base::ErrorReason(servers.status()), "BAD_SERVER");
    EXPECT_THAT(std::string(servers.status().message()), HasSubstr(problem));
    EXPECT_THAT(std::string(servers.status().message()), HasSubstr("goals=HOST:PORT"));
  }
}

}  // namespace
}  // namespace mokuhyo::client
