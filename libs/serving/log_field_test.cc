#include "libs/serving/log_field.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace mokuhyo::serving {
namespace {

std::string Written(const LogField& field) {
  std::string line;
  field.AppendTo(line);
  return line;
}

TEST(LogFieldTest, WritesTexts) {
  EXPECT_EQ(Written({"k", "plain text ~"}), R"("k":"plain text ~")");
  EXPECT_EQ(Written({"k", ""}), R"("k":"")");
  EXPECT_EQ(Written({"k", std::string("a\"b\\c\n\x01")}), R"("k":"a\"b\\c\n\u0001")");
  EXPECT_EQ(Written({"k", "目標"}), R"("k":"目標")");
  EXPECT_EQ(Written({"k", "b\xfe"}), "\"k\":\"b\xef\xbf\xbd\"");
  EXPECT_EQ(Written({"a\"", "b"}), R"("a\"":"b")");
}

TEST(LogFieldTest, WritesNumbers) {
  EXPECT_EQ(Written({"k", 0}), R"("k":0)");
  EXPECT_EQ(Written({"k", std::numeric_limits<int64_t>::min()}), R"("k":-9223372036854775808)");
  EXPECT_EQ(Written({"k", std::numeric_limits<uint64_t>::max()}), R"("k":18446744073709551615)");
  EXPECT_EQ(Written({"k", 0.25}), R"("k":0.25)");
  EXPECT_EQ(Written({"k", std::numeric_limits<double>::infinity()}), R"("k":null)");
}

TEST(LogFieldTest, WritesTruthValues) {
  EXPECT_EQ(Written({"k", true}), R"("k":true)");
  EXPECT_EQ(Written({"k", false}), R"("k":false)");
}

}  // namespace
}  // namespace mokuhyo::serving
