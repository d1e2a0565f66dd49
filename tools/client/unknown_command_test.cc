#include "tools/client/unknown_command.h"

#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

class UnknownCommandTest : public ::testing::Test {
 protected:
  UnknownCommandTest() : app_("", "mokuhyo") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.add_option("--server", server_);
    app_.add_subcommand("sheet", "")->add_option("SHEET", sheet_)->required();
    CLI::App* admin = app_.add_subcommand("admin", "");
    admin->require_subcommand(1);
    admin->add_subcommand("status", "");
  }

  // What is said after `line`, which is refused.
  std::string Describe(const std::string& line) {
    EXPECT_THROW(app_.parse(line), CLI::ParseError) << line;
    return DescribeUnknownCommand(app_);
  }

  CLI::App app_;
  std::string server_;
  std::string sheet_;
};

TEST_F(UnknownCommandTest, IsNamed) {
  EXPECT_EQ(Describe("bogus"), "unknown command \"bogus\"; see mokuhyo --help");
  EXPECT_EQ(Describe("--server a:1 bogus --x"), "unknown command \"bogus\"; see mokuhyo --help");
  EXPECT_EQ(Describe("admin bogus --server a:1"),
            "unknown command \"bogus\"; see mokuhyo admin --help");
  EXPECT_EQ(Describe("--bogus"), "unknown option \"--bogus\"; see mokuhyo --help");
}

TEST_F(UnknownCommandTest, OtherErrorsAreLeftToOthers) {
  for (const char* line : {"", "admin", "sheet", "sheet a b", "admin status x"}) {
    EXPECT_EQ(Describe(line), "") << line;
  }
}

}  // namespace
}  // namespace mokuhyo::client
