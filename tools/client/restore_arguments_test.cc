#include "tools/client/restore_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace mokuhyo::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

RestoreArguments Directories(const std::string& data_dir, const std::string& backup_dir) {
  RestoreArguments arguments;
  arguments.backup_dir = backup_dir;
  arguments.data_dir = data_dir;
  return arguments;
}

// What is wrong with the arguments.
std::string Problem(const RestoreArguments& arguments) {
  return std::string(RestoreOptionsOf(arguments).status().message());
}

TEST(RestoreArgumentsTest, SayWhatIsRestored) {
  RestoreArguments arguments = Directories("data", "backups");
  arguments.backup = 3;
  arguments.positions = {"minato=40", "kita=0"};
  const auto options = RestoreOptionsOf(arguments);
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->backup_directory, "backups");
  EXPECT_EQ(options->backup, 3u);
  EXPECT_EQ(options->directory, "data/events");
  EXPECT_THAT(options->positions, ElementsAre(Pair("kita", 0), Pair("minato", 40)));
  EXPECT_EQ(options->as_of, std::nullopt);
}

TEST(RestoreArgumentsTest, PositionsOfAnotherFormAreRefused) {
  for (const char* bad : {"", "minato", "minato=", "=5", "minato=-1", "minato=4x", "minato= 4"}) {
    RestoreArguments arguments = Directories("data", "backups");
    arguments.positions = {bad};
    EXPECT_EQ(Problem(arguments), "--to-position: \"" + std::string(bad) + "\" is not CITY=NUMBER");
  }
}

TEST(RestoreArgumentsTest, ACityIsNamedOnce) {
  RestoreArguments arguments = Directories("data", "backups");
  arguments.positions = {"minato=4", "minato=4"};
  EXPECT_EQ(Problem(arguments), "--to-position: minato is given twice");
}

TEST(RestoreArgumentsTest, InstantsAreReadStrictly) {
  RestoreArguments arguments = Directories("data", "backups");
  arguments.time = "2024-04-01";
  EXPECT_THAT(Problem(arguments), HasSubstr("--to-time: "));
  arguments.time = "2024-04-01T09:00:00+09:00";
  const auto options = RestoreOptionsOf(arguments);
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->as_of, absl::FromUnixSeconds(1711929600));
}

TEST(RestoreArgumentsTest, TheStoreDoesNotGoAmongTheBackups) {
  const std::string here = std::filesystem::current_path().string();
  for (const auto& [data, backups] :
       std::vector<std::pair<std::string, std::string>>{{"b", "b"},
                                                        {"b/", "b"},
                                                        {"b", "b/"},
                                                        {"./x/../b", here + "/b"},
                                                        {here + "/b/data", "b//"},
                                                        {"/var/b/x/y", "/var/b"},
                                                        {"x", "."},
                                                        {"/x", "/"}}) {
    EXPECT_THAT(Problem(Directories(data, backups)), HasSubstr("--data-dir: must not be"))
        << data << " " << backups;
  }
  for (const auto& [data, backups] : std::vector<std::pair<std::string, std::string>>{
           {"b2", "b"}, {"b", "b2"}, {"data", "data/backups"}, {"b/../data", "b"}}) {
    EXPECT_EQ(Problem(Directories(data, backups)), "") << data << " " << backups;
  }
}

}  // namespace
}  // namespace mokuhyo::client
